/** Why alerts say no: the words for each code, in Polish and English. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
}

export const refusals = {
  'no-such-rule': { kind: 'not-found', pl: 'Nie ma takiej reguły.', en: 'There is no such rule.' },
  'no-such-patient': {
    kind: 'not-found',
    pl: 'Nie ma takiego pacjenta albo nie masz prawa go widzieć.',
    en: 'There is no such patient, or you may not see them.',
  },
  'one-patient': {
    kind: 'invalid',
    pl: 'Podaj jedno: PESEL albo identyfikator pacjenta.',
    en: 'Name one of `pesel` and `patient`.',
  },
  'no-such-alert': {
    kind: 'not-found',
    pl: 'Tego alertu już nie ma: dane albo reguła się zmieniły. Wczytaj alerty ponownie.',
    en: 'This alert is no longer there: the data or the rule changed. Read the alerts again.',
  },
  'no-such-action': {
    kind: 'rule-broken',
    pl: 'Alert nie ma takiej czynności.',
    en: 'The alert has no such action.',
  },
  'no-such-decision': {
    kind: 'not-found',
    pl: 'Nie ma takiej decyzji albo została już cofnięta.',
    en: 'There is no such decision, or it was taken back already.',
  },
  'comment-needed': {
    kind: 'rule-broken',
    pl: 'Alert pierwszego stopnia pomija się z komentarzem: napisz, dlaczego.',
    en: 'An alert of tier 1 is set aside with a comment: say why.',
  },
  'no-shadow-report': {
    kind: 'rule-broken',
    pl: 'Reguła w tej wersji nie ma przebiegu próbnego. Wykonaj: npx ezdrowie alerts shadow.',
    en: 'This version of the rule has no shadow report. Run: npx ezdrowie alerts shadow.',
  },
  'shadow-too-small': {
    kind: 'rule-broken',
    pl: 'Przebieg próbny objął mniej niż 100 000 wizyt. Powtórz go na większej populacji.',
    en: 'The shadow run saw fewer than 100,000 visits. Repeat it on a larger population.',
  },
  'changed-meanwhile': {
    kind: 'conflict',
    pl: 'Ktoś właśnie zmienił tę regułę. Odczytaj ją ponownie.',
    en: 'Somebody has just changed this rule. Read it again.',
  },
  'no-such-review': {
    kind: 'not-found',
    pl: 'Nie ma takiego przeglądu albo jest już zamknięty.',
    en: 'There is no such review, or it is closed already.',
  },
  'no-such-message': {
    kind: 'not-found',
    pl: 'Nie ma takiej wiadomości albo ktoś już na nią odpowiedział.',
    en: 'There is no such message, or somebody has answered it.',
  },
} as const satisfies Record<string, Words>;

export function refuse(code: keyof typeof refusals): Refusal {
  const { kind, en, pl }: Words = refusals[code];
  return new Refusal(kind, code, { message: en, pl });
}
