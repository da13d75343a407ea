/**
 * Status, files and end of an export, for the client that asked for it and nobody else.
 * https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-status-request
 */
import { createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '../../access/actor.ts';
import { authorize } from '../../access/index.ts';
import { callOf } from '../../record/http/asked.ts';
import { sendRefusal } from '../../record/http/answer.ts';
import { asRefusal } from '../../http/server.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { type ExportNeeds, statusAddress } from './operations.ts';
import { areaOf } from './run.ts';
import { type ExportFile, type ExportRow, filesOf, findExport } from './store.ts';

type Params = { id: string; number: string };

/** A plugin; its prefix is the base of the FHIR face. */
export function exportRoutes(needs: ExportNeeds, forget: (id: string) => Promise<void>) {
  const own = async (request: FastifyRequest): Promise<{ row: ExportRow; call: Call }> => {
    const call = await callOf(request, needs.authenticator);
    const { id } = request.params as Params;
    const row = await findExport(needs.database, id);
    if (row && row.client === call.actor.id && row.actor.role === call.actor.role) return { row, call };
    throw new Refusal('not-found', 'unknown-export', 'There is no such export here. It may have expired.');
  };
  return async (server: FastifyInstance): Promise<void> => {
    server.setErrorHandler((error, request, reply) => {
      const refusal = asRefusal(error);
      if (refusal) return sendRefusal(reply, refusal);
      request.log.error({ err: error, trace: request.id }, 'fault');
      return reply.code(500).send();
    });
    server.get('/bulk-export/:id', async (request, reply) => sendStatus(needs, (await own(request)).row, reply));
    server.delete('/bulk-export/:id', async (request, reply) => {
      const { row, call } = await own(request);
      await forget(row.id);
      const entry = { call, at: needs.runtime.now(), action: 'D' as const, kind: 'export', outcome: 0 as const };
      await needs.audit.write({ ...entry, entities: [`export/${row.id}`] });
      return reply.code(202).send();
    });
    server.get('/bulk-export/:id/:number', async (request, reply) => {
      const { row, call } = await own(request);
      return sendFile(needs, row, call, request, reply);
    });
  };
}

async function sendStatus({ database, baseUrl }: ExportNeeds, row: ExportRow, reply: FastifyReply) {
  if (row.state === 'failed') {
    throw new Refusal('rule-broken', 'export-failed', `The export failed: ${row.failure ?? 'no reason is known'}`);
  }
  if (row.state !== 'done') {
    const progress = row.progress || 'waiting for its turn';
    return reply.code(202).header('x-progress', progress).header('retry-after', '5').send();
  }
  const files = await filesOf(database, row.id);
  const listed = (kind: string) =>
    files
      .filter((file) => file.kind === kind)
      .map(({ number, type, lines }) => ({ type, url: `${statusAddress(baseUrl, row.id)}/${number}`, count: lines }));
  return reply
    .code(200)
    .header('expires', row.expires.toUTCString())
    .type('application/json')
    .send({
      transactionTime: row.transactionTime?.toISOString(),
      request: row.request,
      requiresAccessToken: true,
      output: listed('output'),
      deleted: listed('deleted'),
      error: listed('error'),
      // Whose responsibility these files are, whoever holds them later.
      ...(row.asked.permit ? { extension: { permit: row.asked.permit } } : {}),
    });
}

/** Of which types a file tells. */
const typesIn = ({ kind, type }: ExportFile, { asked }: ExportRow): readonly string[] =>
  kind === 'output' ? [type] : kind === 'deleted' ? asked.types : [];

async function sendFile(
  { database, files, audit, runtime }: ExportNeeds,
  row: ExportRow,
  call: Call,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { number } = request.params as Params;
  const file = (await filesOf(database, row.id)).find((one) => String(one.number) === number);
  const stream = file && row.state === 'done' ? await files.open(areaOf(row.id), file.hash) : undefined;
  if (!file || !stream) throw new Refusal('not-found', 'unknown-file', 'This export has no such file.');
  const entry = { call, at: runtime.now(), action: 'R' as const, kind: 'export-file' };
  const entities = [`export/${row.id}/${number}`];
  try {
    // The rights of the kick-off may have been taken away meanwhile.
    for (const type of typesIn(file, row)) authorize(call.actor, 'search-type', type);
  } catch (error) {
    stream.destroy();
    if (error instanceof Refusal) await audit.write({ ...entry, outcome: 4, reason: error.code, entities });
    throw error;
  }
  await audit.write({ ...entry, outcome: 0, rule: 'scope', entities });
  reply.code(200).type('application/fhir+ndjson').header('vary', 'accept-encoding').header('cache-control', 'no-store');
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (!/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted)) {
    return reply.header('content-length', file.size).send(stream);
  }
  const packed = createGzip({ level: 1 });
  stream.on('error', (error) => packed.destroy(error));
  return reply.header('content-encoding', 'gzip').send(stream.pipe(packed));
}
