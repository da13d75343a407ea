/** What an app reaches with its scopes, by every way in: nothing but what they say, of what the person sees. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../access/actor.ts';
import {
  aPatient,
  anEncounter,
  anObservation,
  anOrganization,
  bundleOf,
  callBy,
  entry,
  machine,
  openTestRecord,
  patientActor,
  physicianAt,
  type TestRecord,
} from './fixtures.ts';

const system = 'http://terminology.hl7.org/CodeSystem/observation-category';
const inCategory = (code: string) => ({ category: [{ coding: [{ system, code }] }] });
const narrow = `Observation.rs?category=${system}|laboratory`;

let test: TestRecord;
const ids = { own: '', other: '', lab: '', vital: '', otherLab: '', panel: '', organization: '' };

beforeAll(async () => {
  test = await openTestRecord();
  const make = async (resource: Parameters<typeof test.record.create>[1]) =>
    (await test.record.create(callBy(machine()), resource)).id;
  ids.organization = await make(anOrganization());
  ids.own = await make(aPatient());
  ids.other = await make(aPatient());
  for (const patient of [ids.own, ids.other]) await make(anEncounter(`Patient/${patient}`, ids.organization));
  ids.vital = await make(anObservation(`Patient/${ids.own}`, inCategory('vital-signs')));
  ids.lab = await make(anObservation(`Patient/${ids.own}`, inCategory('laboratory')));
  ids.otherLab = await make(anObservation(`Patient/${ids.other}`, inCategory('laboratory')));
  ids.panel = await make(
    anObservation(`Patient/${ids.own}`, {
      ...inCategory('laboratory'),
      hasMember: [{ reference: `Observation/${ids.vital}` }, { reference: `Observation/${ids.lab}` }],
    }),
  );
});
afterAll(() => test?.close());

const through = (actor: Actor, scopes: string[], patient?: string): void =>
  test.signIn({ ...actor, scopes, app: { client: 'app', ...(patient ? { patient } : {}) } });
const found = async (path: string): Promise<string[]> => {
  const { status, body } = await test.ask('GET', path);
  expect([path, status, body.issue?.[0]?.diagnostics]).toEqual([path, 200, undefined]);
  return (body.entry ?? []).map((one: { resource: { id: string } }) => one.resource.id).sort();
};
const status = async (method: string, path: string, body?: unknown) => (await test.ask(method, path, { body })).status;
const sorted = (...some: string[]) => [...some].sort();

describe('a scope that a query narrows', () => {
  it('shows by read and search what the query selects, and nothing else', async () => {
    through(patientActor(ids.own), [`patient/${narrow}`]);
    expect(await status('GET', `/Observation/${ids.lab}`)).toBe(200);
    expect(await status('GET', `/Observation/${ids.vital}`)).toBe(404);
    expect(await status('GET', `/Observation/${ids.otherLab}`)).toBe(404);
    for (const query of [
      '',
      '?code=8867-4',
      `?_id=${ids.lab},${ids.vital},${ids.panel}`,
      '?_sort=-date',
      '?category=vital-signs,laboratory',
    ])
      expect(await found(`/Observation${query}`)).toEqual(sorted(ids.lab, ids.panel));
    expect((await test.ask('GET', '/Observation?_summary=count')).body.total).toBe(2);
    expect(await found(`/Observation?category=vital-signs`)).toEqual([]);
  });

  it('holds for what is included, chained to and asked backwards', async () => {
    through(patientActor(ids.own), [`patient/${narrow}`]);
    expect(await found(`/Observation?_id=${ids.panel}&_include=Observation:has-member`)).toEqual(
      sorted(ids.panel, ids.lab),
    );
    expect(await found('/Observation?has-member:Observation.category=vital-signs')).toEqual([]);
    expect(await found(`/Observation?_id=${ids.lab}&_revinclude=Observation:has-member`)).toEqual(
      sorted(ids.lab, ids.panel),
    );
    through(patientActor(ids.own), ['patient/Patient.rs', `patient/${narrow}`]);
    expect(await found('/Patient?_has:Observation:patient:category=vital-signs')).toEqual([]);
    expect(await found('/Patient?_has:Observation:patient:category=laboratory')).toEqual([ids.own]);
    expect(await found(`/Patient/${ids.own}/$everything`)).toEqual(sorted(ids.own, ids.lab, ids.panel));
    expect(await found(`/Patient?_id=${ids.own}&_revinclude=Observation:subject`)).toEqual(
      sorted(ids.own, ids.lab, ids.panel),
    );
  });

  it('does not reach what a reference to a version brings', async () => {
    const versioned = anObservation(`Patient/${ids.own}`, {
      ...inCategory('laboratory'),
      derivedFrom: [{ reference: `Observation/${ids.vital}/_history/1` }],
    });
    const { id } = await test.record.create(callBy(machine()), versioned);
    const query = `/Observation?_id=${id}&_include=Observation:derived-from`;
    through(patientActor(ids.own), ['patient/Observation.rs']);
    expect(await found(query)).toEqual(sorted(id, ids.vital));
    through(patientActor(ids.own), [`patient/${narrow}`]);
    expect(await found(query)).toEqual([id]);
    await test.record.delete(callBy(machine()), 'Observation', id);
  });

  it('does not reach former versions, nor other types', async () => {
    through(patientActor(ids.own), [`patient/${narrow}`]);
    for (const path of [
      `/Observation/${ids.lab}/_history/1`,
      `/Observation/${ids.lab}/_history`,
      '/Observation/_history',
      '/_history',
      '/Encounter',
      `/Patient/${ids.own}`,
      `/Patient/${ids.own}/$everything`,
      '/',
    ])
      expect([path, await status('GET', path)]).toEqual([path, 403]);
    expect(await status('GET', `/Observation/${ids.lab}?_asOf=${new Date().toISOString()}`)).toBe(404);
  });

  it('holds for writes: of what is there, and of what would be there', async () => {
    const scope = `user/Observation.cruds?category=${system}|laboratory`;
    through(physicianAt(ids.organization), [scope]);
    const write = (category: string, more = {}) =>
      anObservation(`Patient/${ids.own}`, { ...inCategory(category), ...more });
    expect(await status('POST', '/Observation', write('laboratory'))).toBe(201);
    expect(await status('POST', '/Observation', write('vital-signs'))).toBe(403);
    const put = (id: string, category: string) => status('PUT', `/Observation/${id}`, write(category, { id }));
    expect(await put(ids.lab, 'vital-signs')).toBe(403);
    expect(await put(ids.vital, 'laboratory')).toBe(404);
    expect(await put(ids.lab, 'laboratory')).toBe(200);
    const bundle = bundleOf('transaction', entry('POST', 'Observation', write('vital-signs')));
    expect(await status('POST', '/', bundle)).toBe(403);
    const patch = [{ op: 'replace', path: '/category/0/coding/0/code', value: 'vital-signs' }];
    const patched = await test.ask('PATCH', `/Observation/${ids.lab}`, {
      body: patch,
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect(patched.status).toBe(403);
    test.signIn(machine(`system/Observation.cruds?category=${system}|laboratory`));
    expect(await status('POST', '/Observation', write('vital-signs'))).toBe(403);
    expect(await status('DELETE', `/Observation/${ids.vital}`)).toBe(404);
    expect(await status('POST', '/Observation', write('laboratory'))).toBe(201);
  });
});

describe('an app', () => {
  it('reaches of what its person sees what its scopes name', async () => {
    through(patientActor(ids.own), ['patient/Observation.s']);
    expect(await status('GET', `/Observation/${ids.lab}`)).toBe(403);
    expect(await found('/Observation')).toContain(ids.lab);
    expect(await status('GET', '/Encounter')).toBe(403);
    through(patientActor(ids.own), ['openid']);
    expect(await status('GET', '/Observation')).toBe(403);
    through(physicianAt(ids.organization), ['user/Observation.rs', 'patient/Encounter.rs']);
    expect(await found('/Observation')).toContain(ids.otherLab);
    expect(await status('GET', '/Encounter')).toBe(403);
    expect(await status('POST', '/Observation', anObservation(`Patient/${ids.own}`))).toBe(403);
  });

  it('opened for a patient reaches that patient, and what is shared', async () => {
    through(physicianAt(ids.organization), ['patient/*.cruds'], ids.own);
    expect(await status('GET', `/Observation/${ids.lab}`)).toBe(200);
    expect(await status('GET', `/Observation/${ids.otherLab}`)).toBe(404);
    expect(await found('/Patient')).toEqual([ids.own]);
    expect(await status('GET', `/Patient/${ids.other}/$everything`)).toBe(404);
    expect(await status('GET', `/Organization/${ids.organization}`)).toBe(200);
    expect(await status('POST', '/Observation', anObservation(`Patient/${ids.own}`))).toBe(201);
    expect(await status('POST', '/Observation', anObservation(`Patient/${ids.other}`))).toBe(403);
    // The context narrows, it never widens: the patient must be in the clinician's care too.
    through(physicianAt('elsewhere'), ['patient/*.cruds'], ids.own);
    expect(await status('GET', `/Observation/${ids.lab}`)).toBe(404);
  });
});
