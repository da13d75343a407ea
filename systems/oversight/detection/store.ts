/** The one file of detection that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Alert, Done } from './model.ts';
import type { AlertState } from './states.ts';

export interface Unexplained {
  readonly actor: string;
  readonly patient: string;
  readonly actorName: string;
  readonly facility: string;
  readonly source: string;
  readonly sequence: string;
  readonly at: Date;
  readonly due: Date;
}

export interface AlertFilter {
  readonly states?: readonly AlertState[] | undefined;
  readonly queue?: string | undefined;
  readonly rule?: string | undefined;
  /** Where a page ended: time and id. */
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

const alertColumns = `id, rule, severity, queue, subject_kind as "subjectKind", subject, subject_name as "subjectName",
  facility, source, at, sequence, raised_at as "raisedAt", facts, emergency, state, taken_by as "takenBy",
  taken_at as "takenAt", closed_by as "closedBy", closed_at as "closedAt", reason, done`;

export type DetectionStore = ReturnType<typeof detectionStore>;

export function detectionStore(tx: Tx) {
  const many = async <R>(name: string, text: string, values: unknown[]): Promise<R[]> =>
    (await tx.query<R>({ name: `detection-${name}`, text, values })).rows;
  const run = async (name: string, text: string, values: unknown[]): Promise<number> =>
    (await tx.query({ name: `detection-${name}`, text, values })).rowCount;
  return { ...memoryQueries(many, run), ...unexplainedQueries(many, run), ...alertQueries(many, run) };
}

type Many = <R>(name: string, text: string, values: unknown[]) => Promise<R[]>;
type Run = (name: string, text: string, values: unknown[]) => Promise<number>;

function memoryQueries(many: Many, run: Run) {
  return {
    memories: (keys: readonly string[]) =>
      many<{ key: string; state: string }>('memories', 'select key, state from detection.memory where key = any($1)', [
        keys,
      ]),
    keepMemories: (rows: readonly { key: string; last: Date; state: string }[]) =>
      run(
        'keep-memories',
        `insert into detection.memory (key, last, state) select * from unnest($1::text[], $2::timestamptz[], $3::text[])
         on conflict (key) do update set last = excluded.last, state = excluded.state`,
        [rows.map(({ key }) => key), rows.map(({ last }) => last), rows.map(({ state }) => state)],
      ),
    /** Forgets whom nobody has seen for long, and the oldest beyond so many. */
    forgetMemories: async (sources: Date, others: Date, atMost: number) => {
      await run(
        'forget-memories',
        `delete from detection.memory where last < $2 or (last < $1 and starts_with(key, 'source '))`,
        [sources, others],
      );
      await run(
        'forget-oldest',
        `delete from detection.memory where last < (select last from detection.memory order by last desc offset $1 limit 1)`,
        [atMost],
      );
    },
    /** The time of the trail; undefined before the first event. */
    clock: async () => (await many<{ at: Date }>('clock', 'select at from detection.clock', []))[0]?.at,
    setClock: (at: Date) =>
      run(
        'set-clock',
        'insert into detection.clock (at) values ($1) on conflict (one) do update set at = greatest(clock.at, excluded.at)',
        [at],
      ),
  };
}

function unexplainedQueries(many: Many, run: Run) {
  return {
    /** One for each person, patient and period: the first. However the feed is cut, the same rows. */
    addUnexplained: (rows: readonly Unexplained[]) =>
      run(
        'add-unexplained',
        `insert into detection.unexplained (actor, patient, actor_name, facility, source, sequence, at, due, period)
         select distinct on (actor, patient, period) * from unnest($1::text[], $2::int8[], $3::text[], $4::text[],
           $5::text[], $6::int8[], $7::timestamptz[], $8::timestamptz[], $9::int8[])
           w(actor, patient, actor_name, facility, source, sequence, at, due, period)
         order by actor, patient, period, sequence on conflict do nothing`,
        [
          ...[rows.map((row) => row.actor), rows.map((row) => row.patient), rows.map((row) => row.actorName)],
          ...[rows.map((row) => row.facility), rows.map((row) => row.source), rows.map((row) => row.sequence)],
          ...[rows.map((row) => row.at), rows.map((row) => row.due)],
          rows.map(({ at, due }) => Math.floor(at.getTime() / (due.getTime() - at.getTime()))),
        ],
      ),
    /** Takes out those whose time has come, the earliest first. */
    takeDue: (clock: Date, limit: number): Promise<Unexplained[]> =>
      many<Unexplained>(
        'take-due',
        `with due as (delete from detection.unexplained where (actor, patient, period) in
             (select actor, patient, period from detection.unexplained where due <= $1
              order by due, actor, patient limit $2)
           returning actor, patient, actor_name as "actorName", facility, source, sequence, at, due)
         select * from due order by due, actor, patient`,
        [clock, limit],
      ),
  };
}

function alertQueries(many: Many, run: Run) {
  return {
    /** False when it was raised before: the feed was read again. */
    addAlert: async (alert: Alert): Promise<boolean> =>
      (await run(
        'add-alert',
        `insert into detection.alert (id, rule, severity, queue, subject_kind, subject, subject_name, facility, source,
           at, sequence, raised_at, facts, emergency)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (id) do nothing`,
        [
          ...[alert.id, alert.rule, alert.severity, alert.queue, alert.subjectKind, alert.subject, alert.subjectName],
          ...[alert.facility, alert.source, alert.at, alert.sequence, alert.raisedAt, JSON.stringify(alert.facts)],
          alert.emergency,
        ],
      )) === 1,
    /** The alert, held until the transaction ends. */
    lockAlert: async (id: string): Promise<Alert | undefined> =>
      (
        await many<Alert>('lock-alert', `select ${alertColumns} from detection.alert where id = $1 for update`, [id])
      )[0],
    alert: async (id: string): Promise<Alert | undefined> =>
      (await many<Alert>('alert', `select ${alertColumns} from detection.alert where id = $1`, [id]))[0],
    /** Newest first. */
    alerts: ({ states, queue, rule, after, limit }: AlertFilter) =>
      many<Alert>(
        'alerts',
        `select ${alertColumns} from detection.alert
         where ($1::text[] is null or state = any($1)) and ($2::text is null or queue = $2)
           and ($3::text is null or rule = $3)
           and ($4::timestamptz is null or (at, id) < ($4, $5::uuid))
         order by at desc, id desc limit $6`,
        [states ?? null, queue ?? null, rule ?? null, after?.at ?? null, after?.id ?? null, limit],
      ),
    setState: (id: string, state: AlertState, by: string | null, at: Date) =>
      run('set-state', 'update detection.alert set state = $2, taken_by = $3, taken_at = $4 where id = $1', [
        ...[id, state, by, by === null ? null : at],
      ]),
    close: (id: string, state: AlertState, by: string, at: Date, reason: string) =>
      run('close', 'update detection.alert set state = $2, closed_by = $3, closed_at = $4, reason = $5 where id = $1', [
        ...[id, state, by, at, reason],
      ]),
    setDone: (id: string, done: readonly Done[]) =>
      run('set-done', 'update detection.alert set done = $2 where id = $1', [id, JSON.stringify(done)]),
    /** How each rule has done in so many days: the ledger of noise. */
    ledger: (since: Date) =>
      many<{ rule: string; state: AlertState; count: number }>(
        'ledger',
        'select rule, state, count(*)::int as count from detection.alert where at >= $1 group by rule, state',
        [since],
      ),
  };
}
