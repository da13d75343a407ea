/** Imports of files that are named: fetched from a real server, or found in a folder; read into the real record. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { createAuditTrail } from '../../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../../db/test-database.ts';
import { buildServer } from '../../http/server.ts';
import { startWorkers, type Workers } from '../../jobs/index.ts';
import { aPatient, anObservation, callBy, machine } from '../../record/fixtures.ts';
import { createRecord, type FhirRecord } from '../../record/index.ts';
import { systemRuntime as runtime } from '../../runtime/runtime.ts';
import { bulkImport } from './index.ts';

const baseUrl = 'http://record.test/fhir/R4';
let database: TestDatabase;
let record: FhirRecord;
let server: FastifyInstance;
let store: Server;
let workers: Workers;
let home: string;
let at: string;
let actor: Actor = machine();
let cuts = 0;

const lines = (resources: unknown[]) => resources.map((one) => JSON.stringify(one)).join('\n');
const people = Array.from({ length: 400 }, (_, n) => aPatient({ id: `i${n}` }));
const observations = people.slice(0, 200).map(({ id }) => anObservation(`Patient/${id}`, { id: `o-${id}` }));
const files: { [name: string]: () => Buffer } = {
  '/people': () => Buffer.from(lines(people)),
  '/packed?sig=abc': () => gzipSync(lines(observations)),
  '/bomb': () => gzipSync(Buffer.alloc(80 * 1024 * 1024, 'x')),
};

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-inputs-'));
  database = await createTestDatabase({ connections: 12 });
  const audit = createAuditTrail({ database, runtime });
  record = createRecord({ database, audit, runtime, settings: { baseUrl } });
  mkdirSync(path.join(home, 'folder', 'sub'), { recursive: true });
  writeFileSync(path.join(home, 'secret.ndjson'), lines([aPatient({ id: 'secret' })]));
  writeFileSync(path.join(home, 'folder', 'sub', 'p.ndjson'), lines([aPatient({ id: 'file' })]));
  symlinkSync(path.join(home, 'secret.ndjson'), path.join(home, 'folder', 'link.ndjson'));
  const authenticator = { authenticate: async () => actor };
  const from = { outbound: { hosts: ['files.example'], loopback: true }, folder: path.join(home, 'folder') };
  const bulk = bulkImport({ ...{ database, audit, runtime, record, baseUrl, home, authenticator, from } });
  server = buildServer({ logLevel: 'silent', https: false, ready: async () => true });
  await server.register(bulk.routes, { prefix: '/fhir/R4' });
  store = createServer((request, response) => {
    const { url = '' } = request;
    const file = files[url];
    if (file) response.end(file());
    else if (url === '/flaky' && cuts++ === 0)
      response.writeHead(200, { 'content-length': '999' }).write('{', () => response.destroy());
    else if (url === '/flaky') response.end(lines([aPatient({ id: 'flaky' })]));
    else if (url === '/away') response.writeHead(307, { location: '/people' }).end();
    else if (url === '/endless') {
      const send = () => response.write(`${lines([aPatient()])}\n`.repeat(50), () => setTimeout(send, 20));
      send();
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  at = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
  workers = await startWorkers({ database, handlers: bulk.handlers, onFailure: () => undefined, lookEvery: 100 });
});
afterAll(async () => {
  await workers.stop();
  await server.close();
  store.closeAllConnections();
  store.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const ask = (url: string, method: 'GET' | 'DELETE' = 'GET') =>
  server.inject({ method, url: url.replace('http://record.test', '') });
const send = (body: object, headers: Record<string, string> = {}) =>
  server.inject({
    ...{ method: 'POST', url: '/fhir/R4/$import', payload: JSON.stringify(body) },
    headers: { 'content-type': 'application/json', prefer: 'respond-async', ...headers },
  });
const manifest = (input: { type: string; url: string }[], more: object = {}) => ({
  ...{ inputFormat: 'application/fhir+ndjson', inputSource: 'https://clinic.example', input },
  ...more,
});
const placeOf = (answer: Awaited<ReturnType<typeof send>>): string => {
  expect([answer.statusCode, answer.body]).toEqual([202, '']);
  return String(answer.headers['content-location']);
};
const finished = async (place: string) => {
  await vi.waitFor(async () => expect((await ask(place)).statusCode).toBe(200), 20_000);
  return (await ask(place)).json();
};

describe('$import of files that are named', () => {
  it('fetches them one after the other, and tells of each what was loaded and refused', async () => {
    const input = [
      { type: 'Patient', url: `${at}/people` },
      { type: 'Observation', url: `${at}/packed?sig=abc` },
      { type: 'Observation', url: `${at}/people` },
      { type: 'Patient', url: `${at}/nowhere` },
      { type: 'Patient', url: `${at}/away` },
      { type: 'Patient', url: `${at}/flaky` },
    ];
    const place = placeOf(await send(manifest(input)));
    const told = await finished(place);
    expect(told.output.map(({ count }: { count: number }) => count)).toEqual([400, 200, 0, 0, 0, 1]);
    expect(told.error).toMatchObject([
      { inputUrl: `${at}/people`, count: 400 },
      { inputUrl: `${at}/nowhere`, count: 1 },
      { inputUrl: `${at}/away`, count: 1 },
    ]);
    const reasons = await Promise.all(told.error.map(async ({ url }: { url: string }) => (await ask(url)).body));
    expect(reasons[0]).toContain('said to hold Observation');
    expect(reasons[1]).toContain('answered 404');
    expect(reasons[2]).toContain('redirects are not followed');
    const { content } = await record.read(callBy(machine()), 'Patient', 'i0');
    expect(JSON.parse(content).meta.source).toBe('https://clinic.example');
    expect(readdirSync(path.join(home, 'uploads', String(place.split('/').at(-1))))).not.toContain('input-0.ndjson');
  }, 30_000);

  it('takes Parameters, and files of the folder', async () => {
    const part = (name: string, value: object) => ({ name, ...value });
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        part('inputFormat', { valueCode: 'application/fhir+ndjson' }),
        part('inputSource', { valueUri: 'https://clinic.example' }),
        part('storageDetail', { part: [part('type', { valueCode: 'file' })] }),
        part('input', {
          part: [part('type', { valueCode: 'Patient' }), part('url', { valueUrl: 'file:sub/p.ndjson' })],
        }),
      ],
    };
    const told = await finished(placeOf(await send(parameters, { 'content-type': 'application/fhir+json' })));
    expect([told.loaded, told.error]).toEqual([1, []]);
  });

  it('reads no file that was made to harm', async () => {
    const told = await finished(placeOf(await send(manifest([{ type: 'Patient', url: `${at}/bomb` }]))));
    expect(told).toMatchObject({ loaded: 0, error: [{ count: 1 }] });
    expect((await ask(told.error[0].url)).body).toContain('250 times');
  }, 30_000);

  it('ends when it is taken back, and leaves nothing lying', async () => {
    const place = placeOf(await send(manifest([{ type: 'Patient', url: `${at}/endless` }])));
    const folder = path.join(home, 'uploads', String(place.split('/').at(-1)));
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual(['input-0.ndjson.partial']), 20_000);
    expect((await ask(place)).headers['x-progress']).toBe('fetching');
    expect((await ask(place, 'DELETE')).statusCode).toBe(202);
    expect((await ask(place)).statusCode).toBe(404);
    await vi.waitFor(() => expect(() => readdirSync(folder)).toThrow('ENOENT'), 20_000);
    const left = () => database.query('select 1 from jobs.jobs where task_identifier = $1', ['import-run']);
    await vi.waitFor(async () => expect((await left()).rows).toEqual([]), 20_000);
  }, 30_000);

  const patient = (url: string) => manifest([{ type: 'Patient', url }]);
  const file = (url: string) => ({ ...patient(url), storageDetail: { type: 'file' } });
  it.each([
    ['another host', () => patient('https://evil.example/x'), 422, 'not allowed'],
    ['an inner address', () => patient('https://169.254.169.254/x'), 422, 'not allowed'],
    ['plain http elsewhere', () => patient('http://files.example/x'), 422, 'https'],
    ['another protocol', () => patient('ftp://files.example/x'), 422, 'https'],
    ['a file beside the folder', () => file('file:../secret.ndjson'), 422, 'no NDJSON file'],
    ['an escaped way out', () => file('file:sub/..%2f..%2fsecret.ndjson'), 422, 'no NDJSON file'],
    ['a link that leads out', () => file('file:link.ndjson'), 422, 'no NDJSON file'],
    ['a folder', () => file('file:sub'), 422, 'no NDJSON file'],
    ['a file of another machine', () => file('file://server/share/p.ndjson'), 422, 'no NDJSON file'],
    ['a file that is no storage', () => patient('file:sub/p.ndjson'), 400, 'storageDetail'],
    [
      'another storage',
      () => ({ ...patient('https://files.example/x'), storageDetail: { type: 'aws-s3' } }),
      400,
      'https or file',
    ],
    [
      'a secret',
      () => ({ ...patient('https://files.example/x'), storageDetail: { type: 'https', password: 'x' } }),
      400,
      'password',
    ],
    ['another format', () => ({ ...patient('https://files.example/x'), inputFormat: 'text/csv' }), 400, 'inputFormat'],
    ['no source', () => ({ ...patient('https://files.example/x'), inputSource: undefined }), 400, 'inputSource'],
    ['what is not known', () => ({ ...patient('https://files.example/x'), mode: 'fast' }), 400, 'mode'],
    ['nothing', () => manifest([]), 400, 'input'],
    ['no type', () => manifest([{ type: 'Car', url: 'https://files.example/x' }]), 400, 'Car'],
    ['no manifest', () => [], 400, 'inputFormat'],
  ])('refuses %s', async (_, body, status, says) => {
    const answer = await send(body());
    expect([answer.statusCode, answer.json().resourceType]).toEqual([status, 'OperationOutcome']);
    expect(answer.json().issue[0].diagnostics).toContain(says);
  });

  it('refuses types that the client may not write, and answers at once', async () => {
    expect((await send(patient('https://files.example/x'), { prefer: '' })).statusCode).toBe(400);
    actor = machine('system/Observation.cruds');
    expect((await send(patient('https://files.example/x'))).statusCode).toBe(403);
    actor = machine();
  });
});
