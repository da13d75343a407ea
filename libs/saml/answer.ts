/**
 * The other side: what a node answers. The simulator (systems/exchange/national-node) speaks by it, and tests make from
 * it what an attacker would send. Written from the standards, apart from the judge: saml-core 2.3, 3.2.2, 3.5.2.
 */
import { attributes, bearer, escaped, friendlyNames, type Level, levelUri, ns, statusSuccess } from './names.ts';

export interface AnswerFacts {
  readonly now: Date;
  readonly issuer: string;
  readonly audience: string;
  readonly assertionConsumer: string;
  readonly requestId: string;
  readonly assertionId: string;
  readonly responseId: string;
  readonly answerId: string;
  readonly level: Level;
  readonly person: Readonly<Record<keyof typeof attributes, string>>;
}

const minutes = (from: Date, count: number): string => new Date(from.getTime() + count * 60_000).toISOString();

/** The assertion, unsigned. */
export function assertionXml(facts: AnswerFacts): string {
  const { now, person } = facts;
  const values = (Object.keys(attributes) as (keyof typeof attributes)[]).map(
    (name) =>
      `<saml:Attribute FriendlyName="${friendlyNames[name]}" Name="${attributes[name]}"` +
      ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">' +
      `<saml:AttributeValue>${escaped(person[name])}</saml:AttributeValue></saml:Attribute>`,
  );
  return (
    `<saml:Assertion xmlns:saml="${ns.saml}" ID="${facts.assertionId}" Version="2.0"` +
    ` IssueInstant="${now.toISOString()}"><saml:Issuer>${escaped(facts.issuer)}</saml:Issuer>` +
    `<saml:Subject><saml:NameID>${escaped(person.pesel)}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="${bearer}"><saml:SubjectConfirmationData InResponseTo="${facts.requestId}"` +
    ` NotOnOrAfter="${minutes(now, 5)}" Recipient="${escaped(facts.assertionConsumer)}"/></saml:SubjectConfirmation>` +
    `</saml:Subject><saml:Conditions NotBefore="${now.toISOString()}" NotOnOrAfter="${minutes(now, 5)}">` +
    `<saml:AudienceRestriction><saml:Audience>${escaped(facts.audience)}</saml:Audience></saml:AudienceRestriction>` +
    `</saml:Conditions><saml:AuthnStatement AuthnInstant="${now.toISOString()}" SessionIndex="${facts.assertionId}">` +
    `<saml:AuthnContext><saml:AuthnContextClassRef>${levelUri(facts.level)}</saml:AuthnContextClassRef>` +
    `</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${values.join('')}</saml:AttributeStatement>` +
    '</saml:Assertion>'
  );
}

const status = (value: string): string => `<samlp:Status><samlp:StatusCode Value="${value}"/></samlp:Status>`;

/** A Response around what stands in place of the assertion: EncryptedData. */
export const responseXml = (facts: AnswerFacts, encryptedData: string): string =>
  `<samlp:Response xmlns:samlp="${ns.samlp}" xmlns:saml="${ns.saml}" ID="${facts.responseId}" Version="2.0"` +
  ` IssueInstant="${facts.now.toISOString()}" Destination="${escaped(facts.assertionConsumer)}"` +
  ` InResponseTo="${facts.requestId}"><saml:Issuer>${escaped(facts.issuer)}</saml:Issuer>${status(statusSuccess)}` +
  `<saml:EncryptedAssertion>${encryptedData}</saml:EncryptedAssertion></samlp:Response>`;

/** The answer to ArtifactResolve, unsigned; without a Response when the artifact is unknown (saml-core 3.5.3). */
export const artifactResponseXml = (
  { answerId, now, issuer }: Pick<AnswerFacts, 'answerId' | 'now' | 'issuer'>,
  resolveId: string,
  response = '',
): string =>
  `<samlp:ArtifactResponse xmlns:samlp="${ns.samlp}" xmlns:saml="${ns.saml}" ID="${answerId}" Version="2.0"` +
  ` IssueInstant="${now.toISOString()}" InResponseTo="${resolveId}">` +
  `<saml:Issuer>${escaped(issuer)}</saml:Issuer>${status(statusSuccess)}${response}</samlp:ArtifactResponse>`;
