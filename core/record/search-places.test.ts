/** Where one may search besides a type: the system, compartments, lists; by GET, POST and inside bundles. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPatient, anEncounter, anObservation, anOrganization, bundleOf, entry, machine } from './fixtures.ts';
import { openTestRecord, patientActor, type TestRecord } from './fixtures.ts';

let record: TestRecord;

const put = async (resource: { resourceType: string; id?: string }) => {
  const { status, text } = await record.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
  expect(status, text).toBe(201);
};

beforeAll(async () => {
  record = await openTestRecord();
  await put(anOrganization({ id: 'org' }));
  await put({ resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Żak' }] } as never);
  for (const id of ['jan', 'ewa']) {
    await put(aPatient({ id, ...(id === 'ewa' ? { generalPractitioner: [{ reference: 'Practitioner/doc' }] } : {}) }));
    await put(anEncounter(`Patient/${id}`, 'org', { id: `e-${id}` }));
    const during = { encounter: { reference: `Encounter/e-${id}` }, performer: [{ reference: 'Practitioner/doc' }] };
    await put(anObservation(`Patient/${id}`, { id: `o-${id}`, ...during }));
  }
  await put({
    resourceType: 'Appointment',
    id: 'both',
    status: 'booked',
    start: '2026-01-01T10:00:00Z',
    end: '2026-01-01T10:15:00Z',
    participant: ['jan', 'ewa'].map((id) => ({ actor: { reference: `Patient/${id}` }, status: 'accepted' })),
  } as never);
  await put({
    resourceType: 'List',
    id: 'some',
    status: 'current',
    mode: 'changes',
    entry: [
      { item: { reference: 'Observation/o-jan' } },
      { item: { reference: 'Observation/o-ewa' }, deleted: true },
      { item: { reference: 'Patient/ewa' } },
    ],
  } as never);
});

afterAll(() => record.close());
beforeEach(() => record.signIn(machine()));

interface Searchset {
  entry?: { search: { mode: string }; resource: { id: string } }[];
}

const idsOf = ({ entry: entries = [] }: Searchset): string =>
  entries
    .filter(({ search }) => search.mode === 'match')
    .map(({ resource }) => resource.id)
    .sort()
    .join(' ');

async function found(path: string): Promise<string> {
  const { status, body, text } = await record.ask('GET', path);
  expect(status, text).toBe(200);
  return idsOf(body);
}

const asked: [string, string][] = [
  ['/Patient/jan/Observation', 'o-jan'],
  ['/Patient/jan/Observation?code=8867-4', 'o-jan'],
  ['/Patient/jan/Observation?code=other', ''],
  ['/Patient/ewa/Appointment', 'both'],
  ['/Patient/ewa/Patient', 'ewa'],
  ['/Patient/jan/*', 'both e-jan jan o-jan'],
  ['/Patient/ewa/*?_type=Encounter,Appointment', 'both e-ewa'],
  ['/Patient/nobody/Observation', ''],
  ['/Encounter/e-ewa/Observation', 'o-ewa'],
  ['/Encounter/e-ewa/*', 'e-ewa o-ewa'],
  ['/Practitioner/doc/Observation', 'o-ewa o-jan'],
  ['/Practitioner/doc/Patient', 'ewa'],
  ['/Practitioner/doc/*', 'doc ewa o-ewa o-jan'],
  ['/Practitioner/doc/Organization', ''],
  ['/?_type=Patient,Encounter', 'e-ewa e-jan ewa jan'],
  ['?_id=o-jan', 'o-jan'],
  ['/?_lastUpdated=ge2020&_type=Practitioner', 'doc'],
  ['/Observation?_list=some', 'o-jan'],
  ['/Observation?_list=unknown', ''],
  ['/?_list=some', 'ewa o-jan'],
  ['/Patient?_list=some,unknown&gender:missing=true', 'ewa'],
];

it.each(asked)('GET %s finds %s', async (path, expected) => {
  expect(await found(path)).toBe(expected);
});

it('answers the same to POST', async () => {
  for (const [path, expected] of asked) {
    const [place = '', query = ''] = path.split('?');
    const { status, body, text } = await record.ask('POST', `${place.replace(/\/$/, '')}/_search`, {
      body: query,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(status, text).toBe(200);
    expect(idsOf(body), path).toBe(expected);
  }
});

it('answers the same inside a batch', async () => {
  const entries = asked.map(([path]) => entry('GET', path.replace(/^\/(?=\?|$)/, '').replace(/^\//, '')));
  const { body } = await record.ask('POST', '/', { body: bundleOf('batch', ...entries) });
  const answers = body.entry.map(({ resource }: { resource: Searchset }) => idsOf(resource));
  expect(answers).toEqual(asked.map(([, expected]) => expected));
});

it('pages within a compartment, by links that lead there', async () => {
  const seen: string[] = [];
  let path: string | undefined = '/Patient/jan/*?_count=1';
  while (path !== undefined && seen.length < 10) {
    const { body }: { body: Searchset & { link: { relation: string; url: string }[] } } = await record.ask('GET', path);
    seen.push(idsOf(body));
    const next = body.link.find(({ relation }) => relation === 'next')?.url;
    path = next?.slice(next.indexOf('/Patient'));
  }
  expect(seen.sort()).toEqual(['both', 'e-jan', 'jan', 'o-jan']);
  const { body } = await record.ask('GET', '/Patient/jan/*?_count=1');
  const cursor = body.link[1].url.split('?')[1];
  expect((await record.ask('GET', `/Patient/ewa/*?${cursor}`)).status).toBe(400);
});

describe('access', () => {
  it('shows a patient the own compartment only, wherever it is asked', async () => {
    record.signIn(patientActor('jan'));
    expect(await found('/Patient/jan/Observation')).toBe('o-jan');
    expect(await found('/Patient/ewa/Observation')).toBe('');
    expect(await found('/Patient/ewa/*')).toBe('both');
    expect(await found('/Practitioner/doc/*')).toBe('doc o-jan');
    expect(await found('/?_type=Observation,Encounter')).toBe('e-jan o-jan');
    expect(await found('/Observation?_list=some')).toBe('');
  });

  it.each([
    ['/Organization/org/Observation', 404],
    ['/Patient/jan/Dog', 404],
    ['/?_type=Dog', 400],
    ['/Observation?_list=$current-problems', 400],
  ])('%s is answered by %i', async (path, status) => {
    expect((await record.ask('GET', path)).status).toBe(status);
  });

  it('tells of it in the CapabilityStatement', async () => {
    const { body } = await record.ask('GET', '/metadata');
    expect(body.rest[0].compartment).toContain('http://hl7.org/fhir/CompartmentDefinition/relatedPerson');
    expect(body.rest[0].interaction).toContainEqual({ code: 'search-system' });
  });
});
