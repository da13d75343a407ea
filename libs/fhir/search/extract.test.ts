import { describe, expect, it } from 'vitest';
import { parseJson } from '../json.ts';
import { resourceTypes } from '../resource-types.ts';
import { extract } from './extract.ts';
import { searchParameter, searchParametersOf } from './parameters.ts';
import {
  compositeHash,
  compositeRangeKey,
  compositeStringEntry,
  exactHash,
  isLookup,
  isWord,
  rangeKey,
  referenceHash,
  systemHash,
  tokenHash,
  uriHash,
} from './values.ts';

const ucum = 'http://unitsofmeasure.org';
const seconds = (text: string) => Date.parse(text) / 1000;

/** The ranges of a resource under a key. */
function ranges(resource: { resourceType: string }, key: string): [number, number][] {
  const { rangeKeys, rangeLows, rangeHighs } = extract(resource);
  return rangeKeys.flatMap((found, i) => (found === key ? [[rangeLows[i] as number, rangeHighs[i] as number]] : []));
}

const patient = {
  resourceType: 'Patient',
  id: 'p1',
  meta: { profile: ['http://example.org/p|1.0'], tag: [{ system: 'http://t', code: 'demo' }] },
  active: true,
  identifier: [{ system: 'urn:pesel', value: '90010112345' }],
  name: [{ text: 'dr Łucja Nowak-Żółć', family: 'Nowak-Żółć', given: ['Łucja', 'Maria'] }],
  telecom: [
    { system: 'phone', value: '+48 600' },
    { system: 'email', value: 'a@b.pl' },
  ],
  address: [{ line: ['ul. Długa 5'], city: 'Łódź', postalCode: '90-001' }],
  birthDate: '1990-01-01',
  deceasedDateTime: '2026-03',
  generalPractitioner: [{ reference: 'Practitioner/d1' }],
};

describe('a patient', () => {
  const found = extract(patient);

  it.each([
    ['identifier with its system', tokenHash('identifier', 'urn:pesel', '90010112345')],
    ['identifier alone', tokenHash('identifier', undefined, '90010112345')],
    ['the system of the identifier', systemHash('identifier', 'urn:pesel')],
    ['a boolean', tokenHash('active', undefined, 'true')],
    ['phone', tokenHash('phone', undefined, '+48 600')],
    ['email', tokenHash('email', 'email', 'a@b.pl')],
    ['deceased', tokenHash('deceased', undefined, 'true')],
    ['general practitioner', referenceHash('general-practitioner', 'Practitioner/d1')],
    ['profile with its version', uriHash('_profile', 'http://example.org/p|1.0')],
    ['profile without its version', uriHash('_profile', 'http://example.org/p')],
    ['tag', tokenHash('_tag', 'http://t', 'demo')],
    ['the exact family name', exactHash('family', 'Nowak-Żółć')],
  ])('is found by %s', (_, token) => expect(found.tokens).toContain(token));

  it('is found by every part of the name, folded', () => {
    expect(found.words).toEqual(expect.arrayContaining(['family:nowak zolc', 'given:lucja', 'given:maria']));
    expect(found.words).toEqual(expect.arrayContaining(['name:nowak zolc', 'name:nowak', 'name:zolc', 'name:lucja']));
    expect(found.words).toEqual(expect.arrayContaining(['address-city:lodz', 'address:ul dluga 5', 'address:dluga']));
    expect(found.strings).toEqual(expect.arrayContaining(found.words));
  });

  it('does not have another phone as email', () => {
    expect(found.tokens).not.toContain(tokenHash('email', undefined, '+48 600'));
  });

  it('spans the dates it means', () => {
    expect(ranges(patient, rangeKey('birthdate'))).toEqual([[seconds('1990-01-01'), seconds('1990-01-02') - 0.001]]);
    expect(ranges(patient, rangeKey('death-date'))).toEqual([[seconds('2026-03-01'), seconds('2026-04-01') - 0.001]]);
  });

  it('goes to the lookup by identifier and contact, not by what half the population shares', () => {
    expect(found.lookups).toContain(tokenHash('identifier', 'urn:pesel', '90010112345'));
    expect(found.lookups).toContain(referenceHash('general-practitioner', 'Practitioner/d1'));
    expect(found.lookups).not.toContain(systemHash('identifier', 'urn:pesel'));
    expect(found.lookups).not.toContain(tokenHash('active', undefined, 'true'));
    expect(found.tokens).toEqual(expect.arrayContaining(found.lookups));
  });
});

const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  subject: { reference: 'Patient/p1/_history/3' },
  performer: [{ reference: 'Practitioner/d1' }, { reference: 'Patient/p1' }, { reference: 'urn:uuid:x' }],
  effectivePeriod: { start: '2026-03-01T12:00:00Z' },
  valueQuantity: { value: 5.4, system: ucum, code: 'mg' },
  component: [
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
      valueQuantity: { value: 120, unit: 'mmHg', system: ucum, code: 'mm[Hg]', comparator: '<' },
    },
    { code: { coding: [{ code: 'x' }] }, valueCodeableConcept: { coding: [{ system: 'http://a', code: 'b' }] } },
  ],
};

describe('an observation', () => {
  const found = extract(observation);

  it('is stored under subject, which patient shares', () => {
    expect(searchParameter('Observation', 'patient')).toMatchObject({ storedAs: ['subject'], targets: ['Patient'] });
    expect(found.tokens).toContain(referenceHash('subject', 'Patient/p1'));
    expect(searchParameter('Observation', 'combo-code')?.storedAs).toEqual(['code', 'component-code']);
  });

  it('has few tokens, each once', () => {
    expect(new Set(found.tokens).size).toBe(found.tokens.length);
    expect(found.tokens.length).toBeLessThan(20);
    for (const token of found.tokens) expect(BigInt(token)).toBeLessThan(1n << 63n);
    expect(found.tokens.every((token) => /^\d{1,19}$/.test(token))).toBe(true);
  });

  it('has the value with and without its unit', () => {
    expect(ranges(observation, rangeKey('value-quantity'))).toEqual([[5.4, 5.4]]);
    expect(ranges(observation, rangeKey('value-quantity', 'mg'))).toEqual([[5.4, 5.4]]);
    expect(ranges(observation, rangeKey('value-quantity', 'g'))).toEqual([]);
  });

  it('has a comparator as an open range', () => {
    const key = rangeKey('component-value-quantity', 'mm[Hg]');
    expect(ranges(observation, key)).toEqual([[Number.NEGATIVE_INFINITY, 120]]);
  });

  it('keeps code and value of one component together', () => {
    const key = (form: string, unit?: string) => compositeRangeKey('component-code-value-quantity', form, unit);
    expect(ranges(observation, key('http://loinc.org|8480-6'))).toHaveLength(1);
    expect(ranges(observation, key('8480-6', 'mm[Hg]'))).toHaveLength(1);
    expect(ranges(observation, key('|x'))).toEqual([]);
    expect(found.tokens).toContain(compositeHash('component-code-value-concept', ['x', 'http://a|b']));
    expect(found.tokens).not.toContain(compositeHash('component-code-value-concept', ['8480-6', 'http://a|b']));
  });

  it('has a clinical time that lasts when it has no end', () => {
    expect(found).toMatchObject({ starts: seconds('2026-03-01T12:00:00Z'), ends: Number.POSITIVE_INFINITY });
  });

  it('goes to the lookup by code and by those who are no patients', () => {
    expect(found.lookups).toContain(tokenHash('code', 'http://loinc.org', '85354-9'));
    expect(found.lookups).toContain(referenceHash('performer', 'Practitioner/d1'));
    expect(found.lookups).not.toContain(referenceHash('performer', 'Patient/p1'));
    expect(found.lookups).not.toContain(tokenHash('status', undefined, 'final'));
    expect(found.lookups.length).toBeLessThanOrEqual(3);
    expect(isLookup('Observation', 'performer', 'Practitioner')).toBe(true);
    expect(isLookup('Observation', 'performer', 'Patient')).toBe(false);
  });

  it('has a document under what it is to another, as R5 corrects the definition', () => {
    const target = { reference: 'DocumentReference/d1' };
    const { tokens } = extract({ ...{ resourceType: 'DocumentReference', relatesTo: [{ code: 'replaces', target }] } });
    expect(tokens).toContain(compositeHash('relationship', ['DocumentReference/d1', 'replaces']));
  });

  it('has a composite with a text', () => {
    const text = { ...observation, valueQuantity: undefined, valueString: 'Ślad białka' };
    const entry = compositeStringEntry('code-value-string', '85354-9', 'slad bialka');
    expect(extract(text).strings).toContain(entry);
  });
});

describe('clinical time', () => {
  it.each<[string, object, number, number]>([
    ['Condition', { recordedDate: '2026-01-02' }, seconds('2026-01-02'), seconds('2026-01-03') - 0.001],
    [
      'Condition',
      { onsetDateTime: '2025', recordedDate: '2026-01-02' },
      seconds('2025-01-01'),
      seconds('2026-01-01') - 0.001,
    ],
    [
      'Encounter',
      { period: { start: '2026-01-01', end: '2026-01-03' } },
      seconds('2026-01-01'),
      seconds('2026-01-04') - 0.001,
    ],
    ['Observation', { issued: '2026-01-01T00:00:00.500Z' }, seconds('2026-01-01') + 0.5, seconds('2026-01-01') + 0.5],
    ['Procedure', { performedPeriod: { end: '2026-01-03' } }, Number.NEGATIVE_INFINITY, seconds('2026-01-04') - 0.001],
    [
      'MedicationRequest',
      { authoredOn: '2026-01-01T10:00:00+01:00' },
      seconds('2026-01-01T09:00:00Z'),
      seconds('2026-01-01T09:00:00Z') + 0.999,
    ],
    ['Patient', { birthDate: '1990-01-01' }, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['Observation', {}, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ])('of %s %j', (resourceType, elements, starts, ends) => {
    expect(extract({ resourceType, ...elements })).toMatchObject({ starts, ends });
  });
});

describe('every resource type', () => {
  it('has an extractor and parameters whose storage exists', () => {
    for (const type of resourceTypes) {
      expect(extract({ resourceType: type }).tokens.length).toBeLessThan(2);
      for (const { code, storedAs, type: kind } of searchParametersOf(type)) {
        if (code === '_id' || code === '_lastUpdated') expect(storedAs).toEqual([]);
        else for (const stored of storedAs) expect(searchParameter(type, stored)?.type).toBe(kind);
      }
    }
  });

  it('is searched by words when it is about people or institutions', () => {
    expect(isWord('Practitioner', 'name')).toBe(true);
    expect(isWord('Organization', 'address-city')).toBe(true);
    expect(isWord('ValueSet', 'url')).toBe(true);
    expect(isWord('Condition', 'onset-info')).toBe(false);
    expect(isLookup('Organization', 'type')).toBe(true);
    expect(isLookup('Encounter', 'status')).toBe(false);
  });

  it('has no parameters when it is none', () => {
    expect(searchParametersOf('constructor')).toEqual([]);
    expect(searchParameter('Patient', 'constructor')).toBeUndefined();
    expect(() => extract({ resourceType: 'Foo' })).toThrow(TypeError);
  });
});

it('reads numbers that keep their text', () => {
  const raw = parseJson('{"resourceType":"RiskAssessment","prediction":[{"probabilityDecimal":0.50}]}');
  expect(ranges(raw as { resourceType: string }, rangeKey('probability'))).toEqual([[0.5, 0.5]]);
});
