/**
 * Seals values: root key (outside) → data key (one per purpose, in `vault.data_key`) → value. A purpose is one column
 * of one table, or one area of files; a name is the row. security/requirements.md 5.1
 */
import type { Database, Tx } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { headOf, openBytes, readEnvelope, sealBytes } from './envelope.ts';
import { keyServiceAway, type RootKeys } from './root-keys.ts';

export interface DataKey {
  readonly id: string;
  readonly key: Buffer;
}

export interface Vault {
  /** Seals for a row; the name of the row is needed to open it. */
  seal(purpose: string, name: string, content: Buffer | string): Promise<Buffer>;
  /** @throws Error when the bytes are not of this purpose and row, or were altered; Refusal `key-service`. */
  open(purpose: string, name: string, sealed: Buffer): Promise<Buffer>;
  /** True for what this vault sealed for this purpose. */
  sealed(purpose: string, bytes: Buffer): Promise<boolean>;
  /** The key that seals for a purpose now: for files, which are sealed in pieces. */
  keyFor(purpose: string): Promise<DataKey>;
  /** The same, but made by nobody: undefined where nothing was sealed. */
  existing(purpose: string): Promise<DataKey | undefined>;
  /** A key by its id; undefined when it was destroyed, or is of another purpose. */
  keyById(purpose: string, id: string): Promise<DataKey | undefined>;
  /** Forgets every key of a purpose: what they sealed opens never again, in no backup of files either. */
  destroy(purpose: string): Promise<void>;
}

export interface VaultNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly roots: RootKeys;
}

/** Keys kept open in the process; more than there are columns, and enough areas of files. */
const keysKept = 500;
/** A key retired in another process seals here for at most this long. */
export const currentFor = 60_000;
/** Held shared while a data key is written, alone while the root key changes: none is left under the old one. */
const changingRoot = `pg_advisory_xact_lock(hashtextextended('vault/root', 0))`;

interface Kept extends DataKey {
  readonly purpose: string;
}

export function openVault(needs: VaultNeeds): Vault {
  const { database, runtime, roots } = needs;
  const byId = new Map<string, Kept>();
  const current = new Map<string, { key: Kept; until: number }>();
  const keep = (key: Kept): Kept => {
    if (byId.size >= keysKept) byId.delete(byId.keys().next().value as string);
    byId.set(key.id, key);
    return key;
  };
  const opened = async ({ id, purpose, root, wrapped }: DataKeyRow): Promise<Kept> =>
    byId.get(id) ?? keep({ id, purpose, key: await roots.unwrap(root, wrapped, nameOf(id, purpose)) });
  const known = async (purpose: string, make: boolean): Promise<DataKey | undefined> => {
    const kept = current.get(purpose);
    if (kept && kept.until > runtime.now().getTime()) return kept.key;
    const row = (await currentRow(database, purpose)) ?? (make ? await makeDataKey(needs, purpose) : undefined);
    if (!row) return undefined;
    const key = await opened(row);
    if (current.size >= keysKept) current.clear();
    current.set(purpose, { key, until: runtime.now().getTime() + currentFor });
    return key;
  };
  const keyFor = async (purpose: string) => (await known(purpose, true)) as DataKey;
  const keyById = async (purpose: string, id: string): Promise<DataKey | undefined> => {
    const key = byId.get(id) ?? (await rowById(database, id).then((row) => row && opened(row)));
    return key?.purpose === purpose ? key : undefined;
  };
  return {
    keyFor,
    existing: (purpose) => known(purpose, false),
    keyById,
    async seal(purpose, name, content) {
      const { id, key } = await keyFor(purpose);
      return Buffer.concat([headOf(id), sealBytes(key, bound(purpose, name), Buffer.from(content), runtime)]);
    },
    async open(purpose, name, bytes) {
      const envelope = readEnvelope(bytes);
      const found = envelope && (await keyById(purpose, envelope.keyId));
      if (!envelope || !found) throw new Error(`A sealed value of ${purpose} has no key here.`);
      return openBytes(found.key, bound(purpose, name), envelope.sealed);
    },
    async sealed(purpose, bytes) {
      const envelope = readEnvelope(bytes);
      return envelope !== undefined && (await keyById(purpose, envelope.keyId)) !== undefined;
    },
    async destroy(purpose) {
      await database.query('delete from vault.data_key where purpose = $1', [purpose]);
      current.delete(purpose);
      for (const [id, key] of byId) if (key.purpose === purpose) byId.delete(id);
    },
  };
}

/** What a value is bound to: a column and a row. */
const bound = (purpose: string, name: string): string => `${purpose}\n${name}`;
/** What a wrapped data key is bound to. */
export const nameOf = (id: string, purpose: string): string => `vault.data_key ${id} ${purpose}`;

export interface DataKeyRow {
  readonly id: string;
  readonly purpose: string;
  readonly root: string;
  readonly wrapped: Buffer;
}

async function currentRow(tx: Tx, purpose: string): Promise<DataKeyRow | undefined> {
  const { rows } = await tx.query<DataKeyRow>({
    name: 'vault-current',
    text: 'select id, purpose, root, wrapped from vault.data_key where purpose = $1 and retired_at is null',
    values: [purpose],
  });
  return rows[0];
}

async function rowById(tx: Tx, id: string): Promise<DataKeyRow | undefined> {
  const { rows } = await tx.query<DataKeyRow>({
    name: 'vault-by-id',
    text: 'select id, purpose, root, wrapped from vault.data_key where id = $1',
    values: [id],
  });
  return rows[0];
}

/** Makes the key of a purpose; of two that do it at once, one makes it and both use it. */
async function makeDataKey({ database, runtime, roots }: VaultNeeds, purpose: string): Promise<DataKeyRow> {
  await makeFirstRoot({ database, runtime, roots });
  const [id, key] = [runtime.newId(), runtime.randomBytes(32)];
  await database.transaction(async (tx) => {
    await tx.query(`select ${changingRoot.replace('xact_lock', 'xact_lock_shared')}`);
    const root = await currentRoot(tx);
    if (!root) throw keyServiceAway('There is no root key.');
    await tx.query(
      `insert into vault.data_key (id, purpose, root, wrapped, created_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [id, purpose, root, await roots.wrap(root, key, nameOf(id, purpose)), runtime.now()],
    );
  });
  const row = await currentRow(database, purpose);
  if (!row) throw keyServiceAway(`The key of ${purpose} was retired at this moment.`);
  return row;
}

/** Id of the key that seals data keys now. */
export async function currentRoot(tx: Tx): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from vault.root_key where retired_at is null order by number desc limit 1',
  );
  return rows[0]?.id;
}

async function makeFirstRoot(needs: VaultNeeds): Promise<void> {
  if (await currentRoot(needs.database)) return;
  await needs.database.transaction(async (tx) => {
    await tx.query(`select ${changingRoot}`);
    if (!(await currentRoot(tx))) await addRoot(tx, needs);
  });
}

/** A new root key, from now on the current one. Nobody writes a data key meanwhile. */
export async function addRoot(tx: Tx, { runtime, roots }: Omit<VaultNeeds, 'database'>): Promise<string> {
  await tx.query(`select ${changingRoot}`);
  const id = runtime.randomBytes(8).toString('hex');
  // Made before its row: a row always names a key that is there.
  await roots.make(id);
  const insert = 'insert into vault.root_key (id, kind, created_at) values ($1, $2, $3)';
  await tx.query(insert, [id, roots.kind, runtime.now()]);
  return id;
}
