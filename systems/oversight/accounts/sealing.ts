/**
 * Keys outside the database, and sealing with them: AES-256-GCM, NIST SP 800-38D, where the additional data names the
 * row, so that a sealed value moved to another row does not open. One master key; a key per purpose is derived by HKDF
 * (RFC 5869).
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Runtime } from '#core/runtime/runtime.ts';

/** What each derived key is for. A name, once used, never changes its meaning. */
export type Purpose =
  | 'second factor'
  | 'signing key'
  | 'artefact'
  | 'pepper'
  | 'subject'
  | 'cookie'
  | 'challenge'
  | 'identifier'
  | 'activation'
  | 'enrolment'
  | 'device'
  | 'draft';

export interface Keyring {
  key(purpose: Purpose): Buffer;
  seal(purpose: Purpose, row: string, content: Buffer | string): Buffer;
  /** @throws Error when the value is not of this row, was altered, or another master key sealed it. */
  open(purpose: Purpose, row: string, sealed: Buffer): Buffer;
  /** A keyed hash, for values to be recognised but not read. */
  mark(purpose: Purpose, value: string): Buffer;
}

/** A keyring over 32 bytes. */
export function keyring(master: Buffer, runtime: Pick<Runtime, 'randomBytes'>): Keyring {
  if (master.length !== 32) throw new Error('The master key of accounts must have 32 bytes.');
  const derived = new Map<Purpose, Buffer>();
  const key = (purpose: Purpose): Buffer => {
    const known = derived.get(purpose);
    if (known) return known;
    const made = Buffer.from(hkdfSync('sha256', master, '', `ezdrowie/accounts/${purpose}`, 32));
    derived.set(purpose, made);
    return made;
  };
  return {
    key,
    seal(purpose, row, content) {
      const nonce = runtime.randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key(purpose), nonce).setAAD(Buffer.from(row));
      const sealed = Buffer.concat([cipher.update(content as Buffer), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(purpose, row, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key(purpose), sealed.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(row)).setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    },
    mark: (purpose, value) => createHmac('sha256', key(purpose)).update(value).digest(),
  };
}

/** The master key of this installation: `<home>/keys/accounts.key`, made at first start, readable by its owner only. */
export const masterKey = (home: string, runtime: Pick<Runtime, 'randomBytes'>): Buffer =>
  secretFile(join(home, 'keys', 'accounts.key'), () => runtime.randomBytes(32));

/** The bytes of a file that only its owner may read; made if it is not there. Of two that make it at once, one wins. */
export function secretFile(path: string, make: () => Buffer): Buffer {
  const present = readIfThere(path);
  if (present) return present;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // A link either appears whole or not at all: nobody ever reads half a key.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, make(), { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path);
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
