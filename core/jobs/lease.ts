/**
 * Workers that live tell so. A job that is held by a worker which has been silent is given to others: graphile-worker
 * alone would wait four hours after a process was killed.
 */
import type { Database } from '../db/database.ts';

export interface Lease {
  stop(): Promise<void>;
}

export interface LeaseOptions {
  readonly database: Database;
  /** By which ids this process locks jobs. */
  readonly holders: () => readonly string[];
  /** Pause between signs of life, ms. */
  readonly every: number;
  /** Silence after which a worker counts as dead, ms. Well above `every`, and above the longest pause of a process. */
  readonly deadAfter: number;
  readonly onFailure: (error: Error) => void;
}

/** Tells that the workers live, and frees what dead ones held. The database's clock alone decides. */
export async function keepLease(options: LeaseOptions): Promise<Lease> {
  const { database, holders, every, onFailure } = options;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const beat = async (): Promise<void> => {
    try {
      await tell(database, holders());
      await freeHeldByDead(database, options.deadAfter);
    } catch (error) {
      onFailure(error as Error);
    }
  };
  const tick = (): void => {
    timer = setTimeout(() => {
      work = beat().then(() => {
        if (!stopped) tick();
      });
    }, every);
    timer.unref();
  };
  await beat();
  tick();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await work;
      // Whatever was not given back on the way out is given back here.
      await database.query('select jobs.force_unlock_workers($1)', [holders()]).catch(onFailure);
      await database.query('delete from jobs.worker where id = any($1)', [holders()]).catch(onFailure);
    },
  };
}

async function tell(database: Database, ids: readonly string[]): Promise<void> {
  await database.query({
    name: 'jobs-tell',
    text: `insert into jobs.worker (id, seen) select unnest($1::text[]), now()
      on conflict (id) do update set seen = excluded.seen`,
    values: [ids],
  });
}

async function freeHeldByDead(database: Database, deadAfter: number): Promise<void> {
  const { rows } = await database.query<{ ids: string[] | null }>({
    name: 'jobs-free',
    text: `with dead as (
        select distinct locked_by as id from jobs._private_jobs held
        where locked_at < now() - $1 * interval '1 ms' and not exists (
          select from jobs.worker where worker.id = held.locked_by and seen > now() - $1 * interval '1 ms')),
      marked as (
        update jobs._private_jobs set last_error = 'The process that ran it ended.'
        where locked_by in (select id from dead) returning 1),
      forgotten as (delete from jobs.worker where seen < now() - interval '1 day' returning 1)
      select array_agg(id) as ids from dead`,
    values: [deadAfter],
  });
  const ids = rows[0]?.ids;
  if (ids) await database.query('select jobs.force_unlock_workers($1)', [ids]);
  // When a worker was only taken for dead, the job is done twice; whoever ends last finds no job, and leaves its lane
  // locked.
  await database.query({
    name: 'jobs-free-lanes',
    text: `update jobs._private_job_queues lane set locked_at = null, locked_by = null
      where locked_at < now() - $1 * interval '1 ms' and not exists (
        select from jobs._private_jobs held where held.job_queue_id = lane.id and held.locked_by = lane.locked_by)`,
    values: [deadAfter],
  });
}
