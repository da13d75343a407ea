/** The Polish profile of a choice in primary care (deklaracja wyboru). Source: domain/poland.md 7.1. */
import { must, type PolishProfile, profile, rule, rules } from './source.ts';

const kinds = 'urn:ezdrowie:CodeSystem:primary-care-choice';

export const choices: readonly PolishProfile[] = [
  profile({
    name: 'PLPrimaryCareDeclaration',
    type: 'EpisodeOfCare',
    title: 'Deklaracja wyboru lekarza, pielęgniarki albo położnej POZ',
    canonical: 'ours',
    source: 'domain/poland.md 7.1; no FHIR form of it is published',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      must('EpisodeOfCare.type'),
      rules(
        'EpisodeOfCare',
        rule(
          'pl-choice',
          'Say what is chosen: doctor, nurse or midwife.',
          `type.coding.exists(system = '${kinds}' and (code = 'doctor' or code = 'nurse' or code = 'midwife'))`,
        ),
      ),
      must('EpisodeOfCare.managingOrganization'),
      must('EpisodeOfCare.careManager'),
      must('EpisodeOfCare.period'),
      must('EpisodeOfCare.period.start'),
    ],
  }),
];
