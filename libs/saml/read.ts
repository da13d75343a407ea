/** Reading what was signed, and nothing else: each step finds exactly what the profile says, or refuses. */
import type { KeyObject } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import { attributeOf, elementsOf, SignatureRefusal, strictText, withDocument } from '../xml-signature/document.ts';
import { countSignatures, verifyXml } from '../xml-signature/verify.ts';
import { ns } from './names.ts';

/** Why a message of SAML is not believed; `code` is for the audit trail, never for whoever sent it. */
export class SamlRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'SamlRefusal';
    this.code = code;
  }
}

/** The code of a refusal by this library; undefined for any other error. */
export const refusalCode = (error: unknown): string | undefined =>
  error instanceof SamlRefusal || error instanceof SignatureRefusal ? error.code : undefined;

/** A message of the node has some 10 kB. */
const messageLimit = 256 * 1024;

/**
 * The text of a message: UTF-8, no DOCTYPE, no comments, no instructions. Canonical XML leaves comments out, so a
 * comment put into a name later would not break its signature (CVE-2017-11427 and its siblings).
 */
export function plainText(message: string | Uint8Array): string {
  if (message.length > messageLimit) throw new SamlRefusal('too-large', 'The message is too large.');
  const text = strictText(message);
  if (text.includes('<!--')) throw new SamlRefusal('comment', 'A message with comments is not read.');
  if (/<\?(?!xml[ \t\r\n])/.test(text)) throw new SamlRefusal('instruction', 'Processing instructions are not read.');
  return text;
}

interface Signed {
  readonly name: string;
  readonly namespace: string;
  readonly key: KeyObject;
  /** The ID of what must be signed, where that is not the root of the message. */
  readonly id?: string;
}

/**
 * Verifies the one signature of a message and hands over the signed element as it was digested. What stood around it,
 * or was not covered, cannot be reached from there.
 * @throws SamlRefusal, SignatureRefusal
 */
export function readSigned<Result>(
  message: string | Uint8Array,
  { name, namespace, key, id }: Signed,
  use: (element: XmlElement) => Result,
): Result {
  const text = plainText(message);
  const count = countSignatures(text);
  if (count === 0) throw new SamlRefusal('unsigned', 'The message is not signed.');
  if (count > 1) throw new SamlRefusal('signatures', 'The message has more than one signature.');
  const { references } = verifyXml(text, { key: () => key });
  const [reference] = references;
  if (references.length !== 1 || !reference?.uri.startsWith('#')) {
    throw new SamlRefusal('reference', 'A signature of SAML is over one element, by its id.');
  }
  // Ids stand once in a message (libs/xml-signature), so what is named is what stands where it is expected.
  if (id === undefined ? !reference.whole : reference.uri !== `#${id}`) {
    throw new SamlRefusal('wrapped', 'What was signed does not stand where it is expected.');
  }
  return withDocument(reference.octets.toString(), ({ root }) => {
    demandName(root, name, namespace);
    if (attributeOf(root, 'ID') !== reference.uri.slice(1)) {
      throw new SamlRefusal('reference', 'What was signed is named by something else than its ID.');
    }
    return use(root);
  });
}

/** Envelope, Body, one message: nothing beside it that somebody might read instead. Its ID. */
export function idInEnvelope(soap: string, name: string): string {
  return withDocument(plainText(soap), ({ root }) => {
    demandName(root, 'Envelope', ns.soap);
    const { Body } = childrenBy(root, ns.soap, { Header: '?', Body: '1' });
    const [answer, second] = elementsOf(Body as XmlElement);
    if (!answer || second) throw new SamlRefusal('structure', 'The Body holds one answer.');
    demandName(answer, name, ns.samlp);
    return demanded(answer, 'ID');
  });
}

/** @throws SamlRefusal when it is another element */
export function demandName(element: XmlElement, name: string, namespace: string): void {
  if (element.name === name && element.namespaceUri === namespace) return;
  throw new SamlRefusal('structure', `${name} is expected, not ${element.name}.`);
}

/**
 * The children of an element by name, where each of `names` stands as often as said: `1`, or `?` for at most once.
 * @throws SamlRefusal for any other child
 */
export function childrenBy<Name extends string>(
  parent: XmlElement,
  namespace: string,
  names: Readonly<Record<Name, '1' | '?'>>,
): Readonly<Partial<Record<Name, XmlElement>>> {
  const found: Partial<Record<Name, XmlElement>> = {};
  for (const child of elementsOf(parent)) {
    const name = child.name as Name;
    if (child.namespaceUri !== namespace || !Object.hasOwn(names, name) || found[name]) {
      throw new SamlRefusal('structure', `${parent.name} holds a ${child.name} that does not belong there.`);
    }
    found[name] = child;
  }
  for (const name of Object.keys(names) as Name[]) {
    if (names[name] === '1' && !found[name]) throw new SamlRefusal('structure', `${parent.name} lacks ${name}.`);
  }
  return found;
}

/** The text of an element that holds nothing but text. */
export function textOf(element: XmlElement): string {
  if (elementsOf(element).length > 0)
    throw new SamlRefusal('structure', `${element.name} holds text and nothing else.`);
  return element.content;
}

/** An attribute that must be there. */
export function demanded(element: XmlElement, name: string): string {
  const value = attributeOf(element, name);
  if (value === undefined) throw new SamlRefusal('structure', `${element.name} lacks ${name}.`);
  return value;
}

/** xs:dateTime in UTC, as saml-core 1.3.3 demands. */
export function instantOf(element: XmlElement, name: string): Date {
  const text = demanded(element, name);
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text) ? new Date(text) : undefined;
  if (!instant || Number.isNaN(instant.getTime())) {
    throw new SamlRefusal('structure', `${name} of ${element.name} is no instant.`);
  }
  return instant;
}
