/**
 * What rules read of the record: one bounded search for each input, shared by all rules. CDS clients prefetch by the
 * same searches. https://cds-hooks.hl7.org/2.0/#prefetch-template
 */
import type { Input } from '../model.ts';
import { measureCodes } from './measures.ts';

export type Searched = Exclude<Input, 'patient' | 'safety'>;

interface Search {
  readonly type: string;
  /** Criteria beside the patient. */
  readonly criteria: string;
  /** More than this is not read: what is left out is said. */
  readonly most: number;
  /** The parameter of the date, and how many months back are read. */
  readonly since?: readonly [parameter: string, months: number];
}

const results = { type: 'Observation', criteria: `code=${measureCodes.join(',')}&_sort=-date`, most: 400 };

export const searches: { readonly [input in Searched]: Search } = {
  conditions: { type: 'Condition', criteria: '', most: 300 },
  allergies: { type: 'AllergyIntolerance', criteria: '', most: 100 },
  prescriptions: { type: 'MedicationRequest', criteria: '_sort=-authoredon', most: 250, since: ['authoredon', 15] },
  dispenses: { type: 'MedicationDispense', criteria: '', most: 250, since: ['whenhandedover', 15] },
  results: { ...results, since: ['date', 60] },
  procedures: { type: 'Procedure', criteria: '', most: 200, since: ['date', 144] },
  vaccinations: { type: 'Immunization', criteria: '', most: 200 },
  visits: { type: 'Encounter', criteria: '_sort=-date', most: 40, since: ['date', 6] },
  orders: { type: 'ServiceRequest', criteria: 'status=active', most: 100, since: ['authored', 13] },
  reports: { type: 'DiagnosticReport', criteria: '_sort=-date', most: 100, since: ['date', 24] },
  letters: { type: 'DocumentReference', criteria: 'type=http://loinc.org|18842-5', most: 20, since: ['date', 6] },
};

export const searchedInputs = Object.keys(searches) as Searched[];

/** `patient=…&code=…&date=ge2025-01-01&_count=200`; a page may be asked for by hand of whoever reads a rule's card. */
export function queryOf(input: Searched, patient: string, now: Date): string {
  const { criteria, most, since } = searches[input];
  const parts = [`patient=${encodeURIComponent(patient)}`, criteria];
  if (since) {
    const [parameter, months] = since;
    parts.push(`${parameter}=ge${new Date(now.getTime() - months * 30.4375 * 86_400_000).toISOString().slice(0, 10)}`);
  }
  return [...parts, `_count=${most}`].filter((part) => part !== '').join('&');
}

/** The search as a card or a prefetch template shows it. */
export const templateOf = (input: Input): string => {
  if (input === 'patient') return 'Patient/{{context.patientId}}';
  if (input === 'safety') return 'medication-safety';
  const { type, criteria, most } = searches[input];
  return `${type}?${['patient={{context.patientId}}', criteria, `_count=${most}`].filter((part) => part !== '').join('&')}`;
};
