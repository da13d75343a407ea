/** Bulk export: what the app mounts and the workers run. https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
import type { Tx } from '../../db/database.ts';
import { type Handler, defineJob, jobs } from '../../jobs/index.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { exportOperations, type ExportNeeds } from './operations.ts';
import { exportRoutes } from './routes.ts';
import { alone, lookAgain } from '../alone.ts';
import { areaOf, runExport, TakenBack } from './run.ts';
import { beginExport, type ExportRow, failExport, findExport, finishExport, forgetExport } from './store.ts';

export type { ExportNeeds } from './operations.ts';
export type { ExportPermit } from './permit.ts';

export const runJob = defineJob<{ export: string }>('export-run', { maxAttempts: 5 });
export const expireJob = defineJob<{ export: string }>('export-expire');

/** How long a finished export is kept, ms. */
const keptFor = 24 * 3_600_000;

export interface BulkExport {
  readonly operations: ReturnType<typeof exportOperations>;
  readonly routes: ReturnType<typeof exportRoutes>;
  readonly handlers: readonly Handler[];
}

export function bulkExport(needs: ExportNeeds): BulkExport {
  const { database, files, runtime } = needs;
  const forget = async (id: string): Promise<void> => {
    await jobs.cancel(database, `export ${id}`);
    await jobs.cancel(database, `expire ${id}`);
    await forgetExport(database, id);
    await files.removeArea(areaOf(id));
  };
  const later = (ms: number): Date => new Date(runtime.now().getTime() + ms);
  const forgetAt = (tx: Tx, id: string, runAt: Date) =>
    jobs.add(tx, expireJob, { export: id }, { key: `expire ${id}`, runAt });
  const start = (tx: Tx, id: string, runAt?: Date) =>
    jobs.add(tx, runJob, { export: id }, { key: `export ${id}`, lane: 'bulk-export', ...(runAt ? { runAt } : {}) });
  const make = async (row: ExportRow, signal: AbortSignal, isLast: boolean): Promise<void> => {
    const { id } = row;
    await files.removeArea(areaOf(id));
    if (!(await beginExport(database, id))) return;
    try {
      const done = await runExport(needs, row, signal);
      const expires = later(keptFor);
      await database.transaction(async (tx) => {
        await finishExport(tx, id, done.transactionTime, expires, done.files);
        await forgetAt(tx, id, expires);
      });
      // Deleted while the last file was written: nothing of it may stay.
      if (!(await findExport(database, id))) await files.removeArea(areaOf(id));
    } catch (error) {
      await files.removeArea(areaOf(id));
      if (error instanceof TakenBack) return;
      const final = error instanceof Refusal || isLast;
      if (!signal.aborted && final) await failExport(database, id, (error as Error).message.slice(0, 500));
      if (error instanceof Refusal) return;
      throw error;
    }
  };
  const run = runJob.by(async ({ export: id }, { signal, attempt }) => {
    const isMine = await alone(database, `export ${id}`, async () => {
      const row = await findExport(database, id);
      // Done, and the process ended before the queue heard of it: its files are being fetched.
      if (row && row.state !== 'done') await make(row, signal, attempt >= runJob.maxAttempts);
    });
    if (!isMine) await start(database, id, later(lookAgain));
  });
  return {
    operations: exportOperations(needs, async (tx, id, expires) => {
      await forgetAt(tx, id, expires);
      await start(tx, id);
    }),
    routes: exportRoutes(needs, forget),
    handlers: [run, expireJob.by(({ export: id }) => forget(id))],
  };
}
