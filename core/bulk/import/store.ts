/** Imports as rows: who asked for them, how far they are. */
import type { Actor } from '../../access/actor.ts';
import type { Tx } from '../../db/database.ts';
import type { Input, Manifest } from './manifest.ts';

export interface Counts {
  readonly loaded: number;
  readonly refused: number;
}

export interface ImportRow {
  readonly id: string;
  readonly client: string;
  readonly actor: Actor;
  readonly packed: boolean;
  /** Undefined for an upload. */
  readonly source: string | null;
  /** With counts once they are read. */
  readonly inputs: readonly (Input & Partial<Counts>)[] | null;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly progress: string;
  readonly summary: Counts | null;
  readonly failure: string | null;
  readonly created: Date;
  readonly expires: Date;
}

export type NewImport = Pick<ImportRow, 'id' | 'actor' | 'packed' | 'created' | 'expires'>;

export async function addImport(
  tx: Tx,
  { id, actor, packed, created, expires }: NewImport,
  size: number,
  manifest?: Manifest,
): Promise<void> {
  await tx.query(
    `insert into bulk.import (id, client, actor, packed, size, state, created, expires, source, inputs)
      values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9)`,
    [
      ...[id, actor.id, JSON.stringify(actor), packed, size, created, expires],
      ...[manifest?.source, manifest && JSON.stringify(manifest.inputs)],
    ],
  );
}

export async function findImport(tx: Tx, id: string): Promise<ImportRow | undefined> {
  const { rows } = await tx.query<ImportRow>(
    `select id, client, actor, packed, source, inputs, state, progress, summary, failure, created, expires
      from bulk.import where id = $1`,
    [id],
  );
  return rows[0];
}

/** How many of a client are unfinished. */
export async function openImports(tx: Tx, client: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from bulk.import where client = $1 and state in ('waiting', 'running')`,
    [client],
  );
  return rows[0]?.n ?? 0;
}

/** False when it was taken back meanwhile. */
export async function tellImport(tx: Tx, id: string, progress: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'bulk-import-progress',
    text: `update bulk.import set state = 'running', progress = $2 where id = $1`,
    values: [id, progress],
  });
  return rowCount > 0;
}

/** What became of one of the files. */
export async function tellInput(tx: Tx, id: string, place: number, counts: Counts): Promise<void> {
  await tx.query(
    `update bulk.import set inputs = jsonb_set(inputs, array[$2::text], (inputs -> $2::int) || $3::jsonb) where id = $1`,
    [id, place, JSON.stringify(counts)],
  );
}

export async function finishImport(tx: Tx, id: string, summary: Counts, expires: Date): Promise<void> {
  await tx.query(`update bulk.import set state = 'done', summary = $2, expires = $3 where id = $1`, [
    id,
    JSON.stringify(summary),
    expires,
  ]);
}

export async function failImport(tx: Tx, id: string, failure: string): Promise<void> {
  await tx.query(`update bulk.import set state = 'failed', failure = $2 where id = $1`, [id, failure]);
}

export async function forgetImport(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from bulk.import where id = $1', [id]);
}
