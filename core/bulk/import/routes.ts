/** Kick-off, status, errors and end of an import, for the client that asked for it and nobody else. */
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '../../access/actor.ts';
import type { Tx } from '../../db/database.ts';
import { asRefusal } from '../../http/server.ts';
import { callOf } from '../../record/http/asked.ts';
import { sendRefusal } from '../../record/http/answer.ts';
import { parseBody } from '../../record/http/body.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { ImportNeeds } from './needs.ts';
import { type Manifest, understandManifest } from './manifest.ts';
import { outcomeLines } from './outcomes.ts';
import { discard, receive, refusedName, spoolOf } from './spool.ts';
import { addImport, findImport, type ImportRow, openImports } from './store.ts';

const mostOpen = 3;
const longestManifest = 1024 * 1024;
/** What fails, or is never finished, is forgotten after so long, ms. */
const longest = 48 * 3_600_000;
const files = ['application/fhir+ndjson', 'application/ndjson', 'application/x-ndjson'];
const manifests = ['application/json', 'application/fhir+json'];

type Start = (tx: Tx, id: string, expires: Date) => Promise<unknown>;

export async function importRoutes(
  server: FastifyInstance,
  needs: ImportNeeds,
  start: Start,
  forget: (id: string) => Promise<void>,
): Promise<void> {
  const { audit, runtime, baseUrl } = needs;
  server.removeAllContentTypeParsers();
  // A file is read by the handler as it comes.
  server.addContentTypeParser(files, (_request, payload, done) => done(null, payload));
  server.addContentTypeParser(
    manifests,
    { parseAs: 'buffer', bodyLimit: longestManifest },
    (_request, body: Buffer, done) => done(null, body),
  );
  server.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error);
    if (refusal) return sendRefusal(reply, refusal);
    request.log.error({ err: error, trace: request.id }, 'fault');
    return reply.code(500).send();
  });
  server.post('/$import', async (request, reply) => {
    const call = await callOf(request, needs.authenticator);
    const id = await kickOff(request, call, needs, start);
    return reply.code(202).header('content-location', `${baseUrl}/bulk-import/${id}`).send();
  });
  server.get('/bulk-import/:id', async (request, reply) => sendStatus(baseUrl, (await own(request, needs)).row, reply));
  server.get('/bulk-import/:id/errors', async (request, reply) =>
    sendErrors(needs, (await own(request, needs)).row, undefined, reply),
  );
  server.get('/bulk-import/:id/errors/:input', async (request, reply) => {
    const { input } = request.params as { input: string };
    const place = /^[1-9]\d{0,3}$/.test(input) ? Number(input) - 1 : -1;
    return sendErrors(needs, (await own(request, needs)).row, place, reply);
  });
  server.delete('/bulk-import/:id', async (request, reply) => {
    const { row, call } = await own(request, needs);
    await forget(row.id);
    const entry = { call, at: runtime.now(), action: 'D' as const, kind: 'import', outcome: 0 as const };
    await audit.write({ ...entry, entities: [`import/${row.id}`] });
    return reply.code(202).send();
  });
}

function sendStatus(baseUrl: string, row: ImportRow, reply: FastifyReply): FastifyReply {
  if (row.state === 'failed') {
    throw new Refusal('rule-broken', 'import-failed', `The import failed: ${row.failure ?? 'no reason is known'}`);
  }
  if (row.state !== 'done' || !row.summary) {
    const progress = row.progress || 'waiting for its turn';
    return reply.code(202).header('x-progress', progress).header('retry-after', '5').send();
  }
  const request = `${baseUrl}/$import`;
  const errors = `${baseUrl}/bulk-import/${row.id}/errors`;
  const one = { url: request, ...row.summary, errors };
  const all = row.inputs?.map(({ url, loaded = 0, refused = 0 }, place) => ({
    ...{ url, loaded, refused },
    errors: `${errors}/${place + 1}`,
  })) ?? [one];
  return reply
    .header('expires', row.expires.toUTCString())
    .type('application/json')
    .send({
      ...{ transactionTime: row.created, request, loaded: row.summary.loaded },
      output: all.map(({ url, loaded }) => ({ inputUrl: url, count: loaded })),
      error: all
        .filter(({ refused }) => refused > 0)
        .map((file) => ({ type: 'OperationOutcome', url: file.errors, inputUrl: file.url, count: file.refused })),
    });
}

function sendErrors({ home }: ImportNeeds, row: ImportRow, place: number | undefined, reply: FastifyReply) {
  const refusedFile = spoolOf(home, row.id).at(refusedName(place));
  if (row.state !== 'done' || !existsSync(refusedFile)) {
    throw new Refusal('not-found', 'no-errors', 'There are no errors, or the import is not finished.');
  }
  return reply.type('application/fhir+ndjson').send(Readable.from(outcomeLines(refusedFile)));
}

/** Keeps an upload, or what was named, and puts its reading into the queue. */
async function kickOff(request: FastifyRequest, call: Call, needs: ImportNeeds, start: Start): Promise<string> {
  const { database, audit, runtime, home } = needs;
  const { actor } = call;
  const entry = { call, action: 'E' as const, kind: 'import' };
  try {
    if (actor.role !== 'machine') {
      throw new Refusal('forbidden', 'machines-only', 'Imports are for machine clients with system scopes.');
    }
    const manifest = Buffer.isBuffer(request.body) ? await manifestOf(request, request.body, call, needs) : undefined;
    const packed = manifest === undefined && isPacked(request);
    await demandRoom(needs, actor.id);
    const id = runtime.newId();
    const spool = spoolOf(home, id);
    const size = manifest ? 0 : await receive(bodyOf(request), spool, packed);
    const created = runtime.now();
    const expires = new Date(created.getTime() + longest);
    try {
      await database.transaction(async (tx) => {
        await addImport(tx, { id, actor, packed, created, expires }, size, manifest);
        await start(tx, id, expires);
        const entities = [`import/${id}`];
        await tx.query(audit.insertion([{ ...entry, at: created, outcome: 0, rule: 'scope', entities }]));
      });
    } catch (error) {
      await discard(spool);
      throw error;
    }
    return id;
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'forbidden') {
      await audit.write({ ...entry, at: runtime.now(), outcome: 4, reason: error.code });
    }
    throw error;
  }
}

function manifestOf(request: FastifyRequest, body: Buffer, { actor }: Call, { from }: ImportNeeds): Promise<Manifest> {
  if (!/\brespond-async\b/i.test(String(request.headers.prefer ?? ''))) {
    throw new Refusal('invalid', 'async-only', 'An import is made in the background: send Prefer: respond-async.');
  }
  return understandManifest(parseBody(body), actor, from);
}

function isPacked({ headers }: FastifyRequest): boolean {
  const coding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  if (coding === 'identity' || coding === 'gzip') return coding === 'gzip';
  const says = 'Send the body as it is, or with Content-Encoding: gzip.';
  throw new Refusal('unsupported-media', 'unsupported-encoding', says);
}

async function demandRoom({ database }: ImportNeeds, client: string): Promise<void> {
  if ((await openImports(database, client)) < mostOpen) return;
  throw new Refusal('busy', 'too-many-imports', { message: 'Wait for your other imports.', retryAfter: 30 });
}

function bodyOf({ body }: FastifyRequest): Readable {
  if (body instanceof Readable) return body;
  throw new Refusal('invalid', 'no-body', 'Send NDJSON as the body, or a manifest that names files.');
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
