/**
 * Keys of the trail in EZDROWIE_HOME/keys/audit, made at the first start and readable by the platform's user only:
 * `private.pem` and `public.pem` (Ed25519) sign the chain, `query.key` hashes what people searched for.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { keyIdOf } from './chain.ts';

export interface AuditKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** PEM of the public key, for publishing. */
  readonly publicPem: string;
  readonly keyId: string;
  readonly queryKey: Buffer;
  /** Where the signed states of the chain are kept. */
  readonly checkpointFile: string;
}

/**
 * Loads the keys, making those that are missing. Two processes that start together end up with the same keys.
 * @throws Refusal `unavailable` `audit-key-damaged` when a file is there and holds no such key.
 */
export function loadAuditKeys(home: string, runtime: Runtime): AuditKeys {
  const folder = path.join(home, 'keys', 'audit');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => path.join(folder, name);
  const privatePem = keep(file('private.pem'), 0o600, () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const queryKey = keep(file('query.key'), 0o600, () => runtime.randomBytes(32).toString('base64'));
  try {
    const privateKey = createPrivateKey(privatePem);
    if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
    const publicKey = createPublicKey(privateKey);
    const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    writeFileSync(file('public.pem'), publicPem, { mode: 0o644 });
    return {
      privateKey,
      publicKey,
      publicPem,
      keyId: keyIdOf(publicKey),
      queryKey: Buffer.from(queryKey, 'base64'),
      checkpointFile: checkpointFileOf(home),
    };
  } catch (cause) {
    const refusal = new Refusal(
      'unavailable',
      'audit-key-damaged',
      `The key of the audit trail in ${folder} cannot be read. Put it back from the backup: nothing is signed without.`,
    );
    refusal.cause = cause;
    throw refusal;
  }
}

/** Where a home keeps the signed states of the chain. */
export const checkpointFileOf = (home: string): string => path.join(home, 'keys', 'audit', 'checkpoints.txt');

/** The published keys of a home; none where the platform has never started. Makes nothing. */
export function readPublicKeys(home: string): KeyObject[] {
  try {
    return [createPublicKey(readFileSync(path.join(home, 'keys', 'audit', 'public.pem'), 'utf8'))];
  } catch {
    return []; // Seals without a key to judge them by are reported as signed by an unknown key.
  }
}

/** The content of a file; of a new one when there is none. */
function keep(file: string, mode: number, make: () => string): string {
  try {
    writeFileSync(file, make(), { mode, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
