/**
 * A witness: it keeps the head of the chain elsewhere and cosigns a new head only when it has seen, seal by seal, that
 * the chain has grown and nothing before was touched. Cosignatures in the manner of https://c2sp.org/tlog-cosignature.
 * Whoever holds the platform's database, keys and disk cannot show a witness one past and others another.
 */
import { type KeyObject, sign, verify } from 'node:crypto';
import {
  batchHash,
  type Checkpoint,
  checkpointIsSigned,
  checkpointText,
  genesis,
  keyIdOf,
  leafLength,
  type SealedBatch,
} from './chain.ts';

/** A seal as it travels to a witness. */
export interface SealSent {
  readonly number: number;
  readonly size: number;
  readonly sealedAt: string;
  readonly lastXid: string;
  readonly lastSequence: string;
  readonly sequences: readonly string[];
  /** Base64, as the rest. */
  readonly leaves: string;
  readonly hash: string;
  readonly keyId: string;
  readonly signature: string;
}

export type Head = Pick<Checkpoint, 'number' | 'size' | 'hash'>;
export const noHead: Head = { number: 0, size: 0, hash: genesis };

/** Why a witness does not sign. */
export class Inconsistent extends Error {}

/** The checkpoint of a seal that continues the head. @throws Inconsistent */
export function continued(head: Head, sent: SealSent, publicKey: KeyObject): Checkpoint {
  const { number, size, sealedAt, lastXid, lastSequence, sequences } = sent;
  const leaves = Buffer.from(sent.leaves, 'base64');
  if (number !== head.number + 1) throw new Inconsistent(`After seal ${head.number} came seal ${number}.`);
  const batch: SealedBatch = {
    ...{ number, size, sealedAt: new Date(sealedAt), lastXid, lastSequence, sequences, leaves, previous: head.hash },
  };
  const hash = Buffer.from(sent.hash, 'base64');
  const grows = size === head.size + sequences.length && leaves.length === sequences.length * leafLength;
  if (!grows || !batchHash(batch).equals(hash))
    throw new Inconsistent(`Seal ${number} does not continue the chain that this witness knows.`);
  const checkpoint = { number, size, hash, keyId: sent.keyId, signature: Buffer.from(sent.signature, 'base64') };
  if (sent.keyId !== keyIdOf(publicKey) || !checkpointIsSigned(checkpoint, publicKey))
    throw new Inconsistent(`Seal ${number} is not signed by the key that this witness was given.`);
  return checkpoint;
}

export interface Cosignature {
  readonly witness: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly signature: Buffer;
}

const cosigned = (head: Head, time: number): Buffer =>
  Buffer.concat([Buffer.from(`cosignature/v1\ntime ${time}\n`), checkpointText(head)]);

export function cosign(head: Head, key: KeyObject, publicKey: KeyObject, time: number): Cosignature {
  return { witness: keyIdOf(publicKey), time, signature: sign(null, cosigned(head, time), key) };
}

export const isCosigned = (head: Head, { time, signature }: Cosignature, publicKey: KeyObject): boolean =>
  verify(null, cosigned(head, time), publicKey, signature);
