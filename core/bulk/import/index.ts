/**
 * `$import` of NDJSON that is sent with the request: kept first, then read into the record in the background, by the
 * importer that the command line uses. Status and manifest are those of the bulk proposals.
 * https://github.com/smart-on-fhir/bulk-import/blob/master/import-manifest.md
 */
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Call } from '../../access/actor.ts';
import { asRefusal } from '../../http/server.ts';
import { importPaths } from '../../import/index.ts';
import { defineJob, type Handler, jobs } from '../../jobs/index.ts';
import { callOf } from '../../record/http/asked.ts';
import { sendRefusal } from '../../record/http/answer.ts';
import type { FhirRecord } from '../../record/index.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { ExportNeeds } from '../export/index.ts';
import { countRefused, outcomeLines } from './outcomes.ts';
import { discard, receive, type Spool, spoolOf } from './spool.ts';
import {
  addImport,
  failImport,
  findImport,
  finishImport,
  forgetImport,
  type ImportRow,
  openImports,
  tellImport,
} from './store.ts';

export type ImportNeeds = Omit<ExportNeeds, 'files'> & { readonly record: FhirRecord; readonly home: string };

export const importJob = defineJob<{ import: string }>('import-run', { maxAttempts: 8 });
export const importExpireJob = defineJob<{ import: string }>('import-expire');

const keptFor = 24 * 3_600_000;
const mostOpen = 3;
const types = ['application/fhir+ndjson', 'application/ndjson', 'application/x-ndjson'];

export interface BulkImport {
  readonly routes: (server: FastifyInstance) => Promise<void>;
  readonly handlers: readonly Handler[];
}

export function bulkImport(needs: ImportNeeds): BulkImport {
  return {
    routes: (server) => mount(server, needs),
    handlers: [
      importJob.by(({ import: id }, { signal, attempt }) => run(needs, id, signal, attempt)),
      importExpireJob.by(({ import: id }) => forget(needs, id)),
    ],
  };
}

/** Reads an upload; goes on where an interrupted run stopped, by the importer's journal and the trail. */
async function run(needs: ImportNeeds, id: string, signal: AbortSignal, attempt: number): Promise<void> {
  const { database, record, runtime, home } = needs;
  const row = await findImport(database, id);
  if (!row || row.state === 'done') return;
  const { file, stateFile, refusedFile } = spoolOf(home, id, row.packed);
  let told = 0;
  try {
    const summary = await importPaths(record, [file], {
      ...{ stateFile, refusedFile, database, signal, runtime, actor: row.actor },
      progress: ({ bytes, bytesDone, loaded, refused }) => {
        const now = runtime.now().getTime();
        if (now - told < 1_000) return;
        told = now;
        const share = Math.floor((100 * bytesDone) / Math.max(bytes, 1));
        void tellImport(database, id, `${share} %, ${loaded} loaded, ${refused} refused`).catch(() => undefined);
      },
    });
    signal.throwIfAborted();
    const expires = new Date(runtime.now().getTime() + keptFor);
    // Of all runs together: what an interrupted one refused stands in the file.
    const refused = await countRefused(refusedFile);
    const seen = summary.loaded + summary.already + summary.refused;
    const loaded = Math.max(0, seen - refused + summary.damaged.length);
    await database.transaction(async (tx) => {
      await finishImport(tx, id, { loaded, refused }, expires);
      await jobs.add(tx, importExpireJob, { import: id }, { key: `expire ${id}`, runAt: expires });
    });
  } catch (error) {
    if (!signal.aborted && attempt >= importJob.maxAttempts) {
      await failImport(database, id, (error as Error).message.slice(0, 500));
    }
    throw error;
  }
}

async function forget({ database, home }: ImportNeeds, id: string): Promise<void> {
  await jobs.cancel(database, `import ${id}`);
  await forgetImport(database, id);
  await discard(spoolOf(home, id, false));
}

async function mount(server: FastifyInstance, needs: ImportNeeds): Promise<void> {
  const { audit, runtime, baseUrl, home } = needs;
  server.removeAllContentTypeParsers();
  // The body is read by the handler as it comes.
  server.addContentTypeParser(types, (_request, payload, done) => done(null, payload));
  server.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error);
    if (refusal) return sendRefusal(reply, refusal);
    request.log.error({ err: error, trace: request.id }, 'fault');
    return reply.code(500).send();
  });
  server.post('/$import', async (request, reply) => {
    const call = await callOf(request, needs.authenticator);
    const id = await keep(request, call, needs);
    return reply.code(202).header('content-location', `${baseUrl}/bulk-import/${id}`).send();
  });
  server.get('/bulk-import/:id', async (request, reply) => {
    const { row } = await own(request, needs);
    if (row.state === 'failed') {
      throw new Refusal('rule-broken', 'import-failed', `The import failed: ${row.failure ?? 'no reason is known'}`);
    }
    if (row.state !== 'done' || !row.summary) {
      return reply
        .code(202)
        .header('x-progress', row.progress || 'waiting for its turn')
        .header('retry-after', '5')
        .send();
    }
    const { loaded, refused } = row.summary;
    const error = { type: 'OperationOutcome', url: `${baseUrl}/bulk-import/${row.id}/errors`, count: refused };
    return reply
      .header('expires', row.expires.toUTCString())
      .type('application/json')
      .send({ transactionTime: row.created, request: `${baseUrl}/$import`, loaded, error: refused > 0 ? [error] : [] });
  });
  server.get('/bulk-import/:id/errors', async (request, reply) => {
    const { row } = await own(request, needs);
    const { refusedFile } = spoolOf(home, row.id, row.packed);
    if (row.state !== 'done' || !existsSync(refusedFile)) {
      throw new Refusal('not-found', 'no-errors', 'There are no errors, or the import is not finished.');
    }
    return reply.type('application/fhir+ndjson').send(Readable.from(outcomeLines(refusedFile)));
  });
  server.delete('/bulk-import/:id', async (request, reply) => {
    const { row, call } = await own(request, needs);
    if (row.state === 'running') {
      throw new Refusal('conflict', 'import-runs', 'The import is under way. What is written stays; wait for its end.');
    }
    await forget(needs, row.id);
    const entry = { call, at: runtime.now(), action: 'D' as const, kind: 'import', outcome: 0 as const };
    await audit.write({ ...entry, entities: [`import/${row.id}`] });
    return reply.code(202).send();
  });
}

/** Keeps an upload and puts its reading into the queue. */
async function keep(request: FastifyRequest, call: Call, needs: ImportNeeds): Promise<string> {
  const { database, audit, runtime, home } = needs;
  const { actor } = call;
  const entry = { call, action: 'E' as const, kind: 'import' };
  const coding = String(request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (actor.role !== 'machine') {
    await audit.write({ ...entry, at: runtime.now(), outcome: 4, reason: 'machines-only' });
    throw new Refusal('forbidden', 'machines-only', 'Imports are for machine clients with system scopes.');
  }
  if (coding !== 'identity' && coding !== 'gzip') {
    throw new Refusal(
      'unsupported-media',
      'unsupported-encoding',
      'Send the body as it is, or with Content-Encoding: gzip.',
    );
  }
  if ((await openImports(database, actor.id)) >= mostOpen) {
    throw new Refusal('busy', 'too-many-imports', { message: 'Wait for your other imports.', retryAfter: 30 });
  }
  if (!(request.body instanceof Readable)) throw new Refusal('invalid', 'no-body', 'Send NDJSON as the body.');
  const id = runtime.newId();
  const spool: Spool = spoolOf(home, id, coding === 'gzip');
  const size = await receive(request.body, spool);
  const created = runtime.now();
  try {
    await database.transaction(async (tx) => {
      const expires = new Date(created.getTime() + 2 * keptFor);
      await addImport(tx, { id, actor, packed: coding === 'gzip', created, expires }, size);
      await jobs.add(tx, importJob, { import: id }, { key: `import ${id}`, lane: 'bulk-import' });
      await tx.query(
        audit.insertion([{ ...entry, at: created, outcome: 0, rule: 'scope', entities: [`import/${id}`] }]),
      );
    });
  } catch (error) {
    await discard(spool);
    throw error;
  }
  return id;
}

async function own(
  request: FastifyRequest,
  { database, authenticator }: ImportNeeds,
): Promise<{ row: ImportRow; call: Call }> {
  const call = await callOf(request, authenticator);
  const row = await findImport(database, (request.params as { id: string }).id);
  if (row && row.client === call.actor.id && row.actor.role === call.actor.role) return { row, call };
  throw new Refusal('not-found', 'unknown-import', 'There is no such import here. It may have expired.');
}
