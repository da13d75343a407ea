/** Each rule of "Brakuje / Sprzeczne": what it finds, and what looks alike and is nothing. */
import { describe, expect, it } from 'vitest';
import { aCondition, anEncounter, anObservation, aPatient, aPrescription, today } from '../builders.ts';
import { dataSources } from '../care.ts';
import { medicines } from '../medicines.ts';
import { allergies } from '../problems.ts';
import type { Fhir } from '../reading.ts';
import { gapRules, gaps } from './catalogue.ts';
import { families, isOf, meets } from './families.ts';
import type { GapFacts } from './rule.ts';

const none = new Map();
const atc = (code: string, text: string) => ({ coding: [{ system: 'urn:oid:2.16.840.1.113883.6.73', code }], text });
const statedNone = { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] };
const anAllergy = (changes: object = {}): Fhir => ({
  ...{ resourceType: 'AllergyIntolerance', id: 'allergy-1', recordedDate: '2020-01-01' },
  ...{ clinicalStatus: { coding: [{ code: 'active' }] }, code: atc('J01C', 'Penicylina') },
  ...changes,
});
const aDispense = (on: string, changes: object = {}): Fhir => ({
  ...{ resourceType: 'MedicationDispense', id: `dispense-${on}`, status: 'completed', whenHandedOver: on },
  ...{ medicationCodeableConcept: atc('J01CA04', 'Amoksycylina 1 g') },
  ...changes,
});
const anOrder = (changes: object = {}): Fhir => ({
  ...{ resourceType: 'ServiceRequest', id: 'order-1', status: 'active', intent: 'order', authoredOn: '2026-12-01' },
  ...{ code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }], text: 'HbA1c' } },
  ...changes,
});
const referral = { meta: { profile: ['urn:ezdrowie:StructureDefinition:PLReferral'] } };
const by = (id: string) => ({ requester: { reference: `Practitioner/${id}`, display: `lek. ${id}` } });

function found(changes: Partial<GapFacts>): string[] {
  const intolerances = changes.intolerances ?? [anAllergy({ code: statedNone })];
  const requests = changes.requests ?? [];
  const facts: GapFacts = {
    ...{ now: today, patient: aPatient(), intolerances, requests, names: none, visits: none },
    ...{ medicines: medicines({ requests, dispenses: [], names: none, visits: none, now: today }) },
    ...{ allergies: allergies(intolerances, none), tolerated: [], stopped: [], orders: [], answers: [] },
    ...{ bloodGroups: [], observations: [], conditions: [], encounters: [], outline: [], facilities: [] },
    ...{ sources: [], withheld: false },
    ...changes,
  };
  return gaps(facts).map(({ kind }) => kind);
}
const group = (code: string, text: string, id: string): Fhir =>
  anObservation(0, '2020-01-01', {
    ...{ id, valueQuantity: undefined, valueString: text },
    code: { coding: [{ system: 'http://loinc.org', code }] },
  });
const at = (seconds: string, type = 'Observation') => {
  const starts = Date.parse(seconds) / 1000;
  return [{ type, id: 'x', starts, ends: starts }];
};

type Example = [kind: string, what: string, facts: Partial<GapFacts>];
describe('a rule finds', () => {
  const loud: Example[] = [
    [
      'allergy-and-medicine',
      'a medicine of the family of an allergy, by code',
      {
        intolerances: [anAllergy()],
        requests: [aPrescription({ medicationCodeableConcept: atc('J01CR02', 'Lek X') })],
      },
    ],
    [
      'allergy-and-medicine',
      'a medicine by its name, where neither was coded',
      {
        intolerances: [anAllergy({ code: { text: 'Penicylina' } })],
        requests: [aPrescription({ medicationCodeableConcept: { text: 'Amoksycylina 1 g' } })],
      },
    ],
    ['no-allergy-data', 'that nobody recorded allergies', { intolerances: [] }],
    [
      'allergy-tolerated',
      'a medicine of the family given out later without a reaction',
      { intolerances: [anAllergy()], tolerated: [aDispense('2024-05-05')] },
    ],
    ['not-dispensed', 'a prescription of long ago', { requests: [aPrescription({ authoredOn: '2027-02-01' })] }],
    [
      'doubled-therapy',
      'two medicines of one group by two people',
      {
        requests: [
          aPrescription({ id: 'a', ...by('1') }),
          aPrescription({ id: 'b', ...by('2'), medicationCodeableConcept: atc('C09AA04', 'Peryndopryl') }),
        ],
      },
    ],
    [
      'stopped-and-prescribed',
      'a medicine that a discharge letter stopped',
      {
        requests: [aPrescription()],
        stopped: [
          aPrescription({ resourceType: 'MedicationStatement', id: 's', status: 'stopped', authoredOn: '2027-03-10' }),
        ],
      },
    ],
    ['no-result', 'an order without a result', { orders: [anOrder()] }],
    ['referral-not-taken', 'a referral that nobody accepted', { orders: [anOrder(referral)] }],
    [
      'blood-groups-differ',
      'two blood groups',
      { bloodGroups: [group('882-1', 'A Rh+', '1'), group('882-1', '0 Rh+', '2')] },
    ],
    [
      'identity-differs',
      'a birth date that is not the one of the PESEL',
      {
        patient: aPatient({
          identifier: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.1.1.616', value: '44051401359' }],
        }),
      },
    ],
    [
      'values-differ',
      'two values of one minute',
      {
        observations: [
          anObservation(5, '2027-01-01T08:00:00Z', { id: '1' }),
          anObservation(9, '2027-01-01T09:00:00+01:00', { id: '2' }),
        ],
      },
    ],
    [
      'refuted-and-active',
      'a diagnosis that another facility refuted',
      {
        conditions: [
          aCondition(),
          aCondition({ id: 'r', recordedDate: '2026-01-01', verificationStatus: { coding: [{ code: 'refuted' }] } }),
        ],
      },
    ],
    ['future-dated', 'an entry of next year', { outline: at('2028-01-01') }],
    [
      'after-death',
      'a test after death',
      { outline: at('2026-06-01'), patient: aPatient({ deceasedDateTime: '2026-05-01' }) },
    ],
    ['unknown-codes', 'a diagnosis in words only', { conditions: [aCondition({ code: { text: 'Coś' } })] }],
    ['withheld', 'that something is withheld', { withheld: true }],
    ['source-down', 'a source that does not answer', { sources: [{ id: 'nfz', name: 'NFZ', state: 'down' }] }],
    [
      'silent-facilities',
      'facilities silent for half a year',
      {
        facilities: dataSources(
          ['2026-01-10', '2025-11-10'].map((date) => anEncounter(date)),
          none,
        ),
      },
    ],
  ];
  it.each(loud)('%s: %s', (kind, _, facts) => expect(found(facts)).toContain(kind));
  it('has an example of every rule', () => {
    expect([...new Set(loud.map(([kind]) => kind))].sort()).toEqual(gapRules.map(({ id }) => id).sort());
  });
});

describe('a rule finds nothing', () => {
  const quiet: Example[] = [
    [
      'allergy-and-medicine',
      'for a code outside of the family, whatever the name says',
      {
        intolerances: [anAllergy()],
        requests: [aPrescription({ medicationCodeableConcept: atc('C09AA05', 'Nie penicylina') })],
      },
    ],
    ['no-allergy-data', 'when it was recorded that there are none', {}],
    [
      'allergy-tolerated',
      'when the allergy was recorded again after it',
      {
        intolerances: [anAllergy(), anAllergy({ id: '2', recordedDate: '2024-05-20' })],
        tolerated: [aDispense('2024-05-05')],
      },
    ],
    [
      'allergy-tolerated',
      'of a medicine given out before the allergy was known',
      { intolerances: [anAllergy()], tolerated: [aDispense('2019-05-05')] },
    ],
    ['not-dispensed', 'in the first 30 days', { requests: [aPrescription()] }],
    [
      'doubled-therapy',
      'when one person prescribes both',
      { requests: [aPrescription({ id: 'a', ...by('1') }), aPrescription({ id: 'b', ...by('1') })] },
    ],
    [
      'stopped-and-prescribed',
      'when it was prescribed again afterwards',
      {
        requests: [aPrescription()],
        stopped: [aPrescription({ id: 's', status: 'stopped', authoredOn: '2026-01-01' })],
      },
    ],
    [
      'no-result',
      'when a result names the order',
      {
        orders: [anOrder()],
        answers: [anObservation(5, '2027-01-02', { code: {}, basedOn: [{ reference: 'ServiceRequest/order-1' }] })],
      },
    ],
    ['no-result', 'when a result has its code', { orders: [anOrder()], answers: [anObservation(5, '2026-12-05')] }],
    [
      'referral-not-taken',
      'when it was accepted',
      {
        orders: [
          anOrder({
            ...referral,
            extension: [{ url: 'urn:ezdrowie:StructureDefinition:PLReferralState', valueCode: 'accepted' }],
          }),
        ],
      },
    ],
    [
      'blood-groups-differ',
      'for one group written in two ways',
      { bloodGroups: [group('882-1', 'A Rh+', '1'), group('882-1', 'A RhD dodatni', '2')] },
    ],
    [
      'identity-differs',
      'when the PESEL agrees',
      {
        patient: aPatient({
          ...{ birthDate: '1944-05-14', gender: 'male' },
          identifier: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.1.1.616', value: '44051401359' }],
        }),
      },
    ],
    [
      'values-differ',
      'for two values of one day',
      { observations: [anObservation(5, '2027-01-01', { id: '1' }), anObservation(9, '2027-01-01', { id: '2' })] },
    ],
    [
      'refuted-and-active',
      'when it was refuted before it was found, at the same place',
      {
        conditions: [
          aCondition(),
          aCondition({ id: 'r', onsetDateTime: '2018', verificationStatus: { coding: [{ code: 'refuted' }] } }),
        ],
      },
    ],
    [
      'future-dated',
      'for a planned visit',
      {
        outline: at('2028-01-01', 'Encounter'),
        encounters: [anEncounter('2028-01-01', { id: 'x', status: 'planned' })],
      },
    ],
    [
      'after-death',
      'for a document',
      { outline: at('2026-06-01', 'DocumentReference'), patient: aPatient({ deceasedDateTime: '2026-05-01' }) },
    ],
    ['unknown-codes', 'for an ICD-10 code', { conditions: [aCondition({ code: icd('I50') })] }],
    ['withheld', 'when nothing is', {}],
    ['source-down', 'when it answered with nothing', { sources: [{ id: 'nfz', name: 'NFZ', state: 'none' }] }],
    ['silent-facilities', 'for a place of one visit', { facilities: dataSources([anEncounter('2026-01-10')], none) }],
  ];
  it.each(quiet)('%s: %s', (kind, _, facts) => expect(found(facts)).not.toContain(kind));
  it('has an example of every rule', () => {
    expect([...new Set(quiet.map(([kind]) => kind))].sort()).toEqual(gapRules.map(({ id }) => id).sort());
  });
});

function icd(code: string) {
  return { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.3', code }], text: code };
}

describe('families', () => {
  it('holds of every family that its codes in use belong to it and to no other', () => {
    for (const family of families) {
      for (const code of family.codes) {
        expect(families.filter((one) => isOf(one, { atc: code, name: '' })).map(({ id }) => id)).toEqual([family.id]);
      }
    }
  });
  it('knows the substance itself, though no family has it', () => {
    const allergen = { atc: 'C07AB07', name: 'Bisoprolol' };
    expect(meets(allergen, { atc: 'C07AB07', name: 'X' })).toBe(true);
    expect(meets(allergen, { atc: 'C07AB02', name: 'X' })).toBe(false);
  });
});

it('shows the most dangerous first', () => {
  const order = found({ intolerances: [], requests: [aPrescription({ authoredOn: '2027-01-01' })], withheld: true });
  expect(order).toEqual(['not-dispensed', 'no-allergy-data', 'withheld', 'unknown-codes']);
});

it('says of every rule in three languages what, when, by whom and since when, and that it is not for clinical use', () => {
  for (const { id, title, when, source, owner, date, notForClinicalUse } of gapRules) {
    for (const words of [title, when]) {
      for (const text of [words.pl, words.en, words.uk]) expect(text.length, id).toBeGreaterThan(10);
      expect(words.uk, id).toMatch(/[а-яіїєґ]/i);
    }
    expect([source, owner, date].every(Boolean), id).toBe(true);
    expect(notForClinicalUse).toBe(true);
  }
  expect(new Set(gapRules.map(({ id }) => id)).size).toBe(gapRules.length);
});
