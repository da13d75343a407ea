/** Putting jobs into the one queue, and looking at it. https://worker.graphile.org/docs/sql-add-job */
import type { Tx } from '../db/database.ts';
import type { Job } from './job.ts';

export interface AddOptions {
  /** One job of this key waits at a time: adding again replaces what waits (and follows what is running already). */
  readonly key?: string;
  /** Not before. Whole work that waits for its time (expiry) is put off by this. */
  readonly runAt?: Date;
  readonly maxAttempts?: number;
  /** Jobs of one lane run one after the other. Few lanes: each is a row for ever. */
  readonly lane?: string;
}

/** Adds a job in `tx`: it is there when the transaction commits, and only then. Returns its id. */
export async function add<Payload extends object>(
  tx: Tx,
  job: Job<Payload>,
  payload: Payload,
  { key, runAt, maxAttempts = job.maxAttempts, lane }: AddOptions = {},
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'jobs-add',
    text: `select id from jobs.add_job($1, payload => $2::json, queue_name => $3, run_at => $4, max_attempts => $5,
      job_key => $6)`,
    values: [job.name, JSON.stringify(payload), lane, runAt, maxAttempts, key],
  });
  return rows[0]?.id ?? '';
}

/** Takes the job of this key out, or keeps one that is running from being tried again. */
export async function cancel(tx: Tx, key: string): Promise<void> {
  await tx.query('select jobs.remove_job($1)', [key]);
}

/** `parked`: given up after its last try; it waits for a person, who repeats or removes it. */
export type JobState = 'waiting' | 'running' | 'retrying' | 'parked';

export interface QueuedJob {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly state: JobState;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly runAt: Date;
  readonly createdAt: Date;
  /** Why the last try failed. */
  readonly reason: string | null;
}

const state = `case when locked_at is not null then 'running' when attempts >= max_attempts then 'parked'
  when attempts > 0 then 'retrying' else 'waiting' end`;

/** What is in the queue, oldest first. Jobs that are done are not kept: their effect tells. */
export async function list(
  tx: Tx,
  { state: wanted, name, limit = 100 }: { state?: JobState; name?: string; limit?: number } = {},
): Promise<QueuedJob[]> {
  const { rows } = await tx.query<QueuedJob>(
    `select * from (
       select id, task_identifier as name, key, ${state} as state, attempts, max_attempts as "maxAttempts",
         run_at as "runAt", created_at as "createdAt", last_error as reason from jobs.jobs) queued
     where ($1::text is null or state = $1) and ($2::text is null or name = $2) order by id::bigint limit $3`,
    [wanted, name, limit],
  );
  return rows;
}

/** How many jobs of each name are in each state: for /metrics. */
export async function count(tx: Tx): Promise<{ name: string; state: JobState; jobs: number }[]> {
  const { rows } = await tx.query<{ name: string; state: JobState; jobs: number }>(
    `select task_identifier as name, ${state} as state, count(*)::int as jobs from jobs.jobs group by 1, 2`,
  );
  return rows;
}

/** Gives a parked job its tries back. False when there is no such job. */
export async function repeat(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'select from jobs.reschedule_jobs(array[$1::int8], run_at => now(), attempts => 0)',
    [id],
  );
  return rowCount > 0;
}

/** Removes a job that is not running. False when there is none. */
export async function remove(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('select from jobs.complete_jobs(array[$1::int8])', [id]);
  return rowCount > 0;
}
