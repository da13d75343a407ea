/** Uploads of NDJSON over real HTTP, read into the real record. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { createAuditTrail } from '../../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../../db/test-database.ts';
import { buildServer } from '../../http/server.ts';
import { jobs, startWorkers, type Workers } from '../../jobs/index.ts';
import { aPatient, anObservation, machine, physicianAt } from '../../record/fixtures.ts';
import { createRecord, type FhirRecord } from '../../record/index.ts';
import { systemRuntime as runtime } from '../../runtime/runtime.ts';
import { type BulkImport, bulkImport, importJob } from './index.ts';

const baseUrl = 'http://record.test/fhir/R4';
let database: TestDatabase;
let server: FastifyInstance;
let address: string;
let workers: Workers | undefined;
let home: string;
let record: FhirRecord;
let bulk: BulkImport;
let actor: Actor = machine();

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-import-'));
  database = await createTestDatabase({ connections: 12 });
  const audit = createAuditTrail({ database, runtime });
  record = createRecord({ database, audit, runtime, settings: { baseUrl } });
  bulk = bulkImport({
    database,
    audit,
    runtime,
    record,
    baseUrl,
    home,
    from: { outbound: { hosts: [], loopback: true }, folder: undefined },
    authenticator: { authenticate: async () => actor },
  });
  server = buildServer({ logLevel: 'silent', https: false, ready: async () => true });
  await server.register(bulk.routes, { prefix: '/fhir/R4' });
  address = `${await server.listen({ port: 0, host: '127.0.0.1' })}/fhir/R4`;
  await startJobs();
});
afterAll(async () => {
  await workers?.stop();
  await server.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});
const startJobs = async () => {
  workers = await startWorkers({ database, handlers: bulk.handlers, onFailure: () => undefined, lookEvery: 100 });
};
const ask = (url: string, init?: RequestInit) => fetch(url.replace(baseUrl, address), init);
const send = (body: BodyInit, headers: Record<string, string> = {}) =>
  ask(`${baseUrl}/$import`, {
    ...{ method: 'POST', body, duplex: 'half' },
    headers: { 'content-type': 'application/fhir+ndjson', ...headers },
  } as RequestInit);
const placeOf = async (answer: Response): Promise<string> => {
  expect([answer.status, await answer.text()]).toEqual([202, '']);
  return String(answer.headers.get('content-location'));
};
const finished = async (place: string) => {
  let manifest: { loaded: number; error: { url: string; count: number }[] } = { loaded: -1, error: [] };
  await vi.waitFor(async () => {
    const answer = await ask(place);
    expect(answer.status).toBe(200);
    manifest = (await answer.json()) as typeof manifest;
  }, 20_000);
  return manifest;
};
const lines = (resources: unknown[]) =>
  resources.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
const idOf = (place: string): string => place.split('/').at(-1) ?? '';
const count = async (table: string) => {
  const { rows } = await database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n;
};

describe('$import', () => {
  const people = Array.from({ length: 400 }, (_, n) => aPatient({ id: `i${n}` }));

  it('reads an upload that comes in pieces, tells each line that was refused, and is the same when repeated', async () => {
    const text = lines([
      ...people.slice(0, 10),
      '{"broken',
      { ...aPatient({ id: 'bad' }), nonsense: 1 },
      ...people.slice(10),
    ]);
    const bytes = new TextEncoder().encode(text);
    const pieces = new ReadableStream({
      start(controller) {
        for (let from = 0; from < bytes.length; from += 1_000) controller.enqueue(bytes.subarray(from, from + 1_000));
        controller.close();
      },
    });
    const manifest = await finished(await placeOf(await send(pieces)));
    expect([manifest.loaded, manifest.error[0]?.count]).toEqual([400, 2]);
    const errors = await ask(String(manifest.error[0]?.url));
    expect(errors.headers.get('content-type')).toBe('application/fhir+ndjson');
    const outcomes = (await errors.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(outcomes.map(({ resourceType }) => resourceType)).toEqual(['OperationOutcome', 'OperationOutcome']);
    const told = outcomes.map(({ issue }) => issue[0].diagnostics).sort();
    expect(told[0]).toMatch(/^Line 11: /);
    expect(told[1]).toMatch(/^Line 12 \(Patient\/bad\): /);
    const before = await count('record.history');
    expect((await finished(await placeOf(await send(text)))).loaded).toBe(400);
    expect([await count('record.resource'), await count('record.history')]).toEqual([400, before]);
  });

  it('counts what all runs together did when one was interrupted', async () => {
    const bundle = record.bundle.bind(record);
    let calls = 0;
    const cut = vi.spyOn(record, 'bundle').mockImplementation(async (...asked) => {
      if (++calls === 4) throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
      return bundle(...asked);
    });
    const some = Array.from({ length: 1_000 }, (_, n) => aPatient({ id: `r${n}` }));
    const manifest = await finished(await placeOf(await send(lines([{ ...some[0], nonsense: 1 }, ...some.slice(1)]))));
    expect([manifest.loaded, manifest.error[0]?.count]).toEqual([999, 1]);
    cut.mockRestore();
  }, 30_000);

  it('tells the counts when the process died between the last line and telling them', async () => {
    const place = await placeOf(await send(lines([{ ...people[0], nonsense: 1 }, ...people.slice(1, 20)])));
    const before = await finished(place);
    expect(before).toMatchObject({ loaded: 19, error: [{ count: 1 }] });
    await database.query(`update bulk.import set state = 'running', summary = null where id = $1`, [idOf(place)]);
    await jobs.add(database, importJob, { import: idOf(place) });
    expect(await finished(place)).toMatchObject({ loaded: 19, error: [{ count: 1 }] });
  });

  it('leaves nothing when it is removed after its process died', async () => {
    await workers?.stop();
    const place = await placeOf(await send(lines(people)));
    // As the process leaves it that was reading it: the job is held by nobody who lives.
    await database.query(`update bulk.import set state = 'running' where id = $1`, [idOf(place)]);
    await database.query(
      `update jobs._private_jobs set locked_by = 'dead', locked_at = now() - interval '1 hour',
      attempts = 1 where key = $1`,
      [`import ${idOf(place)}`],
    );
    expect((await ask(place, { method: 'DELETE' })).status).toBe(202);
    await startJobs();
    await vi.waitFor(() => expect(readdirSync(path.join(home, 'uploads'))).not.toContain(idOf(place)), 30_000);
  }, 40_000);

  it('takes gzip, and goes on after the process died', async () => {
    await workers?.stop();
    const more = lines(people.map(({ id }) => anObservation(`Patient/${id}`, { id: `o-${id}` })));
    const place = await placeOf(await send(gzipSync(more), { 'content-encoding': 'gzip' }));
    expect((await ask(place)).headers.get('x-progress')).toBe('waiting for its turn');
    await startJobs();
    expect(await finished(place)).toMatchObject({ loaded: 400, error: [] });
  });

  it('writes by the rights of the client, and is audited as the client', async () => {
    actor = { ...machine('system/Patient.cruds'), id: 'narrow' };
    const manifest = await finished(
      await placeOf(await send(lines([aPatient({ id: 'n' }), anObservation('Patient/n', { id: 'n' })]))),
    );
    expect([manifest.loaded, manifest.error[0]?.count]).toEqual([1, 1]);
    const { rows } = await database.query(
      `select distinct actor from audit.event where action = 'C' and 'Patient/n/1' = any(entities)`,
    );
    expect(rows).toEqual([{ actor: 'narrow' }]);
    actor = machine();
  });

  it('belongs to its client and can be removed', async () => {
    const place = await placeOf(await send(lines(people.slice(0, 2))));
    await finished(place);
    actor = { ...machine(), id: 'another' };
    expect((await ask(place)).status).toBe(404);
    actor = machine();
    expect((await ask(place, { method: 'DELETE' })).status).toBe(202);
    expect((await ask(place)).status).toBe(404);
    expect(readdirSync(path.join(home, 'uploads'))).not.toContain(place.split('/').at(-1));
  });

  it('refuses people, other formats, other packings', async () => {
    const before = readdirSync(path.join(home, 'uploads'));
    actor = physicianAt('f');
    expect((await send('x')).status).toBe(403);
    actor = machine();
    expect((await send('x', { 'content-type': 'text/csv' })).status).toBe(415);
    expect((await send('x', { 'content-encoding': 'br' })).status).toBe(415);
    expect((await ask(`${baseUrl}/bulk-import/none`)).status).toBe(404);
    expect(readdirSync(path.join(home, 'uploads'))).toEqual(before);
  });
});
