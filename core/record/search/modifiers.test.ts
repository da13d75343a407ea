/** Modifiers, each over resources that it tells apart. https://hl7.org/fhir/R4/search.html#modifiers */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { storeResources, type TestResource } from './fixtures/store-resources.ts';
import { parseSearch, runSearch } from './index.ts';
import type { Terminology } from './terminology.ts';

let database: TestDatabase;

const icd = 'http://hl7.org/fhir/sid/icd-10';
const to = (reference: string, more: object = {}) => ({ reference, ...more });
const typed = (code: string, value: string) => ({
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }] },
  system: `urn:${code}`,
  value,
});

const world: TestResource[] = [
  {
    resourceType: 'Patient',
    id: 'p1',
    identifier: [typed('MR', '44'), typed('PPN', '55')],
    name: [{ family: 'Wiśniewska-Żółć', given: ['Łucja'] }],
    birthDate: '1980-05-05',
    communication: [{ language: { coding: [{ code: 'pl' }] } }],
  },
  { resourceType: 'Patient', id: 'p2', identifier: [typed('PPN', '44')], deceasedBoolean: false },
  {
    resourceType: 'Condition',
    id: 'c1',
    code: { text: 'Silny ból głowy', coding: [{ system: icd, code: 'R51', display: 'Headache' }] },
    subject: to('Patient/p1', { display: 'Łucja Wiśniewska' }),
  },
  {
    resourceType: 'Condition',
    id: 'c2',
    code: { coding: [{ system: icd, code: 'G43.1', display: 'Migraine with aura [classical]' }] },
    subject: { identifier: { system: 'urn:pesel', value: '80050512345' } },
  },
  { resourceType: 'Condition', id: 'c3', code: { coding: [{ system: icd, code: 'G43' }] }, subject: to('Patient/p2') },
  {
    resourceType: 'Location',
    id: 'house',
    name: 'Szpital',
    description: 'Główny budynek',
    position: { longitude: 19.9449, latitude: 50.0647 },
  },
  { resourceType: 'Location', id: 'south', name: 'Apteka', position: { longitude: -70.9, latitude: -33.4 } },
  { resourceType: 'Location', id: 'east', name: 'Taveuni', position: { longitude: 179.95, latitude: -16.8 } },
  { resourceType: 'Location', id: 'west', name: 'Taveuni', position: { longitude: -179.95, latitude: -16.8 } },
  { resourceType: 'Location', id: 'floor', name: 'Piętro', partOf: to('Location/house') },
  { resourceType: 'Location', id: 'room', name: 'Sala 5', partOf: to('Location/floor') },
  {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: to('Patient/p1'),
    location: [{ location: to('Location/room') }],
  },
  {
    resourceType: 'Observation',
    id: 'o1',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
    subject: to('Patient/p1'),
    valueQuantity: { value: 120, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  },
  {
    resourceType: 'Observation',
    id: 'o2',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
    subject: to('Patient/p1'),
    component: [{ code: { coding: [{ code: '8480-6' }] }, valueQuantity: { value: 5, unit: 'kg' } }],
  },
  {
    resourceType: 'RiskAssessment',
    id: 'ra1',
    status: 'final',
    subject: to('Patient/p1'),
    prediction: [{ probabilityDecimal: 0.85 }],
    identifier: [{ system: 'urn:x', value: 'a|b' }],
  },
  {
    resourceType: 'RiskAssessment',
    id: 'ra2',
    status: 'final',
    subject: to('Patient/p2'),
    meta: { source: 'urn:source:lab', security: [{ system: 'urn:sec', code: 'R' }] },
    prediction: [{ probabilityRange: { low: { value: 0.2 }, high: { value: 0.4 } } }],
  },
  {
    resourceType: 'DocumentReference',
    id: 'd2',
    status: 'current',
    subject: to('Patient/p1'),
    relatesTo: [
      { code: 'replaces', target: to('DocumentReference/d1') },
      { code: 'appends', target: to('DocumentReference/d0') },
    ],
  },
  { resourceType: 'AllergyIntolerance', id: 'a1', patient: to('Patient/p1'), category: ['medication', 'biologic'] },
  { resourceType: 'AllergyIntolerance', id: 'a2', patient: to('Patient/p1'), category: ['food'] },
  { resourceType: 'AllergyIntolerance', id: 'a3', patient: to('Patient/p1') },
  { resourceType: 'ValueSet', id: 'v1', url: 'http://example.org/sets/a', status: 'active' },
  { resourceType: 'ValueSet', id: 'pain', url: 'http://example.org/pain', version: '3', status: 'active' },
  { resourceType: 'ValueSet', id: 'empty', url: 'http://example.org/empty', status: 'active' },
  { resourceType: 'ValueSet', id: 'nameless', status: 'active' },
  { resourceType: 'ValueSet', id: 'v2', url: 'http://example.org/sets/a/b', status: 'active', name: 'Ostry, nagły' },
];

const terminology: Terminology = {
  on: () => terminology,
  codesIn: async (set) => {
    if (set === 'http://example.org/empty') return [];
    return /^http:\/\/example.org\/pain(\|3)?$/.test(set) ? [{ system: icd, code: 'R51' }] : undefined;
  },
  descendants: async (_, code) => (code === 'G43' ? ['G43', 'G43.1'] : undefined),
  ancestors: async (_, code) => (code === 'G43.1' ? ['G43.1', 'G43'] : [code]),
};

beforeAll(async () => {
  database = await createTestDatabase();
  await storeResources(database, world);
});

afterAll(() => database.drop());

async function found(query: string): Promise<string> {
  const mark = query.indexOf('?');
  const order = query.includes('_sort=') ? '' : '&_sort=_id';
  const parsed = parseSearch(query.slice(0, mark), `${query.slice(mark + 1)}${order}`, {
    ...{ strict: true, terminology, base: ['http://here.test/fhir/'] },
  });
  const { entries } = await runSearch(database, parsed, { kind: 'all' });
  return entries.map(({ stored }) => stored.id).join(' ');
}

it.each([
  ['AllergyIntolerance?_sort=category', 'a1 a2 a3'],
  ['AllergyIntolerance?_sort=-category', 'a1 a2 a3'],
])('%s: of several codes in one element counts the one that comes first in the order', async (query, expected) => {
  expect(await found(query)).toBe(expected);
});

it.each([
  // :missing, for every kind of parameter
  ['Patient?name:missing=true', 'p2'],
  ['Patient?phone:missing=true', 'p1 p2'],
  ['Patient?deceased:missing=false', 'p2'],
  ['Patient?_id:missing=true', ''],
  ['Observation?patient=p1&_id:not=o1,o3', 'o2'],
  ['Patient?_lastUpdated:missing=false', 'p1 p2'],
  ['Observation?value-quantity:missing=false', 'o1'],
  ['Observation?code-value-quantity:missing=true', 'o2'],
  ['Observation?component-code-value-quantity:missing=false', 'o2'],
  ['Condition?patient:missing=true', 'c2'],
  ['ValueSet?name:missing=false', 'v2'],
  // :text
  ['Condition?code:text=GLOWY', 'c1'],
  ['Condition?code:text=bol+glo', 'c1'],
  ['Condition?code:text=migraine', 'c2'],
  ['Condition?code:text=classical', 'c2'],
  ['Condition?code:text=ache', ''],
  ['Condition?code:text=head,aura', 'c1 c2'],
  ['Condition?subject:text=lucja', 'c1'],
  // :of-type, :identifier
  ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|44', 'p1'],
  ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|PPN|44', 'p2'],
  ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|55', ''],
  ['Condition?subject:identifier=urn:pesel|80050512345', 'c2'],
  ['Condition?patient:identifier=80050512345', 'c2'],
  ['Condition?subject:identifier=|80050512345', ''],
  // :in, :not-in, :above, :below
  ['Condition?code:in=http://example.org/pain', 'c1'],
  ['Condition?code:not-in=http://example.org/pain', 'c2 c3'],
  ['Condition?code:in=ValueSet/pain', 'c1'],
  ['Condition?code:in=http://here.test/fhir/ValueSet/pain', 'c1'],
  ['Condition?code:in=http://example.org/pain,ValueSet/empty', 'c1'],
  ['Condition?code:not-in=ValueSet/pain', 'c2 c3'],
  ['Condition?_filter=code in ValueSet/pain', 'c1'],
  [`Condition?code:below=${icd}|G43`, 'c2 c3'],
  [`Condition?code:above=${icd}|G43.1`, 'c2 c3'],
  ['Observation?status:in=http://hl7.org/fhir/ValueSet/observation-status', 'o1 o2'],
  ['Patient?_has:Condition:patient:code:in=http://example.org/pain', 'p1'],
  ['Encounter?location:below=Location/house', 'e1'],
  ['Encounter?location:below=Location/floor,Location/house', 'e1'],
  ['Location?partof:above=Location/room', 'floor room'],
  ['ValueSet?url:above=http://example.org/sets/a/b/c', 'v1 v2'],
  ['ValueSet?url:below=http://example.org/sets/a/b', 'v2'],
  // :not, :exact, :contains
  ['Condition?code:not=R51,G43', 'c2'],
  ['Patient?family:exact=Wiśniewska-Żółć', 'p1'],
  ['Patient?name=zolc', 'p1'],
  ['Patient?name:contains=NIEWSKA', 'p1'],
  ['ValueSet?name:exact=Ostry\\,+nagły', 'v2'],
  ['ValueSet?name:contains=nagly', 'v2'],
  // numbers, and the precision with which they are said
  ['RiskAssessment?probability=0.85', 'ra1'],
  ['RiskAssessment?probability=0.8', ''],
  ['RiskAssessment?probability=0.9', 'ra1'],
  ['RiskAssessment?probability=85e-2', 'ra1'],
  ['RiskAssessment?probability=ap0.8', 'ra1'],
  ['RiskAssessment?probability=gt0.8', 'ra1'],
  ['RiskAssessment?probability=gt0.85', ''],
  ['RiskAssessment?probability=ge0.85', 'ra1'],
  ['RiskAssessment?probability=lt0.3', 'ra2'],
  ['RiskAssessment?probability=sa0.3', 'ra1'],
  ['RiskAssessment?probability=eb0.5', 'ra2'],
  ['RiskAssessment?probability=ne0.85', 'ra2'],
  ['RiskAssessment?probability=0.85,lt0.3', 'ra1 ra2'],
  ['RiskAssessment?probability=gt0.1&probability=lt0.3', 'ra2'],
  // escapes, and what is said of every resource
  ['RiskAssessment?identifier=urn:x|a\\|b', 'ra1'],
  ['RiskAssessment?identifier=a\\|b', 'ra1'],
  ['RiskAssessment?identifier=urn:x|a', ''],
  ['RiskAssessment?_source=urn:source:lab', 'ra2'],
  ['RiskAssessment?_security=urn:sec|R', 'ra2'],
  ['RiskAssessment?_security:not=urn:sec|R', 'ra1'],
  ['RiskAssessment?_source:missing=true', 'ra1'],
  ['RiskAssessment?subject=Patient/p1/_history/2', 'ra1'],
  // composites with a reference
  ['DocumentReference?relationship=DocumentReference/d1$replaces', 'd2'],
  ['DocumentReference?relationship=d1$http://hl7.org/fhir/document-relationship-type|replaces', 'd2'],
  ['DocumentReference?relationship=http://here.test/fhir/DocumentReference/d1$replaces', 'd2'],
  ['DocumentReference?relationship=DocumentReference/d1$appends', ''],
  ['DocumentReference?relationship:missing=false', 'd2'],
  // units as people write them
  ['Observation?value-quantity=120||mmHg', 'o1'],
  // places: Cracow's market square is 0.9 km from there, Katowice 68
  ['Location?near=50.0614|19.9366|1|km', 'house'],
  ['Location?near=50.0614|19.9366|500|m', ''],
  ['Location?near=50.0614|19.9366', 'house'],
  ['Location?near=50.2649|19.0238|65', ''],
  ['Location?near=50.2649|19.0238|70', 'house'],
  ['Location?near=50.2649|19.0238|44|[mi_us]&name=szp', 'house'],
  ['Location?near=50.2649|19.0238|70,-33.45|-70.66|30|km', 'house south'],
  // the date line is no end of the world: 11 km
  ['Location?near=-16.8|179.96|20|km', 'east west'],
  ['Location?near=-16.8|-179.96|20|km', 'east west'],
  ['Location?near=-16.8|-179.96|5|km', 'west'],
  ['Observation?value-quantity=16|http://unitsofmeasure.org|kPa', 'o1'],
  ['Observation?value-quantity=gt16.1|http://unitsofmeasure.org|kPa', ''],
  ['Observation?value-quantity=gt100||mmHg', 'o1'],
  ['Observation?value-quantity=gt130||mmHg', ''],
  ['Observation?value-quantity=120||mm[Hg]', 'o1'],
  ['Observation?combo-value-quantity=gt100||kg', ''],
  ['Observation?combo-value-quantity=5||kg', 'o2'],
])('%s finds %s', async (query, expected) => {
  expect(await found(query)).toBe(expected);
});

describe('refusals', () => {
  it.each([
    ['Location?near=Kraków', 'latitude|longitude'],
    ['Location?near=91|0', 'latitude|longitude'],
    ['Location?near=50|19|2000|km', 'at most 1000 km'],
    ['Location?near=50|19|5|furlong', 'is no length'],
    ['Location?near:exact=50|19', 'no modifier'],
    ['Condition?code:in=http://example.org/unknown', "value set 'http://example.org/unknown' is not known"],
    [`Condition?code:below=${icd}|X1`, 'more than 5000 codes'],
    ['Condition?code:in=ValueSet/nowhere', "value set 'ValueSet/nowhere' is not known"],
    ['Condition?code:in=ValueSet/nameless', "value set 'ValueSet/nameless' is not known"],
    ['Condition?code:below=G43', 'system|code'],
    ['Patient?identifier:of-type=MR|44', 'system|code|value'],
    ['Condition?_text:exact=x', "':exact' is not supported"],
    ['Condition?_content:contains=x', "':contains' is not supported"],
    ['Condition?_list:not=x', "':not' is not supported"],
    ['Condition?_filter:x=y', "':x' is not supported"],
    ['Observation?date:exact=2024', "':exact' is not supported"],
    ['Observation?code:identifier=x', "':identifier' is not supported"],
    ['Condition?subject:below=Patient/p1', 'part of'],
  ])('%s: %s', async (query, words) => {
    await expect(found(query)).rejects.toThrow(words);
  });
});
