/** The words of signing-certificates: with what a clinician signs documents, and whether it may be used. */
import type { Schema } from '#core/http/operation.ts';

export const revocationReasons = ['lost', 'replaced', 'no-longer-needed'] as const;
export type RevocationReason = (typeof revocationReasons)[number];

/** `lapsed` and `not-yet` follow from the days, `revoked` is an act; there is no way back from it. */
export type CertificateState = 'valid' | 'not-yet' | 'lapsed' | 'revoked';

export interface SigningCertificate {
  readonly id: string;
  /** Logical id of the Practitioner. */
  readonly practitioner: string;
  /** Made by the demonstration's authority, or brought as a file (ZUS, qualified). */
  readonly kind: 'demonstration' | 'file';
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal. */
  readonly serial: string;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly revoked: Date | null;
  readonly revokedWhy: RevocationReason | null;
}

/** What may be done with it at an instant. */
export function stateOf(
  one: Pick<SigningCertificate, 'validFrom' | 'validUntil' | 'revoked'>,
  now: Date,
): CertificateState {
  if (one.revoked) return 'revoked';
  if (now < one.validFrom) return 'not-yet';
  return now < one.validUntil ? 'valid' : 'lapsed';
}

/** As it goes out: never the key. */
export const shown = (one: SigningCertificate, now: Date) => ({
  id: one.id,
  kind: one.kind,
  state: stateOf(one, now),
  subject: one.subject,
  issuer: one.issuer,
  serial: one.serial,
  validFrom: one.validFrom.toISOString(),
  validUntil: one.validUntil.toISOString(),
  revoked: one.revoked?.toISOString() ?? null,
  revokedWhy: one.revokedWhy,
});

const text: Schema = { type: 'string' };
const certificate: Schema = {
  type: 'object',
  properties: {
    ...{
      id: text,
      kind: { enum: ['demonstration', 'file'] },
      state: { enum: ['valid', 'not-yet', 'lapsed', 'revoked'] },
    },
    ...{ subject: text, issuer: text, serial: text, validFrom: text, validUntil: text },
    revoked: { type: ['string', 'null'] },
    revokedWhy: { type: ['string', 'null'] },
  },
  required: ['id', 'kind', 'state', 'subject', 'issuer', 'serial', 'validFrom', 'validUntil'],
};

export const shapes = {
  certificate,
  list: { type: 'object', properties: { certificates: { type: 'array', items: certificate } } },
  keyFile: {
    type: 'object',
    properties: {
      /** PKCS#12 in base64. */
      file: { type: 'string', minLength: 1, maxLength: 65_536, pattern: '^[A-Za-z0-9+/]+={0,2}$' },
      password: { type: 'string', minLength: 1, maxLength: 200 },
    },
    required: ['file', 'password'],
    additionalProperties: false,
  },
  revocation: {
    type: 'object',
    properties: { reason: { enum: revocationReasons } },
    required: ['reason'],
    additionalProperties: false,
  },
  byId: {
    type: 'object',
    properties: { id: { type: 'string', pattern: '^[0-9a-f-]{36}$' } },
    required: ['id'],
    additionalProperties: false,
  },
} as const satisfies Record<string, Schema>;
