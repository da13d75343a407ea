/** The register in plain words: kinds of data, grounds, decisions, and why something was refused. */
import { useLingui } from '@lingui/react';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import type { CaseShown, DisclosureShown } from '../../model.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

export function useRegisterWords() {
  const { i18n } = useLingui();
  return {
    /** What went out; words of an officer as they are. */
    types: ({ types, ground }: Pick<DisclosureShown, 'types' | 'ground'>): string =>
      ground === 'law'
        ? types.join(', ')
        : [...new Set(types.map((type) => typeWords(i18n)[type] ?? i18n._('inne dane')))].join(', '),
    ground: ({ ground, legalBasis }: Pick<DisclosureShown, 'ground' | 'legalBasis'>): string =>
      legalBasis ?? groundWords(i18n)[ground] ?? ground,
    title: ({ kind, scope, facilityName, access }: CaseShown): string => {
      if (kind === 'unknown-access')
        return i18n._('Nieznany odczyt: {name}', { name: access?.facilityName ?? access?.name ?? '' });
      return scope === 'facility'
        ? i18n._('Sprzeciw: {name}', { name: facilityName ?? '' })
        : i18n._('Sprzeciw wobec przetwarzania');
    },
    decision: ({ decision }: CaseShown): string =>
      decision === undefined ? i18n._('czeka na odpowiedź') : decisionWords(i18n)[decision],
    problem: ({ code }: ApiProblem): string =>
      problemWords(i18n)[code] ?? i18n._('Nie udało się tego zapisać. Spróbuj ponownie za chwilę.'),
  };
}

const typeWords = (i18n: I18n): { readonly [type: string]: string } => ({
  everything: i18n._('cała dokumentacja'),
  Patient: i18n._('dane osobowe'),
  Encounter: i18n._('wizyty'),
  Condition: i18n._('rozpoznania'),
  MedicationRequest: i18n._('recepty'),
  MedicationStatement: i18n._('leki'),
  MedicationDispense: i18n._('wydane leki'),
  Observation: i18n._('wyniki'),
  DiagnosticReport: i18n._('wyniki'),
  AllergyIntolerance: i18n._('uczulenia'),
  Immunization: i18n._('szczepienia'),
  Procedure: i18n._('zabiegi'),
  ServiceRequest: i18n._('skierowania'),
  DocumentReference: i18n._('dokumenty'),
  Composition: i18n._('dokumenty'),
  CarePlan: i18n._('plany leczenia'),
});

const groundWords = (i18n: I18n): { readonly [ground: string]: string } => ({
  declared: i18n._('Twoja przychodnia z deklaracji'),
  visit: i18n._('Twoja wizyta'),
  admission: i18n._('Twój pobyt w szpitalu'),
  programme: i18n._('program leczenia'),
  team: i18n._('Twój zespół leczący'),
  earlier: i18n._('wcześniejsze leczenie'),
  referral: i18n._('Twoje skierowanie'),
  prescription: i18n._('Twoja recepta'),
  consent: i18n._('Twoja zgoda'),
  code: i18n._('Twój kod jednorazowy'),
  emergency: i18n._('ratowanie życia'),
  app: i18n._('aplikacja, którą podłączono za Twoją zgodą'),
  scope: i18n._('uprawnienie systemu placówki'),
  export: i18n._('eksport danych do systemu placówki'),
  delegation: i18n._('Twoje upoważnienie'),
  'none-found': i18n._('nie widzimy powodu'),
});

const decisionWords = (i18n: I18n): Record<NonNullable<CaseShown['decision']>, string> => ({
  accepted: i18n._('uwzględniono'),
  rejected: i18n._('odmówiono'),
  explained: i18n._('wyjaśniono'),
  breach: i18n._('naruszenie'),
  withdrawn: i18n._('cofnięto'),
});

const problemWords = (i18n: I18n): { readonly [code: string]: string } => ({
  'no-facility-named': i18n._('Wybierz placówkę.'),
  'objected-already': i18n._('Taki sprzeciw już złożono i czeka on na decyzję albo obowiązuje.'),
  'too-many': i18n._('Na decyzję czeka już 20 spraw. Poczekaj na odpowiedź.'),
  'no-such-case': i18n._('Ta sprawa jest już rozstrzygnięta.'),
});
