/** Changes that a consumer could not take: tried again at growing distance, then parked. Order per patient is kept. */
import type { Tx } from '../db/database.ts';
import { type ChangeRow, changeColumns } from './change.ts';
import type { LaneOf, Position } from './cursor.ts';

export const mostTries = 10;

/** 1 s, 2 s, 4 s … at most 10 minutes: ten tries take about a quarter of an hour. */
export const delayAfter = (tries: number): number => Math.min(1000 * 2 ** (tries - 1), 600_000);

export interface Postponed {
  readonly patient: string;
  readonly sequence: string;
  readonly tries: number;
  /** ms from now; undefined: behind another of the patient. */
  readonly delay: number | undefined;
  readonly reason: string | undefined;
}

/** Moves the cursor and puts aside what could not be taken, or does neither when the turn is another's by now. */
export async function moveOn(
  tx: Tx,
  { consumer, lane }: LaneOf,
  epoch: string,
  { xid, sequence }: Position,
  postponed: readonly Postponed[],
): Promise<boolean> {
  const { rows } = await tx.query<{ moved: boolean }>({
    name: 'feed-move',
    text: `with moved as (
        update feed.cursor set xid = $4::xid8, sequence = $5, moved = now()
        where consumer = $1 and lane = $2 and epoch = $3 returning 1),
      put_aside as (
        insert into feed.waiting (consumer, lane, patient, sequence, tries, due, reason)
        select $1, $2, w.patient, w.sequence, w.tries,
          case when w.delay is null then 'infinity' else now() + w.delay * interval '1 ms' end, w.reason
        from unnest($6::int8[], $7::int8[], $8::int2[], $9::float8[], $10::text[])
          as w(patient, sequence, tries, delay, reason)
        where exists (select from moved)
        on conflict do nothing)
      select exists (select from moved) as moved`,
    values: [
      ...[consumer, lane, epoch, xid, sequence],
      postponed.map((one) => one.patient),
      postponed.map((one) => one.sequence),
      postponed.map((one) => one.tries),
      postponed.map((one) => one.delay ?? null),
      postponed.map((one) => one.reason ?? null),
    ],
  });
  return rows[0]?.moved ?? false;
}

/** Of these patients, those who have something waiting: what comes now stands behind it. */
export async function whoWaits(tx: Tx, consumer: string, patients: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ patient: string }>({
    name: 'feed-who-waits',
    text: `select distinct patient from feed.waiting
      where consumer = $1 and patient = any($2::int8[]) and not parked`,
    values: [consumer, patients],
  });
  return new Set(rows.map(({ patient }) => patient));
}

export type DueRow = ChangeRow & { tries: number };

/** The first waiting change of each patient, where it is due. */
export async function due(tx: Tx, { consumer, lane }: LaneOf, limit: number): Promise<DueRow[]> {
  const { rows } = await tx.query<DueRow>({
    name: 'feed-due',
    text: `select ${changeColumns}, w.tries from (
        select patient, sequence, tries from feed.waiting
        where consumer = $1 and lane = $2 and due <= now() and not parked order by due limit $3) w
      join record.change c on c.patient = w.patient and c.sequence = w.sequence`,
    values: [consumer, lane, limit],
  });
  return rows;
}

const isNext = `patient = $2 and sequence = (
  select min(sequence) from feed.waiting where consumer = $1 and patient = $2 and sequence > $3 and not parked)`;

/** Taken at last: the next of the patient is due. */
export async function taken(tx: Tx, consumer: string, { patient, sequence }: ChangeRow): Promise<void> {
  await tx.query({
    name: 'feed-taken',
    text: `with gone as (delete from feed.waiting where consumer = $1 and patient = $2 and sequence = $3)
      update feed.waiting set due = now() where consumer = $1 and ${isNext}`,
    values: [consumer, patient, sequence],
  });
}

/** Failed again. True when that was the last try: it is parked, and the next of the patient is due. */
export async function failedAgain(tx: Tx, consumer: string, row: DueRow, reason: string): Promise<boolean> {
  const { patient, sequence } = row;
  const tries = row.tries + 1;
  if (tries < mostTries) {
    await tx.query({
      name: 'feed-failed',
      text: `update feed.waiting set tries = $4, reason = $5, due = now() + $6 * interval '1 ms'
        where consumer = $1 and patient = $2 and sequence = $3`,
      values: [consumer, patient, sequence, tries, reason, delayAfter(tries)],
    });
    return false;
  }
  await tx.query({
    name: 'feed-park',
    text: `with parked as (
        update feed.waiting set tries = $4, reason = $5, due = 'infinity', parked = true
        where consumer = $1 and patient = $2 and sequence = $3)
      update feed.waiting set due = now() where consumer = $1 and ${isNext}`,
    values: [consumer, patient, sequence, tries, reason],
  });
  return true;
}

/** How the lane stands: ms until something is due (null: nothing waits), and whether its turn is still its own. */
export async function stateOf(
  tx: Tx,
  { consumer, lane }: LaneOf,
): Promise<{ due: number | null; epoch: string } | undefined> {
  const { rows } = await tx.query<{ due: number | null; epoch: string }>({
    name: 'feed-state',
    text: `select epoch, (select (extract(epoch from due - now()) * 1000)::float8 from feed.waiting
        where consumer = $1 and lane = $2 and not parked and due < 'infinity' order by due limit 1) as due
      from feed.cursor where consumer = $1 and lane = $2`,
    values: [consumer, lane],
  });
  return rows[0];
}

/** Parked changes are tried anew, in their order. Returns how many. */
export async function repeatParked(tx: Tx, consumer: string): Promise<number> {
  const { rowCount } = await tx.query(
    `update feed.waiting w set parked = false, tries = 0, due = case when exists (
        select from feed.waiting o where o.consumer = $1 and o.patient = w.patient and o.sequence < w.sequence)
      then 'infinity'::timestamptz else now() end
      where w.consumer = $1 and w.parked`,
    [consumer],
  );
  return rowCount;
}
