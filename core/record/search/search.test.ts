/** Searches over a small world: what is found, in which order, and what is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visibility } from '#core/access/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { keyOfId } from '../keys.ts';
import { observation, pesel, smallWorld } from './fixtures/small-world.ts';
import { storeResources, takeIntoCare } from './fixtures/store-resources.ts';
import { cutContent } from './subset.ts';
import { findByIdentifiers, findMatches, parseSearch, runEverything, runSearch } from './index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await storeResources(database, smallWorld);
  await takeIntoCare(database, 'poz', ['p1']);
  await takeIntoCare(database, 'szpital', ['p1', 'p2']);
});

afterAll(() => database.drop());

const all: Visibility = { kind: 'all' };
const now = () => new Date('2026-03-01T12:00:00Z');

async function page(query: string, visibility: Visibility = all) {
  const question = query.indexOf('?');
  const type = query.slice(0, question) || undefined;
  return runSearch(database, parseSearch(type, query.slice(question + 1), { now }), visibility);
}

async function found(query: string, visibility: Visibility = all): Promise<string> {
  const { entries } = await page(query, visibility);
  return entries.map(({ mode, stored }) => (mode === 'match' ? stored.id : `+${stored.id}`)).join(' ');
}

describe('parameters', () => {
  it.each([
    // token
    ['Observation?code=http://loinc.org|2339-0&patient=p1', 'o1 o2'],
    ['Observation?code=2339-0&patient=Patient/p1', 'o1 o2'],
    ['Observation?code=|2339-0&patient=p1', ''],
    ['Observation?code=http://loinc.org|&patient=p1', 'o1 o2 o3'],
    ['Observation?code=http://loinc.org|,x&patient=p1', 'o1 o2 o3'],
    ['Observation?code=http://snomed.info/sct|&patient=p1', ''],
    ['Observation?code:not=2339-0&patient=p1', 'o3'],
    ['Observation?status:not=final,amended&code=8310-5', 'o5'],
    ['Observation?code=2339-0,8310-5&patient=p1&_sort=_id', 'o1 o2 o3'],
    [`Patient?identifier=${pesel}|9001010p1`, 'p1'],
    [`Patient?identifier=${pesel}|&_sort=_id`, 'p1 p2 p3'],
    ['Patient?identifier=9001010p2', 'p2'],
    ['Patient?gender=female', 'p2'],
    ['Patient?gender=http://hl7.org/fhir/administrative-gender|female', 'p2'],
    ['Patient?gender=http://wrong.example|female', ''],
    ['Patient?gender:not=http://wrong.example|female&_sort=_id', 'p1 p2 p3'],
    ['Patient?gender=http://hl7.org/fhir/administrative-gender|&_sort=_id', 'p1 p2 p3'],
    ['Patient?gender=http://wrong.example|', ''],
    ['Patient?gender=|female', 'p2'],
    ['Observation?status=http://hl7.org/fhir/observation-status|preliminary,x', 'o5'],
    ['Patient?active=true&gender=female', 'p2'],
    // reference
    ['Observation?subject=Patient/p2&_sort=_id', 'o4 o5'],
    ['Observation?subject=p2&_sort=_id', 'o4 o5'],
    ['Observation?subject:Patient=p2&_sort=_id', 'o4 o5'],
    ['Observation?subject:Device=p2', ''],
    ['Observation?subject=Device/dev1', 'o6'],
    ['Observation?subject=dev1', 'o6'],
    // `patient` is `subject` where that is a Patient.
    ['Observation?patient=Device/dev1', ''],
    ['Observation?_id=o6&_include=Observation:patient', 'o6'],
    ['Observation?_id=o6&_include=Observation:subject', 'o6 +dev1'],
    ['Device?_id=dev1&_revinclude=Observation:patient', 'dev1'],
    ['Observation?patient=p1,p2&code=2339-0&_sort=_id', 'o1 o2 o4'],
    ['Observation?encounter=Encounter/e1', 'o1'],
    ['Observation?encounter=e3', 'o4'],
    ['Observation?performer=Practitioner/d1&_sort=_id', 'o1 o2 o3 o4 o5 o6'],
    ['Observation?performer=d1&_sort=_id', 'o1 o2 o3 o4 o5 o6'],
    ['Observation?performer=Patient/p1', 'o7'],
    ['Observation?subject=p1,dev1&code=2339-0', 'o1 o2 o6'],
    ['Observation?encounter=http://elsewhere.example/Encounter/e1', ''],
    ['Patient?general-practitioner=Practitioner/d2', 'p3'],
    ['Appointment?patient=p1', 'a1'],
    ['Appointment?patient=Patient/p2', 'a1'],
    ['Appointment?actor=p2', 'a1'],
    ['Appointment?patient=Patient/p3', ''],
    ['Appointment?patient.name=lukasz', 'a1'],
    ['Appointment?_id=a1&patient.name=lukasz', 'a1'],
    ['Observation?performer:Patient.name=lukasz', 'o7'],
    ['Patient?_has:Appointment:patient:status=booked&_sort=_id', 'p1 p2'],
    ['Appointment?_tag=http://example.org/tags|urgent', 'a1'],
    ['Appointment?_profile=http://example.org/profile', 'a1'],
    ['?_tag=urgent', 'a1'],
    ['Encounter?service-provider=Organization/szpital&_sort=_id', 'e2 e3'],
    // string
    ['Patient?name=lukasz', 'p1'],
    ['Patient?name=ŁUKASZ', 'p1'],
    ['Patient?family=kowal&_sort=_id', 'p2 p3'],
    ['Patient?name=nowak', 'p3'],
    ['Patient?family:exact=Kowalska', 'p2'],
    ['Patient?family:exact=kowalska', ''],
    ['Patient?family:contains=walsk&_sort=_id', 'p2 p3'],
    ['Patient?name=jan,zaneta&_sort=_id', 'p1 p2 p3'],
    ['Patient?name=jan&name=lukas', 'p1'],
    ['Patient?address-city=lodz&_sort=_id', 'p1 p3'],
    ['Organization?name=szpital+swietego', 'szpital'],
    // date
    ['Observation?date=2024-03-01&patient=p1', 'o1'],
    ['Observation?date=2024-03&patient=p1', 'o1 o3'],
    ['Observation?date=ge2024-03-02&patient=p1', 'o2 o3'],
    ['Observation?date=gt2024-12&patient=p1', 'o2'],
    ['Observation?date=lt2024-03-01T08:10:00Z&patient=p1', 'o3'],
    ['Observation?date=le2024-03-01T08:10:00Z&patient=p1', 'o1 o3'],
    ['Observation?date=ne2024-03&patient=p1', 'o2'],
    ['Observation?date=ge2024&date=lt2025&patient=p1', 'o1 o3'],
    ['Observation?date=2025-01-11T06:00:00Z', 'o4'],
    ['Observation?date=ap2025-05-20&patient=p1', 'o2'],
    ['Encounter?date=2025-01-11', ''],
    ['Encounter?date=ge2025-01-11&_sort=_id', 'e2 e3'],
    // What reaches into the day, and neither lies in it nor goes beyond it, is not of that day or later.
    ['Encounter?date=ge2025-01-12&_sort=_id', 'e2'],
    ['Encounter?date=le2025-01-10&_sort=_id', 'e1'],
    ['Encounter?date=le2025-01-11&_sort=_id', 'e1 e3'],
    ['Observation?date=2025-01-11T07:00:00+01:00', 'o4'],
    ['Encounter?date=sa2025-01&_sort=_id', 'e2'],
    ['Encounter?date=eb2025&_sort=_id', 'e1'],
    ['Patient?birthdate=2001-12-05', ''],
    ['Patient?birthdate=2001', 'p3'],
    // number, quantity, composite
    ['Observation?value-quantity=100&patient=p1', 'o1'],
    ['Observation?value-quantity=140.5&patient=p1', 'o2'],
    ['Observation?value-quantity=140&patient=p1', ''],
    ['Observation?value-quantity=gt100&patient=p1', 'o2'],
    ['Observation?value-quantity=ge100||mg/dL&patient=p1', 'o1 o2'],
    ['Observation?value-quantity=le100|http://unitsofmeasure.org|Cel&patient=p1', 'o3'],
    ['Observation?value-quantity=ap95&code=2339-0&patient=p1,p2&_sort=_id', 'o1 o4'],
    ['Observation?value-quantity=1|http://unitsofmeasure.org|g/L&patient=p1', 'o1 o2'],
    ['Observation?value-quantity=1.00|http://unitsofmeasure.org|g/l&patient=p1', 'o1'],
    ['Observation?value-quantity=gt1|http://unitsofmeasure.org|g/L&patient=p1', 'o2'],
    ['Observation?value-quantity=ge1|http://unitsofmeasure.org|g/L&patient=p1', 'o1 o2'],
    ['Observation?value-quantity=80000|http://unitsofmeasure.org|g', 'o7'],
    ['Observation?value-quantity=1.00|http://elsewhere.example|g/L&patient=p1', ''],
    ['Observation?value-quantity=1.00||g/L&patient=p1', ''],
    ['Observation?code-value-quantity=2339-0$gt120&patient=p1', 'o2'],
    ['Observation?code-value-quantity=2339-0$gt1.2|http://unitsofmeasure.org|g/L&patient=p1', 'o2'],
    ['Observation?code-value-quantity=http://loinc.org|8310-5$lt37||Cel', 'o3'],
    // uri
    ['CodeSystem?url=http://example.org/a/b', 'cs1'],
    ['CodeSystem?url=http://example.org/a', ''],
    ['CodeSystem?url:below=http://example.org/a', 'cs1'],
    ['Appointment?_profile:below=http://example.org', 'a1'],
    ['Appointment?_profile:below=http://example.org/pro', ''],
    ['Appointment?_profile:above=http://example.org/profile/x', 'a1'],
    // across types, each by its own elements
    ['?_type=Observation,Encounter,Condition&patient=p1&_sort=_id', 'c1 e1 e2 o1 o2 o3'],
    ['?_type=Observation,Appointment&patient=p1&_sort=_id', 'a1 o1 o2 o3'],
    ['?_type=Observation,Encounter&date:missing=true&_sort=_id', 'o5 o7'],
    ['?_type=Observation,Encounter&date=ge2025-05&_sort=_id', 'e2 o2'],
    ['?_type=Observation,Condition&code:missing=false&patient=p3&_sort=_id', 'c3 o7'],
    // missing, _id, _lastUpdated
    ['Observation?date:missing=true&_sort=_id', 'o5 o7'],
    ['Observation?encounter:missing=true&patient=p1', 'o3'],
    ['Observation?encounter:missing=false&patient=p1', 'o1 o2'],
    ['Observation?_id=o4,o1,unknown&_sort=_id', 'o1 o4'],
    ['Patient?_lastUpdated=lt2026-01-01T00:00:07Z&_sort=_id', 'p1 p2'],
    ['?_type=Encounter,Condition&_lastUpdated=ge2026&_sort=_id', 'c1 c2 c3 e1 e2 e3'],
    // chains
    ['Observation?patient.identifier=9001010p1&code=8310-5', 'o3'],
    ['Observation?subject:Patient.name=kowalska&_sort=_id', 'o4 o5'],
    ['Observation?encounter.status=in-progress', 'o2'],
    ['Observation?patient=p1&encounter.date=2024', 'o1'],
    ['Patient?general-practitioner:Practitioner.name=zak', 'p1'],
    ['Observation?patient.general-practitioner:Practitioner.family=zak&code=8310-5', 'o3'],
    ['Encounter?service-provider.name=szpital&_sort=_id', 'e2 e3'],
    ['Patient?_has:Observation:patient:code=8310-5&_sort=_id', 'p1 p2'],
    ['Patient?_has:Observation:patient:code=8310-5&gender=male', 'p1'],
    ['Practitioner?_has:PractitionerRole:practitioner:organization=Organization/poz', 'd1'],
    ['Patient?_has:Observation:patient:encounter.status=in-progress', 'p1'],
  ])('%s finds %s', async (query, expected) => {
    expect(await found(query)).toBe(expected);
  });
});

describe('shape of the answer', () => {
  it.each([
    ['Observation?patient=p1&_sort=-date', 'o2 o1 o3'],
    ['Observation?patient=p1&_sort=value-quantity', 'o3 o1 o2'],
    ['Observation?code=2339-0&_sort=-date', 'o2 o4 o6 o1'],
    ['Patient?_sort=family', 'p2 p3 p1'],
    ['Patient?_sort=-birthdate', 'p3 p1 p2'],
    ['Patient?_sort=gender,-birthdate', 'p2 p3 p1'],
    ['Patient?_sort=-_lastUpdated&_count=2', 'p3 p2'],
    ['Patient?_sort=given', 'p1 p3 p2'],
    ['Patient?_sort=-given', 'p2 p1 p3'],
    // across types
    ['?_type=Encounter,Observation&_id=e1,e2,e3,o1,o2,o4,o5&_sort=date', 'e1 o1 e3 o4 o2 e2 o5'],
    ['?_type=Encounter,Observation&_id=e1,e2,e3,o1,o2,o4,o5&_sort=-date', 'e2 o2 o4 e3 o1 e1 o5'],
    ['?_id=p1,p2,d1,d2,poz&_sort=name', 'd1 d2 p1 p2 poz'],
    ['?_id=p1,p2,o1,o5,e2&_sort=status,-_id', 'o1 e2 o5 p2 p1'],
    ['?_id=o1,c1,p1&_sort=code', 'o1 c1 p1'],
    ['?_id=o1,c1,p2&_sort=-birthdate,_id', 'p2 c1 o1'],
    ['Observation?_id=o1&_include=Observation:encounter', 'o1 +e1'],
    ['Observation?_id=o1&_include=Observation:performer', 'o1 +d1'],
    ['Observation?_id=o1&_include=Observation:subject:Patient', 'o1 +p1'],
    ['Observation?_id=o1&_include=Observation:subject:Device', 'o1'],
    ['Observation?_id=o1&_include=Observation:patient&_include:iterate=Patient:general-practitioner', 'o1 +p1 +d1'],
    ['Encounter?_id=e1&_revinclude=Observation:encounter', 'e1 +o1'],
    ['Patient?_id=p3&_revinclude=Condition:patient', 'p3 +c3'],
    ['Practitioner?_id=d1&_revinclude=PractitionerRole:practitioner', 'd1 +r1'],
    ['Patient?_id=p1&_revinclude=Appointment:patient', 'p1 +a1'],
  ])('%s gives %s', async (query, expected) => {
    expect(await found(query)).toBe(expected);
  });

  it('counts without giving resources', async () => {
    expect(await page('Observation?code=2339-0&_summary=count')).toMatchObject({ total: 4, entries: [] });
    expect(await page('Patient?gender=male&_count=0')).toMatchObject({ total: 2, entries: [] });
    expect(await page('Patient?name=jan,lukasz&_count=0')).toMatchObject({ total: 2 });
    expect(await page('Observation?patient=p1&_count=1&_total=accurate')).toMatchObject({ total: 3 });
  });

  it('includes everything a match refers to with *', async () => {
    expect((await found('Observation?_id=o1&_include=*')).split(' ').sort().join(' ')).toBe('+d1 +e1 +p1 o1');
  });

  it('cuts resources to the elements asked for, and says so', async () => {
    const { entries } = await page('Patient?_id=p1&_elements=birthDate');
    const patient = JSON.parse(entries[0]?.stored.content ?? '');
    expect(Object.keys(patient).sort()).toEqual(['birthDate', 'id', 'meta', 'resourceType']);
    expect(patient.meta.tag).toEqual([expect.objectContaining({ code: 'SUBSETTED' })]);
  });

  it('keeps what is said of a value beside the value, and where there is none', () => {
    const said = { extension: [{ url: 'http://example.org/why', valueString: 'unknown' }] };
    const patient = { resourceType: 'Patient', birthDate: '1990', _birthDate: said, _deceasedDateTime: said };
    const kept = JSON.parse(cutContent('Patient', JSON.stringify(patient), ['birthDate', 'deceased']));
    expect(kept).toMatchObject(patient);
  });

  it.each([
    ['_summary=true', 'code effectiveDateTime encounter id meta performer resourceType status subject valueQuantity'],
    ['_summary=text', 'code id meta resourceType status'],
    ['_elements=value', 'code id meta resourceType status valueQuantity'],
    ['_elements=Observation.performer', 'code id meta performer resourceType status'],
  ])('keeps of an observation, with %s, %s', async (parameter, elements) => {
    const { entries } = await page(`Observation?_id=o1&${parameter}`);
    expect(
      Object.keys(JSON.parse(entries[0]?.stored.content ?? ''))
        .sort()
        .join(' '),
    ).toBe(elements);
  });

  it.each([
    'Observation?code=2339-0,8310-5&_count=2',
    'Observation?code=2339-0&_count=1',
    'Observation?_sort=-date&_count=1',
    'Observation?_sort=-date,value-quantity&_count=2',
    'Observation?patient=p1&_count=1',
    'Patient?_sort=family,-birthdate&_count=1',
    'Patient?_sort=gender&_count=2',
    'Patient?name=jan,zaneta&_count=1',
    'Condition?_lastUpdated=ge2026&_count=1',
    '?_type=Patient,Encounter&_count=2',
    '?_type=Patient,Encounter,Observation&_sort=date,-status&_count=2',
    '?_type=Patient,Practitioner,Organization&_sort=-name&_count=1',
  ])('pages through %s without repeating or skipping', async (query) => {
    const whole = await found(query.replace(/_count=\d/, '_count=100'));
    const seen: string[] = [];
    let next: string | undefined = query.slice(query.indexOf('?') + 1);
    for (let pages = 0; next !== undefined && pages < 20; pages++) {
      const answer = await page(`${query.slice(0, query.indexOf('?'))}?${next}`);
      seen.push(...answer.entries.map(({ stored }) => stored.id));
      next = answer.next;
    }
    expect(seen.join(' ')).toBe(whole);
  });

  it.each(['_sort=-date', '_sort=-_lastUpdated', '_sort=value-quantity', '_sort=_id', ''])(
    'pages by %s through what was there, whatever comes in meanwhile',
    async (sort) => {
      const there = (await found('Observation?code=http://loinc.org|2339-0&_count=100')).split(' ').sort();
      const newcomers: string[] = [];
      const seen: string[] = [];
      let next: string | undefined = `code=http://loinc.org|2339-0&_count=1&${sort}`;
      for (let n = 0; next !== undefined && n < 30; n++) {
        const answer = await page(`Observation?${next}`);
        seen.push(...answer.entries.map(({ stored }) => stored.id));
        next = answer.next;
        if (n >= 4) continue;
        const id = `${['a', 'z'][n % 2]}${n}${sort.replace(/[^a-z]/g, '')}`;
        const date = ['2019', '2030', '2025-01-01', '2024-12'][n] as string;
        await storeResources(database, [observation({ id, of: 'p3', code: '2339-0', date, value: n * 40 })]);
        newcomers.push(id);
      }
      await database.query('delete from record.resource where id = any($1::text[])', [newcomers]);
      await database.query('delete from record.lookup where id = any($1::text[])', [newcomers]);
      expect(seen.filter((id) => !newcomers.includes(id)).sort()).toEqual(there);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  it('says of every page where it is, and which was the first', async () => {
    const first = await page('Observation?code=2339-0&_count=1');
    expect([first.self, first.first]).toEqual(['code=2339-0&_count=1', undefined]);
    const second = await page(`Observation?${first.next}`);
    expect(second).toMatchObject({ self: first.next, first: first.self });
    expect(second.next).not.toBe(first.next);
  });

  it('refuses a cursor that was changed, or belongs to another search', async () => {
    const { next = '' } = await page('Observation?code=2339-0&_count=1');
    await expect(page(`Observation?${next.replace('2339-0', '8310-5')}`)).rejects.toMatchObject({ code: 'bad-cursor' });
    await expect(page(`Observation?${next.slice(0, -3)}abc`)).rejects.toMatchObject({ code: 'bad-cursor' });
    await expect(page('Observation?_cursor=e30')).rejects.toMatchObject({ code: 'bad-cursor' });
  });
});

describe('visibility', () => {
  const p1: Visibility = { kind: 'patient', key: keyOfId('Patient', 'p1'), id: 'p1' };
  const poz: Visibility = { kind: 'facility', facility: 'poz' };

  it.each<[string, Visibility, string]>([
    ['Observation?code=2339-0', p1, 'o1 o2'],
    ['Patient?name=kowalska', p1, ''],
    ['Patient?name=kowalska', poz, ''],
    ['Condition?code=I10', poz, 'c1'],
    ['Observation?_sort=_id', poz, 'o1 o2 o3'],
    ['Observation?_id=o4', poz, ''],
    ['Observation?subject=Device/dev1', p1, ''],
    ['Device?status=active', all, 'dev1'],
    ['Device?status=active', p1, ''],
    ['Device?status=active', poz, ''],
    ['?_lastUpdated=lt2026-01-01T00:00:08Z&_sort=_id', p1, 'd1 d2 p1 poz r1 szpital'],
    ['?_lastUpdated=lt2026-01-01T00:00:08Z&_sort=_id', poz, 'd1 d2 p1 poz r1 szpital'],
    ['Practitioner?name=zak', { kind: 'none' }, 'd1'],
    ['Patient?name=lukasz', { kind: 'none' }, ''],
    ['Practitioner?_id=d1&_revinclude=Encounter:practitioner', poz, 'd1 +e1 +e2'],
    ['Organization?_id=szpital&_revinclude=Encounter:service-provider', p1, 'szpital +e2'],
    ['Practitioner?_has:Encounter:practitioner:service-provider.name=szpital', { kind: 'none' }, ''],
    ['Patient?_has:Observation:patient:code=8310-5', p1, 'p1'],
    ['Patient?identifier=9001010p1', { kind: 'types', types: ['Observation'] }, ''],
    ['Observation?patient.identifier=9001010p1', { kind: 'types', types: ['Observation'] }, ''],
    ['Observation?_id=o1&_include=*', { kind: 'types', types: ['Observation', 'Encounter'] }, 'o1 +e1'],
  ])('%s', async (query, visibility, expected) => {
    expect((await found(query, visibility)).split(' ')).toEqual(expected.split(' '));
  });

  it('counts only what may be seen', async () => {
    expect(await page('Observation?code=2339-0&_summary=count', poz)).toMatchObject({ total: 2 });
    expect(await page('Patient?name=kowal&_summary=count', poz)).toMatchObject({ total: 0 });
  });
});

describe('other questions', () => {
  it('finds the matches of a condition', async () => {
    const key = keyOfId('Patient', 'p1');
    expect(await findMatches(database, 'Patient', 'identifier=9001010p1', all, 2)).toEqual([
      { id: 'p1', key, version: 1 },
    ]);
    expect(await findMatches(database, 'Observation', 'code=2339-0', all, 2)).toHaveLength(2);
    await expect(findMatches(database, 'Patient', '_count=3', all, 2)).rejects.toMatchObject({ kind: 'invalid' });
    await expect(findMatches(database, 'Patient', 'nonsense=3', all, 2)).rejects.toMatchObject({
      code: 'unknown-parameter',
    });
  });

  it('finds many by identifier in one round trip', async () => {
    const [known, unknown] = ['urn:oid:2.16.840.1.113883.3.4424.1.6.2|5425740', 'urn:oid:1.2.3|5425740'] as const;
    const matches = await findByIdentifiers(database, 'Practitioner', [known, unknown], all);
    expect(matches.get(known)).toEqual([{ id: 'd1', key: keyOfId('Practitioner', 'd1'), version: 1 }]);
    expect(matches.get(unknown)).toEqual([]);
  });

  it('gives everything about a patient, and the shared resources it refers to, page by page and once', async () => {
    const key = keyOfId('Patient', 'p1');
    const whole = await runEverything(database, key, { type: 'Patient', id: 'p1' }, '', all);
    const ids = whole.entries.map(({ stored }) => stored.id);
    expect([...ids].sort()).toEqual(['c1', 'd1', 'e1', 'e2', 'o1', 'o2', 'o3', 'p1', 'poz', 'szpital']);
    const seen: string[] = [];
    let next: string | undefined = '_count=3';
    while (next !== undefined) {
      const part = await runEverything(database, key, { type: 'Patient', id: 'p1' }, next, all);
      seen.push(...part.entries.map(({ stored }) => stored.id));
      next = part.next;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    const some = await runEverything(database, key, { type: 'Patient', id: 'p1' }, '_type=Condition,Patient', all);
    expect(some.entries.map(({ stored }) => stored.id)).toEqual(['c1', 'p1']);
    const houses = await runEverything(database, key, { type: 'Patient', id: 'p1' }, '_type=Organization', all);
    expect(houses.entries.map(({ stored }) => stored.id).sort()).toEqual(['poz', 'szpital']);
  });
});
