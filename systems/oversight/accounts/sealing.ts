/**
 * Keys outside the database. Values are sealed by the vault (core/vault), each bound to its column and row. What must
 * be recognised for ever (hashes, challenges, the pepper) has keys of its own, derived by HKDF (RFC 5869) from one
 * master key, which is never rotated.
 */
import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { SealedColumn, Vault } from '#core/vault/index.ts';

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
  | 'draft'
  | 'outbox'
  | 'identity';

/** What is sealed: a column, or `enrolment`, what an unfinished page carries. */
export type SealedPurpose = 'second factor' | 'signing key' | 'artefact' | 'draft' | 'enrolment';

export interface Keyring {
  key(purpose: Purpose): Buffer;
  seal(purpose: SealedPurpose, row: string, content: Buffer | string): Promise<Buffer>;
  /** @throws Error when the value is not of this row, was altered, or its key is gone. */
  open(purpose: SealedPurpose, row: string, sealed: Buffer): Promise<Buffer>;
  /** A keyed hash, for values to be recognised but not read. */
  mark(purpose: Purpose, value: string): Buffer;
}

const purposeOf = (purpose: SealedPurpose): string => `accounts/${purpose}`;

/** A keyring over 32 bytes and a vault. */
export function keyring(master: Buffer, vault: Vault): Keyring {
  const key = derivedFrom(master);
  return {
    key,
    seal: (purpose, row, content) => vault.seal(purposeOf(purpose), row, content),
    open: async (purpose, row, sealed) =>
      (await vault.sealed(purposeOf(purpose), sealed))
        ? vault.open(purposeOf(purpose), row, sealed)
        : openFormer(key(purpose), row, sealed),
    mark: (purpose, value) => createHmac('sha256', key(purpose)).update(value).digest(),
  };
}

/** The columns that hold sealed values, for rotation. Their names are those given where they are sealed. */
export function sealedColumns(master: Buffer): SealedColumn[] {
  const key = derivedFrom(master);
  const column = (
    purpose: SealedPurpose,
    [table = '', column = '']: readonly string[],
    primary: readonly string[],
    name: SealedColumn['name'],
  ): SealedColumn => ({
    ...{ purpose: purposeOf(purpose), table: `accounts.${table}`, column, key: primary, name },
    openFormer: (row, sealed) => openFormer(key(purpose), row, sealed),
  });
  return [
    column('second factor', ['account', 'second_factor'], ['id'], ({ id }) => String(id)),
    column('signing key', ['signing_key', 'sealed'], ['kid'], ({ kid }) => String(kid)),
    column('artefact', ['artefact', 'sealed'], ['model', 'hash'], ({ model, hash }) =>
      artefactRow(String(model), hash as Buffer),
    ),
    column('draft', ['draft', 'sealed'], ['account', 'key'], (row) => draftRow(String(row.account), String(row.key))),
  ];
}

/** Names of rows, as they are bound into what is sealed. */
export const artefactRow = (model: string, mark: Buffer): string => `${model} ${mark.toString('hex')}`;
export const draftRow = (account: string, key: string): string => `${account} ${key}`;

/** What was sealed by the master key itself, before there was a vault: `nonce | tag | ciphertext`. */
function openFormer(key: Buffer, row: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(row)).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

function derivedFrom(master: Buffer): (purpose: Purpose) => Buffer {
  if (master.length !== 32) throw new Error('The master key of accounts must have 32 bytes.');
  const derived = new Map<Purpose, Buffer>();
  return (purpose) => {
    const known = derived.get(purpose);
    if (known) return known;
    const made = Buffer.from(hkdfSync('sha256', master, '', `ezdrowie/accounts/${purpose}`, 32));
    derived.set(purpose, made);
    return made;
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
