/** Whose document it is, and how its facts stand to ours. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compare, compared } from './comparing.ts';
import { matchOf, type OurPerson } from './identity.ts';
import type { Fact, ForeignPerson, Ours } from './model.ts';

const anna: OurPerson = {
  family: 'Kowalska',
  given: ['Anna'],
  birthDate: '1959-03-12',
  gender: 'female',
  pesel: '59031212340',
};
const foreign = (changes: Partial<ForeignPerson> = {}): ForeignPerson => ({
  ...{ name: 'Anna Maria Kowalska', birthDate: '1959-03-12', gender: 'female', identifiers: [] },
  ...changes,
});
const verdict = (changes: Partial<ForeignPerson>) => matchOf(foreign(changes), anna).verdict;

describe('whose document it is', () => {
  it('is sure by birth date and names, whatever the spelling', () => {
    expect(verdict({})).toBe('same');
    expect(verdict({ name: 'KOWALSKA Anna' })).toBe('same');
    const lodz: OurPerson = { ...anna, family: 'Wąż-Łącka' };
    expect(matchOf(foreign({ name: 'Anna Waz Lacka' }), lodz).verdict).toBe('same');
  });

  it('is unsure where something is missing or differs', () => {
    expect(verdict({ name: 'Anna Rossi' })).toBe('unsure');
    expect(verdict({ birthDate: '1959' })).toBe('unsure');
    expect(verdict({ birthDate: '1959-12-03' })).toBe('unsure');
    expect(verdict({ gender: 'male' })).toBe('unsure');
    expect(verdict({ name: '–' })).toBe('unsure');
  });

  it('is somebody else by another PESEL, or by another birth date and family name', () => {
    const pesel = (value: string) => ({ identifiers: [{ value, isPesel: true as const }] });
    expect(verdict({ name: 'Ewa Nowak', birthDate: '1960-01-01' })).toBe('different');
    expect(verdict(pesel('44051401359'))).toBe('different');
    // A number that is no PESEL decides nothing.
    expect(verdict(pesel('123'))).toBe('same');
  });
});

const fact = (changes: Partial<Fact> = {}): Fact => ({
  ...{ key: 'k', kind: 'problems', type: 'Condition', what: 'Heart failure', notes: [], status: 'active' },
  codes: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I50.0', known: true }],
  ...changes,
});
const our = (changes: Partial<Ours> = {}): Ours => ({
  ...{ reference: 'Condition/1', kind: 'problems', what: 'Niewydolność serca', status: 'active' },
  codes: [{ system: 'urn:oid:2.16.840.1.113883.6.3', code: 'I50.0', known: true }],
  ...changes,
});
const how = (there: Partial<Fact>, here: Partial<Ours>, maps?: Map<string, string[]>) => {
  const { relation, differences } = compare(fact(there), [our(here)], maps);
  return [relation, ...differences];
};
const coded = (system: string, code: string) => ({ codes: [{ system, code, known: true }] });
const snomed = 'http://snomed.info/sct';
const atc = (code: string) => coded('http://www.whocc.no/atc', code);

describe('how a foreign fact stands to ours', () => {
  it('is the same by equal codes, under whatever name a system goes', () => {
    expect(how({}, {})).toEqual(['same']);
    expect(how(coded('http://loinc.org', '1-8'), {})).toEqual(['only-there']);
  });

  it('is the same by a concept map, and by nothing like it without', () => {
    const maps = new Map([[`${snomed}|42343007`, ['urn:oid:2.16.840.1.113883.6.3|I50.0']]]);
    expect(how(coded(snomed, '42343007'), {}, maps)).toEqual(['same']);
    expect(how(coded(snomed, '42343007'), {})).toEqual(['only-there']);
  });

  it('differs by a finer code, by state, by dose, and by name alone', () => {
    expect(how({}, coded('urn:oid:2.16.840.1.113883.6.3', 'I50'))).toEqual(['differs', 'code']);
    expect(how({ status: 'resolved' }, {})).toEqual(['differs', 'status']);
    const medicine = { kind: 'medicines' } as const;
    expect(
      how(
        { ...medicine, ...atc('C09AA05'), what: 'Ramipril 10 mg' },
        { ...medicine, ...atc('C09AA05'), what: 'Ramipryl 5 mg' },
      ),
    ).toEqual(['differs', 'dose']);
    expect(
      how(
        { ...medicine, ...coded(snomed, '376209006'), what: 'Hydrochlorothiazide 25 mg oral tablet' },
        { ...medicine, ...atc('C03AA03'), what: 'Hydrochlorotiazyd 25 mg' },
      ),
    ).toEqual(['differs', 'by-name']);
    expect(
      how({ ...medicine, codes: [], what: 'Prednisolone' }, { ...medicine, codes: [], what: 'Prednison' }),
    ).toEqual(['only-there']);
  });

  it('is about one day where it is an event', () => {
    const dose = { kind: 'immunizations', ...atc('J07BB02') } as const;
    expect(how({ ...dose, date: '2025-10-02' }, { ...dose, date: '2025-10-02' })).toEqual(['same']);
    expect(how({ ...dose, date: '2025-10-02' }, { ...dose, date: '2024-10-02' })).toEqual(['only-there']);
    expect(how({ ...dose, date: '2025-10' }, { ...dose, date: '2025-10-02' })).toEqual(['differs', 'date']);
    const result = { kind: 'results', ...coded('http://loinc.org', '4548-4'), date: '2025-09-01' } as const;
    expect(how({ ...result, detail: '6.8 %' }, { ...result, detail: '6,8 procent' })).toEqual(['same']);
    expect(how({ ...result, detail: '6.8 %' }, { ...result, detail: '7.8 %' })).toEqual(['differs', 'value']);
  });

  it('contradicts where one says that there is none', () => {
    const allergies = { kind: 'allergies', ...coded(snomed, '764146007') } as const;
    expect(how({ kind: 'allergies', none: true, ...coded(snomed, '716186003') }, allergies)).toEqual([
      'differs',
      'says-none',
    ]);
    expect(how(allergies, { kind: 'allergies', none: true })).toEqual(['differs', 'says-none']);
  });
});

test('nothing is ever accepted by itself, and nothing that says none, is refuted or of another is acceptable', () => {
  const notes = fc.subarray(['refuted', 'entered-in-error', 'other-patient', 'future-date', 'no-code'] as const);
  fc.assert(
    fc.property(notes, fc.boolean(), (some, none) => {
      const shown = compared(fact({ notes: some, ...(none ? { none: true as const } : {}) }), [our()], undefined);
      expect(shown.decision).toBeUndefined();
      if (none || some.some((note) => note !== 'no-code')) expect(shown.acceptable).toBe(false);
    }),
  );
});
