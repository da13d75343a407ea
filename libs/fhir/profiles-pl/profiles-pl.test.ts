/** The Polish profiles: a valid resource of each, and what each refuses. All people and numbers are made up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeNip, nipFault } from '../../polish-identifiers/nip.ts';
import { makeNpwz } from '../../polish-identifiers/npwz.ts';
import { makePesel, peselFault } from '../../polish-identifiers/pesel.ts';
import { makeRegon, makeRegonOfUnit } from '../../polish-identifiers/regon.ts';
import { codeSystems, identifierSystems, providerSystems } from '../../polish-identifiers/systems.ts';
import { compileFhirPath, itemOf } from '../fhirpath/index.ts';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { verdict } from '../verdict.ts';
import { nativeRules, numberRules } from './identifiers.ts';
import { polishProfiles } from './index.ts';

type Json = { [element: string]: unknown };

const pesel = { system: identifierSystems.pesel, value: makePesel('1985-03-02', 'female', 7) };
const npwz = { system: identifierSystems.npwzDoctor, value: makeNpwz(123_456) };
const subject = { reference: 'Patient/1', identifier: pesel };
const doctor = { reference: 'Practitioner/1', identifier: npwz };
const event = { reference: 'Encounter/1' };
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const numbers = providerSystems('2.16.840.1.113883.3.4424.2.7.99999');
const security = [{ system: codeSystems.confidentiality, code: 'N' }];

/** By name of the profile: a valid resource, without its claim. */
const valid: { readonly [name: string]: Json } = {
  PLPatient: {
    resourceType: 'Patient',
    meta: { security },
    identifier: [pesel],
    name: [{ family: 'Nowak', given: ['Łucja'] }],
    gender: 'female',
    birthDate: '1985-03-02',
  },
  PLPatientAddress: { resourceType: 'Patient', address: [{ line: ['ul. Długa 1'], city: 'Kraków' }] },
  PLRelatedPerson: { resourceType: 'RelatedPerson', identifier: [pesel], patient: subject },
  PLPractitioner: { resourceType: 'Practitioner', identifier: [npwz], name: [{ family: 'Kowalska' }] },
  PLOrganization: {
    resourceType: 'Organization',
    identifier: [
      { system: identifierSystems.rpwdlBook, value: '000000927722' },
      { system: identifierSystems.regon9, value: makeRegon(12_345_678) },
      { system: identifierSystems.nip, value: makeNip(900_000_123) },
    ],
    name: 'Przychodnia Testowa',
  },
  PLMedicalEvent: {
    resourceType: 'Encounter',
    meta: { security },
    identifier: [{ system: numbers.medicalEvent, value: 'c757873d-ec9a-4326-a141-556f43239520' }],
    status: 'finished',
    class: { system: codeSystems.eventClass, code: '4' },
    subject,
    participant: [{ individual: doctor }],
    period: { start: '2026-03-01T10:00:00+01:00', end: '2026-03-01T10:20:00+01:00' },
    serviceProvider: { reference: 'Organization/1' },
  },
  PLMedicalEventDiagnosis: {
    resourceType: 'Condition',
    category: [coded(codeSystems.diagnosisRole, 'main')],
    code: coded(codeSystems.icd10, 'I10'),
    subject,
    encounter: event,
    recordedDate: '2026-03-01',
    asserter: doctor,
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
  },
  PLMedicalEventProcedure: {
    resourceType: 'Procedure',
    status: 'completed',
    code: coded(codeSystems.icd9pl, '89.00'),
    subject,
    encounter: event,
    performedPeriod: { start: '2026-03-01T10:00:00+01:00' },
    asserter: doctor,
  },
  PLMedicalEventProvenance: {
    resourceType: 'Provenance',
    target: [{ reference: 'Encounter/1/_history/1' }],
    recorded: '2026-03-01T10:30:00+01:00',
    agent: [{ who: { reference: 'Organization/1' } }],
    signature: [
      {
        type: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.11.1.86', code: '1.2.840.10065.1.12.1.14' }],
        when: '2026-03-01T10:30:00+01:00',
        who: { reference: 'Organization/1' },
        targetFormat: 'application/fhir+xml',
        sigFormat: 'application/signature+xml',
        data: 'dGVzdA==',
      },
    ],
  },
  PLObservation: {
    resourceType: 'Observation',
    status: 'final',
    code: coded(codeSystems.loinc, '718-7'),
    subject,
    effectiveDateTime: '2026-03-01',
    valueQuantity: { value: 13.5, unit: 'g/dL', system: codeSystems.ucum, code: 'g/dL' },
  },
  PLImmunization: {
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: coded(codeSystems.atc, 'J07BB02'),
    patient: subject,
    occurrenceDateTime: '2026-03-01',
    primarySource: true,
    lotNumber: 'A1',
  },
  PLAllergyIntolerance: {
    resourceType: 'AllergyIntolerance',
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active'),
    code: { text: 'Penicylina' },
    patient: subject,
    recordedDate: '2026-03-01',
  },
  PLMedicationStatement: {
    resourceType: 'MedicationStatement',
    status: 'active',
    medicationCodeableConcept: coded(codeSystems.atc, 'C09AA05'),
    subject,
    effectiveDateTime: '2026-03-01',
  },
  PLCoverage: {
    resourceType: 'Coverage',
    status: 'active',
    beneficiary: subject,
    payor: [{ identifier: { system: identifierSystems.payer, value: '07' } }],
  },
  PLPrescription: {
    resourceType: 'MedicationRequest',
    identifier: [{ system: numbers.prescription, value: '0000000000000000000001' }],
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: coded(codeSystems.gtin, '09909991023652'),
    subject,
    authoredOn: '2026-03-01',
    requester: doctor,
    dispenseRequest: { quantity: { value: 2 } },
  },
  PLDispense: {
    resourceType: 'MedicationDispense',
    status: 'completed',
    medicationCodeableConcept: coded(codeSystems.gtin, '09909991023652'),
    subject,
    performer: [{ actor: { reference: 'Organization/2' } }],
    authorizingPrescription: [{ reference: 'MedicationRequest/1' }],
    quantity: { value: 2 },
    whenHandedOver: '2026-03-02',
  },
  PLReferral: {
    resourceType: 'ServiceRequest',
    identifier: [{ system: numbers.referral, value: '1' }],
    status: 'active',
    intent: 'order',
    priority: 'urgent',
    code: coded(codeSystems.cellSpeciality, '1100'),
    subject,
    authoredOn: '2026-03-01',
    requester: doctor,
    reasonCode: [coded(codeSystems.icd10, 'I10')],
  },
  PLPrimaryCareDeclaration: {
    resourceType: 'EpisodeOfCare',
    status: 'planned',
    type: [coded('urn:ezdrowie:CodeSystem:primary-care-choice', 'nurse')],
    patient: subject,
    managingOrganization: { reference: 'Organization/1' },
    careManager: doctor,
    period: { start: '2026-03-01T10:00:00Z' },
  },
  PLSettledService: {
    resourceType: 'ExplanationOfBenefit',
    identifier: [{ system: 'urn:ezdrowie:nfz:service', value: 'NFZ-1' }],
    ...{ status: 'active', use: 'claim', outcome: 'complete', patient: subject, created: '2026-03-01' },
    type: coded('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
    insurer: { display: 'NFZ' },
    provider: { display: 'Poradnia' },
    insurance: [{ focal: true, coverage: { display: 'NFZ' } }],
    item: [{ sequence: 1, productOrService: { text: 'Porada' } }],
  },
};

/** What is changed, and where the error must stand. */
const damages: readonly [name: string, change: Json, path: string][] = [
  ['PLPatient', { identifier: [{ ...pesel, value: '85030200000' }] }, 'Patient.identifier[0]'],
  ['PLPatient', { identifier: [{ ...pesel, use: 'official' }] }, 'Patient.identifier[0].use'],
  [
    'PLPatient',
    { identifier: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.1.1', value: '1' }] },
    'Patient.identifier[0]',
  ],
  ['PLPatient', { name: [{ family: 'Nowak' }, { family: 'Kowal' }] }, 'Patient.name'],
  ['PLPatient', { address: [{ city: 'Kraków' }] }, 'Patient.address'],
  ['PLPatient', { meta: {} }, 'Patient.meta.security'],
  ['PLPatientAddress', { address: [{ city: 'Kraków' }] }, 'Patient.address[0].line'],
  ['PLRelatedPerson', { identifier: undefined }, 'RelatedPerson.identifier'],
  ['PLPractitioner', { identifier: [{ ...npwz, value: '1234567' }] }, 'Practitioner.identifier[0]'],
  ['PLPractitioner', { identifier: [{ system: 'urn:other', value: '1' }] }, 'Practitioner'],
  [
    'PLOrganization',
    { identifier: [{ system: identifierSystems.regon9, value: '123456789' }] },
    'Organization.identifier[0]',
  ],
  [
    'PLOrganization',
    { identifier: [{ system: identifierSystems.nip, value: '1234567890' }] },
    'Organization.identifier[0]',
  ],
  ['PLOrganization', { identifier: [{ system: identifierSystems.rpwdlBook, value: '12' }] }, 'Organization'],
  ['PLMedicalEvent', { class: { system: codeSystems.eventClass, code: '99' } }, 'Encounter.class'],
  ['PLMedicalEvent', { identifier: [{ system: numbers.referral, value: '1' }] }, 'Encounter'],
  ['PLMedicalEvent', { participant: undefined }, 'Encounter.participant'],
  ['PLMedicalEventDiagnosis', { code: coded(codeSystems.snomed, '1') }, 'Condition.code'],
  ['PLMedicalEventDiagnosis', { category: [coded(codeSystems.diagnosisRole, 'other')] }, 'Condition.category[0]'],
  ['PLMedicalEventDiagnosis', { subject: { display: 'ktoś' } }, 'Condition.subject'],
  ['PLMedicalEventProcedure', { status: 'in-progress' }, 'Procedure.status'],
  ['PLMedicalEventProcedure', { performedPeriod: undefined, performedString: 'wczoraj' }, 'Procedure.performed'],
  ['PLMedicalEventProvenance', { target: [{ reference: 'Encounter/1' }] }, 'Provenance.target[0]'],
  ['PLMedicalEventProvenance', { signature: undefined }, 'Provenance.signature'],
  ['PLObservation', { valueQuantity: undefined }, 'Observation'],
  ['PLObservation', { code: { text: 'hemoglobina' } }, 'Observation.code'],
  ['PLImmunization', { lotNumber: undefined }, 'Immunization'],
  ['PLAllergyIntolerance', { recordedDate: undefined }, 'AllergyIntolerance.recordedDate'],
  ['PLMedicationStatement', { effectiveDateTime: undefined }, 'MedicationStatement.effective'],
  ['PLCoverage', { payor: [{ identifier: { system: identifierSystems.payer, value: '17' } }] }, 'Coverage.payor[0]'],
  ['PLPrescription', { medicationCodeableConcept: coded(codeSystems.gtin, '590') }, 'MedicationRequest'],
  ['PLPrescription', { requester: undefined }, 'MedicationRequest.requester'],
  ['PLPrescription', { intent: 'plan' }, 'MedicationRequest.intent'],
  ['PLDispense', { authorizingPrescription: undefined }, 'MedicationDispense.authorizingPrescription'],
  ['PLReferral', { priority: 'stat' }, 'ServiceRequest'],
  ['PLReferral', { reasonCode: undefined }, 'ServiceRequest'],
  [
    'PLPrimaryCareDeclaration',
    { type: [coded('urn:ezdrowie:CodeSystem:primary-care-choice', 'dentist')] },
    'EpisodeOfCare',
  ],
  ['PLSettledService', { provider: { reference: 'Organization/1' } }, 'ExplanationOfBenefit.provider'],
  ['PLSettledService', { item: undefined }, 'ExplanationOfBenefit.item'],
];

const urlOf = (name: string): string => polishProfiles.find((profile) => profile.name === name)?.url ?? '';

function errors(name: string, change: Json = {}): string[] {
  const resource = { ...valid[name], ...change };
  const meta = { ...(resource.meta as Json | undefined), profile: [urlOf(name)] };
  const whole = JSON.parse(JSON.stringify({ ...resource, meta })) as Json;
  const issues = verdict(whole, { definitions: shippedDefinitions(), purpose: 'validate' });
  return issues.filter(({ severity }) => severity === 'error').map(({ expression = '' }) => expression);
}

describe('the Polish profiles', () => {
  it('have a valid and an invalid resource each, and say where they come from', () => {
    const names = polishProfiles.map(({ name }) => name).sort();
    expect(Object.keys(valid).sort()).toEqual(names);
    expect([...new Set(damages.map(([name]) => name))].sort()).toEqual(names);
    for (const { description, date, status, url } of polishProfiles) {
      expect([status, date]).toEqual(['draft', '2026-11-25']);
      expect(description).toMatch(/poland\.md/);
      expect(url).toMatch(/^(https:\/\/ezdrowie\.gov\.pl\/fhir\/StructureDefinition\/|urn:ezdrowie:)PL|^urn:ezdrowie:/);
    }
  });

  it('demand nothing of elements that are not there', () => {
    for (const profile of polishProfiles) expect(shippedDefinitions().problemsOf(profile)).toEqual([]);
  });

  it.each(Object.keys(valid))('%s accepts a valid one', (name) => {
    expect(errors(name)).toEqual([]);
  });

  it.each(damages)('%s refuses %o', (name, change, path) => {
    expect(errors(name, change)).toEqual([path]);
  });
});

describe('rules about numbers', () => {
  const portableRules = numberRules.map(({ expression = '' }) => ({
    native: nativeRules.get(expression),
    portable: compileFhirPath(expression),
  }));
  const right = [
    pesel,
    npwz,
    { system: identifierSystems.regon9, value: makeRegon(1) },
    { system: identifierSystems.regon14, value: makeRegonOfUnit(makeRegon(1), 2) },
    { system: identifierSystems.nip, value: makeNip(900_000_001) },
  ];

  it('say the same in FHIRPath, for every other validator, as natively', () => {
    const damaged = fc
      .record({ one: fc.constantFrom(...right), at: fc.nat(13), digit: fc.integer({ min: 0, max: 9 }), cut: fc.nat(1) })
      .map(({ one: { system, value }, at, digit, cut }) => ({
        system,
        value: (value.slice(0, at) + digit + value.slice(at + 1)).slice(0, value.length + 1 - cut),
      }));
    let refused = 0;
    fc.assert(
      fc.property(damaged, (identifier) => {
        for (const rule of portableRules) {
          const native = rule.native?.(identifier);
          const portable = rule.portable.evaluate(itemOf(identifier, 'Identifier'))[0]?.value;
          if (native === false) refused++;
          // FHIRPath has no calendar: of a day that the month does not have it says nothing.
          const isOnlyTheDay = native === false && peselFault(identifier.value)?.part === 'day';
          if (!isOnlyTheDay) expect([identifier, portable]).toEqual([identifier, native]);
        }
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(50);
    expect(nipFault('1234567890')).toBeDefined();
  });
});
