/**
 * Cryptographic Message Syntax with the attributes of CAdES-B: RFC 5652, RFC 5035 (signing certificate), ETSI EN
 * 319 122-1. What time stamps (RFC 3161) and PDF signatures are made of.
 */
import { createHash, verify, X509Certificate } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pkijs from 'pkijs';
import { invalidSignature } from './invalid.ts';
import type { Signer } from './model.ts';

export const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
  ecdsaSha256: '1.2.840.10045.4.3.2',
} as const;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const octets = (bytes: Uint8Array) => new asn1.OctetString({ valueHex: Uint8Array.from(bytes).buffer });
const derOf = (value: { toSchema(): { toBER(): ArrayBuffer } }): Buffer => Buffer.from(value.toSchema().toBER());
const algorithm = (algorithmId: string, withNull = false) =>
  new pkijs.AlgorithmIdentifier({ algorithmId, ...(withNull && { algorithmParams: new asn1.Null() }) });

export interface CmsOptions {
  readonly signer: Signer;
  /** Leave the content out. */
  readonly detached?: boolean;
  /** `id-data` when absent. */
  readonly contentType?: string;
  /** The signer's claim; PAdES forbids it here, because the PDF itself says it. */
  readonly signedAt?: Date;
  /** A token over the signature, for level T. */
  readonly stamp?: (signature: Buffer) => Promise<Buffer>;
}

/** ContentInfo(SignedData) over the content, DER. */
export async function signCms(content: Uint8Array, options: CmsOptions): Promise<Buffer> {
  const { signer, contentType = oid.data } = options;
  const own = signer.certificates[0];
  if (!own) throw new TypeError('A signer has at least its own certificate.');
  const certificate = pkijs.Certificate.fromBER(Uint8Array.from(own));
  const attributes = signedAttributes(content, own, contentType, options.signedAt);
  const signedAttrs = new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes });
  const encoded = setOf(attributes);
  signedAttrs.encodedValue = Uint8Array.from(encoded).buffer;
  const raw = await signer.sign(encoded);
  const signature = signer.key === 'ec' ? ecdsaDer(raw) : raw;
  const token = await options.stamp?.(signature);
  const info = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    digestAlgorithm: algorithm(oid.sha256, true),
    signedAttrs,
    signatureAlgorithm: signer.key === 'ec' ? algorithm(oid.ecdsaSha256) : algorithm(oid.rsa, true),
    signature: octets(signature),
    ...(token && {
      unsignedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 1, attributes: [stampAttribute(token)] }),
    }),
  });
  const encapsulated = new pkijs.EncapsulatedContentInfo({ eContentType: contentType });
  if (!options.detached) encapsulated.eContent = octets(content);
  const signed = new pkijs.SignedData({
    version: contentType === oid.data ? 1 : 3,
    digestAlgorithms: [algorithm(oid.sha256, true)],
    encapContentInfo: encapsulated,
    certificates: signer.certificates.map((der) => pkijs.Certificate.fromBER(Uint8Array.from(der))),
    signerInfos: [info],
  });
  return derOf(new pkijs.ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) }));
}

function signedAttributes(content: Uint8Array, own: Buffer, contentType: string, signedAt?: Date): pkijs.Attribute[] {
  // ESSCertIDv2 with SHA-256, its default: only the hash.
  const certificateId = new asn1.Sequence({ value: [octets(sha256(own))] });
  const attributes = [
    new pkijs.Attribute({ type: oid.contentType, values: [new asn1.ObjectIdentifier({ value: contentType })] }),
    new pkijs.Attribute({ type: oid.messageDigest, values: [octets(sha256(content))] }),
    new pkijs.Attribute({
      type: oid.signingCertificateV2,
      values: [new asn1.Sequence({ value: [new asn1.Sequence({ value: [certificateId] })] })],
    }),
  ];
  if (signedAt)
    attributes.push(
      new pkijs.Attribute({ type: oid.signingTime, values: [new asn1.UTCTime({ valueDate: signedAt })] }),
    );
  // DER orders a SET OF by its encodings (X.690 11.6); the signature covers that order.
  return attributes.sort((one, other) => Buffer.compare(derOf(one), derOf(other)));
}

/** The DER of `SET OF Attribute`, which is what is signed (RFC 5652 5.4). */
function setOf(attributes: readonly pkijs.Attribute[]): Buffer {
  return Buffer.from(new asn1.Set({ value: attributes.map((attribute) => attribute.toSchema()) }).toBER());
}

const stampAttribute = (token: Buffer) =>
  new pkijs.Attribute({ type: oid.timeStampToken, values: [asn1.fromBER(Uint8Array.from(token).buffer).result] });

/** r‖s as the SEQUENCE of two INTEGERs that CMS wants (RFC 3279 2.2.3). */
function ecdsaDer(raw: Buffer): Buffer {
  const half = raw.length / 2;
  const integer = (bytes: Buffer) => {
    const trimmed = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
    const positive = (trimmed[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), trimmed]) : trimmed;
    return new asn1.Integer({ valueHex: Uint8Array.from(positive).buffer });
  };
  const value = [integer(raw.subarray(0, half)), integer(raw.subarray(half))];
  return Buffer.from(new asn1.Sequence({ value }).toBER());
}

export interface VerifiedCms {
  /** DER certificate of the signer, named by its hash in what was signed. */
  readonly certificate: Buffer;
  readonly certificates: readonly Buffer[];
  readonly content: Buffer;
  readonly contentType: string;
  readonly claimedAt: Date | undefined;
  readonly signature: Buffer;
  /** Time stamp token over the signature, not yet verified. */
  readonly stamp: Buffer | undefined;
}

/**
 * Verifies the one signer of a CMS: signature, digest, content type, and that the certificate is the one that was
 * meant.
 * The path of the certificate is the caller's.
 */
export function verifyCms(der: Uint8Array, detached?: Uint8Array): VerifiedCms {
  const envelope = pkijs.ContentInfo.fromBER(Uint8Array.from(der));
  if (envelope.contentType !== oid.signedData) throw invalidSignature('format', 'This is no signed CMS.');
  const signed = new pkijs.SignedData({ schema: envelope.content });
  const [info, second] = signed.signerInfos;
  if (!info || second) throw invalidSignature('format', 'Exactly one signer is expected.');
  const inside = signed.encapContentInfo.eContent?.getValue();
  if (detached ? inside : !inside) throw invalidSignature('format', 'The content must be given exactly once.');
  const content = Buffer.from(detached ?? new Uint8Array(inside as ArrayBuffer));
  const contentType = signed.encapContentInfo.eContentType;
  const attributes = attributesOf(info, content, contentType);
  const certificates = (signed.certificates ?? []).flatMap((item) =>
    item instanceof pkijs.Certificate ? [derOf(item)] : [],
  );
  const certificate = certificates.find((item) => sha256(item).equals(attributes.certificateHash));
  if (!certificate) throw invalidSignature('certificate', 'The certificate that the signature names is not with it.');
  const signature = Buffer.from(info.signature.valueBlock.valueHexView);
  checkValue(info, certificate, signature);
  const stamp = info.unsignedAttrs?.attributes.find(({ type }) => type === oid.timeStampToken)?.values[0];
  return {
    certificate,
    certificates,
    content,
    contentType,
    claimedAt: attributes.signingTime,
    signature,
    stamp: stamp && Buffer.from((stamp as asn1.BaseBlock).toBER()),
  };
}

function attributesOf(info: pkijs.SignerInfo, content: Buffer, contentType: string) {
  if (info.digestAlgorithm.algorithmId !== oid.sha256) throw invalidSignature('algorithm', 'Only SHA-256 is accepted.');
  const all = info.signedAttrs?.attributes ?? [];
  const value = (type: string) => {
    const [found, twice] = all.filter((attribute) => attribute.type === type);
    if (twice) throw invalidSignature('format', 'A signed attribute stands twice.');
    return found?.values[0];
  };
  const digest = value(oid.messageDigest) as asn1.OctetString | undefined;
  if (!digest || !sha256(content).equals(Buffer.from(digest.valueBlock.valueHexView))) {
    throw invalidSignature('altered', 'What was signed was altered.');
  }
  const type = value(oid.contentType) as asn1.ObjectIdentifier | undefined;
  if (type?.valueBlock.toString() !== contentType)
    throw invalidSignature('format', 'The signed content is of another type.');
  const list = value(oid.signingCertificateV2) as asn1.Sequence | undefined;
  const first = (list?.valueBlock.value[0] as asn1.Sequence | undefined)?.valueBlock.value[0] as
    | asn1.Sequence
    | undefined;
  const parts = first?.valueBlock.value ?? [];
  const hash = parts.find((part): part is asn1.OctetString => part instanceof asn1.OctetString);
  if (!hash || parts[0] !== hash)
    throw invalidSignature('certificate', 'The signature does not name its certificate by SHA-256.');
  const time = value(oid.signingTime) as asn1.UTCTime | undefined;
  return { certificateHash: Buffer.from(hash.valueBlock.valueHexView), signingTime: time?.toDate() };
}

function checkValue(info: pkijs.SignerInfo, certificate: Buffer, signature: Buffer): void {
  const key = new X509Certificate(certificate).publicKey;
  const allowed = new Set<string>([oid.rsa, '1.2.840.113549.1.1.11', oid.ecdsaSha256]);
  const method = info.signatureAlgorithm.algorithmId;
  if (!allowed.has(method) || (key.asymmetricKeyType === 'ec') !== (method === oid.ecdsaSha256)) {
    throw invalidSignature('algorithm', 'The signature method is not accepted, or does not fit the key.');
  }
  // As it was sent, with the tag of a SET (RFC 5652 5.4).
  const octetsSigned = Buffer.from(info.signedAttrs?.encodedValue ?? new ArrayBuffer(0));
  octetsSigned[0] = 0x31;
  if (!verify('sha256', octetsSigned, { key, dsaEncoding: 'der' }, signature)) {
    throw invalidSignature('wrong-value', 'The signature does not fit: it was made by another key, or was altered.');
  }
}
