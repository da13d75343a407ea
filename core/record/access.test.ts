import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

let test: TestRecord;
const system = callBy(machine());
const ids = { own: '', other: '', ownResult: '', otherResult: '', organization: '' };

beforeAll(async () => {
  test = await openTestRecord();
  const make = async (resource: Parameters<typeof test.record.create>[1]) =>
    (await test.record.create(system, resource)).id;
  ids.organization = await make(anOrganization());
  ids.own = await make(aPatient());
  ids.other = await make(aPatient());
  ids.ownResult = await make(anObservation(`Patient/${ids.own}`));
  ids.otherResult = await make(anObservation(`Patient/${ids.other}`));
  await make(anEncounter(`Patient/${ids.own}`, ids.organization));
});
afterAll(() => test?.close());
beforeEach(() => test.signIn(undefined));

const lastEvent = async () => {
  const { rows } = await test.database.query<{
    kind: string;
    outcome: number;
    reason: string | null;
    entities: string[];
    patient_ids: string[];
  }>('select kind, outcome, reason, entities, patient_ids from audit.event order by sequence desc limit 1');
  return rows[0];
};

describe('access', () => {
  it('asks everybody who they are', async () => {
    const { status, headers, body } = await test.ask('GET', `/Patient/${ids.own}`);
    expect([status, headers['www-authenticate'], body.resourceType]).toEqual([401, 'Bearer', 'OperationOutcome']);
  });

  it('shows a patient their own record, and of others not even that it exists', async () => {
    test.signIn(patientActor(ids.own));
    expect((await test.ask('GET', `/Observation/${ids.ownResult}`)).status).toBe(200);
    expect((await test.ask('GET', `/Organization/${ids.organization}`)).status).toBe(200);
    const hidden = await test.ask('GET', `/Observation/${ids.otherResult}`);
    const never = await test.ask('GET', `/Observation/${ids.otherResult.replace(/.$/, '0')}`);
    expect([hidden.status, never.status]).toEqual([404, 404]);
    expect(hidden.text.replaceAll(ids.otherResult, 'X')).toBe(
      never.text.replaceAll(ids.otherResult.replace(/.$/, '0'), 'X'),
    );
  });

  it.each([
    ['vread', () => `/Observation/${ids.otherResult}/_history/1`],
    ['history', () => `/Observation/${ids.otherResult}/_history`],
    ['everything', () => `/Patient/${ids.other}/$everything`],
    ['read', () => `/Patient/${ids.other}`],
  ])('hides the other patient in %s, and tells the trail', async (_, path) => {
    test.signIn(patientActor(ids.own));
    expect((await test.ask('GET', path())).status).toBe(404);
    expect(await lastEvent()).toMatchObject({ outcome: 4, reason: 'hidden', patient_ids: [ids.other] });
  });

  it('leaves the other patient out of searches, histories of types and bundles', async () => {
    test.signIn(patientActor(ids.own));
    const found = (await test.ask('GET', '/Observation')).body;
    expect(found.entry.map((one: { resource: { id: string } }) => one.resource.id)).toEqual([ids.ownResult]);
    const history = (await test.ask('GET', '/Observation/_history')).body;
    expect(history.entry.map((one: { resource: { id: string } }) => one.resource.id)).toEqual([ids.ownResult]);
    const batch = await test.ask('POST', '/', {
      body: bundleOf('batch', entry('GET', `Observation/${ids.otherResult}`)),
    });
    expect(batch.body.entry[0].response.status).toBe('404 Not Found');
  });

  it('lets a patient change nothing', async () => {
    test.signIn(patientActor(ids.own));
    expect((await test.ask('POST', '/Observation', { body: anObservation(`Patient/${ids.own}`) })).status).toBe(403);
    expect((await test.ask('DELETE', `/Observation/${ids.ownResult}`)).status).toBe(403);
    const bundle = bundleOf('transaction', entry('POST', 'Observation', anObservation(`Patient/${ids.own}`)));
    expect((await test.ask('POST', '/', { body: bundle })).status).toBe(403);
    expect(await lastEvent()).toMatchObject({ kind: 'transaction', outcome: 4 });
  });

  it('lets a physician read and write about patients in the care of the facility, and nobody else', async () => {
    test.signIn(physicianAt(ids.organization));
    expect((await test.ask('GET', `/Observation/${ids.ownResult}`)).status).toBe(200);
    expect((await test.ask('GET', `/Observation/${ids.otherResult}`)).status).toBe(404);
    expect((await test.ask('POST', '/Observation', { body: anObservation(`Patient/${ids.own}`) })).status).toBe(201);
    expect((await test.ask('POST', '/Observation', { body: anObservation(`Patient/${ids.other}`) })).status).toBe(403);
    const moved = { ...anObservation(`Patient/${ids.other}`), id: ids.ownResult };
    expect((await test.ask('PUT', `/Observation/${ids.ownResult}`, { body: moved })).status).toBe(403);
    const stolen = { ...anObservation(`Patient/${ids.own}`), id: ids.otherResult };
    expect((await test.ask('PUT', `/Observation/${ids.otherResult}`, { body: stolen })).status).toBe(404);
    const patch = {
      body: [{ op: 'test', path: '/status', value: 'final' }],
      headers: { 'content-type': 'application/json-patch+json' },
    };
    expect((await test.ask('PATCH', `/Observation/${ids.otherResult}`, patch)).status).toBe(404);
    const guess = { body: stolen, headers: { 'if-match': 'W/"9"' } };
    expect((await test.ask('PUT', `/Observation/${ids.otherResult}`, guess)).status).toBe(404);
    const bundle = bundleOf(
      'transaction',
      entry('PUT', `Observation/${ids.otherResult}`, stolen, { ifMatch: 'W/"9"' }),
    );
    expect((await test.ask('POST', '/', { body: bundle })).status).toBe(404);
  });

  it('holds machines to their scopes', async () => {
    test.signIn(machine('system/Patient.r'));
    expect((await test.ask('GET', `/Patient/${ids.own}`)).status).toBe(200);
    expect((await test.ask('GET', `/Observation/${ids.ownResult}`)).status).toBe(403);
    expect((await test.ask('POST', '/Patient', { body: aPatient() })).status).toBe(403);
    test.signIn(machine('system/Observation.c'));
    expect((await test.ask('POST', '/Observation', { body: anObservation(`Patient/${ids.own}`) })).status).toBe(201);
    expect(
      (
        await test.ask('POST', '/Observation', {
          body: anObservation(undefined),
          headers: { 'if-none-exist': 'code=1' },
        })
      ).status,
    ).toBe(403);
  });

  it('counts a change that changes nothing, and a condition that finds its match, as a read', async () => {
    test.signIn(machine());
    const identifier = [{ system: 'urn:seen', value: '1' }];
    const { body } = await test.ask('POST', '/Patient', { body: aPatient({ identifier }) });
    const seen = { kind: 'update', outcome: 0, entities: [`Patient/${body.id}/1`], patient_ids: [body.id] };
    await test.ask('PUT', `/Patient/${body.id}`, { body });
    expect(await lastEvent()).toMatchObject(seen);
    const headers = { 'if-none-exist': 'identifier=urn:seen|1' };
    await test.ask('POST', '/Patient', { body: aPatient(), headers });
    expect(await lastEvent()).toMatchObject({ ...seen, kind: 'create' });
    await test.ask('POST', '/', { body: bundleOf('transaction', entry('PUT', `Patient/${body.id}`, body)) });
    expect(await lastEvent()).toMatchObject({ ...seen, kind: 'transaction' });
    await test.ask('DELETE', `/Patient/${body.id}`);
  });

  it('names every resource and patient of a page before it is answered', async () => {
    test.signIn(machine());
    const { body } = await test.ask('GET', '/Patient?_count=10');
    const event = await lastEvent();
    expect(event).toMatchObject({ kind: 'search-type', outcome: 0 });
    expect(event?.entities).toEqual(
      body.entry.map((one: { resource: { id: string } }) => `Patient/${one.resource.id}/1`),
    );
    expect(new Set(event?.patient_ids)).toEqual(new Set([ids.own, ids.other]));
  });
});
