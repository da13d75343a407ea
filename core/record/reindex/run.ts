/**
 * Indexing stored resources anew, in the background: a job that goes on where it was, in whichever process, slice by
 * slice, each in a transaction that also says how far it is. README.md says how it is used.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import type { Handler } from '../../jobs/index.ts';
import type { SearchParameters } from '../search-parameters/registry.ts';
import { stateTable } from '../search-parameters/store.ts';
import {
  addJob,
  advanceRun,
  beginRun,
  failRun,
  findRun,
  finishRun,
  holdRun,
  othersEnded,
  reindexJob,
  setEnd,
  setTotal,
} from './runs.ts';
import { indexSlice } from './slice.ts';

export interface ReindexNeeds {
  readonly database: Database;
  readonly searchParameters: SearchParameters;
}

/** For others to end, so long at once, ms; then the job makes room and comes back. */
const longestWait = 5_000;

/** What does the job; workers are started with it. */
export function reindexHandler(needs: ReindexNeeds): Handler {
  const { database } = needs;
  return reindexJob.by(async ({ reindex: id }, { signal, attempt }) => {
    try {
      if (await database.transaction((tx) => beginRun(tx, id))) await work(needs, id, signal);
    } catch (error) {
      if (!signal.aborted && attempt >= reindexJob.maxAttempts) {
        await failRun(database, id, (error as Error).message);
      }
      throw error;
    }
  });
}

async function work({ database, searchParameters }: ReindexNeeds, id: string, signal: AbortSignal): Promise<void> {
  if (!(await haveOthersEnded(database, id, signal))) {
    await addJob(database, id, new Date((await timeOf(database)).getTime() + longestWait));
    return;
  }
  await setEnd(database, id);
  await database.transaction((tx) => setTotal(tx, id)).catch(() => undefined);
  for (let more = true; more; ) {
    signal.throwIfAborted();
    await searchParameters.refresh();
    more = await database.transaction(async (tx) => {
      const run = await holdRun(tx, id);
      if (!run || run.state !== 'running') return false;
      const step = await indexSlice(tx, run, searchParameters.current);
      if (step) await advanceRun(tx, id, step);
      else await finishRun(tx, id, stateTable);
      return step !== undefined;
    });
  }
}

async function haveOthersEnded(database: Database, id: string, signal: AbortSignal): Promise<boolean> {
  const run = await findRun(database, id);
  if (!run) return false;
  for (let waited = 0; waited <= longestWait; waited += 50) {
    if (await othersEnded(database, run)) return true;
    await pause(50, undefined, { signal });
  }
  return false;
}

/** The clock by which jobs are put off. */
async function timeOf(database: Database): Promise<Date> {
  const { rows } = await database.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now as Date;
}
