/** What is inside of resources is found by what it says itself, and shown as far as its container may be. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPatient, machine, openTestRecord, patientActor, type TestRecord } from '../fixtures.ts';

let record: TestRecord;

const put = async (resource: { resourceType: string; id?: string; [element: string]: unknown }) => {
  const { status, text } = await record.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
  expect([200, 201], text).toContain(status);
};
const coded = (code: string) => ({ coding: [{ system: 'urn:drugs', code }] });
const medication = (id: string, code: string, more: object = {}) => ({
  resourceType: 'Medication',
  id,
  code: coded(code),
  ...more,
});
const request = (id: string, patient: string, ...contained: { id: string }[]) =>
  put({
    resourceType: 'MedicationRequest',
    id,
    contained,
    status: 'active',
    intent: 'order',
    subject: { reference: `Patient/${patient}` },
    medicationReference: { reference: '#a' },
    supportingInformation: contained.map((inner) => ({ reference: `#${inner.id}` })),
  });

beforeAll(async () => {
  record = await openTestRecord();
  for (const id of ['jan', 'ewa']) await put(aPatient({ id }));
  await put({ resourceType: 'Organization', id: 'maker', name: 'Polfa' });
  await put(medication('alone', 'x', { status: 'active' }));
  const inactive = { status: 'inactive', manufacturer: { reference: 'Organization/maker' } };
  await request('j1', 'jan', medication('a', 'x', { status: 'active' }), medication('b', 'y', inactive));
  await request('j2', 'jan', medication('a', 'x', { status: 'inactive' }), medication('b', 'x', { status: 'active' }));
  await request('e1', 'ewa', medication('a', 'x', { status: 'active', batch: { expirationDate: '2027-05-01' } }));
  await request('e2', 'ewa', medication('a', 'z'), { resourceType: 'Organization', id: 'o', name: 'Łódzka' } as never);
  // What was inside of a former version is not there any more.
  await request('e2', 'ewa', medication('a', 'w'));
  const outside = { status: 'active', intent: 'order', medicationReference: { reference: 'Medication/alone' } };
  await put({ resourceType: 'MedicationRequest', id: 'z1', ...outside, subject: { reference: 'Patient/ewa' } });
});
afterAll(() => record.close());
beforeEach(() => record.signIn(machine()));

interface Entry {
  fullUrl: string;
  search: { mode: string };
}

async function page(path: string): Promise<{ found: string; total: number; next: string | undefined }> {
  const { status, body, text } = await record.ask('GET', path);
  expect(status, text).toBe(200);
  const found = ((body.entry ?? []) as Entry[]).map(({ fullUrl, search: { mode } }) => {
    return (mode === 'match' ? '' : '+') + fullUrl.slice('http://record.test/fhir/R4/'.length);
  });
  const link = body.link.find(({ relation }: { relation: string }) => relation === 'next');
  const next = link?.url.slice('http://record.test/fhir/R4'.length);
  return { found: found.map((name) => name.replace('MedicationRequest', 'MR')).join(' '), total: body.total, next };
}

it.each([
  ['Medication?_contained=true&code=urn:drugs|x', 'MR/e1 MR/j1 MR/j2'],
  ['Medication?_contained=true&code=x&_containedType=container', 'MR/e1 MR/j1 MR/j2'],
  ['Medication?_contained=true&code=x&_containedType=contained', 'MR/e1#a MR/j1#a MR/j2#a MR/j2#b'],
  ['Medication?_contained=both&code=x', 'MR/e1 MR/j1 MR/j2 Medication/alone'],
  ['Medication?_contained=both&code=x&_containedType=contained', 'MR/e1#a MR/j1#a MR/j2#a MR/j2#b Medication/alone'],
  ['Medication?_contained=false&code=x&_containedType=contained', 'Medication/alone'],
  ['Medication?_contained=true&code=x&status=active&_containedType=contained', 'MR/e1#a MR/j1#a MR/j2#b'],
  ['Medication?_contained=true&status=inactive', 'MR/j1 MR/j2'],
  ['Medication?_contained=true&status=inactive&_sort=-code', 'MR/j1 MR/j2'],
  [
    'Medication?_contained=true&_sort=-code,status&_containedType=contained',
    'MR/j1#b MR/e1#a MR/j1#a MR/j2#b MR/j2#a MR/e2#a',
  ],
  ['Medication?_contained=true&expiration-date=ge2027', 'MR/e1'],
  ['Medication?_contained=true&code:not=x&_containedType=contained', 'MR/e2#a MR/j1#b'],
  ['Medication?_contained=true&code=z', ''],
  ['Medication?_contained=true&code=x,y&_containedType=contained', 'MR/e1#a MR/j1#a MR/j1#b MR/j2#a MR/j2#b'],
  ['Medication?_contained=true&status:missing=true', 'MR/e2'],
  ['Organization?_contained=true', ''],
  ['Organization?_contained=both&name=polfa', 'Organization/maker'],
  ['Medication?_contained=true&code=y&_include=Medication:manufacturer', 'MR/j1 +Organization/maker'],
  ['Medication?_contained=true&manufacturer.name=polfa&_containedType=contained', 'MR/j1#b'],
  ['Medication?_contained=true&_content=inactive&_containedType=contained', 'MR/j1#b MR/j2#a'],
  ['Patient/jan/Medication?_contained=true&code=x', 'MR/j1 MR/j2'],
  ['Patient/jan/Medication?_contained=both&code=x', 'MR/j1 MR/j2'],
])('%s finds %s', async (path, expected) => {
  const { found, total } = await page(`/${path}&_total=accurate`);
  expect(found).toBe(expected);
  expect(total).toBe(expected.split(' ').filter((name) => name !== '' && !name.startsWith('+')).length);
});

// What a chain leads to may be inside, if that is what the reference names: #b is named by another element.
it.each([
  ['MedicationRequest?medication.code=x', 'MR/e1 MR/j1 MR/j2 MR/z1'],
  ['MedicationRequest?medication.code=y', ''],
  ['MedicationRequest?medication.code=w', 'MR/e2'],
  ['MedicationRequest?medication:Medication.status=inactive', 'MR/j2'],
  ['MedicationRequest?patient=jan&medication.code=x', 'MR/j1 MR/j2'],
  ['Patient/ewa/MedicationRequest?medication.code=x', 'MR/e1 MR/z1'],
  ['MedicationRequest?medication.code:not=x', 'MR/e2'],
  ['MedicationRequest?medication.manufacturer.name=polfa', ''],
  ['MedicationRequest?_filter=medication.code eq x and patient re Patient/ewa', 'MR/e1 MR/z1'],
  ['MedicationRequest?_filter=not(medication.code eq x)', 'MR/e2'],
  ['Patient?_has:MedicationRequest:patient:medication.code=w', 'Patient/ewa'],
])('%s finds %s', async (path, expected) => {
  expect((await page(`/${path}&_sort=_id&_total=accurate`)).found).toBe(expected);
});

it.each([
  '/Medication?_contained=both&code=x&_count=1',
  '/Medication?_contained=both&code=x&_containedType=contained&_sort=-status&_count=2',
  '/Medication?_contained=true&_sort=code&_count=1',
])('pages through %s without repeating or skipping', async (path) => {
  const whole = (await page(path.replace(/_count=\d/, '_count=100'))).found;
  const seen: string[] = [];
  for (let next: string | undefined = path; next !== undefined && seen.length < 20; ) {
    const answer: Awaited<ReturnType<typeof page>> = await page(next);
    seen.push(answer.found);
    next = answer.next;
  }
  expect(seen.join(' ')).toBe(whole);
});

it('shows the contained resource itself, cut as it is asked', async () => {
  const { body } = await record.ask(
    'GET',
    '/Medication?_contained=true&code=y&_containedType=contained&_elements=code',
  );
  expect(body.entry[0].resource).toMatchObject({ resourceType: 'Medication', id: 'b', code: coded('y') });
  expect(body.entry[0].resource).not.toHaveProperty('manufacturer');
});

describe('access', () => {
  it('shows what is inside of what one may read, and names it in the trail', async () => {
    record.signIn(patientActor('jan'));
    expect((await page('/Medication?_contained=true&code=x&_total=accurate')).total).toBe(2);
    expect((await page('/Medication?_contained=both&_containedType=contained&code=x')).found).toBe(
      'MR/j1#a MR/j2#a MR/j2#b Medication/alone',
    );
    expect((await page('/Patient/ewa/Medication?_contained=true&code=x')).found).toBe('');
    expect((await page('/MedicationRequest?medication.code=x&_sort=_id')).found).toBe('MR/j1 MR/j2');
    record.signIn(machine('system/Medication.rs'));
    expect((await page('/Medication?_contained=true&code=x')).found).toBe('');
    const { rows } = await record.database.query<{ entities: string[]; patient_ids: string[] }>(
      `select entities, patient_ids from audit.event where query like '%_contained=both%' and role = 'patient'`,
    );
    expect(rows[0]?.entities).toEqual(
      expect.arrayContaining(['MedicationRequest/j1/1', 'MedicationRequest/j2/1', 'Medication/alone/1']),
    );
    expect(rows[0]?.patient_ids).toEqual(['jan']);
  });
});

describe('bounds', () => {
  it.each([
    ['/?_contained=true&_id=x', '[type]?_contained=true'],
    ['/?_type=Medication,Patient&_contained=both&_id=x', '[type]?_contained=both'],
    ['/Encounter/x/Medication?_contained=true', 'Patient/[id]'],
    ['/Patient/x/*?_contained=true', 'Patient/[id]'],
    ['/Observation/$lastn?patient=jan&_contained=true', '_contained'],
    ['/Observation?patient=jan&_contained=true&_asOf=2026-01-01T00:00:00Z', 'as of now'],
    ['/Medication?_contained=yes', 'false, true, both'],
    ['/Medication?_containedType=x', 'container, contained'],
  ])('refuses %s: %s', async (path, words) => {
    const { status, body } = await record.ask('GET', path);
    expect([status, body.issue[0].diagnostics]).toEqual([400, expect.stringContaining(words)]);
  });

  it('looks into so many resources, and says what to do beyond', async () => {
    const inside = Array.from({ length: 1001 }, (_, n) => ({
      request: { method: 'PUT', url: `Group/g${n}` },
      resource: {
        resourceType: 'Group',
        id: `g${n}`,
        contained: [{ resourceType: 'Location', id: 'l', name: `Sala ${n}`, identifier: [{ value: `${n}` }] }],
        type: 'person',
        actual: true,
        extension: [{ url: 'urn:at', valueReference: { reference: '#l' } }],
      },
    }));
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: inside };
    const sent = await record.ask('POST', '/', { body: bundle });
    expect(sent.status, sent.text.slice(0, 500)).toBe(200);
    const { status, body } = await record.ask('GET', '/Location?_contained=true&name=sala');
    expect([status, body.issue[0].code]).toEqual([422, 'too-costly']);
    expect(body.issue[0].diagnostics).toContain('Patient/[id]/Location?_contained');
    expect((await page('/Location?_contained=true&identifier=7')).found).toBe('Group/g7');
    expect((await page('/Patient/jan/Location?_contained=true')).found).toBe('');
  });
});
