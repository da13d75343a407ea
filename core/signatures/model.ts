/**
 * What a signature is here: a document, a format, a signer, a level. Formats and levels are those of ETSI: XAdES
 * (EN 319 132-1), JAdES (TS 119 182-1), PAdES (EN 319 142-1), CAdES (EN 319 122-1); B says who signed, T adds a time
 * stamp that shows when at the latest.
 */
export const formats = ['XAdES', 'JAdES', 'PAdES', 'CAdES'] as const;
export type Format = (typeof formats)[number];
export type Level = 'B' | 'T';

/** By what the signer holds the key. Which kind counts for which document is policy (`policy.ts`). */
export type SignerKind = 'qualified' | 'trusted-profile' | 'e-id' | 'zus' | 'system';

/** Who signs: a key that is never seen, with its certificates. Made by a driver. */
export interface Signer {
  readonly key: 'rsa' | 'ec';
  /** DER, the signer's own first, then its issuers. */
  readonly certificates: readonly Buffer[];
  /** SHA-256 of the octets, signed: PKCS#1 v1.5, or r‖s (IEEE P1363) of ECDSA. */
  sign(octets: Buffer): Promise<Buffer>;
}

/** An authority of time (RFC 3161): gives a token over a SHA-256 digest. */
export interface TimeStamper {
  stamp(digest: Buffer): Promise<Buffer>;
}

/** What is believed when a signature is verified. All DER. */
export interface TrustList {
  readonly anchors: readonly { readonly certificate: Buffer; readonly kind: SignerKind }[];
  /** Anchors of authorities of time. */
  readonly timeAnchors: readonly Buffer[];
  readonly intermediates?: readonly Buffer[];
}

/** What is known about revocation when a signature is verified. All DER; verified before they are believed. */
export interface RevocationData {
  readonly crls?: readonly Buffer[];
  readonly ocsp?: readonly Buffer[];
}

export interface Verified {
  /** What was signed, as its reader must read it: canonical XML, the payload, the bytes covered. */
  readonly content: Buffer;
  readonly format: Format;
  readonly level: Level;
  readonly kind: SignerKind;
  readonly signer: SignerName;
  /** What the signer says. */
  readonly claimedAt: Date | undefined;
  /** What an authority of time says; level T only. */
  readonly stampedAt: Date | undefined;
}

export interface SignerName {
  /** Subject of the certificate by RFC 4514. */
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  /** Common name, for people. */
  readonly name: string;
}
