/** Subscriptions and their events as rows. */
import type { Tx } from '../db/database.ts';
import type { FeedChange, FeedEntry } from '../feed/index.ts';
import type { Wanted } from './subscription.ts';

export type Status = 'requested' | 'active' | 'error' | 'off';

export interface State extends Omit<Wanted, 'ends' | 'heartbeat' | 'topic'> {
  readonly id: string;
  readonly owner: string;
  readonly status: Status;
  readonly topic: string | null;
  readonly heartbeat: number | null;
  readonly ends: Date | null;
  readonly number: string;
  readonly delivered: string;
  readonly failures: number;
  readonly sent: Date | null;
  readonly error: string | null;
}

export interface Event {
  readonly number: string;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly at: Date;
}

const columns = `id, owner, status, type, query, topic, endpoint, content, headers, heartbeat, most, ends,
  number, delivered, failures, sent, error`;

/** As the resource now says; what was sent is not forgotten. */
export async function keepState(tx: Tx, id: string, owner: string, wanted: Wanted): Promise<void> {
  const { type, query, topic, endpoint, content, headers, heartbeat, most, ends } = wanted;
  await tx.query(
    `insert into subscription.state
      (id, owner, status, type, query, topic, endpoint, content, headers, heartbeat, most, ends)
      values ($1, $2, 'requested', $3, $4, $5, $6, $7, $8, $9, $10, $11)
      on conflict (id) do update set owner = excluded.owner, status = 'requested', type = excluded.type,
        query = excluded.query, topic = excluded.topic, endpoint = excluded.endpoint, content = excluded.content,
        headers = excluded.headers, heartbeat = excluded.heartbeat, most = excluded.most, ends = excluded.ends,
        failures = 0, error = null`,
    [id, owner, type, query, topic, endpoint, content, headers, heartbeat, most, ends],
  );
}

export async function findState(tx: Tx, id: string): Promise<State | undefined> {
  const { rows } = await tx.query<State>(`select ${columns} from subscription.state where id = $1`, [id]);
  return rows[0];
}

/** Those that listen to one of these types. */
export async function listening(tx: Tx, types: readonly string[]): Promise<State[]> {
  const { rows } = await tx.query<State>({
    name: 'subscription-listening',
    text: `select ${columns} from subscription.state
      where status = 'active' and type = any($1) and (ends is null or ends > now())`,
    values: [types],
  });
  return rows;
}

export async function setStatus(tx: Tx, id: string, status: Status, error: string | null = null): Promise<void> {
  await tx.query('update subscription.state set status = $2, error = $3, failures = 0 where id = $1', [
    id,
    status,
    error,
  ]);
}

/** Numbers what is new among these; false when all of it was there. */
export async function addEvents(
  tx: Tx,
  id: string,
  { patient, sequence, at }: FeedChange,
  entries: readonly FeedEntry[],
): Promise<boolean> {
  // The row is held: numbers have no gaps though lanes of the feed work at once.
  const { rows: held } = await tx.query<{ number: string }>(
    `select number from subscription.state where id = $1 and status = 'active' for update`,
    [id],
  );
  if (!held[0]) return false;
  const { rows } = await tx.query<{ n: number }>(
    `with fresh as (
        select e.type, e.id, e.version, row_number() over () + $4::int8 as number
        from unnest($5::text[], $6::text[], $7::int4[]) as e(type, id, version)
        where not exists (select from subscription.event o where o.subscription = $1 and o.patient = $2
          and o.sequence = $3 and o.type = e.type and o.id = e.id)),
      added as (
        insert into subscription.event (subscription, number, patient, sequence, type, id, version, at)
        select $1, number, $2, $3, type, id, version, $8 from fresh returning number)
      update subscription.state set number = (select max(number) from added)
      where id = $1 and exists (select from added) returning 1 as n`,
    [
      ...[id, patient, sequence, held[0].number],
      entries.map(({ type }) => type),
      entries.map((entry) => entry.id),
      entries.map(({ version }) => version),
      at,
    ],
  );
  return rows.length > 0;
}

export async function eventsAfter(tx: Tx, id: string, after: string, limit: number, until?: string): Promise<Event[]> {
  const { rows } = await tx.query<Event>(
    `select number, type, id, version, at from subscription.event
      where subscription = $1 and number > $2 and ($4::int8 is null or number <= $4) order by number limit $3`,
    [id, after, limit, until],
  );
  return rows;
}

/** Takes the right to send for a minute; undefined while another process has it. */
export async function takeSending(tx: Tx, id: string): Promise<State | undefined> {
  const { rows } = await tx.query<State>(
    `update subscription.state set busy_until = now() + interval '1 minute'
      where id = $1 and (busy_until is null or busy_until < now()) returning ${columns}`,
    [id],
  );
  return rows[0];
}

export async function endSending(tx: Tx, id: string): Promise<void> {
  await tx.query('update subscription.state set busy_until = null where id = $1', [id]);
}

export async function wasSent(tx: Tx, id: string, delivered: string): Promise<void> {
  await tx.query(
    `update subscription.state set delivered = greatest(delivered, $2), failures = 0, error = null, sent = now(),
      busy_until = now() + interval '1 minute' where id = $1`,
    [id, delivered],
  );
}

export async function sendingFailed(tx: Tx, id: string, says: string): Promise<number> {
  const { rows } = await tx.query<{ failures: number }>(
    'update subscription.state set failures = failures + 1, error = $2 where id = $1 returning failures',
    [id, says],
  );
  return rows[0]?.failures ?? 0;
}
