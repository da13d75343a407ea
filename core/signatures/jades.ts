/**
 * JAdES-B-B and B-T: a JWS (RFC 7515) whose header says who signed and when. ETSI TS 119 182-1 sections 5.1.7
 * (x5t#S256), 5.2.1 (sigT), 5.3.4 (sigTst). Compact for B, flattened JSON for T, because a stamp is added afterwards.
 */
import { createHash, verify, X509Certificate } from 'node:crypto';
import { invalidSignature } from './invalid.ts';
import type { Signer, TimeStamper } from './model.ts';

export interface JadesOptions {
  readonly signer: Signer;
  readonly signedAt: Date;
  /** Media type of the payload, `application/fhir+json`. */
  readonly contentType: string;
  readonly stamper?: TimeStamper;
}

const algorithms = { rsa: 'RS256', ec: 'ES256' } as const;
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs bytes as they are; the payload travels in the signature. */
export async function signJades(
  payload: Uint8Array,
  { signer, signedAt, contentType, stamper }: JadesOptions,
): Promise<string> {
  const [own] = signer.certificates;
  if (!own) throw new TypeError('A signer has at least its own certificate.');
  const head = encoded({
    alg: algorithms[signer.key],
    cty: contentType,
    'x5t#S256': createHash('sha256').update(own).digest('base64url'),
    x5c: signer.certificates.map((der) => der.toString('base64')),
    sigT: signedAt.toISOString().replace(/\.\d+Z/, 'Z'),
    crit: ['sigT'],
  });
  const body = Buffer.from(payload).toString('base64url');
  const signature = (await signer.sign(Buffer.from(`${head}.${body}`))).toString('base64url');
  if (!stamper) return `${head}.${body}.${signature}`;
  // The stamp covers the signature value as it is written (5.3.4).
  const token = await stamper.stamp(createHash('sha256').update(signature).digest());
  const etsiU = [encoded({ sigTst: { tstTokens: [{ val: token.toString('base64') }] } })];
  return JSON.stringify({ payload: body, protected: head, header: { etsiU }, signature });
}

export interface VerifiedJades {
  readonly content: Buffer;
  readonly certificate: Buffer;
  readonly certificates: readonly Buffer[];
  readonly claimedAt: Date;
  readonly stamp: Buffer | undefined;
  readonly stamped: Buffer;
}

const known = new Set(['alg', 'cty', 'typ', 'kid', 'x5t#S256', 'x5c', 'sigT', 'crit']);

/** Verifies a compact or flattened JWS. The path of the certificate is the caller's. */
export function verifyJades(source: Uint8Array | string): VerifiedJades {
  const { head, body, signature, stamp } = partsOf(Buffer.from(source).toString('utf8').trim());
  const header = objectOf(head);
  const beyond = Object.keys(header).filter((name) => !known.has(name));
  const critical = Array.isArray(header.crit) ? header.crit : [];
  if (beyond.length > 0 || critical.length !== 1 || critical[0] !== 'sigT') {
    throw invalidSignature('header', `The header of the signature is not JAdES-B: ${beyond.join(', ') || 'crit'}.`);
  }
  const chain = Array.isArray(header.x5c) ? header.x5c : [];
  if (chain.length === 0 || chain.length > 10 || !chain.every((item) => typeof item === 'string')) {
    throw invalidSignature('certificate', 'The signature brings no certificate.');
  }
  const certificates = chain.map((text: string) => Buffer.from(text, 'base64'));
  const certificate = certificates[0] as Buffer;
  if (header['x5t#S256'] !== createHash('sha256').update(certificate).digest('base64url')) {
    throw invalidSignature('certificate', 'The certificate is not the one that the signature names.');
  }
  const key = new X509Certificate(certificate).publicKey;
  const expected = algorithms[key.asymmetricKeyType as 'rsa' | 'ec'];
  if (!expected || header.alg !== expected) {
    throw invalidSignature('algorithm', `The method '${String(header.alg)}' is not accepted, or does not fit the key.`);
  }
  const octets = Buffer.from(`${head}.${body}`);
  if (!verify('sha256', octets, { key, dsaEncoding: 'ieee-p1363' }, bytesOf(signature))) {
    throw invalidSignature('wrong-value', 'The signature does not fit: it was made by another key, or was altered.');
  }
  const claimedAt = new Date(String(header.sigT));
  if (Number.isNaN(claimedAt.getTime()))
    throw invalidSignature('format', 'The signature does not say when it was made.');
  return { content: bytesOf(body), certificate, certificates, claimedAt, stamp, stamped: Buffer.from(signature) };
}

/** base64url without padding, the one way to write the bytes: two texts must not be one signature. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text)
    throw invalidSignature('format', 'A part of the signature is not base64url.');
  return bytes;
}

function objectOf(part: string): Record<string, unknown> {
  const value: unknown = JSON.parse(bytesOf(part).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidSignature('format', 'A part of the signature is no JSON object.');
  }
  return value as Record<string, unknown>;
}

function partsOf(text: string): { head: string; body: string; signature: string; stamp: Buffer | undefined } {
  if (!text.startsWith('{')) {
    const [head, body, signature, more] = text.split('.');
    if (!head || body === undefined || !signature || more !== undefined) {
      throw invalidSignature('format', 'A compact JWS has three parts.');
    }
    return { head, body, signature, stamp: undefined };
  }
  const value = JSON.parse(text) as Record<string, unknown>;
  const { payload, protected: head, signature, header } = value;
  if (
    typeof payload !== 'string' ||
    typeof head !== 'string' ||
    typeof signature !== 'string' ||
    'signatures' in value
  ) {
    throw invalidSignature('format', 'A flattened JWS has payload, protected and signature.');
  }
  const unsigned = (header as { etsiU?: unknown } | undefined)?.etsiU;
  const [first] = Array.isArray(unsigned) ? unsigned : [];
  const stamp = typeof first === 'string' ? stampOf(objectOf(first)) : undefined;
  return { head, body: payload, signature, stamp };
}

function stampOf(property: Record<string, unknown>): Buffer | undefined {
  const tokens = (property.sigTst as { tstTokens?: { val?: unknown }[] } | undefined)?.tstTokens;
  const value = tokens?.[0]?.val;
  return typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
}
