/**
 * The strict judge of what the national node answers. Everything is read from what was signed by the pinned key;
 * whatever is missing, doubled, unknown or not meant for this request is refused. security/requirements 2.3;
 * saml-profiles 4.1.4, saml-core 2.5 and 3.2.2; saml-bindings 3.6.
 */
import type { KeyObject } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import { attributeOf, elementsOf, withDocument } from '../xml-signature/document.ts';
import { decryptElement } from './encryption.ts';
import { attributes, bearer, isAtLeast, type Level, levelOf, ns, statusSuccess } from './names.ts';
import {
  childrenBy,
  demanded,
  demandName,
  idInEnvelope,
  instantOf,
  plainText,
  readSigned,
  SamlRefusal,
  textOf,
} from './read.ts';

export interface Expected {
  readonly now: Date;
  /** The node's entity id, and the key of its pinned certificate. */
  readonly issuer: string;
  readonly key: KeyObject;
  readonly decryption: KeyObject;
  /** Our entity id, and the address that browsers come back to. */
  readonly audience: string;
  readonly assertionConsumer: string;
  /** ID of our ArtifactResolve, and of the AuthnRequest that this browser was sent away with. */
  readonly resolveId: string;
  readonly requestId: string;
  /** The level asked. */
  readonly level: Level;
}

/** What the node says of a person. Nothing else of its answer is kept (C-14). */
export interface NodeAssertion {
  readonly id: string;
  readonly level: Level;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly pesel: string;
  /** Until then the id must be remembered. */
  readonly notOnOrAfter: Date;
}

/** Clocks may differ by this much. */
const skew = 60_000;
/** A message, an assertion and a sign-in are of now. */
const oldest = 5 * 60_000;
/** So long an assertion may be valid, and its id must be remembered. */
const longest = 15 * 60_000;

const no = (code: string, message: string): SamlRefusal => new SamlRefusal(code, message);

/**
 * What the node says, out of the SOAP answer to ArtifactResolve.
 * @throws SamlRefusal or SignatureRefusal with the reason
 */
export function judgeArtifactResponse(soap: string, expected: Expected): NodeAssertion {
  const signed = {
    name: 'ArtifactResponse',
    namespace: ns.samlp,
    key: expected.key,
    id: idInEnvelope(soap, 'ArtifactResponse'),
  };
  const encrypted = readSigned(soap, signed, (answer) => {
    demandHead(answer, expected.resolveId, expected);
    const { Issuer, Status, Response } = splitMessage(answer, { Issuer: '1', Status: '1', Response: '?' });
    demandIssuer(Issuer, expected);
    demandSuccess(Status);
    if (!Response) throw no('artifact', 'The node knows nothing by this artifact: it was used, or is not its own.');
    return assertionTextOf(Response, expected);
  });
  return judgeAssertion(encrypted, expected);
}

/** Version, when, and which message of ours it answers. */
function demandHead(message: XmlElement, answers: string, { now }: Expected): void {
  if (demanded(message, 'Version') !== '2.0') throw no('version', 'SAML 2.0 is spoken here.');
  demanded(message, 'ID');
  if (demanded(message, 'InResponseTo') !== answers) throw no('in-response-to', 'This answers another message.');
  demandFresh(instantOf(message, 'IssueInstant'), now);
}

function demandFresh(instant: Date, now: Date): void {
  if (instant.getTime() > now.getTime() + skew) throw no('not-yet-valid', 'This is of the future.');
  if (instant.getTime() < now.getTime() - oldest) throw no('expired', 'This is of long ago.');
}

/** Children of a message of the protocol, whose Issuer is of the other namespace. */
function splitMessage<Name extends string>(
  message: XmlElement,
  names: Readonly<Record<Name, '1' | '?'>>,
): Readonly<Partial<Record<Name, XmlElement>>> {
  const found: Partial<Record<Name, XmlElement>> = {};
  for (const child of elementsOf(message)) {
    const name = child.name as Name;
    const namespace = ['Issuer', 'EncryptedAssertion'].includes(name) ? ns.saml : ns.samlp;
    if (child.name === 'Assertion') throw no('unencrypted', 'Assertions come encrypted.');
    if (child.namespaceUri !== namespace || !Object.hasOwn(names, name) || found[name]) {
      throw no('structure', `${message.name} holds a ${child.name} that does not belong there.`);
    }
    found[name] = child;
  }
  for (const name of Object.keys(names) as Name[]) {
    if (names[name] === '1' && !found[name]) throw no('structure', `${message.name} lacks ${name}.`);
  }
  return found;
}

function demandIssuer(issuer: XmlElement | undefined, expected: Expected): void {
  if (!issuer || textOf(issuer) !== expected.issuer) throw no('issuer', 'Somebody else issued this.');
}

function demandSuccess(status: XmlElement | undefined): void {
  const [code] = status ? elementsOf(status) : [];
  if (code?.name !== 'StatusCode' || code.namespaceUri !== ns.samlp || demanded(code, 'Value') !== statusSuccess) {
    throw no('status', 'The node did not confirm who the person is.');
  }
}

/** The decrypted text of the one assertion of a Response. */
function assertionTextOf(response: XmlElement, expected: Expected): string {
  demandHead(response, expected.requestId, expected);
  if (demanded(response, 'Destination') !== expected.assertionConsumer) {
    throw no('destination', 'This was meant for another address.');
  }
  const parts = splitMessage(response, { Issuer: '1', Status: '1', EncryptedAssertion: '?' });
  demandIssuer(parts.Issuer, expected);
  demandSuccess(parts.Status);
  if (!parts.EncryptedAssertion) throw no('structure', 'The Response lacks an assertion.');
  return decryptElement(parts.EncryptedAssertion, expected.decryption);
}

function judgeAssertion(text: string, expected: Expected): NodeAssertion {
  const signed = { name: 'Assertion', namespace: ns.saml, key: expected.key };
  withDocument(plainText(text), ({ root }) => demandName(root, 'Assertion', ns.saml));
  return readSigned(text, signed, (assertion) => {
    if (demanded(assertion, 'Version') !== '2.0') throw no('version', 'SAML 2.0 is spoken here.');
    demandFresh(instantOf(assertion, 'IssueInstant'), expected.now);
    const parts = childrenBy(assertion, ns.saml, {
      ...{ Issuer: '1', Subject: '1', Conditions: '1' },
      ...{ AuthnStatement: '1', AttributeStatement: '1' },
    });
    demandIssuer(parts.Issuer, expected);
    demandSubject(parts.Subject as XmlElement, expected);
    const notOnOrAfter = demandConditions(parts.Conditions as XmlElement, expected);
    return {
      id: demanded(assertion, 'ID'),
      level: levelReached(parts.AuthnStatement as XmlElement, expected),
      ...personOf(parts.AttributeStatement as XmlElement),
      notOnOrAfter,
    };
  });
}

/** The bearer is whoever came back to our address with the answer to our question, in time. */
function demandSubject(subject: XmlElement, expected: Expected): void {
  const parts = childrenBy(subject, ns.saml, { NameID: '1', SubjectConfirmation: '1' });
  if (textOf(parts.NameID as XmlElement) === '') throw no('structure', 'NameID is empty.');
  const confirmation = parts.SubjectConfirmation as XmlElement;
  if (demanded(confirmation, 'Method') !== bearer) throw no('structure', 'Subjects are confirmed as bearers.');
  const { SubjectConfirmationData: data } = childrenBy(confirmation, ns.saml, { SubjectConfirmationData: '1' });
  const said = data as XmlElement;
  if (demanded(said, 'Recipient') !== expected.assertionConsumer) throw no('recipient', 'Meant for another recipient.');
  if (demanded(said, 'InResponseTo') !== expected.requestId)
    throw no('in-response-to', 'This answers another request.');
  // saml-profiles 4.1.4.2: no NotBefore here.
  if (attributeOf(said, 'NotBefore') !== undefined) throw no('structure', 'A bearer has no NotBefore.');
  demandInTime(undefined, instantOf(said, 'NotOnOrAfter'), expected.now);
}

function demandInTime(from: Date | undefined, until: Date, now: Date): void {
  if (from && from.getTime() > now.getTime() + skew) throw no('not-yet-valid', 'This is not valid yet.');
  if (until.getTime() <= now.getTime() - skew) throw no('expired', 'This is no longer valid.');
  if (until.getTime() > now.getTime() + longest) throw no('too-long', 'This is valid for longer than is believed.');
}

/** When the assertion ends. */
function demandConditions(conditions: XmlElement, { now, audience }: Expected): Date {
  const until = instantOf(conditions, 'NotOnOrAfter');
  demandInTime(instantOf(conditions, 'NotBefore'), until, now);
  const parts = childrenBy(conditions, ns.saml, { AudienceRestriction: '1', OneTimeUse: '?' });
  const { Audience } = childrenBy(parts.AudienceRestriction as XmlElement, ns.saml, { Audience: '1' });
  if (textOf(Audience as XmlElement) !== audience) throw no('audience', 'This was meant for another audience.');
  return until;
}

function levelReached(statement: XmlElement, { now, level: asked }: Expected): Level {
  demandFresh(instantOf(statement, 'AuthnInstant'), now);
  const { AuthnContext } = childrenBy(statement, ns.saml, { AuthnContext: '1', SubjectLocality: '?' });
  const { AuthnContextClassRef } = childrenBy(AuthnContext as XmlElement, ns.saml, { AuthnContextClassRef: '1' });
  const level = levelOf(textOf(AuthnContextClassRef as XmlElement));
  if (!level || !isAtLeast(level, asked)) throw no('level', 'The person was identified by weaker means than asked.');
  return level;
}

function personOf(statement: XmlElement): Pick<NodeAssertion, keyof typeof attributes> {
  const found = new Map<string, string>();
  for (const attribute of elementsOf(statement)) {
    demandName(attribute, 'Attribute', ns.saml);
    const name = demanded(attribute, 'Name');
    if (found.has(name)) throw no('structure', 'An attribute stands twice.');
    const { AttributeValue } = childrenBy(attribute, ns.saml, { AttributeValue: '1' });
    found.set(name, textOf(AttributeValue as XmlElement).trim());
  }
  const said = (name: keyof typeof attributes): string => {
    const value = found.get(attributes[name]);
    if (!value || value.length > 200) throw no('attributes', `The node did not say the ${name}.`);
    return value;
  };
  const pesel = peselOf(said('pesel'));
  const birthDate = said('birthDate');
  if (!/^\d{4}-\d\d-\d\d$/.test(birthDate)) throw no('attributes', 'The date of birth is no date.');
  return { givenName: said('givenName'), familyName: said('familyName'), birthDate, pesel };
}

/** Eleven digits, or the same in eIDAS form: `PL/PL/85010112345` (country of the person, country that asks). */
function peselOf(identifier: string): string {
  const [, pesel] = /^(?:PL\/PL\/)?(\d{11})$/.exec(identifier) ?? [];
  if (!pesel) throw no('attributes', 'The identifier of the person is no PESEL.');
  return pesel;
}
