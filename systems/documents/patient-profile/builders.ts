/** Builders for tests: valid by default, a test names only what it is about. Synthetic people only. */
import type { Fhir } from './reading.ts';

type Changes = { readonly [element: string]: unknown };
export const today = new Date('2027-03-20T10:00:00Z');

export const aPatient = (changes: Changes = {}): Fhir => ({
  resourceType: 'Patient',
  id: 'patient-1',
  name: [{ use: 'official', family: 'Wiśniowiecka-Brzęczyszczykiewicz', given: ['Anna'] }],
  gender: 'female',
  birthDate: '1959-03-12',
  ...changes,
});

export const aCondition = (changes: Changes = {}): Fhir => ({
  resourceType: 'Condition',
  id: 'condition-1',
  subject: { reference: 'Patient/patient-1' },
  clinicalStatus: { coding: [{ code: 'active' }] },
  code: { coding: [{ code: 'I50' }], text: 'Niewydolność serca' },
  onsetDateTime: '2019-05-01',
  ...changes,
});

export const aPrescription = (changes: Changes = {}): Fhir => ({
  resourceType: 'MedicationRequest',
  id: 'request-1',
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/patient-1' },
  medicationCodeableConcept: { coding: [{ code: 'C09AA05' }], text: 'Ramipryl 5 mg' },
  authoredOn: '2027-03-01',
  dosageInstruction: [{ text: '1 tabletka rano' }],
  ...changes,
});

export const aDispense = (changes: Changes = {}): Fhir => ({
  resourceType: 'MedicationDispense',
  id: 'dispense-1',
  status: 'completed',
  subject: { reference: 'Patient/patient-1' },
  authorizingPrescription: [{ reference: 'MedicationRequest/request-1' }],
  whenHandedOver: '2027-03-02',
  ...changes,
});

export const anObservation = (value: number, date: string, changes: Changes = {}): Fhir => ({
  resourceType: 'Observation',
  id: `observation-${date}`,
  status: 'final',
  subject: { reference: 'Patient/patient-1' },
  code: { coding: [{ code: '4548-4' }], text: 'HbA1c' },
  effectiveDateTime: date,
  valueQuantity: { value, unit: '%' },
  referenceRange: [{ low: { value: 4 }, high: { value: 6.5 } }],
  ...changes,
});

export const anEncounter = (date: string, changes: Changes = {}): Fhir => ({
  resourceType: 'Encounter',
  id: `encounter-${date}`,
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: 'Patient/patient-1' },
  serviceProvider: { reference: 'Organization/org-1', display: 'Przychodnia Zdrowa' },
  period: { start: date, end: date },
  ...changes,
});
