/** What was exported comes back under its own ids, and only what could have been given them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  aPatient,
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
import { platformActor } from '../access/actor.ts';
import type { Resource } from './record.ts';

let home: TestRecord;
let away: TestRecord;
beforeAll(async () => {
  [home, away] = await Promise.all([openTestRecord(), openTestRecord()]);
});
afterAll(() => Promise.all([home?.close(), away?.close()]));

async function made(resource: Resource): Promise<Resource & { id: string }> {
  return (await home.ask('POST', `/${resource.resourceType}`, { body: resource })).body;
}

/** A patient, what is theirs, what is nobody's, and what moved from one patient to another. */
async function exported(): Promise<(Resource & { id: string })[]> {
  const organization = await made(anOrganization());
  const [patient, other] = [await made(aPatient()), await made(aPatient())];
  const mine = await made(anObservation(`Patient/${patient.id}`));
  const nobodys = await made(anObservation(undefined));
  const before = await made(anObservation(`Patient/${patient.id}`));
  const body = { ...before, subject: { reference: `Patient/${other.id}` } };
  const moved = (await home.ask('PUT', `/Observation/${before.id}`, { body })).body;
  return [organization, patient, other, mine, nobodys, moved];
}

it('takes an export back, entry by entry or as a transaction', async () => {
  const [first, second] = [await exported(), await exported()];
  for (const resource of first) {
    const { status, headers } = await away.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
    expect([status, headers.etag]).toEqual([201, 'W/"1"']);
  }
  const entries = second.map((resource) => entry('PUT', `${resource.resourceType}/${resource.id}`, resource));
  await away.record.bundle(callBy(platformActor('import')), bundleOf('transaction', ...entries));
  for (const all of [first, second]) {
    const [, patient, other, mine, nobodys, moved] = all as [Resource, ...(Resource & { id: string })[]];
    for (const { resourceType, id } of all) expect((await away.ask('GET', `/${resourceType}/${id}`)).status).toBe(200);
    const found = async (id = '') =>
      (await away.ask('GET', `/Observation?patient=${id}`)).body.entry.map(
        (one: { resource: Resource }) => one.resource.id,
      );
    expect([await found(patient?.id), await found(other?.id)]).toEqual([[mine?.id], [moved?.id]]);
    away.signIn(patientActor(patient?.id ?? ''));
    expect((await away.ask('GET', `/Observation/${mine?.id}`)).status).toBe(200);
    expect((await away.ask('GET', `/Observation/${moved?.id}`)).status).toBe(404);
    expect((await away.ask('GET', `/Observation/${nobodys?.id}`)).status).toBe(404);
    away.signIn(machine());
  }
});

it('gives no id to what could not have had it', async () => {
  const [organization, patient, , mine] = (await exported()) as [Resource, ...(Resource & { id: string })[]];
  const put = async (resource: Resource) =>
    (await away.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource })).status;
  // About nobody, under an id that lies with a patient: it would be shown to that patient.
  expect(await put(anObservation(undefined, { id: mine?.id as string }))).toBe(422);
  // A patient under an id that is not the function of its key.
  expect(await put(aPatient({ id: mine?.id as string }))).toBe(422);
  // About a patient, under the id of that patient: it would look as if it were nobody's.
  expect(await put(anObservation(`Patient/${patient?.id}`, { id: patient?.id as string }))).toBe(422);
  // A key that can only have been hashed from a chosen id.
  expect(await put(aPatient({ id: `0${'7'.repeat(25)}` }))).toBe(422);
  expect(await put(organization)).toBe(201);
});

it('takes ids from nobody else', async () => {
  const [, patient, , mine] = (await exported()) as [Resource, Resource, Resource, Resource & { id: string }];
  await away.ask('PUT', `/Patient/${patient.id}`, { body: patient });
  for (const actor of [machine('system/Observation.cruds'), machine('system/*.cr')]) {
    away.signIn(actor);
    expect([403, 404]).toContain((await away.ask('PUT', `/Observation/${mine.id}`, { body: mine })).status);
  }
  away.signIn(physicianAt('org'));
  expect((await away.ask('PUT', `/Observation/${mine.id}`, { body: mine })).status).toBe(404);
  away.signIn(machine());
});
