/**
 * `$import` of NDJSON that is sent with the request, or of files that it names: read into the record in the background,
 * by the importer that the command line uses. Status and manifest are those of the bulk proposals.
 * https://github.com/smart-on-fhir/bulk-import/blob/master/import.md
 */
import type { FastifyInstance } from 'fastify';
import type { Tx } from '../../db/database.ts';
import { defineJob, type Handler, jobs } from '../../jobs/index.ts';
import type { PublishedOperation } from '../../record/interactions/capabilities.ts';
import type { ImportNeeds } from './needs.ts';
import { alone, lookAgain } from '../alone.ts';
import { importRoutes } from './routes.ts';
import { runImport, TakenBack } from './run.ts';
import { discard, spoolOf } from './spool.ts';
import { failImport, findImport, finishImport, forgetImport } from './store.ts';

export type { ImportNeeds } from './needs.ts';

export const importJob = defineJob<{ import: string }>('import-run', { maxAttempts: 8 });
export const importExpireJob = defineJob<{ import: string }>('import-expire');

/** How long a finished import is remembered, ms. */
export const keptFor = 24 * 3_600_000;

export interface BulkImport {
  readonly routes: (server: FastifyInstance) => Promise<void>;
  readonly handlers: readonly Handler[];
  /** For the CapabilityStatement: the routes read bodies in their own way. */
  readonly published: readonly PublishedOperation[];
}

export function bulkImport(needs: ImportNeeds): BulkImport {
  const add = (tx: Tx, id: string, runAt?: Date) =>
    jobs.add(tx, importJob, { import: id }, { key: `import ${id}`, lane: 'bulk-import', ...(runAt ? { runAt } : {}) });
  const start: Start = async (tx, id, expires) => {
    await jobs.add(tx, importExpireJob, { import: id }, { key: `expire ${id}`, runAt: expires });
    await add(tx, id);
  };
  return {
    routes: (server) => importRoutes(server, needs, start, (id) => forget(needs, id)),
    handlers: [
      importJob.by(async ({ import: id }, { signal, attempt }) => {
        const isMine = await alone(needs.database, `import ${id}`, () => run(needs, id, signal, attempt));
        if (!isMine) await add(needs.database, id, new Date(needs.runtime.now().getTime() + lookAgain));
      }),
      importExpireJob.by(({ import: id }) => forget(needs, id)),
    ],
    published: [{ name: 'import', definition: 'urn:ezdrowie:operation:import', system: true }],
  };
}

type Start = Parameters<typeof importRoutes>[2];

async function run(needs: ImportNeeds, id: string, signal: AbortSignal, attempt: number): Promise<void> {
  const { database, runtime, home } = needs;
  const row = await findImport(database, id);
  if (!row) return discard(spoolOf(home, id));
  if (row.state === 'done') return;
  try {
    const counts = await runImport(needs, row, signal);
    const expires = new Date(runtime.now().getTime() + keptFor);
    await database.transaction(async (tx) => {
      await finishImport(tx, id, counts, expires);
      await jobs.add(tx, importExpireJob, { import: id }, { key: `expire ${id}`, runAt: expires });
    });
  } catch (error) {
    if (error instanceof TakenBack) return discard(spoolOf(home, id));
    if (!signal.aborted && attempt >= importJob.maxAttempts) {
      await failImport(database, id, (error as Error).message.slice(0, 500));
    }
    throw error;
  }
}

/** What runs notices within a second, ends after the transactions under way, and clears up. */
async function forget({ database, home }: ImportNeeds, id: string): Promise<void> {
  const row = await findImport(database, id);
  await forgetImport(database, id);
  await jobs.cancel(database, `expire ${id}`);
  // The job of one that is read stays: its process, or who follows when that has died, finds nothing and clears up.
  if (row?.state === 'running') return;
  await jobs.cancel(database, `import ${id}`);
  await discard(spoolOf(home, id));
}
