/** Workers: take jobs out of the queue and do them. Any number of processes may run them on one database. */
import type { Runner } from 'graphile-worker';
import type { Database } from '../db/database.ts';
import type { Handler } from './job.ts';
import { keepLease, type Lease } from './lease.ts';

export interface WorkersOptions {
  readonly database: Database;
  readonly handlers: readonly Handler[];
  /** Jobs that this process does at once. */
  readonly concurrency?: number;
  /** A new job is announced by NOTIFY. Where that does not come through (PgBouncer), it is found after so many ms. */
  readonly lookEvery?: number;
  /** See lease.ts. */
  readonly tellEvery?: number;
  readonly deadAfter?: number;
  /** Told when a job is parked, and of faults of the workers themselves. */
  readonly onFailure: (says: string) => void;
}

export interface Workers {
  /** Takes no more jobs, tells those that run to end, and waits for them. */
  stop(): Promise<void>;
}

/** Starts workers in this process. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { database, onFailure, tellEvery = 5_000, deadAfter = 30_000 } = options;
  if (options.handlers.length === 0) return { stop: async () => undefined };
  const pools = new Set<string>();
  /** Jobs that were stopped and not done: the library puts off what ends in an error, these wait for nothing. */
  const stoppedJobs = new Set<string>();
  let stopped = false;
  let runner = await start(options, pools, stoppedJobs);
  let pause: NodeJS.Timeout | undefined;
  const watch = (): void => {
    // The library reconnects by itself; when it gives up all the same, we begin anew.
    void runner.promise
      .catch((error: Error) => onFailure(`Workers ended: ${error.message}`))
      .then(() => {
        if (stopped) return;
        pause = setTimeout(() => void restart(), 2_000);
      });
  };
  const restart = async (): Promise<void> => {
    try {
      pools.clear();
      runner = await start(options, pools, stoppedJobs);
      watch();
    } catch (error) {
      onFailure(`Workers do not start: ${(error as Error).message}`);
      if (!stopped) pause = setTimeout(() => void restart(), 2_000);
    }
  };
  watch();
  const lease: Lease = await keepLease({
    ...{ database, deadAfter, every: tellEvery, holders: () => [...pools] },
    onFailure: (error) => onFailure(`Workers cannot tell that they live: ${error.message}`),
  });
  return {
    async stop() {
      stopped = true;
      clearTimeout(pause);
      await runner.stop().catch(() => undefined);
      await lease.stop();
      await database
        .query('update jobs._private_jobs set run_at = least(run_at, now()) where id = any($1) and locked_by is null', [
          [...stoppedJobs],
        ])
        .catch((error: Error) => onFailure(`Stopped jobs wait longer than they must: ${error.message}`));
    },
  };
}

async function start(
  { database, handlers, concurrency = 4, lookEvery = 2_000, onFailure }: WorkersOptions,
  pools: Set<string>,
  stoppedJobs: Set<string>,
): Promise<Runner> {
  // Loaded here: commands that only add jobs need no workers.
  const { Logger, run } = await import('graphile-worker');
  const { EventEmitter } = await import('node:events');
  const events = new EventEmitter();
  // The library locks jobs and lanes by the pool, not by the worker in it (dist/sql/getJobs.js).
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => pools.add(workerPool.id));
  events.on('job:failed', ({ job, error }: { job: { id: string; task_identifier: string }; error: unknown }) =>
    onFailure(`Job ${job.task_identifier} ${job.id} is parked: ${error instanceof Error ? error.message : error}`),
  );
  return run({
    ...{ pgPool: database.pool, schema: 'jobs', concurrency, pollInterval: lookEvery, noHandleSignals: true, events },
    // Failures reach people as parked jobs and metrics; what the library says besides repeats it.
    logger: new Logger(() => () => undefined),
    gracefulShutdownAbortTimeout: 100,
    // Said in batches: of what it says alone the library forgets to await the answer, and a database that is away for
    // a moment would end the whole process by an unhandled rejection. A batch that fails ends the workers: watch() goes
    // on.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: Object.fromEntries(handlers.map((handler) => [handler.name, taskOf(handler, database, stoppedJobs)])),
  });
}

function taskOf({ run }: Handler, database: Database, stoppedJobs: Set<string>) {
  return async (
    payload: unknown,
    { job, abortSignal }: { job: { id: string; attempts: number }; abortSignal: AbortSignal },
  ): Promise<void> => {
    try {
      await run(payload as never, { id: job.id, attempt: job.attempts, signal: abortSignal });
    } catch (error) {
      // It did not fail, it was stopped: the try is given back.
      if (abortSignal.aborted) {
        stoppedJobs.add(job.id);
        await database.query('update jobs._private_jobs set attempts = attempts - 1 where id = $1', [job.id]);
      }
      throw error;
    }
  };
}
