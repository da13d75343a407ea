/**
 * The arithmetic of the chain, pure: what of an event is hashed, what of a batch is hashed, what is signed. A plain
 * chain of SHA-256 over batches; the leaf hash of every event is kept, so that a change names its event, and so that
 * content can be erased lawfully while its leaf stays (security/requirements 3.3). Domain bytes 0x00 and 0x01 as in
 * RFC 9162, section 2.1.1.
 */
import { createHash, hash, type KeyObject, sign, verify } from 'node:crypto';

/**
 * The canonical text of an event `e` without salt, from before salts: PostgreSQL's text form of a row of exactly these
 * columns, in this order. Every type in it prints the same under any setting and in every version from 15 on.
 */
export const canonicalUnsalted = `row(e.sequence, e.xid, (extract(epoch from e.at) * 1000000)::int8, e.action, e.kind,
  e.outcome, e.reason, e.rule, e.actor, e.actor_name, e.actor_patient, e.role, e.purpose, e.facility, e.facility_name,
  e.source, e.trace, e.patients, e.patient_ids, e.entities, e.query)::text`;

/** What of an event stays for ever: when, what was done, how it ended; in the same form. */
export const canonicalHead = `row(e.sequence, e.xid, (extract(epoch from e.at) * 1000000)::int8, e.action, e.kind,
  e.outcome)::text`;

/** And what can be erased: who, whose, what. The same columns as audit.payload_of (migration 590). */
export const canonicalPayload = `row(e.reason, e.rule, e.actor, e.actor_name, e.actor_patient, e.role, e.purpose,
  e.facility, e.facility_name, e.source, e.trace, e.patients, e.patient_ids, e.entities, e.query, e.app, e.app_name,
  e.acting_for, e.acr, e.gate)::text`;

/** The payload of an event whose content was erased: nothing. */
export const erasedPayload = '(,,"","",,"","",,,"","",,,,,,,,,)';

/**
 * The leaf hash of an event, computed by PostgreSQL: H(0x00 ‖ head ‖ H(salt ‖ payload)). Who knows no salt cannot try
 * out what was erased.
 */
export const leafExpression = `case when e.salt is null and e.payload_hash is null
  then sha256('\\x00'::bytea || convert_to(${canonicalUnsalted}, 'UTF8'))
  else sha256('\\x00'::bytea || convert_to(${canonicalHead}, 'UTF8') || coalesce(e.payload_hash,
    sha256(uuid_send(e.salt) || convert_to(${canonicalPayload}, 'UTF8')))) end`;

/** The leaf hash of an event without salt, from its canonical text. */
export const leafOf = (canonical: string): Buffer => hash('sha256', `\0${canonical}`, 'buffer');

/** The hash of what can be erased. `salt`: 32 hex digits, with hyphens or without. */
export const payloadHashOf = (salt: string, payload: string): Buffer =>
  createHash('sha256').update(salt.replaceAll('-', ''), 'hex').update(payload).digest();

/** The leaf hash of an event with salt. */
export const saltedLeafOf = (head: string, payloadHash: Buffer): Buffer =>
  createHash('sha256').update(`\0${head}`).update(payloadHash).digest();
export const leafLength = 32;

/** A sealed batch without its signature. */
export interface SealedBatch {
  readonly number: number;
  /** Events in the chain up to and with this batch. */
  readonly size: number;
  readonly sealedAt: Date;
  readonly lastXid: string;
  readonly lastSequence: string;
  readonly sequences: readonly string[];
  readonly leaves: Buffer;
  readonly previous: Buffer;
}

/** Most events of a batch. */
export const largestSeal = 4096;

/** What stands before the first batch. */
export const genesis = Buffer.alloc(32);

/** The hash of a batch, which the next one continues. */
export function batchHash(batch: SealedBatch): Buffer {
  const { number, size, sealedAt, lastXid, lastSequence, sequences, leaves, previous } = batch;
  const head = [number, size, sealedAt.toISOString(), lastXid, lastSequence, sequences.join(',')].join('\n');
  return createHash('sha256').update('\x01').update(previous).update(`${head}\n`).update(leaves).digest();
}

/** The state of the chain after a batch, signed: who keeps it elsewhere can prove that nothing was cut off. */
export interface Checkpoint {
  readonly number: number;
  readonly size: number;
  readonly hash: Buffer;
  readonly keyId: string;
  readonly signature: Buffer;
}

/**
 * What is signed, in the manner of https://c2sp.org/tlog-checkpoint: origin, size, hash, and the number of the seal.
 */
export const checkpointText = ({ number, size, hash: head }: Pick<Checkpoint, 'number' | 'size' | 'hash'>) =>
  Buffer.from(`ezdrowie/audit\n${size}\n${head.toString('base64')}\nseal ${number}\n`);

/** Short name of a public key: 16 hex digits of the SHA-256 of its SPKI form. */
export const keyIdOf = (publicKey: KeyObject): string =>
  hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex').slice(0, 16);

export function signCheckpoint(state: Pick<Checkpoint, 'number' | 'size' | 'hash'>, key: KeyObject): Buffer {
  return sign(null, checkpointText(state), key);
}

export function checkpointIsSigned(checkpoint: Checkpoint, publicKey: KeyObject): boolean {
  return verify(null, checkpointText(checkpoint), publicKey, checkpoint.signature);
}
