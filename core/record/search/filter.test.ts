/** `_filter`: every operator over resources that it tells apart, the grammar, and its limits. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visibility } from '#core/access/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { keyOfId } from '../keys.ts';
import { storeResources, type TestResource } from './fixtures/store-resources.ts';
import { findMatches, membersOf, parseSearch, runSearch } from './index.ts';
import type { Terminology } from './terminology.ts';

let database: TestDatabase;

const icd = 'http://hl7.org/fhir/sid/icd-10';
const loinc = 'http://loinc.org';
const to = (reference: string) => ({ reference });
const coded = (...codings: [system: string, code: string][]) => ({
  coding: codings.map(([system, code]) => ({ system, code })),
});

const observation = (id: string, patient: string, more: object) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: coded([loinc, '2339-0']),
  subject: to(`Patient/${patient}`),
  ...more,
});

const world: TestResource[] = [
  {
    resourceType: 'Patient',
    id: 'p1',
    name: [{ family: 'Wiśniewska-Żółć', given: ['Łucja', 'Maria Anna'] }],
    identifier: [{ system: 'urn:pesel', value: '80050512345' }],
    gender: 'female',
    active: true,
    birthDate: '1980-05-05',
    generalPractitioner: [to('Practitioner/d1')],
  },
  {
    resourceType: 'Patient',
    id: 'p2',
    name: [{ family: 'Nowak', given: ['Jan'] }, { family: 'Żółć' }],
    gender: 'male',
    active: false,
    birthDate: '2014-10',
  },
  { resourceType: 'Patient', id: 'p3', name: [{ text: 'pan "X" (wesoły)' }] },
  { resourceType: 'Practitioner', id: 'd1', name: [{ family: 'Kos' }], gender: 'male' },
  observation('o1', 'p1', {
    effectivePeriod: { start: '2024-01-01', end: '2024-03-01' },
    valueQuantity: { value: 5.4, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
  }),
  observation('o2', 'p2', {
    effectiveDateTime: '2024-02-10',
    valueQuantity: { value: 10, system: 'http://unitsofmeasure.org', code: 'mg' },
  }),
  observation('o3', 'p2', { status: 'amended', code: coded([loinc, '8310-5'], ['urn:local', '2339-0']) }),
  { resourceType: 'Condition', id: 'c1', code: coded([icd, 'G43.1']), subject: to('Patient/p1') },
  { resourceType: 'Condition', id: 'c2', code: coded([icd, 'R51']), subject: to('Patient/p2') },
  { resourceType: 'ValueSet', id: 'v1', url: 'http://example.org/sets/a.b', status: 'active' },
  { resourceType: 'ValueSet', id: 'v2', url: 'http://example.org/sets/aXb', status: 'draft' },
];

const terminology: Terminology = {
  on: () => terminology,
  codesIn: async (set) => (set === 'http://example.org/pain' ? [{ system: icd, code: 'R51' }] : undefined),
  descendants: async (_, code) => (code === 'G43' ? ['G43', 'G43.1'] : [code]),
  ancestors: async (_, code) => (code === 'G43.1.1' ? ['G43.1.1', 'G43.1', 'G43'] : [code]),
};

beforeAll(async () => {
  database = await createTestDatabase();
  await storeResources(database, world);
});

afterAll(() => database.drop());

const now = () => new Date('2026-03-01T12:00:00Z');
const all: Visibility = { kind: 'all' };

function parsed(type: string | undefined, filter: string, more = '') {
  return parseSearch(type, `_filter=${encodeURIComponent(filter)}&_sort=_id${more}`, {
    strict: true,
    terminology,
    now,
  });
}

async function found(type: string | undefined, filter: string, more = '', visibility = all): Promise<string> {
  const { entries } = await runSearch(database, parsed(type, filter, more), visibility);
  return entries.map(({ stored }) => stored.id).join(' ');
}

it.each([
  // string: whatever the case and the diacritics
  ['Patient', 'name co "ZOL"', 'p1 p2'],
  ['Patient', 'given eq "lucja"', 'p1'],
  ['Patient', 'given eq "maria"', ''],
  ['Patient', 'given eq "maria anna"', 'p1'],
  ['Patient', 'given sw "maria"', 'p1'],
  ['Patient', 'given sw anna', ''],
  ['Patient', 'given ew anna', 'p1'],
  ['Patient', 'given ew maria', ''],
  ['Patient', 'family ne nowak', 'p1 p2'],
  ['Patient', 'given ne jan', 'p1'],
  ['Patient', 'name eq "pan \\"x\\" (wesoly)"', 'p3'],
  // date
  ['Patient', 'birthdate ge 2014-10-10', 'p2'],
  ['Patient', 'birthdate eq 1980-05-05', 'p1'],
  ['Patient', 'birthdate ne 1980-05-05', 'p2'],
  ['Patient', 'birthdate lt 2014 or birthdate gt 2014', 'p1'],
  ['Observation', 'date po 2024-02', 'o1 o2'],
  ['Observation', 'date po 2024-03', 'o1'],
  ['Observation', 'date co 2024-02-05', 'o1'],
  ['Observation', 'date sa 2024-01-15', 'o2'],
  ['Observation', 'date eb 2024-03', 'o2'],
  ['Observation', 'date ap 2024-02-10', 'o1 o2'],
  ['Patient', '_lastUpdated gt 2000-01-01 and _id eq p2', 'p2'],
  // quantity
  ['Observation', 'value-quantity gt 5.4', 'o2'],
  ['Observation', 'value-quantity le 5.4|http://unitsofmeasure.org|mg', 'o1'],
  ['Observation', 'value-quantity ne 10', 'o1'],
  // token
  ['Patient', 'gender eq female', 'p1'],
  ['Patient', 'gender ne female', 'p2'],
  ['Patient', 'active ne true', 'p2'],
  ['Patient', 'identifier eq urn:pesel|80050512345', 'p1'],
  ['Patient', 'identifier ne urn:pesel|1', 'p1'],
  ['Observation', 'code eq http://loinc.org|2339-0', 'o1 o2'],
  ['Observation', 'code eq loinc|2339-0', 'o1 o2'],
  ['Observation', 'code ne loinc|2339-0', 'o3'],
  ['Observation', 'code ne 2339-0', 'o3'],
  ['Condition', `code ss ${icd}|G43`, 'c1'],
  ['Condition', `code sb ${icd}|G43.1.1`, 'c1'],
  ['Condition', 'code in http://example.org/pain', 'c2'],
  ['Condition', 'code ni http://example.org/pain', 'c1'],
  // reference, uri, composite, presence
  ['Observation', 'subject re Patient/p1', 'o1'],
  ['Observation', 'patient re p2', 'o2 o3'],
  ['Observation', 'patient ne p2', 'o1'],
  ['ValueSet', 'url eq http://example.org/sets/a.b', 'v1'],
  ['ValueSet', 'url ne http://example.org/sets/a.b', 'v2'],
  ['ValueSet', 'url sw http://example.org/sets', 'v1 v2'],
  ['ValueSet', 'url ew a.b', 'v1'],
  ['ValueSet', 'url co /a.', 'v1'],
  ['Observation', 'code-value-quantity eq 2339-0$gt6', 'o2'],
  ['Patient', 'birthdate pr false', 'p3'],
  ['Observation', 'value-quantity pr true', 'o1 o2'],
  // paths
  ['Observation', 'subject.name co "wisn"', 'o1'],
  ['Observation', 'subject:Patient.name co "wisn"', 'o1'],
  ['Observation', 'patient.general-practitioner.name eq kos', 'o1'],
  ['Observation', 'patient[gender eq male].name co zol', 'o2 o3'],
  ['Observation', 'patient[gender eq female and active eq true].birthdate gt 1970', 'o1'],
  ['Observation', 'patient[gender eq male and general-practitioner pr true].active pr true', ''],
  // logic, from left to right
  ['Patient', 'gender eq male or gender eq female and active eq true', 'p1'],
  ['Patient', 'gender eq male or (gender eq female and active eq true)', 'p1 p2'],
  ['Patient', 'not (gender eq male)', 'p1 p3'],
  ['Patient', 'not(gender eq male or gender eq female)', 'p3'],
  ['Patient', '((  gender eq male  ) and not (name co "kos"))', 'p2'],
  ['Observation', 'not (patient.name co "wisn") and status eq final', 'o2'],
  ['Observation', 'not (not (subject.name co "wisn") or value-quantity pr false)', 'o1'],
  ['Patient', 'gender eq male,female', ''],
])('%s?_filter=%s finds %s', async (type, filter, expected) => {
  expect(await found(type, filter)).toBe(expected);
});

it('stands beside other parameters and other filters', async () => {
  expect(await found('Observation', 'date po 2024', '&patient=p2')).toBe('o2');
  expect(await found('Observation', 'status eq final', `&_filter=${encodeURIComponent('value-quantity ge 6')}`)).toBe(
    'o2',
  );
});

it('is answered across types, in compartments and in conditions', async () => {
  expect(await found(undefined, 'subject re Patient/p1', '&_type=Observation,Condition')).toBe('c1 o1');
  expect(await found(undefined, '_id eq p1 or _id eq c2')).toBe('c2 p1');
  const inside = parsed('Observation', 'status eq final or status eq amended');
  const criteria = [...inside.criteria, ...membersOf('Patient', 'p2', inside.types)];
  const page = await runSearch(database, { ...inside, criteria }, all);
  expect(page.entries.map(({ stored }) => stored.id)).toEqual(['o2', 'o3']);
  const matches = await findMatches(database, 'Patient', `_filter=${encodeURIComponent('family eq nowak')}`, all, 2);
  expect(matches.map(({ id }) => id)).toEqual(['p2']);
});

it('does not tell by "not" what may not be read', async () => {
  const own: Visibility = { kind: 'patient', key: keyOfId('Patient', 'p1'), id: 'p1' };
  expect(await found('Observation', 'not (status eq amended)', '', own)).toBe('o1');
  expect(await found('Patient', 'not (name co "zzz")', '', own)).toBe('p1');
  expect(await found('Observation', 'not (subject.name co "nowak")', '', { kind: 'none' })).toBe('');
});

describe('refusals', () => {
  it.each([
    ['Patient', 'name', 'expected one of eq ne co'],
    ['Patient', 'name co', 'at the end'],
    ['Patient', 'name like x', 'expected one of eq ne co'],
    ['Patient', 'name eq "x', 'expected a value'],
    ['Patient', 'name eq "\\u0000"', 'without control characters'],
    ['Patient', 'name eq "\\ud800"', 'without control characters'],
    ['Patient', 'name eq ""', 'not empty'],
    ['Patient', 'name eq x name eq y', "'and', 'or' or the end"],
    ['Patient', '(name eq x', "'and', 'or' or ')'"],
    ['Patient', 'name eq x and', 'the name of a search parameter'],
    ['Patient', 'not name eq x', 'expected one of eq ne co'],
    ['Patient', 'frob eq x', "'frob' is not known for Patient"],
    ['Patient', 'name.family eq x', "'name.family' is not known"],
    ['Observation', 'subject.frob eq x', "'subject.frob' is not known"],
    ['Observation', 'subject[frob eq x].name eq x', 'is not known'],
    ['Observation', 'subject[gender eq x] eq x', "expected '.' and a name"],
    ['Observation', 'patient.general-practitioner.organization.partof.name eq x', 'at most 3 references'],
    ['Patient', 'gender co x', "'co' says nothing of gender, a token parameter"],
    ['Patient', 'name gt x', "'gt' says nothing of name"],
    ['Patient', 'birthdate eq soon', 'is no date'],
    ['Patient', 'birthdate po soon', 'is no date'],
    ['Patient', 'name pr maybe', 'true'],
    ['Patient', `${'('.repeat(300)}name eq x`, 'at most 16 deep'],
    ['Patient', `${'not('.repeat(300)}name eq x`, 'at most 16 deep'],
    ['Observation', `${'subject['.repeat(300)}name eq x`, 'at most 16 deep'],
    ['Patient', Array.from({ length: 65 }, () => 'name eq x').join(' and '), 'at most 64 comparisons'],
    ['Patient', `name eq ${'x'.repeat(201)}`, 'at most 200 letters'],
    ['Observation', Array.from({ length: 9 }, () => 'patient.name eq x').join(' or '), 'at most 8 chains'],
  ])('%s?_filter=%s: %s', async (type, filter, words) => {
    await expect(found(type, filter)).rejects.toThrow(words);
  });

  it('counts the comparisons of all filters, and refuses what is wrong even when lenient', async () => {
    const half = Array.from({ length: 40 }, () => 'gender eq male').join(' or ');
    const more = `&_filter=${encodeURIComponent(half)}`;
    await expect(found('Patient', half, more)).rejects.toThrow('at most 64 comparisons');
    expect(() => parseSearch('Patient', '_filter=frob+eq+x')).toThrow("'frob' is not known");
  });

  it('takes a filter of the greatest size', async () => {
    const parts = Array.from(
      { length: 64 },
      (_, n) => `name ${n % 2 ? 'eq' : 'ew'} "${'żółć'.repeat(n % 2 ? 50 : 1)}"`,
    );
    expect(await found('Patient', parts.join(' or '))).toBe('p1 p2');
  });
});
