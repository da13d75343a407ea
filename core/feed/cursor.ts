/**
 * How far a consumer has come. Rows are taken in commit-safe order: a row whose xid is below the oldest one still
 * running can no longer get a neighbour before it, so nothing is skipped though transactions commit out of order. A
 * change that builds on another was written after that one's commit, so it has the higher xid: the order within a
 * patient is the order in which things happened.
 */
import type { Tx } from '../db/database.ts';
import { type ChangeRow, changeColumns } from './change.ts';

export interface Position {
  readonly xid: string;
  readonly sequence: string;
}

export interface LaneOf {
  readonly consumer: string;
  readonly lane: number;
  readonly lanes: number;
}

/** Where a consumer begins that has never read: at the first change there is, or now (and a little before). */
export type Start = 'beginning' | 'now';

const startOf = { beginning: `'0'::xid8`, now: 'pg_snapshot_xmin(pg_current_snapshot())' } as const;

/** Makes the cursors of a consumer; when its number of lanes has changed, all begin where the last one stood. */
export async function makeCursors(tx: Tx, consumer: string, lanes: number, from: Start): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 7202614))`, [consumer]);
  const { rows } = await tx.query<Position>(
    'select xid::text, sequence from feed.cursor where consumer = $1 order by feed.cursor.xid, sequence',
    [consumer],
  );
  if (rows.length === lanes) return;
  await tx.query('delete from feed.cursor where consumer = $1', [consumer]);
  await tx.query(
    `insert into feed.cursor (consumer, lane, xid, sequence, moved)
      select $1, lane, coalesce($3::xid8, ${startOf[from]}), coalesce($4::int8, 0), now()
      from generate_series(0, $2::int - 1) as lane`,
    [consumer, lanes, rows[0]?.xid, rows[0]?.sequence],
  );
  await tx.query('update feed.waiting set lane = mod(patient, $2::int8) where consumer = $1', [consumer, lanes]);
}

/** Takes over a lane: whoever had it before can no longer move its cursor. */
export async function takeOver(
  tx: Tx,
  { consumer, lane }: LaneOf,
): Promise<(Position & { epoch: string }) | undefined> {
  const { rows } = await tx.query<Position & { epoch: string }>(
    `update feed.cursor set epoch = epoch + 1 where consumer = $1 and lane = $2
      returning xid::text, sequence, epoch`,
    [consumer, lane],
  );
  return rows[0];
}

export interface Look {
  readonly rows: readonly ChangeRow[];
  /** Everything below is committed or undone. */
  readonly horizon: string;
  /** What begins now is at or above. */
  readonly ahead: string;
}

/** The next changes after a position, at most `limit`. */
export async function lookAfter(tx: Tx, { lane, lanes }: LaneOf, after: Position, limit: number): Promise<Look> {
  const { rows } = await tx.query<ChangeRow & { horizon: string; ahead: string }>({
    name: 'feed-look',
    text: `select h.horizon::text, h.ahead::text, c.* from (
        select pg_snapshot_xmin(s) as horizon, pg_snapshot_xmax(s) as ahead from pg_current_snapshot() s) h
      left join lateral (
        select ${changeColumns} from record.change c
        where (c.xid, c.sequence) > ($1::xid8, $2::int8) and c.xid < pg_snapshot_xmin(pg_current_snapshot())
          and mod(c.patient, $3::int8) = $4::int8
        order by c.xid, c.sequence limit $5) c on true
      order by c.xid::xid8, c.sequence`,
    values: [after.xid, after.sequence, lanes, lane, limit],
  });
  const { horizon = '0', ahead = '0' } = rows[0] ?? {};
  return { rows: rows.filter(({ sequence }) => sequence !== null), horizon, ahead };
}

/** Puts a consumer back (or on) to the changes made since then; a little before, since clocks of processes differ. */
export async function rewind(tx: Tx, consumer: string, to: Start | Date): Promise<void> {
  const since = to instanceof Date;
  await tx.query(
    `update feed.cursor set epoch = epoch + 1, sequence = 0, moved = now(), xid = ${
      since
        ? `coalesce((select min(near.xid::text::numeric)::text::xid8 from (
             select xid from record.change where at >= $2::timestamptz - interval '1 minute'
             order by at, record.change.sequence limit 10000) near), ${startOf.now})`
        : startOf[to]
    } where consumer = $1`,
    since ? [consumer, to] : [consumer],
  );
}
