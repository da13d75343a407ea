/** Polish profiles of medical events (zdarzenia medyczne) and what belongs to them. Source: domain/poland.md 2. */
import { codeSystems, identifierSystems } from '../../polish-identifiers/systems.ts';
import type { ProfileElement } from '../profiles/profile.ts';
import { closedList, codedIn, must, type PolishProfile, profile, rule, rules } from './source.ts';

/** Kinds of events (Dz.U. 2019 poz. 2532), by number. */
export const eventClasses = closedList(
  'PLMedicalEventClass',
  codeSystems.eventClass,
  Array.from({ length: 22 }, (_, at) => String(at + 1)),
);
export const diagnosisRoles = closedList('PLDiagnosisRole', codeSystems.diagnosisRole, ['main', 'concurrent']);

const requiredList = ({ url }: { url: string }): Partial<ProfileElement> => ({
  binding: { strength: 'required', valueSet: url },
});
const labelled = (type: string): ProfileElement[] => [
  must(`${type}.meta.security`),
  must(`${type}.meta.security.system`),
  must(`${type}.meta.security.code`),
];
/** The patient is named so that people can read it, and by a reference or a number. */
const named = (path: string): ProfileElement =>
  rules(
    path,
    rule(
      'pl-subject',
      'Name the patient by a reference or by the number (PESEL).',
      'reference.exists() or identifier.exists()',
    ),
  );

export const events: readonly PolishProfile[] = [
  profile({
    name: 'PLMedicalEvent',
    type: 'Encounter',
    title: 'Zdarzenie medyczne',
    canonical: 'p1',
    source: 'P1 PLMedicalEvent, by domain/poland.md 2.3; classes by Dz.U. 2019 poz. 2532',
    unconfirmed: ['the form of the extensions PLInsuranceReference, PLFunction, PLPayorReference'],
    elements: [
      ...labelled('Encounter'),
      must('Encounter.identifier'),
      rules(
        'Encounter',
        rule(
          'pl-event-number',
          'Give the number of the event under the node of the provider (….15.1).',
          "identifier.exists(system.startsWith('urn:oid:') and system.endsWith('.15.1') and value.exists())",
        ),
      ),
      { path: 'Encounter.class', ...requiredList(eventClasses) },
      must('Encounter.class.system', { fixedUri: codeSystems.eventClass }),
      must('Encounter.subject'),
      named('Encounter.subject'),
      must('Encounter.participant'),
      must('Encounter.participant.individual'),
      must('Encounter.period'),
      must('Encounter.period.start'),
      must('Encounter.serviceProvider'),
    ],
  }),
  profile({
    name: 'PLMedicalEventDiagnosis',
    type: 'Condition',
    title: 'Rozpoznanie w zdarzeniu medycznym',
    canonical: 'p1',
    source: 'P1 PLMedicalEventDiagnosis, by domain/poland.md 2.3',
    elements: [
      must('Condition.category', requiredList(diagnosisRoles)),
      must('Condition.code'),
      codedIn('Condition.code', 'pl-icd10', codeSystems.icd10, 'ICD-10'),
      named('Condition.subject'),
      must('Condition.encounter'),
      must('Condition.recordedDate'),
      must('Condition.asserter'),
    ],
  }),
  profile({
    name: 'PLMedicalEventProcedure',
    type: 'Procedure',
    title: 'Procedura w zdarzeniu medycznym',
    canonical: 'p1',
    source: 'P1 PLMedicalEventProcedure, by domain/poland.md 2.3',
    elements: [
      { path: 'Procedure.status', fixedCode: 'completed' },
      must('Procedure.code'),
      codedIn('Procedure.code', 'pl-icd9', codeSystems.icd9pl, 'ICD-9 PL'),
      named('Procedure.subject'),
      must('Procedure.encounter'),
      must('Procedure.performed[x]', { type: [{ code: 'Period' }] }),
      must('Procedure.asserter'),
    ],
  }),
  profile({
    name: 'PLMedicalEventProvenance',
    type: 'Provenance',
    title: 'Podpis zdarzenia medycznego',
    canonical: 'p1',
    source: 'P1 PLMedicalEventProvenance, by domain/poland.md 2.3',
    elements: [
      rules(
        'Provenance.target',
        rule(
          'pl-signed-version',
          'Name the signed version: Type/id/_history/version.',
          "reference.matches('/_history/[A-Za-z0-9.-]+$')",
        ),
      ),
      must('Provenance.signature'),
      rules(
        'Provenance.signature.type',
        rule(
          'pl-signature-type',
          'The type of the signature is 1.2.840.10065.1.12.1.14.',
          "code = '1.2.840.10065.1.12.1.14'",
        ),
      ),
      must('Provenance.signature.targetFormat', { fixedCode: 'application/fhir+xml' }),
      must('Provenance.signature.sigFormat', { fixedCode: 'application/signature+xml' }),
      must('Provenance.signature.data'),
    ],
  }),
  profile({
    name: 'PLObservation',
    type: 'Observation',
    title: 'Wynik badania lub pomiaru',
    canonical: 'ours',
    source: 'domain/poland.md 2.2: a resource that P1 accepts; demands are ours',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      must('Observation.subject'),
      named('Observation.subject'),
      must('Observation.effective[x]'),
      rules(
        'Observation.code',
        rule('pl-code', 'Give a code with its system.', 'coding.exists(system.exists() and code.exists())'),
      ),
      rules(
        'Observation',
        rule(
          'pl-result',
          'Give a value, components, members, or say why there is none.',
          'value.exists() or dataAbsentReason.exists() or component.exists() or hasMember.exists()',
        ),
      ),
    ],
  }),
  profile({
    name: 'PLImmunization',
    type: 'Immunization',
    title: 'Szczepienie',
    canonical: 'ours',
    source: 'domain/poland.md 2.2 and 7.2; demands are ours',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      named('Immunization.patient'),
      must('Immunization.occurrence[x]', { type: [{ code: 'dateTime' }] }),
      rules(
        'Immunization',
        rule(
          'pl-lot',
          'A vaccination that was done here names its series (lotNumber).',
          "(status = 'completed' and primarySource = true) implies lotNumber.exists()",
        ),
      ),
      rules(
        'Immunization.vaccineCode',
        rule(
          'pl-vaccine',
          'Give a code of the vaccine with its system.',
          'coding.exists(system.exists() and code.exists())',
        ),
      ),
    ],
  }),
  profile({
    name: 'PLAllergyIntolerance',
    type: 'AllergyIntolerance',
    title: 'Uczulenie lub nietolerancja',
    canonical: 'ours',
    source: 'domain/poland.md 2.2; demands are ours',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      named('AllergyIntolerance.patient'),
      must('AllergyIntolerance.code'),
      must('AllergyIntolerance.recordedDate'),
    ],
  }),
  profile({
    name: 'PLMedicationStatement',
    type: 'MedicationStatement',
    title: 'Przyjmowany lek',
    canonical: 'ours',
    source: 'domain/poland.md 2.3, last paragraph; demands are ours',
    unconfirmed: ['canonical address', 'elements'],
    elements: [named('MedicationStatement.subject'), must('MedicationStatement.effective[x]')],
  }),
  profile({
    name: 'PLCoverage',
    type: 'Coverage',
    title: 'Ubezpieczenie, płatnik',
    canonical: 'ours',
    source: 'domain/poland.md 1.4: branches of the NFZ',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      named('Coverage.beneficiary'),
      rules(
        'Coverage.payor',
        rule(
          'pl-nfz',
          'The branch of the NFZ is a number from 01 to 16.',
          `identifier.where(system = '${identifierSystems.payer}').all(value.matches('^(0[1-9]|1[0-6])$'))`,
        ),
      ),
    ],
  }),
];
