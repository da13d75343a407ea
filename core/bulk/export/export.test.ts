/** Exports through the FHIR face, as a client does them. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { createAuditTrail } from '../../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../../db/test-database.ts';
import { folderStore } from '../../files/file-store.ts';
import { buildServer } from '../../http/server.ts';
import { startWorkers, type Workers } from '../../jobs/index.ts';
import { aPatient, anObservation, anOrganization, callBy, machine, patientActor } from '../../record/fixtures.ts';
import { fhirRoutes } from '../../record/http/index.ts';
import { createRecord, type FhirRecord } from '../../record/index.ts';
import { systemRuntime as runtime } from '../../runtime/runtime.ts';
import { fileVault } from '../../vault/index.ts';
import { type BulkExport, bulkExport, type ExportPermit } from './index.ts';

const baseUrl = 'http://record.test/fhir/R4';
const async = { prefer: 'respond-async' };

let database: TestDatabase;
let record: FhirRecord;
let server: FastifyInstance;
let workers: Workers | undefined;
let folder: string;
let bulk: BulkExport;
let actor: Actor | undefined = machine();
let permit: ExportPermit | undefined;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-bulk-'));
  database = await createTestDatabase({ connections: 12 });
  const audit = createAuditTrail({ database, runtime });
  record = createRecord({ database, audit, runtime, settings: { baseUrl } });
  const authenticator = { authenticate: async () => actor };
  const files = folderStore(folder, runtime, fileVault(database, folder, runtime));
  bulk = bulkExport({ database, audit, runtime, authenticator, baseUrl, files, permitOf: async () => permit });
  server = buildServer({ logLevel: 'silent', https: false, ready: async () => true });
  await server.register(fhirRoutes, { prefix: '/fhir/R4', record, authenticator, operations: bulk.operations });
  await server.register(bulk.routes, { prefix: '/fhir/R4' });
  const call = callBy(machine());
  for (const id of ['p1', 'p2', 'p3']) {
    await record.update(call, aPatient({ id, birthDate: '1980-01-01' }));
    await record.update(call, anObservation(`Patient/${id}`, { id: `o-${id}` }));
  }
  await record.update(
    call,
    anObservation('Patient/p1', { id: 'o-other', code: { coding: [{ system: 's', code: 'c' }] } }),
  );
  await record.update(call, anOrganization({ id: 'org' }));
  await record.update(call, {
    ...{ resourceType: 'Group', id: 'g', type: 'person', actual: true },
    member: [{ entity: { reference: 'Patient/p1' } }, { entity: { reference: 'Patient/p2' }, inactive: true }],
  });
  await startJobs();
});
afterAll(async () => {
  await workers?.stop();
  await server.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const startJobs = async () => {
  workers = await startWorkers({ database, handlers: bulk.handlers, onFailure: () => undefined, lookEvery: 100 });
};
const ask = (url: string, options: { method?: 'GET' | 'POST' | 'DELETE'; headers?: object; payload?: string } = {}) =>
  server.inject({ method: 'GET', url: `/fhir/R4${url}`, ...options } as never);
const kickOff = async (url: string, more: Parameters<typeof ask>[1] = {}) => {
  const answer = await ask(url, { ...more, headers: { ...async, ...more.headers } });
  expect([answer.statusCode, answer.body]).toEqual([202, '']);
  return String(answer.headers['content-location']).replace(baseUrl, '');
};
const finished = async (place: string) => {
  let body: Record<string, { type: string; url: string; count: number }[]> = {};
  await vi.waitFor(async () => {
    const answer = await ask(place);
    expect(answer.statusCode, answer.body).toBe(200);
    body = answer.json();
  }, 20_000);
  return body;
};
/** Lines of the files of a kind, as `Type/id`. */
const linesOf = async (manifest: Awaited<ReturnType<typeof finished>>, kind = 'output') => {
  const lines: { resourceType: string; id: string }[] = [];
  for (const { url, count, type } of manifest[kind] ?? []) {
    const answer = await ask(url.replace(baseUrl, ''));
    expect(answer.headers['content-type']).toBe('application/fhir+ndjson');
    const own = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(own).toHaveLength(count);
    expect(own.every(({ resourceType }) => resourceType === type)).toBe(true);
    lines.push(...own);
  }
  return lines;
};
const names = (lines: { resourceType: string; id: string }[]) =>
  lines.map((one) => `${one.resourceType}/${one.id}`).sort();

describe('$export', () => {
  it('gives the whole system, says so in the manifest, packs for those who unpack', async () => {
    const manifest = await finished(await kickOff('/$export'));
    expect(manifest).toMatchObject({
      request: `${baseUrl}/$export`,
      requiresAccessToken: true,
      error: [],
      deleted: [],
    });
    const found = names(await linesOf(manifest));
    const people = ['p1', 'p2', 'p3'].flatMap((id) => [`Patient/${id}`, `Observation/o-${id}`]);
    expect(found).toEqual([...people, 'Observation/o-other', 'Organization/org', 'Group/g'].sort());
    const [file] = manifest.output ?? [];
    const packed = await ask(String(file?.url).replace(baseUrl, ''), { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).toString().trim().split('\n')).toHaveLength(file?.count ?? 0);
  });

  it('gives what lies with patients, of types and by searches, and of one group', async () => {
    expect(
      names(await linesOf(await finished(await kickOff('/Patient/$export?_type=Observation,Patient')))),
    ).toHaveLength(7);
    const filtered =
      '/$export?_type=Observation,Patient&_typeFilter=Observation%3Fcode%3Ds%7Cc%2CObservation%3F_id%3Do-p2';
    const found = names(await linesOf(await finished(await kickOff(filtered))));
    expect(found).toEqual(['Observation/o-other', 'Observation/o-p2', 'Patient/p1', 'Patient/p2', 'Patient/p3']);
    const group = names(await linesOf(await finished(await kickOff('/Group/g/$export'))));
    expect(group).toEqual(['Group/g', 'Observation/o-other', 'Observation/o-p1', 'Patient/p1']);
    const payload = JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        { name: 'patient', valueReference: { reference: 'Patient/p3' } },
        // Elements may carry an id, and come in any order.
        { id: 'types', name: '_type', valueString: 'Patient' },
      ],
    });
    const headers = { 'content-type': 'application/fhir+json' };
    const posted = await kickOff('/Patient/$export', { method: 'POST', payload, headers });
    expect(names(await linesOf(await finished(posted)))).toEqual(['Patient/p3']);
  });

  it('gives what changed since, and what was deleted', async () => {
    const call = callBy(machine());
    await record.update(call, anObservation('Patient/p3', { id: 'o-gone' }));
    await record.update(call, aPatient({ id: 'p3', gender: 'female' }));
    // What was written in the same millisecond was not written later.
    const moment = () => new Promise((resolve) => setTimeout(resolve, 5));
    await moment();
    const since = new Date();
    await moment();
    await record.update(call, aPatient({ id: 'p3', gender: 'male' }));
    await record.delete(call, 'Observation', 'o-gone');
    const manifest = await finished(await kickOff(`/$export?_since=${since.toISOString()}&_elements=gender`));
    const [changed, ...others] = await linesOf(manifest);
    expect(others).toEqual([]);
    expect(changed).toMatchObject({ id: 'p3', gender: 'male', meta: { tag: [{ code: 'SUBSETTED' }] } });
    expect(changed).not.toHaveProperty('name');
    expect(await linesOf(manifest, 'deleted')).toEqual([
      {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: 'Observation/o-gone' } }],
      },
    ]);
    // What is told to be covered lies before the snapshot, so the next _since misses nothing.
    // A change has the time of its request, and may take seconds to be written.
    expect(Date.parse(String(manifest.transactionTime))).toBeLessThan(Date.now() - 29_000);
  });

  it('gives large resources whole, and takes any instant', async () => {
    const data = randomBytes(300_000).toString('base64');
    await record.update(callBy(machine()), { resourceType: 'Binary', id: 'b', contentType: 'application/pdf', data });
    const since = '_since=1970-01-01T00:00:00Z';
    const filters = '_typeFilter=Binary%3F_id%3Db%2CBinary%3F_lastUpdated%3Dgt2020';
    for (const asked of [since, `_since=1910-06-01T00:00:00Z`, filters]) {
      const lines = await linesOf(await finished(await kickOff(`/$export?_type=Binary&${asked}`)));
      expect(lines).toMatchObject([{ id: 'b', data }]);
    }
    await record.delete(callBy(machine()), 'Binary', 'b');
  });

  it('gives no file to a token that may no longer read what is in it', async () => {
    const manifest = await finished(await kickOff('/$export?_type=Patient,Observation'));
    actor = machine('system/Patient.rs');
    const statuses = [];
    for (const { type, url } of manifest.output ?? []) {
      statuses.push([type, (await ask(String(url).replace(baseUrl, ''))).statusCode]);
    }
    actor = machine();
    expect(statuses.sort()).toEqual([
      ['Observation', 403],
      ['Patient', 200],
    ]);
  });

  it('gives only what the scopes give, and refuses people', async () => {
    actor = machine('system/Patient.rs');
    expect(names(await linesOf(await finished(await kickOff('/$export'))))).toEqual([
      'Patient/p1',
      'Patient/p2',
      'Patient/p3',
    ]);
    expect((await ask('/$export?_type=Observation', { headers: async })).statusCode).toBe(403);
    actor = patientActor('p1');
    expect((await ask('/$export', { headers: async })).statusCode).toBe(403);
    actor = machine();
  });

  it('leaves out what is merely wished for and says so, in the manifest, unless handling is strict', async () => {
    const associated = '/$export?_type=Patient&includeAssociatedData=LatestProvenanceResources';
    const strict = await ask(associated, { headers: { prefer: 'respond-async, handling=strict' } });
    expect([strict.statusCode, strict.json().issue[0].diagnostics]).toEqual([
      400,
      expect.stringContaining('includeAssociatedData=LatestProvenanceResources is not done here'),
    ]);
    const manifest = await finished(await kickOff(`${associated}&allowPartialManifests=true`));
    expect(await linesOf(manifest)).toHaveLength(3);
    const [warning] = (await linesOf(manifest, 'error')) as unknown as { issue: object[] }[];
    expect(warning?.issue[0]).toMatchObject({ severity: 'warning', code: 'not-supported' });
    expect((await ask('/$export?organizeOutputBy=Patient', { headers: async })).statusCode).toBe(400);
    const lenient = { headers: { prefer: 'respond-async, handling=lenient' } };
    const parts = await finished(await kickOff('/$export?_type=Patient&organizeOutputBy=Patient', lenient));
    expect(await linesOf(parts, 'error')).toHaveLength(1);
  });

  it('belongs to its client, is counted, and can be deleted with its files', async () => {
    const place = await kickOff('/$export?_type=Patient');
    const manifest = await finished(place);
    const file = String(manifest.output?.[0]?.url).replace(baseUrl, '');
    actor = { ...machine(), id: 'another' };
    for (const url of [place, file]) expect((await ask(url)).statusCode).toBe(404);
    expect((await ask(place, { method: 'DELETE' })).statusCode).toBe(404);
    actor = machine();
    expect((await ask(place, { method: 'DELETE' })).statusCode).toBe(202);
    for (const url of [place, file]) expect((await ask(url)).statusCode).toBe(404);
    const { rows } = await database.query(`select id from bulk.export where id = $1`, [place.split('/').at(-1)]);
    expect(rows).toEqual([]);
    expect(readdirSync(path.join(folder, 'export'))).not.toContain(place.split('/').at(-1));
  });

  it('names every patient in the trail', async () => {
    await database.query('select 1');
    const { rows } = await database.query<{ ids: string[] }>(
      `select patient_ids as ids from audit.event where kind = 'export' and action = 'R' and outcome = 0`,
    );
    expect(new Set(rows.flatMap(({ ids }) => ids))).toEqual(new Set(['p1', 'p2', 'p3']));
  });

  it('goes on after the process died, and not past the limit', async () => {
    await workers?.stop();
    const places = [await kickOff('/$export'), await kickOff('/$export'), await kickOff('/$export')];
    const fourth = await ask('/$export', { headers: async });
    expect([fourth.statusCode, fourth.headers['retry-after']]).toEqual([429, '60']);
    const [place = ''] = places;
    const waiting = await ask(place);
    expect([waiting.statusCode, waiting.headers['x-progress']]).toEqual([202, 'waiting for its turn']);
    // As an interrupted run leaves it: begun, with a file that is in no list.
    const id = String(place.split('/').at(-1));
    await database.query(`update bulk.export set state = 'running' where id = $1`, [id]);
    await database.query(`insert into bulk.export_file values ($1, 1, 'output', 'Patient', 9, 9, 'x')`, [id]);
    await startJobs();
    expect(await linesOf(await finished(place))).not.toHaveLength(0);
    for (const one of places) expect((await ask(one, { method: 'DELETE' })).statusCode).toBe(202);
  });

  it('is made by one process at a time, and not again when it is done', async () => {
    const place = await kickOff('/$export?_type=Patient');
    const id = String(place.split('/').at(-1));
    const before = await finished(place);
    const { rows } = await database.query<{ key: string }>(`select key from jobs.jobs where key = $1`, [
      `expire ${id}`,
    ]);
    expect(rows).toHaveLength(1);
    const again = bulk.handlers.find(({ name }) => name === 'export-run');
    const running = { id: '0', attempt: 1, signal: new AbortController().signal };
    // The queue did not hear that it was done.
    await again?.run({ export: id } as never, running);
    expect((await ask(place)).json()).toEqual(before);
    expect(await linesOf(before)).toHaveLength(3);
    // Its process stood still and was taken for dead.
    await database.query(`update bulk.export set state = 'running' where id = $1`, [id]);
    await database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7202616))', [`export ${id}`]);
      await again?.run({ export: id } as never, running);
    });
    const { rows: waiting } = await database.query<{ late: boolean }>(
      `select run_at > now() + interval '5 s' as late from jobs.jobs where key = $1`,
      [`export ${id}`],
    );
    expect(waiting).toEqual([{ late: true }]);
    await database.query(`update bulk.export set state = 'done' where id = $1`, [id]);
    expect(await linesOf(before)).toHaveLength(3);
    expect((await ask(place, { method: 'DELETE' })).statusCode).toBe(202);
  });

  it('is forgotten in time when it fails, too', async () => {
    const place = await kickOff('/$export?_type=Patient');
    const { rows } = await database.query(`select from jobs.jobs where key = $1`, [
      `expire ${place.split('/').at(-1)}`,
    ]);
    expect(rows).toHaveLength(1);
    await finished(place);
    await ask(place, { method: 'DELETE' });
  });

  it.each([
    ['/$export', {}, 400],
    ['/$export?_type=Kitten', async, 400],
    ['/$export?_since=yesterday', async, 400],
    ['/$export?_outputFormat=csv', async, 400],
    ['/$export?frob=1', async, 400],
    ['/$export?patient=Patient/p1', async, 400],
    ['/$export?_typeFilter=Observation%3Ffrob%3D1', async, 400],
    ['/$export?_typeFilter=Observation%3F_include%3D*', async, 400],
    ['/Group/none/$export', async, 404],
    ['/bulk-export/none', {}, 404],
  ])('refuses %s', async (url, headers, status) => {
    const answer = await ask(url, { headers });
    expect([answer.statusCode, answer.json().resourceType]).toEqual([status, 'OperationOutcome']);
  });
});

describe('data of more than fifty patients', () => {
  const many = Array.from({ length: 48 }, (_, number) => `many-${number}`);
  const agreed = { purpose: 'Badanie przesiewowe', recipient: 'NIZP', askedBy: 'A', approvedBy: 'B' };

  it('go out only under a permit that two people gave, which the manifest names', async () => {
    for (const id of many) await record.update(callBy(machine()), aPatient({ id, birthDate: '1980-01-01' }));
    const place = await kickOff('/Patient/$export?_type=Patient');
    await vi.waitFor(async () => expect((await ask(place)).statusCode).toBe(422), 20_000);
    expect((await ask(place)).body).toContain('under a permit');
    // Fifty are no whole set, and what is no patient's is not counted.
    expect(await linesOf(await finished(await kickOff('/$export?_type=Organization,Group')))).toHaveLength(2);
    const listed = ['p1', 'p2', 'p3', ...many].map((id) => `Patient/${id}`).join(',');
    const refused = await ask(`/Patient/$export?_type=Patient&patient=${listed}`, { headers: async });
    expect([refused.statusCode, refused.body.includes('under a permit')]).toEqual([403, true]);
    permit = { id: 'permit-1', until: '9999-12-31', ...agreed };
    const manifest = await finished(await kickOff('/Patient/$export?_type=Patient'));
    permit = undefined;
    expect([await linesOf(manifest).then(({ length }) => length), manifest.extension]).toEqual([
      ...[51, { permit: expect.objectContaining(agreed) }],
    ]);
  });
});
