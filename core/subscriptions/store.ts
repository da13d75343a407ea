/** Subscriptions and their events as rows. */
import type { Tx } from '../db/database.ts';
import type { FeedChange, FeedEntry } from '../feed/index.ts';
import type { Interaction, Topic } from './topics/topic.ts';
import { builtInTopics } from './topics/built-in.ts';
import type { Wanted } from './subscription.ts';

export type Status = 'requested' | 'active' | 'error' | 'off';

export interface State extends Omit<Wanted, 'ends' | 'heartbeat' | 'topic' | 'endpoint'> {
  readonly id: string;
  readonly owner: string;
  readonly status: Status;
  readonly topic: string | null;
  /** The topic that it names, as it is now; undefined for classic criteria, and when there is none any more. */
  readonly definition: Topic | undefined;
  readonly endpoint: string | null;
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
  readonly method: Interaction;
  readonly at: Date;
}

/** Events kept for `$events`: those that were sent go when they are older than so many. */
const keptEvents = 10_000;

const states = `select s.id, owner, status, channel, types, filters, topic, endpoint, content, headers, heartbeat, most,
  ends, number, delivered, failures, sent, error, t.definition
  from subscription.state s left join subscription.topic t on t.url = split_part(s.topic, '|', 1)`;

const asState = (row: State & { definition: Topic | null }): State => ({
  ...row,
  definition: (row.topic === null ? undefined : builtInTopics().get(row.topic)) ?? row.definition ?? undefined,
});

/** As the resource now says; what was sent is not forgotten. */
export async function keepState(tx: Tx, id: string, owner: string, wanted: Wanted): Promise<void> {
  const { channel, types, filters, topic, endpoint, content, headers, heartbeat, most, ends } = wanted;
  await tx.query(
    `insert into subscription.state
      (id, owner, status, channel, types, filters, topic, endpoint, content, headers, heartbeat, most, ends)
      values ($1, $2, 'requested', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      on conflict (id) do update set owner = excluded.owner, status = 'requested', channel = excluded.channel,
        types = excluded.types, filters = excluded.filters, topic = excluded.topic, endpoint = excluded.endpoint,
        content = excluded.content, headers = excluded.headers, heartbeat = excluded.heartbeat, most = excluded.most,
        ends = excluded.ends, failures = 0, error = null`,
    [id, owner, channel, types, JSON.stringify(filters), topic, endpoint, content, headers, heartbeat, most, ends],
  );
}

export async function findState(tx: Tx, id: string): Promise<State | undefined> {
  const [state] = await findStates(tx, [id]);
  return state;
}

export async function findStates(tx: Tx, ids: readonly string[]): Promise<State[]> {
  const { rows } = await tx.query<State & { definition: Topic | null }>(`${states} where s.id = any($1)`, [ids]);
  return rows.map(asState);
}

/** The last event of each, where it is active: what sockets have told ends there; `''` where it is not. */
export async function numbersOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; number: string }>({
    name: 'subscription-numbers',
    text: `select id, case status when 'active' then number::text else '' end as number
      from subscription.state where id = any($1)`,
    values: [ids],
  });
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** Those of a client that may be bound to a socket. */
export async function socketsOf(tx: Tx, owner: string, most: number): Promise<State[]> {
  const { rows } = await tx.query<State & { definition: Topic | null }>(
    `${states} where owner = $1 and channel = 'websocket' and status = 'active' order by s.id limit $2`,
    [owner, most],
  );
  return rows.map(asState);
}

/** Ids of those that a client wrote. */
export async function idsOf(tx: Tx, owner: string, most: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from subscription.state where owner = $1 order by id limit $2',
    [owner, most],
  );
  return rows.map(({ id }) => id);
}

/** Those that listen to one of these types. */
export async function listening(tx: Tx, types: readonly string[]): Promise<State[]> {
  const { rows } = await tx.query<State & { definition: Topic | null }>({
    name: 'subscription-listening',
    text: `${states} where status = 'active' and types && $1 and (ends is null or ends > now()) order by s.id`,
    values: [[...types, 'Resource']],
  });
  return rows.map(asState);
}

/** Those that name a topic. */
export async function onTopic(tx: Tx, url: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    "select id from subscription.state where split_part(topic, '|', 1) = $1 and status <> 'off'",
    [url],
  );
  return rows.map(({ id }) => id);
}

/** Subscriptions whose topic is no more, or no longer listens to what they were understood by. */
export async function withoutTopic(tx: Tx, known: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select s.id from subscription.state s where topic is not null and status in ('active', 'requested')
      and split_part(topic, '|', 1) <> all($1)
      and not exists (select from subscription.topic t where t.url = split_part(s.topic, '|', 1))`,
    [known],
  );
  return rows.map(({ id }) => id);
}

/** Forgets a Subscription that was deleted, with its events. */
export async function forgetState(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from subscription.state where id = $1', [id]);
}

/** What was removed for good is told of no more. */
export async function forgetEvents(tx: Tx, entries: readonly FeedEntry[]): Promise<void> {
  await tx.query(
    `delete from subscription.event e using unnest($1::text[], $2::text[]) w(type, id)
      where e.type = w.type and e.id = w.id`,
    [entries.map(({ type }) => type), entries.map(({ id }) => id)],
  );
}

export async function setStatus(tx: Tx, id: string, status: Status, error: string | null = null): Promise<void> {
  await tx.query('update subscription.state set status = $2, error = $3, failures = 0 where id = $1', [
    id,
    status,
    error,
  ]);
}

/**
 * Numbers what is new among these; undefined when all of it was there. Tells how many failures there are in a row now
 * that nobody can end them before the events are there.
 */
export async function addEvents(
  tx: Tx,
  id: string,
  { patient, sequence, at }: FeedChange,
  entries: readonly FeedEntry[],
): Promise<{ failures: number } | undefined> {
  // The row is held: numbers have no gaps though lanes of the feed work at once.
  const { rows: held } = await tx.query<{ number: string; failures: number }>(
    `select number, failures from subscription.state where id = $1 and status = 'active' for update`,
    [id],
  );
  if (!held[0]) return undefined;
  const { rows } = await tx.query<{ n: number }>(
    `with fresh as (
        select e.type, e.id, e.version, e.method, row_number() over () + $4::int8 as number
        from unnest($5::text[], $6::text[], $7::int4[], $8::text[]) as e(type, id, version, method)
        where not exists (select from subscription.event o where o.subscription = $1 and o.patient = $2
          and o.sequence = $3 and o.type = e.type and o.id = e.id)),
      added as (
        insert into subscription.event (subscription, number, patient, sequence, type, id, version, method, at)
        select $1, number, $2, $3, type, id, version, method, $9 from fresh returning number),
      dropped as (
        delete from subscription.event where subscription = $1 and number <= $4::int8 - $10::int8
          and number <= (select case channel when 'websocket' then s.number else delivered end
            from subscription.state s where s.id = $1))
      update subscription.state set number = (select max(number) from added)
      where id = $1 and exists (select from added) returning 1 as n`,
    [
      ...[id, patient, sequence, held[0].number],
      entries.map(({ type }) => type),
      entries.map((entry) => entry.id),
      entries.map(({ version }) => version),
      entries.map(({ method }) => method),
      ...[at, keptEvents],
    ],
  );
  return rows.length > 0 ? { failures: held[0].failures } : undefined;
}

export async function eventsAfter(tx: Tx, id: string, after: string, limit: number, until?: string): Promise<Event[]> {
  const { rows } = await tx.query<Event>(
    `select number, type, id, version, method, at from subscription.event
      where subscription = $1 and number > $2 and ($4::int8 is null or number <= $4) order by number limit $3`,
    [id, after, limit, until],
  );
  return rows;
}

/** Takes the right to send for a minute; undefined while another process has it. */
export async function takeSending(tx: Tx, id: string): Promise<State | undefined> {
  const { rowCount } = await tx.query(
    `update subscription.state set busy_until = now() + interval '1 minute'
      where id = $1 and (busy_until is null or busy_until < now())`,
    [id],
  );
  return rowCount > 0 ? findState(tx, id) : undefined;
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
