/** Exports as rows: what was asked, how far it is, which files there are. */
import type { Actor } from '../../access/actor.ts';
import type { Tx } from '../../db/database.ts';
import type { AskedExport } from './ask.ts';

export interface ExportRow {
  readonly id: string;
  readonly client: string;
  readonly actor: Actor;
  readonly request: string;
  readonly asked: AskedExport;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly progress: string;
  readonly transactionTime: Date | null;
  readonly failure: string | null;
  readonly expires: Date;
}

export interface ExportFile {
  readonly number: number;
  readonly kind: 'output' | 'deleted' | 'error';
  readonly type: string;
  readonly lines: number;
  readonly size: string;
  readonly hash: string;
}

const columns = `id, client, actor, request, asked, state, progress, transaction_time as "transactionTime", failure, expires`;

export async function addExport(
  tx: Tx,
  { id, actor, request, asked, expires }: Pick<ExportRow, 'id' | 'actor' | 'request' | 'asked' | 'expires'>,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into bulk.export (id, client, actor, request, asked, state, created, expires)
      values ($1, $2, $3, $4, $5, 'waiting', $6, $7)`,
    [id, actor.id, JSON.stringify(actor), request, JSON.stringify(asked), now, expires],
  );
}

export async function findExport(tx: Tx, id: string): Promise<ExportRow | undefined> {
  const { rows } = await tx.query<ExportRow>(`select ${columns} from bulk.export where id = $1`, [id]);
  return rows[0];
}

/** Of a client: unfinished, and all that are kept. */
export async function countExports(tx: Tx, client: string): Promise<{ open: number; kept: number }> {
  const { rows } = await tx.query<{ open: number; kept: number }>(
    `select count(*) filter (where state in ('waiting', 'running'))::int as open, count(*)::int as kept
      from bulk.export where client = $1`,
    [client],
  );
  return rows[0] ?? { open: 0, kept: 0 };
}

/** Begins, or begins anew: what an interrupted run left is forgotten. False when the export was taken back. */
export async function beginExport(tx: Tx, id: string): Promise<boolean> {
  await tx.query('delete from bulk.export_file where export = $1', [id]);
  const { rowCount } = await tx.query(`update bulk.export set state = 'running', progress = 'begun' where id = $1`, [
    id,
  ]);
  return rowCount > 0;
}

/** False when the export was taken back meanwhile. */
export async function tellProgress(tx: Tx, id: string, progress: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'bulk-progress',
    text: 'update bulk.export set progress = $2 where id = $1',
    values: [id, progress],
  });
  return rowCount > 0;
}

export async function finishExport(
  tx: Tx,
  id: string,
  transactionTime: Date,
  expires: Date,
  files: readonly ExportFile[],
): Promise<void> {
  await tx.query(
    `with done as (
        update bulk.export set state = 'done', transaction_time = $2, expires = $3 where id = $1 returning id)
      insert into bulk.export_file (export, number, kind, type, lines, size, hash)
      select done.id, f.number, f.kind, f.type, f.lines, f.size, f.hash
      from done, json_to_recordset($4) as f(number int2, kind text, type text, lines int4, size int8, hash text)`,
    [id, transactionTime, expires, JSON.stringify(files)],
  );
}

export async function failExport(tx: Tx, id: string, failure: string): Promise<void> {
  await tx.query(`update bulk.export set state = 'failed', failure = $2 where id = $1`, [id, failure]);
}

export async function filesOf(tx: Tx, id: string): Promise<ExportFile[]> {
  const { rows } = await tx.query<ExportFile>(
    'select number, kind, type, lines, size, hash from bulk.export_file where export = $1 order by number',
    [id],
  );
  return rows;
}

export async function forgetExport(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from bulk.export where id = $1', [id]);
}
