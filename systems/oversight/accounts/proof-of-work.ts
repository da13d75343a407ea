/**
 * Work that a source must do before its next attempt is judged: find a number whose SHA-256 together with our challenge
 * begins with so many zero bits. A person's browser needs a second once; somebody who tries thousands needs days.
 * https://doi.org/10.1007/3-540-48071-4_10 (Dwork, Naor). The challenge holds no state here (challenge.ts).
 */
import { hash } from 'node:crypto';
import type { Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { challengeEnd, makeChallenge } from './challenge.ts';
import { factorStore } from './factor-store.ts';
import type { Keyring } from './sealing.ts';

export interface Work {
  readonly challenge: string;
  readonly nonce: string;
}

const purposeOf = (source: string): string => `work ${source}`;

export const askWork = (keys: Keyring, runtime: Runtime, source: string): string =>
  makeChallenge(keys, runtime, purposeOf(source)).toString('base64url');

/** True when the work is done, for this source, in time, and was not shown before. */
export async function isWorkDone(
  { keys, runtime, tx }: { keys: Keyring; runtime: Runtime; tx: Tx },
  { challenge, nonce }: Work,
  source: string,
  bits: number,
): Promise<boolean> {
  const end = challengeEnd(keys, purposeOf(source), challenge, runtime.now());
  if (!end || zeroBits(hash('sha256', `${challenge}.${nonce}`, 'buffer')) < bits) return false;
  return factorStore(tx).useChallenge(hash('sha256', challenge, 'buffer'), end);
}

/** How many bits at the beginning are zero. */
export function zeroBits(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
