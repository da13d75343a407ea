/** Polish profiles of people and institutions. Sources: domain/poland.md 1 and 2.3. */
import { identifierSystems } from '../../polish-identifiers/systems.ts';
import { numberRules, wholeNode } from './identifiers.ts';
import { must, never, type PolishProfile, profile, rule, rules } from './source.ts';

const identified = (path: string) => [
  rules(path, ...numberRules, wholeNode),
  must(`${path}.system`),
  must(`${path}.value`),
];

const labels = [must('Patient.meta.security'), must('Patient.meta.security.code')];

export const people: readonly PolishProfile[] = [
  profile({
    name: 'PLPatient',
    type: 'Patient',
    title: 'Pacjent (usługobiorca) w zdarzeniu medycznym',
    canonical: 'p1',
    source: 'P1 PLPatient v25.0.0 of 2024-09-17, by domain/poland.md 2.3; numbers by 1.1',
    elements: [
      must('Patient.meta.profile', { max: '1' }),
      ...labels,
      never('Patient.text'),
      never('Patient.contained'),
      ...identified('Patient.identifier'),
      never('Patient.identifier.use'),
      never('Patient.identifier.type'),
      never('Patient.identifier.period'),
      never('Patient.active'),
      { path: 'Patient.name', max: '1' },
      must('Patient.telecom.system'),
      must('Patient.telecom.value'),
      never('Patient.deceased[x]'),
      never('Patient.address'),
      never('Patient.maritalStatus'),
    ],
  }),
  profile({
    name: 'PLPatientAddress',
    type: 'Patient',
    title: 'Adres pacjenta',
    canonical: 'p1',
    source: 'P1 PLPatientAddress, by domain/poland.md 2.3',
    unconfirmed: ['the form of the extension PLTerritorialDivisionCode'],
    elements: [must('Patient.address', { max: '1' }), must('Patient.address.line')],
  }),
  profile({
    name: 'PLRelatedPerson',
    type: 'RelatedPerson',
    title: 'Przedstawiciel ustawowy lub opiekun faktyczny',
    canonical: 'p1',
    source: 'P1 PLRelatedPerson (draft), by domain/poland.md 2.3',
    elements: [
      must('RelatedPerson.identifier', { max: '1', constraint: [...numberRules, wholeNode] }),
      { path: 'RelatedPerson.relationship', max: '1' },
    ],
  }),
  profile({
    name: 'PLPractitioner',
    type: 'Practitioner',
    title: 'Pracownik medyczny',
    canonical: 'ours',
    source: 'domain/poland.md 1.1: NPWZ, or PESEL for staff without NPWZ',
    unconfirmed: ['canonical address', 'form of NPWZ other than of doctors'],
    elements: [
      must('Practitioner.identifier', {
        constraint: [...numberRules, wholeNode],
      }),
      rules(
        'Practitioner',
        rule(
          'pl-practitioner-number',
          'Give the NPWZ, or the PESEL of staff that has none.',
          `identifier.exists(system.startsWith('urn:oid:2.16.840.1.113883.3.4424.1.6.') or system = '${identifierSystems.pesel}')`,
        ),
      ),
      must('Practitioner.name'),
      must('Practitioner.name.family'),
    ],
  }),
  profile({
    name: 'PLOrganization',
    type: 'Organization',
    title: 'Podmiot leczniczy, jednostka lub apteka',
    canonical: 'ours',
    source: 'domain/poland.md 1.1: RPWDL, REGON, NIP',
    unconfirmed: ['canonical address'],
    elements: [
      must('Organization.identifier', { constraint: [...numberRules, wholeNode] }),
      rules(
        'Organization',
        rule(
          'pl-organization-number',
          'Give the number by RPWDL, REGON, NIP or the permit of the pharmacy.',
          `identifier.exists(system.startsWith('urn:oid:2.16.840.1.113883.3.4424.2.'))`,
        ),
        rule(
          'pl-rpwdl-book',
          'The number of the RPWDL book has 12 digits.',
          `identifier.where(system = '${identifierSystems.rpwdlBook}').all(value.matches('^[0-9]{12}$'))`,
        ),
      ),
      must('Organization.name'),
    ],
  }),
];
