/** Uploads as rows: who sent them, how far they are. */
import type { Actor } from '../../access/actor.ts';
import type { Tx } from '../../db/database.ts';

export interface ImportRow {
  readonly id: string;
  readonly client: string;
  readonly actor: Actor;
  readonly packed: boolean;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly progress: string;
  readonly summary: { loaded: number; refused: number } | null;
  readonly failure: string | null;
  readonly created: Date;
  readonly expires: Date;
}

export async function addImport(
  tx: Tx,
  { id, actor, packed, created, expires }: Pick<ImportRow, 'id' | 'actor' | 'packed' | 'created' | 'expires'>,
  size: number,
): Promise<void> {
  await tx.query(
    `insert into bulk.import (id, client, actor, packed, size, state, created, expires)
      values ($1, $2, $3, $4, $5, 'waiting', $6, $7)`,
    [id, actor.id, JSON.stringify(actor), packed, size, created, expires],
  );
}

export async function findImport(tx: Tx, id: string): Promise<ImportRow | undefined> {
  const { rows } = await tx.query<ImportRow>(
    `select id, client, actor, packed, state, progress, summary, failure, created, expires
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

export async function tellImport(tx: Tx, id: string, progress: string): Promise<void> {
  await tx.query({
    name: 'bulk-import-progress',
    text: `update bulk.import set state = 'running', progress = $2 where id = $1`,
    values: [id, progress],
  });
}

export async function finishImport(tx: Tx, id: string, summary: ImportRow['summary'], expires: Date): Promise<void> {
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
