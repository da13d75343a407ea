/** The Polish profile of a service that the NFZ has settled. Source: domain/poland.md 1.4; no FHIR form is published. */
import { must, type PolishProfile, profile, rule, rules } from './source.ts';

export const settled: readonly PolishProfile[] = [
  profile({
    name: 'PLSettledService',
    type: 'ExplanationOfBenefit',
    title: 'Świadczenie rozliczone przez NFZ',
    canonical: 'ours',
    source: 'domain/poland.md 1.4; what ZIP (Zintegrowany Informator Pacjenta) shows; no interface is published',
    unconfirmed: ['canonical address', 'elements'],
    elements: [
      must('ExplanationOfBenefit.identifier', { max: '1' }),
      must('ExplanationOfBenefit.item', { max: '1' }),
      rules(
        'ExplanationOfBenefit.item',
        rule('pl-settled-words', 'Say in words what was settled.', 'productOrService.text.exists()'),
      ),
      rules(
        'ExplanationOfBenefit.provider',
        rule('pl-settled-provider', 'Say who provided it, in words.', 'display.exists()'),
      ),
      rules(
        'ExplanationOfBenefit.insurer',
        rule('pl-settled-insurer', 'Say who settled it, in words.', 'display.exists()'),
      ),
    ],
  }),
];
