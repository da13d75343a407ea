/** Conditional interactions, alone and in bundles. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aPatient,
  anObservation,
  anOrganization,
  bundleOf,
  entry,
  openTestRecord,
  type TestRecord,
} from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const created = async (resource: { resourceType: string }) =>
  (await test.ask('POST', `/${resource.resourceType}`, { body: resource })).body;
const send = (body: unknown, headers = {}) => test.ask('POST', '/', { body, headers });
const statusesOf = ({ body }: { body: { entry: { response: { status: string } }[] } }) =>
  body.entry.map(({ response }) => Number.parseInt(response.status, 10));
const identified = (value: string) => ({ identifier: [{ system: 'urn:c', value }] });

describe('conditions on versions', () => {
  it('create by PUT only what is not there: If-None-Match: *', async () => {
    const body = aPatient({ id: 'only-new' });
    const put = (headers: Record<string, string>) => test.ask('PUT', '/Patient/only-new', { body, headers });
    expect((await put({ 'if-none-match': '*' })).status).toBe(201);
    const again = await put({ 'if-none-match': '*' });
    expect([again.status, again.body.issue[0].diagnostics]).toEqual([412, expect.stringContaining('version 1')]);
    expect((await put({ 'if-none-match': 'W/"2"' })).status).toBe(200);
    expect((await put({ 'if-none-match': 'W/"1", W/"7"' })).status).toBe(412);
  });

  it('take several versions, or any: If-Match', async () => {
    const { id, ...patient } = await created(aPatient());
    const put = (ifMatch: string, to = id) =>
      test.ask('PUT', `/Patient/${to}`, { body: { ...patient, id: to }, headers: { 'if-match': ifMatch } });
    expect((await put('W/"3", W/"1"')).status).toBe(200);
    expect((await put('*')).status).toBe(200);
    expect((await put('*', 'never-was')).status).toBe(412);
    expect((await put('new')).status).toBe(400);
  });

  it('are held against the one that criteria find', async () => {
    await created(aPatient(identified('v1')));
    const body = aPatient({ ...identified('v1'), active: true });
    const put = (query: string, headers: Record<string, string>) =>
      test.ask('PUT', `/Patient?identifier=urn:c|${query}`, { body, headers });
    expect((await put('v1', { 'if-match': 'W/"2"' })).status).toBe(412);
    expect((await put('v1', { 'if-none-match': '*' })).status).toBe(412);
    expect((await put('nobody', { 'if-match': 'W/"1"' })).status).toBe(412);
    expect((await put('v1', { 'if-match': 'W/"1"' })).headers.etag).toBe('W/"2"');
    const remove = (version: number) =>
      test.ask('DELETE', '/Patient?identifier=urn:c|v1', { headers: { 'if-match': `W/"${version}"` } });
    expect([(await remove(1)).status, (await remove(2)).status]).toEqual([412, 204]);
  });
});

describe('deletion by criteria', () => {
  const three = async (value: string) => {
    for (let n = 0; n < 3; n++) await created(anOrganization(identified(value)));
  };
  const left = async (value: string) =>
    (await test.ask('GET', `/Organization?identifier=urn:c|${value}&_summary=count`)).body.total;

  it('deletes several only when so many are allowed, all or none', async () => {
    await three('d1');
    const remove = (count: string) => test.ask('DELETE', `/Organization?identifier=urn:c|d1${count}`);
    expect([(await remove('')).status, (await remove('&_count=2')).status, await left('d1')]).toEqual([412, 412, 3]);
    expect([(await remove('&_count=0')).status, (await remove('&_count=many')).status]).toEqual([400, 400]);
    const done = await remove('&_count=3');
    expect([done.status, done.body.issue.length, await left('d1')]).toEqual([200, 3, 0]);
    expect((await remove('&_count=3')).status).toBe(204);
    const { rows } = await test.database.query<{ n: number }>(
      `select cardinality(entities) as n from audit.event where action = 'D' and outcome = 0 order by sequence desc limit 1`,
    );
    expect(rows[0]?.n).toBe(3);
  });

  it('refuses _count without criteria', async () => {
    expect((await test.ask('DELETE', '/Organization?_count=1000')).status).toBe(400);
  });

  it.each(['batch', 'transaction'] as const)('works in a %s', async (kind) => {
    await three(kind);
    const url = `Organization?identifier=urn:c|${kind}`;
    const refused = await send(bundleOf(kind, entry('DELETE', url)));
    expect(kind === 'batch' ? statusesOf(refused) : [refused.status]).toEqual([412]);
    const answer = await send(bundleOf(kind, entry('DELETE', `${url}&_count=5`)), {
      prefer: 'return=OperationOutcome',
    });
    expect(answer.body.entry[0].response.outcome.issue).toHaveLength(3);
    expect(await left(kind)).toBe(0);
  });
});

describe('conditions in bundles', () => {
  it.each(['batch', 'transaction'] as const)('are those of requests: %s', async (kind) => {
    const patient = await created(aPatient());
    const url = `Patient/${patient.id}`;
    const later = new Date(Date.now() + 5000).toUTCString();
    const answer = await send(
      bundleOf(
        kind,
        entry('GET', url, undefined, { ifNoneMatch: 'W/"1"' }),
        entry('GET', url, undefined, { ifNoneMatch: 'W/"2"' }),
        entry('GET', url, undefined, { ifModifiedSince: later }),
        entry('HEAD', url),
        entry('GET', `${url}/_history/1`, undefined, { ifNoneMatch: '"1"' }),
        entry('PUT', `Patient/${kind}-1`, aPatient({ id: `${kind}-1` }), { ifNoneMatch: '*' }),
      ),
    );
    expect(statusesOf(answer)).toEqual([304, 200, 304, 200, 304, 201]);
    expect(answer.body.entry.map(({ resource }: { resource?: unknown }) => resource !== undefined)).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
    const again = await send(
      bundleOf(kind, entry('PUT', `Patient/${kind}-1`, aPatient({ id: `${kind}-1` }), { ifNoneMatch: '*' })),
    );
    expect(kind === 'batch' ? statusesOf(again) : [again.status]).toEqual([412]);
  });

  it('lets a transaction create anew what it deletes', async () => {
    const before = await created(aPatient(identified('reborn')));
    const answer = await send(
      bundleOf(
        'transaction',
        entry('POST', 'Patient', aPatient(identified('reborn')), { ifNoneExist: 'identifier=urn:c|reborn' }),
        entry('DELETE', `Patient/${before.id}`),
      ),
    );
    expect(statusesOf(answer)).toEqual([201, 204]);
    expect((await test.ask('GET', '/Patient?identifier=urn:c|reborn')).body.entry).toHaveLength(1);
  });

  it.each([
    ['minimal', [undefined, undefined]],
    ['representation', ['Patient', undefined]],
    ['OperationOutcome', [undefined, 'OperationOutcome']],
  ])('answers in the form preferred: %s', async (form, expected) => {
    const answer = await send(bundleOf('transaction', entry('POST', 'Patient', aPatient())), {
      prefer: `return=${form}`,
    });
    const [{ resource, response }] = answer.body.entry;
    expect([resource?.resourceType, response.outcome?.resourceType]).toEqual(expected);
  });
});

describe('conditional references outside transactions', () => {
  const about = (criteria: string) => anObservation(`Patient?identifier=urn:c|${criteria}`);

  it('are resolved by create, update and patch', async () => {
    const { id } = await created(aPatient(identified('ref')));
    const made = await test.ask('POST', '/Observation', { body: about('ref') });
    expect([made.status, made.body.subject.reference]).toEqual([201, `Patient/${id}`]);
    expect((await test.ask('GET', `/Observation?patient=${id}`)).body.entry).toHaveLength(1);
    const put = await test.ask('PUT', '/Observation/by-criteria', { body: { ...about('ref'), id: 'by-criteria' } });
    expect(put.body.subject.reference).toBe(`Patient/${id}`);
    const { body } = await test.ask('PATCH', '/Observation/by-criteria', {
      body: [{ op: 'add', path: '/focus', value: [{ reference: 'Patient?identifier=urn:c|ref' }] }],
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect(body.focus[0].reference).toBe(`Patient/${id}`);
  });

  it('are refused when nothing or several fit', async () => {
    await created(aPatient(identified('two')));
    await created(aPatient(identified('two')));
    for (const criteria of ['none', 'two']) {
      const answer = await test.ask('POST', '/Observation', { body: about(criteria) });
      expect([answer.status, answer.body.issue[0].expression]).toEqual([400, ['Observation.subject.reference']]);
    }
  });
});
