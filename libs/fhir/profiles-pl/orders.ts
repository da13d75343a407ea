/** Polish profiles of prescriptions, their dispensing, and referrals. Sources: domain/poland.md 4 and 5. */
import { codeSystems } from '../../polish-identifiers/systems.ts';
import { must, type PolishProfile, profile, rule, rules } from './source.ts';

const subject = rule(
  'pl-subject',
  'Name the patient by a reference or by the number (PESEL).',
  'reference.exists() or identifier.exists()',
);
const gtin = `coding.where(system = '${codeSystems.gtin}').all(code.matches('^[0-9]{14}$'))`;

export const orders: readonly PolishProfile[] = [
  profile({
    name: 'PLPrescription',
    type: 'MedicationRequest',
    title: 'Recepta (pozycja e-recepty)',
    canonical: 'ours',
    source: 'domain/poland.md 4.2 and 4.4; P1 takes prescriptions as CDA, this is their face in FHIR',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      { path: 'MedicationRequest.intent', fixedCode: 'order' },
      rules(
        'MedicationRequest',
        rule('pl-number', 'A prescription has its number.', 'identifier.exists(system.exists() and value.exists())'),
        rule(
          'pl-from',
          'When the prescription ends on a day, say from which day it holds.',
          'dispenseRequest.validityPeriod.end.exists() implies dispenseRequest.validityPeriod.start.exists()',
        ),
        rule(
          'pl-gtin',
          'A GTIN has 14 digits (EAN-13 with a zero before it).',
          gtin.replace('coding', 'medication.coding'),
        ),
      ),
      rules('MedicationRequest.subject', subject),
      must('MedicationRequest.authoredOn'),
      must('MedicationRequest.requester'),
      must('MedicationRequest.dispenseRequest'),
      must('MedicationRequest.dispenseRequest.quantity'),
      must('MedicationRequest.dispenseRequest.quantity.value'),
    ],
  }),
  profile({
    name: 'PLDispense',
    type: 'MedicationDispense',
    title: 'Realizacja recepty',
    canonical: 'ours',
    source: 'domain/poland.md 4.1 and 4.3',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      must('MedicationDispense.subject', { constraint: [subject] }),
      must('MedicationDispense.performer'),
      must('MedicationDispense.authorizingPrescription', {
        type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/MedicationRequest'] }],
      }),
      must('MedicationDispense.quantity'),
      must('MedicationDispense.whenHandedOver'),
    ],
  }),
  profile({
    name: 'PLReferral',
    type: 'ServiceRequest',
    title: 'Skierowanie (e-skierowanie)',
    canonical: 'ours',
    source: 'domain/poland.md 5: data of a referral; priority R or UR',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      { path: 'ServiceRequest.intent', fixedCode: 'order' },
      rules(
        'ServiceRequest',
        rule('pl-number', 'A referral has its number.', 'identifier.exists(system.exists() and value.exists())'),
        rule(
          'pl-diagnosis',
          'Say for which diagnosis (ICD-10), or refer to it.',
          `reasonReference.exists() or reasonCode.coding.exists(system = '${codeSystems.icd10}')`,
        ),
        rule(
          'pl-priority',
          'The priority is routine (R) or urgent (UR).',
          "priority.empty() or priority in ('routine' | 'urgent')",
        ),
      ),
      must('ServiceRequest.code'),
      rules('ServiceRequest.subject', subject),
      must('ServiceRequest.authoredOn'),
      must('ServiceRequest.requester'),
    ],
  }),
];
