/** What is about people and lies in nobody's compartment is found by what it refers to, wherever that lies. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPatient, anObservation, openTestRecord, type TestRecord } from '../fixtures.ts';

let record: TestRecord;
const to = (reference: string) => ({ reference });

const put = async (resource: { resourceType: string; id?: string; [element: string]: unknown }) => {
  const { status, text } = await record.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
  expect([200, 201], text).toContain(status);
};
const provenance = (id: string, target: string[]) =>
  put({
    resourceType: 'Provenance',
    id,
    target: target.map(to),
    recorded: '2026-03-01T12:00:00Z',
    agent: [{ who: { display: 'Przychodnia' } }],
  });

beforeAll(async () => {
  record = await openTestRecord();
  for (const id of ['jan', 'ewa', 'mama']) await put(aPatient({ id }));
  await put(anObservation('Patient/jan', { id: 'one' }));
  await put(anObservation('Patient/ewa', { id: 'two' }));
  await put(anObservation('Device/meter', { id: 'three', hasMember: [to('Observation/one')] }));
  await provenance('of-one', ['Observation/one']);
  await provenance('of-both', ['Observation/one', 'Observation/two']);
  await provenance('of-jan', ['Patient/jan', 'Observation/one']);
  await put(anObservation('Patient/jan', { id: 'four', encounter: to('Encounter/never-sent') }));
  await put({ resourceType: 'Specimen', id: 'blood' });
  await put(
    anObservation('Patient/jan', { id: 'five', specimen: to('Specimen/blood'), focus: [to('Observation/two')] }),
  );
  await put({ resourceType: 'Group', id: 'ward', type: 'person', actual: false });
  const code = { text: 'grypa' };
  await put({ resourceType: 'Condition', id: 'flu', code, subject: to('Group/ward') });
  await put({ resourceType: 'RelatedPerson', id: 'mother', patient: to('Patient/jan') });
  await put(aPatient({ id: 'mama', link: [{ other: to('RelatedPerson/mother'), type: 'seealso' }] }));
});

afterAll(() => record.close());

async function found(query: string): Promise<string> {
  const { status, body, text } = await record.ask('GET', `/${query}`);
  expect(status, text).toBe(200);
  const { entry = [] } = body as { entry?: { resource: { id: string } }[] };
  return entry
    .map(({ resource }) => resource.id)
    .sort()
    .join(' ');
}

describe('what lies in nobody’s compartment', () => {
  it.each([
    ['Provenance?target=Observation/one', 'of-both of-jan of-one'],
    ['Provenance?target=Observation/two', 'of-both'],
    ['Provenance?target=Observation/one&_total=accurate&recorded=2026', 'of-both of-jan of-one'],
    ['Observation?has-member=one', 'three'],
    ['Condition?subject=Group/ward', 'flu'],
    ['Observation?encounter=Encounter/never-sent', 'four'],
    ['Encounter/never-sent/Observation', 'four'],
    ['Observation?specimen=blood', 'five'],
    ['Observation?focus=Observation/two', 'five'],
    ['Observation?specimen.subject:missing=true', 'five'],
    ['Specimen?_has:Observation:specimen:status=final', 'blood'],
    ['Specimen?_id=blood&_revinclude=Observation:specimen', 'blood five'],
    ['Patient?link=RelatedPerson/mother', 'mama'],
    ['RelatedPerson/mother/Patient', 'mama'],
    ['Observation?_has:Provenance:target:recorded=2026', 'one two'],
    ['RelatedPerson?_has:Patient:link:_id=mama', 'mother'],
    ['Provenance?target:Observation._id=two', 'of-both'],
    ['Provenance?target:Observation.status=final', 'of-both of-jan of-one'],
    ['Condition?subject:Group.actual=false', 'flu'],
    ['Observation?_id=two&_revinclude=Provenance:target', 'of-both two'],
    ['Observation?_id=one&_revinclude=Observation:has-member', 'one three'],
    ['RelatedPerson?_id=mother&_revinclude=Patient:link', 'mama mother'],
  ])('%s', async (query, ids) => expect(await found(query)).toBe(ids));
});
