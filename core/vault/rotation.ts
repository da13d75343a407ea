/**
 * Rotation. Of the root key: a new one seals every data key anew, in the background; how far it is shows in the rows,
 * so that whoever goes on after a crash finds what is left. Of data keys: each is retired, and what it sealed in
 * columns is sealed anew. A retired root key opens what old backups hold, until its file or object is taken away.
 */
import type { Database, Tx } from '../db/database.ts';
import { defineJob, type Handler, jobs } from '../jobs/index.ts';
import { headOf } from './envelope.ts';
import { addRoot, currentFor, currentRoot, type DataKeyRow, nameOf, type Vault, type VaultNeeds } from './vault.ts';

/** A column whose values are sealed. `name` gives the row's name, as it is given when they are sealed and opened. */
export interface SealedColumn {
  readonly purpose: string;
  readonly table: string;
  readonly column: string;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  name(row: { readonly [column: string]: unknown }): string;
  /** Opens what was sealed before there was a vault. */
  openFormer?(name: string, sealed: Buffer): Buffer;
}

export interface RotationNeeds extends VaultNeeds {
  readonly vault: Vault;
  readonly columns: readonly SealedColumn[];
}

export interface Rotation {
  /** A new root key, and the job that moves to it; one that was begun and not ended is gone on with. */
  begin(options?: { dataKeys?: boolean }): Promise<string>;
  /** What the job does: until nothing is left under an old key. Safe to run twice at once. */
  run(signal?: AbortSignal): Promise<RotationDone>;
  readonly handlers: readonly Handler[];
}

export interface RotationDone {
  /** Data keys sealed anew, and values. */
  wrapped: number;
  values: number;
  /** Values that no key opens: they stay as they are. */
  unreadable: number;
}

const rotationJob = defineJob<Record<string, never>>('vault-rotation', { maxAttempts: 20 });
const batch = 200;

export function rotation(needs: RotationNeeds): Rotation {
  const { database } = needs;
  const run = async (signal?: AbortSignal): Promise<RotationDone> => {
    const done = { wrapped: await wrapAnew(needs, signal), values: 0, unreadable: 0 };
    for (const column of needs.columns) {
      const { sealed, unreadable } = await sealAnew(needs, column, signal);
      done.values += sealed;
      done.unreadable += unreadable;
    }
    await forgetUnused(needs);
    return done;
  };
  return {
    run,
    begin: ({ dataKeys = false } = {}) =>
      database.transaction(async (tx) => {
        const left = await countUnderOld(tx);
        const root = left > 0 ? ((await currentRoot(tx)) as string) : await addRoot(tx, needs);
        if (dataKeys) await retireDataKeys(tx, needs);
        // Processes use the key they know for a minute more: by then the job has come for what they sealed.
        await jobs.add(tx, rotationJob, {}, { key: 'vault-rotation', runAt: later(needs, dataKeys) });
        return root;
      }),
    handlers: [rotationJob.by(async (_payload, { signal }) => void (await run(signal)))],
  };
}

const later = ({ runtime }: RotationNeeds, dataKeys: boolean): Date =>
  new Date(runtime.now().getTime() + (dataKeys ? 2 * currentFor : 0));

/** How many data keys wait under a key that is no longer the current one. */
async function countUnderOld(tx: Tx): Promise<number> {
  const root = await currentRoot(tx);
  const { rows } = await tx.query<{ left: number }>(
    'select count(*)::int as left from vault.data_key where root is distinct from $1',
    [root ?? null],
  );
  return rows[0]?.left ?? 0;
}

/** Only keys of columns: a file keeps the key it was written with until its area is removed. */
async function retireDataKeys(tx: Tx, { runtime, columns }: RotationNeeds): Promise<void> {
  await tx.query('update vault.data_key set retired_at = $2 where retired_at is null and purpose = any($1)', [
    columns.map(({ purpose }) => purpose),
    runtime.now(),
  ]);
}

async function wrapAnew({ database, roots, runtime }: RotationNeeds, signal?: AbortSignal): Promise<number> {
  let wrapped = 0;
  for (;;) {
    const root = await currentRoot(database);
    if (!root) break;
    const { rows } = await database.query<DataKeyRow>(
      'select id, purpose, root, wrapped from vault.data_key where root <> $1 order by id limit $2',
      [root, batch],
    );
    if (rows.length === 0) break;
    for (const row of rows) {
      signal?.throwIfAborted();
      wrapped += (await wrapOne({ database, roots }, row, root)) ? 1 : 0;
    }
  }
  // What seals nothing any more is told so; the file or object itself stays for old backups.
  await database.query(
    `update vault.root_key set retired_at = $1 where retired_at is null
       and number < (select max(number) from vault.root_key)
       and not exists (select from vault.data_key where root = root_key.id)`,
    [runtime.now()],
  );
  return wrapped;
}

/** Opens by the old, seals by the new, proves that the new opens it, and only then replaces. */
async function wrapOne(
  { database, roots }: { database: Database; roots: RotationNeeds['roots'] },
  { id, purpose, root, wrapped }: DataKeyRow,
  next: string,
): Promise<boolean> {
  const name = nameOf(id, purpose);
  const key = await roots.unwrap(root, wrapped, name);
  const anew = await roots.wrap(next, key, name);
  if (!key.equals(await roots.unwrap(next, anew, name)))
    throw new Error('The new root key does not open what it sealed.');
  const { rowCount } = await database.query(
    'update vault.data_key set root = $3, wrapped = $4 where id = $1 and root = $2',
    [id, root, next, anew],
  );
  return rowCount === 1;
}

/** Seals anew what the current key of a column has not sealed, in batches along the primary key. */
async function sealAnew(needs: RotationNeeds, target: SealedColumn, signal?: AbortSignal) {
  const { database, vault } = needs;
  const { table, column, key, purpose } = target;
  const done = { sealed: 0, unreadable: 0 };
  const keys = key.join(', ');
  const places = key.map((_, at) => `$${at + 3}`).join(', ');
  let after: unknown[] | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const head = headOf((await vault.keyFor(purpose)).id);
    const { rows } = await database.query<Record<string, unknown> & { sealed: Buffer }>(
      `select ${keys}, ${column} as sealed from ${table}
       where ${column} is not null and substring(${column} from 1 for ${head.length}) <> $1
         ${after ? `and (${keys}) > (${places})` : ''} order by ${keys} limit $2`,
      [head, batch, ...(after ?? [])],
    );
    for (const row of rows) {
      const opened = await openAny(vault, target, row).catch(() => undefined);
      if (!opened) {
        done.unreadable += 1;
        continue;
      }
      const anew = await vault.seal(purpose, target.name(row), opened);
      // Only what was read is replaced: who changed it meanwhile has sealed it anew already.
      const where = key.map((one, at) => `${one} = $${at + 3}`).join(' and ');
      const values = [anew, row.sealed, ...key.map((one) => row[one])];
      await database.query(`update ${table} set ${column} = $1 where ${column} = $2 and ${where}`, values);
      done.sealed += 1;
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return done;
    after = key.map((one) => last[one]);
  }
}

async function openAny(vault: Vault, { purpose, name, openFormer }: SealedColumn, row: { sealed: Buffer }) {
  const called = name(row as never);
  if (openFormer && !(await vault.sealed(purpose, row.sealed))) return openFormer(called, row.sealed);
  return vault.open(purpose, called, row.sealed);
}

/** Keys that were retired more than a day ago and that no value of their column names any more. */
async function forgetUnused({ database, runtime, columns }: RotationNeeds): Promise<void> {
  const before = new Date(runtime.now().getTime() - 24 * 60 * 60_000);
  for (const { purpose, table, column } of columns) {
    const { rows } = await database.query<{ id: string }>(
      'select id from vault.data_key where purpose = $1 and retired_at < $2',
      [purpose, before],
    );
    for (const { id } of rows) {
      await database.query(
        `delete from vault.data_key where id = $1
           and not exists (select from ${table} where substring(${column} from 1 for 20) = $2)`,
        [id, headOf(id)],
      );
    }
  }
}
