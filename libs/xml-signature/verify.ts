/**
 * Verifying XML signatures so that a caller can only read what was signed. Core validation of XML Signature 1.1
 * (https://www.w3.org/TR/xmldsig-core1/ section 3.2) on a short list of algorithms and transforms; each reference gives
 * back the very octets that were digested, and whoever uses the document reads those, not the document.
 */
import { createHash, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { canonicalisations, digests, enveloped, inclusive, names, signatureMethods } from './algorithms.ts';
import {
  algorithmOf,
  attributeOf,
  base64Of,
  childOf,
  childrenOf,
  elementOf,
  elementsOf,
  idsOf,
  prefixesOf,
  SignatureRefusal,
  strictText,
  withDocument,
} from './document.ts';

const referenceLimit = 64;
const signatureLimit = 20;

/** One thing that was signed. */
export interface SignedReference {
  /** `''` for the whole document, `#id`, or an address outside. */
  readonly uri: string;
  readonly type: string | undefined;
  /** The octets that were digested: canonical XML, or the bytes of what stands outside. */
  readonly octets: Buffer;
  /** The signed element is the root of the document. */
  readonly whole: boolean;
  readonly digest: { readonly method: string; readonly value: string };
}

export interface VerifiedSignature {
  readonly method: string;
  readonly value: Buffer;
  /** Canonical `SignatureValue`: what a time stamp of the signature covers (ETSI EN 319 132-1, 5.3). */
  readonly canonicalValue: string;
  readonly references: readonly SignedReference[];
  /** DER certificates of KeyInfo/X509Data in their order. Believed only as far as the caller's key chooser does. */
  readonly certificates: readonly Buffer[];
  /** The signature element itself as it stands, for unsigned properties. */
  readonly source: string;
}

export interface VerifyOptions {
  /** Chooses the key: of pinned certificates, or of those in the signature. @throws to refuse. */
  readonly key: (certificates: readonly Buffer[]) => KeyObject;
  /** Which of several signatures, in document order; the first when absent. */
  readonly index?: number;
  /** What references to the outside stand for; without it they are refused. */
  readonly outside?: (uri: string) => Buffer | undefined;
}

/** How many signatures a document holds, nested ones included. */
export const countSignatures = (source: string | Uint8Array): number =>
  withDocument(strictText(source), (document) => signaturesOf(document).length);

/**
 * Verifies one signature of a document.
 * @throws SignatureRefusal with the reason: what was altered, what is not allowed, what is ambiguous.
 */
export function verifyXml(source: string | Uint8Array, options: VerifyOptions): VerifiedSignature {
  const text = strictText(source);
  return withDocument(text, (document) => {
    const signature = signatureAt(document, options.index ?? 0);
    const [signedInfo] = elementsOf(signature);
    if (signedInfo?.name !== 'SignedInfo') throw new SignatureRefusal('structure', 'SignedInfo must come first.');
    const certificates = childrenOf(signature, 'KeyInfo').flatMap(certificatesOf);
    const value = base64Of(childOf(signature, 'SignatureValue'));
    const method = algorithmOf(childOf(signedInfo, 'SignatureMethod'));
    checkValue(signedInfo, method, value, options.key(certificates));
    const references = childrenOf(signedInfo, 'Reference');
    if (references.length === 0 || references.length > referenceLimit) {
      throw new SignatureRefusal('references', `A signature must have 1 to ${referenceLimit} references.`);
    }
    const seen = { text, document, ids: idsOf(document), options };
    return {
      method,
      value,
      canonicalValue: childOf(signature, 'SignatureValue').canonicalizeToString({ mode: 1 }),
      references: references.map((reference) => referenceOf(reference, seen)),
      certificates,
      source: signature.canonicalizeToString({ mode: 1 }),
    };
  });
}

const signaturesOf = (document: XmlDocument): XmlElement[] =>
  document.find('//ds:Signature', { ds: names.ds }) as XmlElement[];

function signatureAt(document: XmlDocument, index: number): XmlElement {
  const all = signaturesOf(document);
  if (all.length > signatureLimit) {
    throw new SignatureRefusal('too-many-signatures', `More than ${signatureLimit} signatures are not read.`);
  }
  const signature = all[index];
  if (!signature) throw new SignatureRefusal('unsigned', 'The document has no such signature.');
  return signature;
}

const certificatesOf = (keyInfo: XmlElement): Buffer[] =>
  childrenOf(keyInfo, 'X509Data').flatMap((data) => childrenOf(data, 'X509Certificate').map(base64Of));

/**
 * Canonical octets by a method element: of an element, or of the whole document, whose processing instructions before
 * and after the root are signed with it.
 */
function canonical(node: XmlElement | XmlDocument, method: XmlElement | undefined): string {
  const algorithm = method ? algorithmOf(method) : inclusive;
  const mode = canonicalisations[algorithm];
  if (mode === undefined) {
    throw new SignatureRefusal('algorithm', `The canonicalisation '${algorithm}' is not allowed.`);
  }
  const inclusiveNamespacePrefixes = method && mode === 1 ? prefixesOf(method) : [];
  return node.canonicalizeToString({
    mode,
    ...(inclusiveNamespacePrefixes.length > 0 && { inclusiveNamespacePrefixes }),
  });
}

function checkValue(signedInfo: XmlElement, method: string, value: Buffer, key: KeyObject): void {
  const allowed = signatureMethods[method];
  if (!allowed) throw new SignatureRefusal('algorithm', `The signature method '${method}' is not allowed.`);
  if (key.asymmetricKeyType !== allowed.kind) {
    throw new SignatureRefusal('wrong-key', `The signature method '${method}' does not fit the key.`);
  }
  const size = key.asymmetricKeyDetails?.modulusLength;
  if (size !== undefined && size < 2048) throw new SignatureRefusal('weak-key', 'RSA keys need at least 2048 bits.');
  const octets = Buffer.from(canonical(signedInfo, childOf(signedInfo, 'CanonicalizationMethod')));
  if (!verify(allowed.hash, octets, { key, dsaEncoding: 'ieee-p1363' }, value)) {
    throw new SignatureRefusal(
      'wrong-value',
      'The signature does not fit: it was made by another key, or was altered.',
    );
  }
}

interface Seen {
  readonly text: string;
  readonly document: XmlDocument;
  readonly ids: ReadonlyMap<string, readonly XmlElement[]>;
  readonly options: VerifyOptions;
}

function referenceOf(reference: XmlElement, seen: Seen): SignedReference {
  const method = algorithmOf(childOf(reference, 'DigestMethod'));
  const hash = digests[method];
  if (!hash) throw new SignatureRefusal('algorithm', `The digest method '${method}' is not allowed.`);
  const uri = attributeOf(reference, 'URI');
  if (uri === undefined) throw new SignatureRefusal('reference', 'A reference without URI is not allowed.');
  const { octets, whole } =
    uri === '' || uri.startsWith('#') ? inside(reference, uri, seen) : outside(reference, uri, seen);
  const expected = base64Of(childOf(reference, 'DigestValue'));
  const actual = createHash(hash).update(octets).digest();
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw new SignatureRefusal('altered', `What was signed as '${uri}' was altered.`);
  }
  return {
    uri,
    type: attributeOf(reference, 'Type'),
    octets,
    whole,
    digest: { method, value: expected.toString('base64') },
  };
}

const transformsOf = (reference: XmlElement): XmlElement[] =>
  childrenOf(reference, 'Transforms').flatMap((list) => childrenOf(list, 'Transform'));

function outside(reference: XmlElement, uri: string, { options }: Seen): { octets: Buffer; whole: boolean } {
  if (transformsOf(reference).length > 0) {
    throw new SignatureRefusal('transform', 'What stands outside the document is signed byte by byte, untransformed.');
  }
  const octets = options.outside?.(uri);
  if (!octets) throw new SignatureRefusal('reference-outside', `'${uri}' is not at hand, so it cannot be checked.`);
  return { octets, whole: false };
}

function inside(reference: XmlElement, uri: string, seen: Seen): { octets: Buffer; whole: boolean } {
  const transforms = transformsOf(reference);
  const without = transforms.filter((transform) => algorithmOf(transform) === enveloped);
  const others = transforms.filter((transform) => algorithmOf(transform) !== enveloped);
  if (without.length > 1 || others.length > 1 || (without[0] && transforms[0] !== without[0])) {
    throw new SignatureRefusal('transform', 'At most "enveloped signature", then one canonicalisation, is allowed.');
  }
  const take = (document: XmlDocument, ids: Seen['ids']) => {
    if (uri === '') return { octets: Buffer.from(canonical(document, others[0])), whole: true };
    const target = elementOf(ids, uri.slice(1));
    return { octets: Buffer.from(canonical(target, others[0])), whole: target.isSameNode(document.root) };
  };
  if (!without[0]) return take(seen.document, seen.ids);
  // Ids are looked for before the signature is taken out: an id inside it must not hide its twin outside.
  const target = uri === '' ? seen.document.root : elementOf(seen.ids, uri.slice(1));
  const signature = reference.parent?.parent as XmlElement;
  if (!isWithin(signature, target)) {
    throw new SignatureRefusal('transform', 'An enveloped signature must stand within what it signs.');
  }
  const place = signaturesOf(seen.document).findIndex((other) => other.isSameNode(signature));
  return withDocument(seen.text, (copy) => {
    signaturesOf(copy)[place]?.remove();
    return take(copy, idsOf(copy));
  });
}

function isWithin(element: XmlElement, ancestor: XmlElement): boolean {
  for (let node = element.parent; node; node = node.parent) if (node.isSameNode(ancestor)) return true;
  return false;
}
