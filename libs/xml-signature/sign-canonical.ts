/**
 * Signing a document that is canonical XML as it stands (libs/cda writes such), without parsing anything: what would be
 * canonicalised is written in that form. For many signatures a second. https://www.w3.org/TR/xmldsig-core1/ section 3.1
 */
import { createHash } from 'node:crypto';
import { enveloped, exclusive, inclusive, names, sha256Method, signatureMethodOf } from './algorithms.ts';
import { SignatureRefusal, strictText } from './document.ts';
import type { SignOptions } from './sign.ts';

export interface CanonicalSigning extends Pick<SignOptions, 'key' | 'sign' | 'certificates' | 'id'> {
  /** Id of the reference to the document. */
  readonly documentId: string;
  /** An element within `ds:Object` that is signed too, in exclusive canonical form with its own namespaces. */
  readonly properties: { readonly id: string; readonly type: string; readonly xml: string };
  /** What stands around the properties in `ds:Object`. */
  readonly wrap: (properties: string) => string;
}

/** The declaration of XML, and the line end after it. */
const declaration = /^<\?xml [^>]*\?>\n?/;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

const reference = (attributes: string, transforms: readonly string[], value: string): string =>
  `<ds:Reference${attributes}><ds:Transforms>` +
  transforms.map((algorithm) => `<ds:Transform Algorithm="${algorithm}"></ds:Transform>`).join('') +
  `</ds:Transforms><ds:DigestMethod Algorithm="${sha256Method}"></ds:DigestMethod>` +
  `<ds:DigestValue>${value}</ds:DigestValue></ds:Reference>`;

/**
 * The document with an enveloped signature before the end of its root. `text` after its declaration must be what
 * Canonical XML 1.0 without comments makes of it; one that is not gives a signature that nobody verifies.
 * @throws SignatureRefusal for a DOCTYPE, another encoding, or a document that holds the signature's id.
 */
export async function signCanonical(text: string, options: CanonicalSigning): Promise<string> {
  const { id, key, documentId, properties } = options;
  strictText(text);
  const end = text.lastIndexOf('</');
  if (end < 0) throw new SignatureRefusal('not-xml', 'The document has no end tag.');
  if (text.includes(id)) throw new SignatureRefusal('id-twice', `The document holds the id '${id}' already.`);
  const content = text.replace(declaration, '');
  const signedInfo =
    `<ds:SignedInfo xmlns:ds="${names.ds}">` +
    `<ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${signatureMethodOf(key)}"></ds:SignatureMethod>` +
    reference(` Id="${documentId}" URI=""`, [enveloped, inclusive], digest(content)) +
    reference(` Type="${properties.type}" URI="#${properties.id}"`, [exclusive], digest(properties.xml)) +
    '</ds:SignedInfo>';
  const value = base64(await options.sign(Buffer.from(signedInfo)));
  const certificates = options.certificates.map((der) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`);
  const signature =
    `<ds:Signature xmlns:ds="${names.ds}" Id="${id}">${signedInfo}` +
    `<ds:SignatureValue Id="${id}-value">${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${certificates.join('')}</ds:X509Data></ds:KeyInfo>` +
    `<ds:Object>${options.wrap(properties.xml)}</ds:Object></ds:Signature>`;
  return text.slice(0, end) + signature + text.slice(end);
}
