/** Bulk export: what the app mounts and the workers run. https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
import { type Handler, defineJob, jobs } from '../../jobs/index.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { exportOperations, type ExportNeeds } from './operations.ts';
import { exportRoutes } from './routes.ts';
import { areaOf, runExport, TakenBack } from './run.ts';
import { beginExport, failExport, findExport, finishExport, forgetExport } from './store.ts';

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
    await forgetExport(database, id);
    await files.removeArea(areaOf(id));
  };
  const run = runJob.by(async ({ export: id }, { signal, attempt }) => {
    await files.removeArea(areaOf(id));
    if (!(await beginExport(database, id))) return;
    const row = await findExport(database, id);
    if (!row) return;
    try {
      const done = await runExport(needs, row, signal);
      const expires = new Date(runtime.now().getTime() + keptFor);
      await database.transaction(async (tx) => {
        await finishExport(tx, id, done.transactionTime, expires, done.files);
        await jobs.add(tx, expireJob, { export: id }, { key: `expire ${id}`, runAt: expires });
      });
      // Deleted while the last file was written: nothing of it may stay.
      if (!(await findExport(database, id))) await files.removeArea(areaOf(id));
    } catch (error) {
      await files.removeArea(areaOf(id));
      if (error instanceof TakenBack) return;
      const final = error instanceof Refusal || attempt >= runJob.maxAttempts;
      if (!signal.aborted && final) await failExport(database, id, (error as Error).message.slice(0, 500));
      if (error instanceof Refusal) return;
      throw error;
    }
  });
  return {
    operations: exportOperations(needs, (tx, id) =>
      jobs.add(tx, runJob, { export: id }, { key: `export ${id}`, lane: 'bulk-export' }),
    ),
    routes: exportRoutes(needs, forget),
    handlers: [run, expireJob.by(({ export: id }) => forget(id))],
  };
}
