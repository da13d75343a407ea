/** The table of runs: what has to be indexed anew, and how far it is. The queue only says that somebody has to do it. */
import { typeName, typeNumber } from '#libs/fhir/resource-types.ts';
import type { Tx } from '../../db/database.ts';
import { defineJob, jobs } from '../../jobs/index.ts';
import { nextNumber } from '../state-watch.ts';

/** Tries of a run; each goes on where the last one ended. */
export const reindexJob = defineJob<{ reindex: string }>('reindex', { maxAttempts: 8 });

export interface Run {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly requested: Date;
  readonly types: readonly string[];
  readonly xid: string;
  readonly typeAt: number;
  readonly updated: string;
  readonly patient: string;
  readonly lastId: string;
  readonly until: string | null;
  readonly total: number | null;
  readonly done: number;
  readonly changed: number;
  readonly failures: number;
  readonly failure: string | null;
  readonly finished: Date | null;
}

// Instants stay texts where they are handed back: a Date would lose their microseconds.
const columns = `run as id, state, requested, types, xid::text, type_at as "typeAt", updated::text, patient::text,
  last_id as "lastId", until::text, total::float8, done::float8, changed::float8, failures::float8, failure, finished`;

type Found = Omit<Run, 'types'> & { types: number[] };
const asRun = ({ types, ...run }: Found): Run => ({ ...run, types: types.map((number) => typeName(number) ?? '') });

/**
 * Asks for all resources of some types to be indexed anew, once `tx` commits. A run that has not begun yet takes it
 * along. Returns its id.
 */
export async function requestReindex(tx: Tx, types: readonly string[], actor?: string): Promise<string> {
  const numbers = types.map(typeNumber);
  // One at a time: two that find no run waiting must not make two.
  await tx.query("select pg_advisory_xact_lock(hashtextextended('record.reindex', 0))");
  const { rows } = await tx.query<{ id: string }>(
    `update record.reindex set xid = pg_current_xact_id(), actor = coalesce($2, actor),
        types = array(select distinct unnest(types || $1::smallint[]) order by 1)
      where state = 'waiting' and run = (
        select run from record.reindex where state = 'waiting' order by requested limit 1 for update skip locked)
      returning run as id`,
    [numbers, actor],
  );
  const [waiting] = rows;
  if (waiting) return waiting.id;
  const { rows: made } = await tx.query<{ id: string }>(
    `insert into record.reindex (run, state, xid, types, actor) values (gen_random_uuid()::text, 'waiting',
        pg_current_xact_id(), array(select distinct unnest($1::smallint[]) order by 1), $2) returning run as id`,
    [numbers, actor],
  );
  const id = made[0]?.id ?? '';
  await addJob(tx, id);
  return id;
}

export const addJob = (tx: Tx, id: string, runAt?: Date): Promise<string> =>
  jobs.add(tx, reindexJob, { reindex: id }, { key: `reindex ${id}`, lane: 'reindex', ...(runAt ? { runAt } : {}) });

export async function findRun(tx: Tx, id: string): Promise<Run | undefined> {
  const { rows } = await tx.query<Found>(`select ${columns} from record.reindex where run = $1`, [id]);
  return rows.map(asRun)[0];
}

/** The run, held by this transaction: two workers that both think it is theirs come one after the other. */
export async function holdRun(tx: Tx, id: string): Promise<Run | undefined> {
  const { rows } = await tx.query<Found>(`select ${columns} from record.reindex where run = $1 for update`, [id]);
  return rows.map(asRun)[0];
}

/** Runs that are not done, and the last ones that are. */
export async function recentRuns(tx: Tx, most = 20): Promise<Run[]> {
  const { rows } = await tx.query<Found>(
    `select ${columns} from record.reindex order by state in ('waiting', 'running') desc, requested desc limit $1`,
    [most],
  );
  return rows.map(asRun);
}

/**
 * From here on the run takes nothing more along. It makes those parameters ready that search none but its types.
 * False when it is done, or not there.
 */
export async function beginRun(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update record.reindex r set state = 'running', started = coalesce(started, clock_timestamp()), failure = null,
        serials = array(select p.serial from record.search_parameter p
          where p.definition is not null and p.ready is null and p.types <@ r.types)
      where run = $1 and state = 'waiting'`,
    [id],
  );
  if (rowCount > 0) return true;
  const { rowCount: again } = await tx.query(
    `update record.reindex set state = 'running', failure = null where run = $1 and state in ('running', 'failed')`,
    [id],
  );
  return again > 0;
}

/** Has everything ended that may have begun before the run was asked for? As CREATE INDEX CONCURRENTLY waits. */
export async function othersEnded(tx: Tx, { xid }: Run): Promise<boolean> {
  const { rows } = await tx.query<{ ended: boolean }>(
    `select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 and not exists (
        select from pg_stat_activity where backend_type = 'client backend' and datname = current_database()
          and pid <> pg_backend_pid() and age(backend_xmin) >= age($1::xid8::xid)) as ended`,
    [xid],
  );
  return rows[0]?.ended === true;
}

export interface Step {
  readonly typeAt: number;
  readonly updated: string;
  readonly patient: string;
  readonly lastId: string;
  readonly done: number;
  readonly changed: number;
  readonly failures: number;
  readonly failure: string | undefined;
}

export async function advanceRun(tx: Tx, id: string, step: Step): Promise<void> {
  await tx.query(
    `update record.reindex set type_at = $2, updated = $3, patient = $4, last_id = $5, done = done + $6,
        changed = changed + $7, failures = failures + $8, failure = coalesce($9, failure) where run = $1`,
    [
      ...[id, step.typeAt, step.updated, step.patient, step.lastId],
      ...[step.done, step.changed, step.failures, step.failure?.slice(0, 500)],
    ],
  );
}

/**
 * Where the run ends: at the newest resource that is there when all have ended that may not know of its parameters.
 * Whatever comes later is extracted by them.
 */
export async function setEnd(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `update record.reindex set until = coalesce((
        select max(newest.updated) from unnest(types) t(type) cross join lateral (
          select r.updated from record.resource r where r.type = t.type order by r.updated desc limit 1) newest),
        '-infinity') where run = $1 and until is null`,
    [id],
  );
}

/** How much there is to do, where counting does not take too long. */
export async function setTotal(tx: Tx, id: string): Promise<void> {
  await tx.query("set local statement_timeout = '30s'");
  await tx.query(
    `update record.reindex x set total = (select count(*) from record.resource r where r.type = any(x.types))
      where run = $1 and total is null`,
    [id],
  );
}

/** Its parameters are ready, unless they changed meanwhile; every process learns it. */
export async function finishRun(tx: Tx, id: string, stateTable: string): Promise<void> {
  const number = await nextNumber(tx, stateTable);
  await tx.query(
    `update record.search_parameter p set ready = clock_timestamp(), changed = $2 from record.reindex r
      where r.run = $1 and p.serial = any(r.serials) and p.definition is not null`,
    [id, number],
  );
  await tx.query(`update record.reindex set state = 'done', finished = clock_timestamp() where run = $1`, [id]);
  // What was done long ago interests nobody.
  await tx.query(
    `delete from record.reindex where state in ('done', 'failed') and finished < clock_timestamp() - interval '90 days'`,
  );
}

export async function failRun(tx: Tx, id: string, says: string): Promise<void> {
  await tx.query(
    `update record.reindex set state = 'failed', failure = $2, finished = clock_timestamp() where run = $1`,
    [id, says.slice(0, 500)],
  );
}
