/**
 * XAdES-B-B and B-T, enveloped in the document or detached over resources elsewhere (as P1 wants for medical events).
 * ETSI EN 319 132-1 sections 5.2.1 (time), 5.2.2 (certificate), 5.2.4 (data object format), 5.3 (signature time stamp).
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import { exclusive, names, sha256Method } from '#libs/xml-signature/algorithms.ts';
import { base64Of, withDocument } from '#libs/xml-signature/document.ts';
import { signXml, type ToSign } from '#libs/xml-signature/sign.ts';
import { signCanonical } from '#libs/xml-signature/sign-canonical.ts';
import { countSignatures, type SignedReference, verifyXml } from '#libs/xml-signature/verify.ts';
import { invalidSignature } from './invalid.ts';
import type { Signer, TimeStamper } from './model.ts';

const propertiesType = 'http://uri.etsi.org/01903#SignedProperties';
const base64Digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

export interface XadesOptions {
  readonly signer: Signer;
  readonly signedAt: Date;
  /** Unique within the document. */
  readonly id: string;
  readonly stamper?: TimeStamper;
}

/** Signs a whole XML document; the signature stands at the end of its root. */
export const signEnveloped = (document: Uint8Array | string, options: XadesOptions): Promise<string> =>
  withProperties(document, [{ kind: 'document', id: `${options.id}-data` }], 'text/xml', options);

/** Signs resources that stand elsewhere, byte by byte; the signature is a document of its own. */
export const signDetached = (
  resources: readonly { readonly uri: string; readonly octets: Uint8Array }[],
  mimeType: string,
  options: XadesOptions,
): Promise<string> =>
  withProperties(
    undefined,
    resources.map(({ uri, octets }, index) => ({ kind: 'outside', uri, octets, id: `${options.id}-data-${index}` })),
    mimeType,
    options,
  );

/** The signed properties, in exclusive canonical form as they stand. */
function propertiesOf(data: readonly string[], mimeType: string, { signer, signedAt, id }: XadesOptions): string {
  const own = signer.certificates[0];
  if (!own) throw new TypeError('A signer has at least its own certificate.');
  const formats = data.map(
    (reference) =>
      `<xades:DataObjectFormat ObjectReference="#${reference}"><xades:MimeType>${mimeType}</xades:MimeType></xades:DataObjectFormat>`,
  );
  const ds = `xmlns:ds="${names.ds}"`;
  return (
    `<xades:SignedProperties xmlns:xades="${names.xades}" Id="${id}-properties"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${signedAt.toISOString().replace(/\.\d+Z/, 'Z')}</xades:SigningTime>` +
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>` +
    `<ds:DigestMethod ${ds} Algorithm="${sha256Method}"></ds:DigestMethod>` +
    `<ds:DigestValue ${ds}>${base64Digest(own)}</ds:DigestValue>` +
    `</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>` +
    `</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>${formats.join('')}` +
    '</xades:SignedDataObjectProperties></xades:SignedProperties>'
  );
}

const qualifying = (id: string) => (properties: string) =>
  `<xades:QualifyingProperties xmlns:xades="${names.xades}" Target="#${id}">${properties}</xades:QualifyingProperties>`;

/**
 * Signs a document that is canonical XML as it stands (libs/cda), without parsing it. Level B.
 * @throws SignatureRefusal for a DOCTYPE or another encoding.
 */
export const signCanonicalDocument = (document: string, options: XadesOptions): Promise<string> => {
  const { id, signer } = options;
  const documentId = `${id}-data`;
  const properties = {
    id: `${id}-properties`,
    type: propertiesType,
    xml: propertiesOf([documentId], 'text/xml', options),
  };
  const { key, certificates } = signer;
  const sign = (octets: Buffer) => signer.sign(octets);
  return signCanonical(document, { id, documentId, key, certificates, sign, properties, wrap: qualifying(id) });
};

async function withProperties(
  document: Uint8Array | string | undefined,
  data: (ToSign & { readonly id: string })[],
  mimeType: string,
  options: XadesOptions,
): Promise<string> {
  const { signer, id, stamper } = options;
  const ids = data.map((reference) => reference.id);
  const signed = await signXml(document, {
    references: [...data, { kind: 'object', id: `${id}-properties`, type: propertiesType }],
    key: signer.key,
    sign: (octets) => signer.sign(octets),
    certificates: signer.certificates,
    id,
    objects: `<ds:Object>${qualifying(id)(propertiesOf(ids, mimeType, options))}</ds:Object>`,
  });
  return stamper ? withStamp(signed, id, stamper) : signed;
}

async function withStamp(signed: string, id: string, stamper: TimeStamper): Promise<string> {
  const value = withDocument(signed, (document) =>
    (document.get(`//ds:SignatureValue[@Id="${id}-value"]`, { ds: names.ds }) as XmlElement).canonicalizeToString({
      mode: 1,
    }),
  );
  const token = await stamper.stamp(createHash('sha256').update(value).digest());
  const end = '</xades:SignedProperties>';
  const place = signed.lastIndexOf(end) + end.length;
  const unsigned =
    '<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp>' +
    `<ds:CanonicalizationMethod Algorithm="${exclusive}"/>` +
    `<xades:EncapsulatedTimeStamp>${token.toString('base64')}</xades:EncapsulatedTimeStamp>` +
    '</xades:SignatureTimeStamp></xades:UnsignedSignatureProperties></xades:UnsignedProperties>';
  return signed.slice(0, place) + unsigned + signed.slice(place);
}

export interface VerifiedXades {
  /** Canonical document without the signature; of a detached one, the octets of all resources one after another. */
  readonly content: Buffer;
  readonly certificate: Buffer;
  readonly certificates: readonly Buffer[];
  readonly claimedAt: Date;
  readonly stamp: Buffer | undefined;
  /** What the stamp covers. */
  readonly stamped: Buffer;
}

/**
 * Verifies the one signature of a document, enveloped over all of it, or detached over `outside`.
 * The path of the certificate is the caller's.
 */
export function verifyXades(source: Uint8Array | string, outside?: (uri: string) => Buffer | undefined): VerifiedXades {
  if (countSignatures(source) !== 1) throw invalidSignature('format', 'Exactly one signature is expected.');
  let own: X509Certificate | undefined;
  const verified = verifyXml(source, {
    key: ([first]) => {
      if (!first) throw invalidSignature('certificate', 'The signature brings no certificate.');
      own = new X509Certificate(first);
      return own.publicKey;
    },
    ...(outside && { outside }),
  });
  const [properties, twice] = verified.references.filter(({ type }) => type === propertiesType);
  if (!properties || twice)
    throw invalidSignature('format', 'The signed properties of XAdES must be signed exactly once.');
  const data = verified.references.filter((reference) => reference !== properties);
  const isWhole = (reference: SignedReference) =>
    outside ? !reference.uri.startsWith('#') && reference.uri !== '' : reference.whole;
  if (data.length === 0 || !data.every(isWhole)) {
    throw invalidSignature('partial', 'The signature must cover the whole document.');
  }
  const certificate = (own as X509Certificate).raw;
  const token = stampOf(verified.source);
  return {
    content: Buffer.concat(data.map(({ octets }) => octets)),
    certificate,
    certificates: verified.certificates,
    claimedAt: claimOf(properties.octets, certificate),
    stamp: token,
    stamped: Buffer.from(verified.canonicalValue),
  };
}

/** Reads the signed properties from the very octets that were signed. */
function claimOf(octets: Buffer, certificate: Buffer): Date {
  return withDocument(octets.toString(), ({ root }) => {
    const find = (path: string) => root.get(path, { xades: names.xades, ds: names.ds }) as XmlElement | null;
    const at = 'xades:SignedSignatureProperties';
    const digest = find(`${at}/xades:SigningCertificateV2/xades:Cert[1]/xades:CertDigest`);
    const method = digest?.get('ds:DigestMethod/@Algorithm', { ds: names.ds })?.content;
    const value = digest?.get('ds:DigestValue', { ds: names.ds })?.content.trim();
    if (root.name !== 'SignedProperties' || method !== sha256Method || value !== base64Digest(certificate)) {
      throw invalidSignature('certificate', 'The certificate is not the one that the signature names.');
    }
    const time = new Date(find(`${at}/xades:SigningTime`)?.content ?? '');
    if (Number.isNaN(time.getTime())) throw invalidSignature('format', 'The signature does not say when it was made.');
    return time;
  });
}

function stampOf(signature: string): Buffer | undefined {
  return withDocument(signature, ({ root }) => {
    const path = './/xades:UnsignedSignatureProperties/xades:SignatureTimeStamp/xades:EncapsulatedTimeStamp';
    const [token] = root.find(path, { xades: names.xades }) as XmlElement[];
    return token && base64Of(token);
  });
}
