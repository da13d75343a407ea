/** $meta, $everything, $lastn over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aPatient,
  anEncounter,
  anObservation,
  anOrganization,
  machine,
  openTestRecord,
  patientActor,
  physicianAt,
  type TestRecord,
} from '../fixtures.ts';
import type { Resource } from '../record.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const put = (resource: Resource) => test.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
const parameters = (...parameter: unknown[]) => ({ resourceType: 'Parameters', parameter });
const idsOf = ({ body }: { body: { entry?: { resource: Resource }[] } }) =>
  (body.entry ?? []).map(({ resource }) => `${resource.resourceType}/${resource.id}`);

describe('$meta', () => {
  const label = { system: 'urn:labels', code: 'R' };
  const tag = (code: string) => ({ system: 'urn:tags', code });
  const send = (operation: string, valueMeta: unknown, headers = {}) =>
    test.ask('POST', `/Patient/meta1/$meta-${operation}`, { body: parameters({ name: 'meta', valueMeta }), headers });

  it('is told, added to and taken from, each time as a new version', async () => {
    await put(aPatient({ id: 'meta1', meta: { tag: [tag('a')] } }));
    const added = await send('add', { tag: [tag('a'), tag('b')], security: [label], profile: ['http://p/1'] });
    expect(added.body.parameter[0]).toMatchObject({
      name: 'return',
      valueMeta: { versionId: '2', tag: [tag('a'), tag('b')], security: [label], profile: ['http://p/1'] },
    });
    expect((await send('add', { tag: [tag('b')] })).body.parameter[0].valueMeta.versionId).toBe('2');
    expect(idsOf(await test.ask('GET', '/Patient?_tag=urn:tags|b'))).toEqual(['Patient/meta1']);
    const less = await send('delete', { tag: [tag('b')], security: [label] }, { 'if-match': 'W/"2"' });
    expect(less.body.parameter[0].valueMeta.security).toBeUndefined();
    expect(less.body.parameter[0].valueMeta.tag).toEqual([tag('a')]);
    expect((await send('add', { tag: [tag('c')] }, { 'if-match': 'W/"2"' })).status).toBe(412);
    const { body } = await test.ask('GET', '/Patient/meta1/$meta');
    expect(body.parameter[0].valueMeta).toMatchObject({ versionId: '3', profile: ['http://p/1'] });
    expect((await send('add', 'x')).status).toBe(400);
  });

  it('is put together of a type and of everything, from what one may see', async () => {
    await put(aPatient({ id: 'meta2', meta: { tag: [tag('z')] } }));
    await put(anObservation('Patient/meta2', { id: 'meta3', meta: { tag: [tag('o')] } }));
    const codes = async (path: string) =>
      ((await test.ask('GET', path)).body.parameter[0].valueMeta.tag ?? [])
        .map(({ code }: { code: string }) => code)
        .sort();
    expect(await codes('/Patient/$meta')).toEqual(['a', 'z']);
    expect(await codes('/$meta')).toEqual(['a', 'o', 'z']);
    test.signIn(patientActor('meta1'));
    expect(await codes('/Patient/$meta')).toEqual(['a']);
    expect(await codes('/Observation/$meta')).toEqual([]);
    expect((await test.ask('GET', '/Patient/meta2/$meta')).status).toBe(404);
    expect((await send('add', { tag: [tag('mine')] })).status).toBe(403);
    test.signIn(machine());
  });
});

describe('$everything', () => {
  beforeAll(async () => {
    await put(anOrganization({ id: 'house' }));
    for (const id of ['ev-a', 'ev-b']) {
      await put(aPatient({ id }));
      await put(
        anEncounter(`Patient/${id}`, 'house', { id: `${id}-e1`, period: { start: '2026-01-10', end: '2026-01-12' } }),
      );
      await put(
        anEncounter(`Patient/${id}`, 'house', { id: `${id}-e2`, period: { start: '2026-03-01', end: '2026-03-02' } }),
      );
      await put(anObservation(`Patient/${id}`, { id: `${id}-o1`, encounter: { reference: `Encounter/${id}-e1` } }));
      await put(anObservation(`Patient/${id}`, { id: `${id}-o2`, effectiveDateTime: '2026-05-01' }));
    }
  });

  it('keeps to dates of care', async () => {
    const asked = async (query: string) =>
      idsOf(await test.ask('GET', `/Patient/ev-a/$everything?${query}&_type=Observation,Encounter,Patient`));
    expect(await asked('start=2026-02-01')).toEqual(['Encounter/ev-a-e2', 'Observation/ev-a-o2', 'Patient/ev-a']);
    expect(await asked('end=2026-02-01')).toEqual(['Encounter/ev-a-e1', 'Observation/ev-a-o1', 'Patient/ev-a']);
    expect(await asked('start=2026-01-11&end=2026-01-11')).toEqual(['Encounter/ev-a-e1', 'Patient/ev-a']);
    expect((await test.ask('GET', '/Patient/ev-a/$everything?start=soon')).status).toBe(400);
  });

  it('is asked by POST, too', async () => {
    const body = parameters({ name: 'start', valueDate: '2026-02-01' }, { name: '_type', valueCode: 'Observation' });
    expect(idsOf(await test.ask('POST', '/Patient/ev-a/$everything', { body }))).toEqual(['Observation/ev-a-o2']);
    expect((await test.ask('POST', '/Patient/ev-a/$everything', { body: aPatient() })).status).toBe(400);
  });

  it('takes its types in several parameters, and gives parts', async () => {
    const twice = '_type=Encounter&_type=Observation&start=2026-02-01';
    const path = '/Patient/ev-a/$everything';
    expect(idsOf(await test.ask('GET', `${path}?${twice}`))).toEqual(['Encounter/ev-a-e2', 'Observation/ev-a-o2']);
    const { body } = await test.ask('GET', `${path}?_type=Observation&_elements=subject`);
    expect(body.entry[0].resource).toMatchObject({ subject: {}, meta: { tag: [{ code: 'SUBSETTED' }] } });
    expect(body.entry[0].resource.valueQuantity).toBeUndefined();
    expect((await test.ask('GET', `${path}?_summary=count`)).status).toBe(400);
  });

  it('of an encounter is what refers to it, with its patient and what they refer to', async () => {
    expect(idsOf(await test.ask('GET', '/Encounter/ev-a-e1/$everything')).sort()).toEqual([
      'Encounter/ev-a-e1',
      'Observation/ev-a-o1',
      'Organization/house',
      'Patient/ev-a',
    ]);
    test.signIn(patientActor('ev-b'));
    expect((await test.ask('GET', '/Encounter/ev-a-e1/$everything')).status).toBe(404);
    test.signIn(machine());
  });

  it.each([1, 2, 3, 5, 100])('goes through everybody whom one may see, by pages of %i', async (count) => {
    const all = async () => {
      const found: string[] = [];
      let next: string | undefined = `/Patient/$everything?_count=${count}&_type=Patient,Encounter,Observation`;
      while (next !== undefined) {
        const answer = await test.ask('GET', next);
        expect([answer.status, (answer.body.entry ?? []).length <= count]).toEqual([200, true]);
        found.push(...idsOf(answer));
        const url: string | undefined = answer.body.link.find(
          ({ relation }: { relation: string }) => relation === 'next',
        )?.url;
        next = url?.slice('http://record.test/fhir/R4'.length);
      }
      return found.filter((name) => name.includes('ev-')).sort();
    };
    const of = (id: string) =>
      [
        `Patient/${id}`,
        ...['e1', 'e2'].map((n) => `Encounter/${id}-${n}`),
        ...['o1', 'o2'].map((n) => `Observation/${id}-${n}`),
      ].sort();
    expect(await all()).toEqual([...of('ev-a'), ...of('ev-b')].sort());
    test.signIn(patientActor('ev-b'));
    expect(await all()).toEqual(of('ev-b'));
    test.signIn(physicianAt('elsewhere'));
    expect(await all()).toEqual([]);
    test.signIn(machine());
    expect((await test.ask('GET', '/Patient/$everything?_cursor=x')).status).toBe(400);
  });

  it('ends a page after fifty people who have little, and comes to the others', async () => {
    for (let number = 0; number < 101; number++) await put(aPatient({ id: `ev-small-${number}` }));
    const sizes: number[] = [];
    const found = new Set<string>();
    let next: string | undefined = '/Patient/$everything?_type=Patient';
    while (next !== undefined && sizes.length < 10) {
      const answer = await test.ask('GET', next);
      sizes.push(idsOf(answer).length);
      for (const name of idsOf(answer)) found.add(name);
      const links: { relation: string; url: string }[] = answer.body.link;
      next = links.find(({ relation }) => relation === 'next')?.url.slice('http://record.test/fhir/R4'.length);
    }
    expect(sizes.slice(0, 2)).toEqual([50, 50]);
    expect(
      sizes.reduce((sum, size) => sum + size, 0),
      'nobody twice',
    ).toBe(found.size);
    expect([...found].filter((name) => name.includes('ev-small-'))).toHaveLength(101);
  });
});

describe('$lastn', () => {
  beforeAll(async () => {
    await put(aPatient({ id: 'ln' }));
    const codes = { pulse: '8867-4', weight: '29463-7' };
    for (const [name, code] of Object.entries(codes)) {
      for (const day of [1, 2, 3, 3]) {
        const id = `${name}-${day}-${day === 3 && (await test.ask('GET', `/Observation/${name}-3-0`)).status === 404 ? 0 : 1}`;
        await put(
          anObservation('Patient/ln', {
            id,
            code: { coding: [{ system: 'http://loinc.org', code }] },
            effectiveDateTime: `2026-01-0${day}`,
          }),
        );
      }
    }
    await put(anObservation('Patient/ev-a', { id: 'others', effectiveDateTime: '2026-12-01' }));
  });
  const asked = async (query: string) =>
    idsOf(await test.ask('GET', `/Observation/$lastn?${query}`)).map((name) => name.slice(12));

  it('gives the newest of each code, and what is of the same moment', async () => {
    expect((await asked('patient=ln')).sort()).toEqual(['pulse-3-0', 'pulse-3-1', 'weight-3-0', 'weight-3-1']);
    expect(await asked('patient=ln&max=3&code=http://loinc.org|8867-4')).toEqual(
      expect.arrayContaining(['pulse-3-0', 'pulse-3-1', 'pulse-2-1']),
    );
    expect(await asked('subject=Patient/ln&max=1&date=lt2026-01-03')).toHaveLength(2);
    const body = parameters({ name: 'patient', valueString: 'ln' }, { name: 'max', valuePositiveInt: 100 });
    expect(idsOf(await test.ask('POST', '/Observation/$lastn', { body }))).toHaveLength(8);
    const byReference = parameters({ name: 'patient', valueReference: { reference: 'Patient/ln' } });
    expect(idsOf(await test.ask('POST', '/Observation/$lastn', { body: byReference }))).toHaveLength(4);
  });

  it.each(['_elements=status', '_summary=text', '_summary=count'])('is of the same ones by %s', async (part) => {
    expect((await test.ask('GET', `/Observation/$lastn?patient=ln&${part}`)).body.total).toBe(4);
  });

  it.each(['code=1', 'patient=ln&max=0', 'patient=ln&max=x', 'patient=ln&date=never'])('refuses %s', async (query) => {
    expect((await test.ask('GET', `/Observation/$lastn?${query}`)).status).toBe(400);
  });
});
