/** History at its three levels: pages, times, orders. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPatient, anObservation, machine, openTestRecord, patientActor, type TestRecord } from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

interface Entry {
  fullUrl: string;
  request: { method: string; url: string };
  response: { status: string; etag: string; lastModified: string };
}

const told = ({ request: { method }, response: { etag } }: Entry) => `${method} ${etag}`;

/** Every page, by the links. */
async function pages(path: string, query: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let next: string | undefined = `${path}?${query}`;
  while (next !== undefined) {
    const { status, body } = await test.ask('GET', next);
    expect(status).toBe(200);
    entries.push(...(body.entry ?? []));
    const url: string | undefined = body.link.find(({ relation }: { relation: string }) => relation === 'next')?.url;
    next = url?.slice('http://record.test/fhir/R4'.length);
  }
  return entries;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A patient who was created, changed, deleted, brought back and changed. */
async function eventful(id: string) {
  const put = (active: boolean) => test.ask('PUT', `/Patient/${id}`, { body: aPatient({ id, active }) });
  const steps = [
    () => put(true),
    () => put(false),
    () => test.ask('DELETE', `/Patient/${id}`),
    () => put(true),
    () => put(false),
  ];
  for (const step of steps) {
    await step();
    await pause();
  }
}

describe('history', () => {
  it.each(['1', '2', '50'])('tells all versions newest first or oldest first, by pages of %s', async (count) => {
    await eventful(`e${count}`);
    const newest = ['PUT W/"5"', 'POST W/"4"', 'DELETE W/"3"', 'PUT W/"2"', 'POST W/"1"'];
    const path = `/Patient/e${count}/_history`;
    expect((await pages(path, `_count=${count}`)).map(told)).toEqual(newest);
    expect((await pages(path, `_count=${count}&_sort=none`)).map(told)).toEqual(newest);
    expect((await pages(path, `_count=${count}&_sort=_lastUpdated`)).map(told)).toEqual([...newest].reverse());
    for (const level of ['/Patient/_history', '/_history']) {
      const mine = async (sort: string) =>
        (await pages(level, `_count=${count}&_sort=${sort}`))
          .filter(({ fullUrl }) => fullUrl.endsWith(`/e${count}`))
          .map(told);
      expect(await mine('-_lastUpdated')).toEqual(newest);
      expect(await mine('_lastUpdated')).toEqual([...newest].reverse());
    }
  });

  it('tells what was the present version at some time', async () => {
    await eventful('at');
    const all = (await pages('/Patient/at/_history', '_sort=_lastUpdated')).map(({ response }) =>
      Date.parse(response.lastModified),
    );
    const time = (n: number, shift: number) => encodeURIComponent(new Date((all[n] as number) + shift).toISOString());
    for (const path of ['/Patient/at/_history', '/Patient/_history', '/_history']) {
      const versions = async (query: string) =>
        (await pages(path, `${query}&_count=2`)).filter(({ fullUrl }) => fullUrl.endsWith('/at')).map(told);
      expect(await versions(`_at=${time(1, 2)}`)).toEqual(['PUT W/"2"']);
      expect(await versions(`_at=${time(1, 0)}`)).toEqual(['PUT W/"2"']);
      expect(await versions(`_at=${time(2, 2)}`)).toEqual([]);
      expect(await versions(`_at=${time(0, -2)}`)).toEqual([]);
      expect(await versions(`_at=ge${time(1, 2)}&_at=le${time(3, 2)}`)).toEqual([
        'POST W/"4"',
        'DELETE W/"3"',
        'PUT W/"2"',
      ]);
      expect(await versions(`_since=${time(3, 0)}`)).toEqual(['PUT W/"5"', 'POST W/"4"']);
      expect(await versions(`_at=${new Date().getUTCFullYear()}`)).toHaveLength(5);
    }
  });

  it('follows a resource to another patient, and tells each only of what was theirs', async () => {
    for (const id of ['from', 'to']) await test.ask('PUT', `/Patient/${id}`, { body: aPatient({ id }) });
    const put = (patient: string) =>
      test.ask('PUT', '/Observation/moves', { body: anObservation(`Patient/${patient}`, { id: 'moves' }) });
    const { body: first } = await put('from');
    await pause();
    await put('to');
    expect((await pages('/Observation/moves/_history', '')).map(told)).toEqual(['PUT W/"2"', 'POST W/"1"']);
    const after = encodeURIComponent(new Date(Date.parse(first.meta.lastUpdated) + 1).toISOString());
    expect(
      (await pages('/Observation/_history', `_at=${encodeURIComponent(first.meta.lastUpdated)}`)).map(told),
    ).toEqual(['POST W/"1"']);
    expect((await pages('/Observation/_history', `_at=ge${after}`)).map(told)).toContain('PUT W/"2"');
    test.signIn(patientActor('from'));
    expect((await pages('/Observation/moves/_history', '')).map(told)).toEqual(['POST W/"1"']);
    expect((await pages('/Observation/_history', '')).map(told)).toEqual(['POST W/"1"']);
    test.signIn(patientActor('to'));
    expect((await pages('/Observation/_history', '')).map(told)).toEqual(['PUT W/"2"']);
  });

  it('tells how many there are where that is cheap', async () => {
    test.signIn(machine());
    await eventful('counted');
    const totalOf = async (path: string) => (await test.ask('GET', path)).body.total;
    const { body } = await test.ask('GET', '/Patient/counted/_history?_count=2');
    expect(body.total).toBe(5);
    const next = body.link.find(({ relation }: { relation: string }) => relation === 'next').url;
    expect(await totalOf(next.slice('http://record.test/fhir/R4'.length))).toBe(5);
    const third = body.entry[1].response.lastModified;
    expect(await totalOf(`/Patient/counted/_history?_since=${third}&_count=1`)).toBe(2);
    expect(await totalOf('/Patient/counted/_history?_since=2999-01-01T00:00:00Z')).toBe(0);
    expect(await totalOf('/Patient/_history?_count=1')).toBeUndefined();
    expect(await totalOf('/Patient/_history?_since=2999-01-01T00:00:00Z')).toBe(0);
  });

  it('asks about more patients than names for statements are kept', async () => {
    for (let n = 0; n < 210; n++) {
      test.signIn(patientActor(`p${n}`));
      expect((await test.ask('GET', '/Observation/_history')).status).toBe(200);
    }
  });
});

describe('what history does not know', () => {
  it.each([
    ['_list=1', {}, 400],
    ['_at=yesterday', {}, 400],
    ['_at=ne2026', {}, 400],
    ['_since=soon', {}, 400],
    ['_sort=name', {}, 400],
    ['_count=x', {}, 400],
    ['_cursor=9999999999999999-1-1', {}, 400],
    ['colour=red', {}, 200],
    ['colour=red', { prefer: 'handling=strict' }, 400],
  ])('%s %o: %i', async (query, headers, status) => {
    test.signIn({ role: 'machine', id: 'm', name: 'm', purpose: 'HOPERAT', scopes: ['system/*.cruds'] });
    for (const path of ['/_history', '/Patient/_history']) {
      expect((await test.ask('GET', `${path}?${query}`, { headers: headers as Record<string, string> })).status).toBe(
        status,
      );
    }
  });
});
