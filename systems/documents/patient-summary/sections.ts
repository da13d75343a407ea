/**
 * The sections of a summary, in their order: IPS 2.0 (https://hl7.org/fhir/uv/ips/StructureDefinition-Composition-uv-ips.html)
 * and eHN guideline 3, and two of our own: blood group and insurance.
 */
import type { Words } from './model.ts';

export interface SectionRow {
  readonly code: string;
  readonly display: string;
  readonly title: Words;
  /** IPS demands that it is there, with entries or a reason. */
  readonly required?: true;
  /** Said even when it is empty, so that "nobody recorded" can be told from "left out". */
  readonly always?: true;
}

const row = (code: string, display: string, pl: string, en: string): SectionRow => ({
  code,
  display,
  title: { pl, en },
});

export const sections = {
  alerts: { ...row('104605-1', 'Alert', 'Ostrzeżenia', 'Alerts'), always: true },
  allergies: {
    ...row(
      '48765-2',
      'Allergies and adverse reactions Document',
      'Alergie i nietolerancje',
      'Allergies and Intolerances',
    ),
    required: true,
  },
  medications: {
    ...row('10160-0', 'History of Medication use Narrative', 'Leki', 'Medication Summary'),
    required: true,
  },
  problems: { ...row('11450-4', 'Problem list - Reported', 'Problemy zdrowotne', 'Problem List'), required: true },
  bloodGroup: { ...row('882-1', 'ABO and Rh group [Type] in Blood', 'Grupa krwi', 'Blood Group'), always: true },
  immunizations: {
    ...row('11369-6', 'History of Immunization note', 'Szczepienia', 'Immunizations'),
    always: true,
  },
  procedures: {
    ...row('47519-4', 'History of Procedures Document', 'Zabiegi i procedury', 'History of Procedures'),
    always: true,
  },
  devices: {
    ...row('46264-8', 'History of medical device use', 'Wyroby medyczne i implanty', 'Medical Devices'),
    always: true,
  },
  results: {
    ...row('30954-2', 'Relevant diagnostic tests/laboratory data note', 'Wyniki badań', 'Diagnostic Results'),
    always: true,
  },
  vitalSigns: row('8716-3', 'Vital signs note', 'Pomiary', 'Vital Signs'),
  pastProblems: row('11348-0', 'History of Past illness note', 'Przebyte choroby', 'History of Past Problems'),
  pregnancy: row('10162-6', 'History of pregnancies Narrative', 'Ciąże', 'History of Pregnancy'),
  socialHistory: row('29762-2', 'Social history note', 'Styl życia i sytuacja społeczna', 'Social History'),
  functionalStatus: row(
    '47420-5',
    'Functional status assessment note',
    'Sprawność i samodzielność',
    'Functional Status',
  ),
  planOfCare: row('18776-5', 'Plan of care note', 'Plan opieki', 'Plan of Care'),
  advanceDirectives: row('42348-3', 'Advance healthcare directives', 'Oświadczenia woli', 'Advance Directives'),
  insurance: row('48768-6', 'Payment sources Document', 'Ubezpieczenie', 'Insurance'),
} as const satisfies Record<string, SectionRow>;

export type SectionName = keyof typeof sections;
export const sectionNames = Object.keys(sections) as SectionName[];
