/** Declarations in plain words: kinds, states, reasons, money, and why something was refused. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import type { FreeReason, Kind, Money, Shown, State } from '../../model.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

export function useDeclarationWords() {
  const { i18n } = useLingui();
  const { number } = useFormat();
  return {
    kind: (kind: Kind): string => kindWords(i18n)[kind],
    state: (state: State): string => stateWords(i18n)[state],
    freeReason: (reason: FreeReason): string => freeReasonWords(i18n)[reason],
    reason: (reason: string): string => reasonWords(i18n)[reason] ?? reason,
    money: ({ value }: Money): string => i18n._('{amount} zł', { amount: number(value) }),
    who: ({ person, facility }: Pick<Shown, 'person' | 'facility'>): string =>
      [person.name, facility.name].filter(Boolean).join(', '),
    problem: (problem: ApiProblem): string =>
      problemWords(i18n)[problem.code] ?? i18n._('Nie udało się tego zapisać. Spróbuj ponownie za chwilę.'),
  };
}

const kindWords = (i18n: I18n): Record<Kind, string> => ({
  doctor: i18n._('Lekarz'),
  nurse: i18n._('Pielęgniarka'),
  midwife: i18n._('Położna'),
});

const stateWords = (i18n: I18n): Record<State, string> => ({
  submitted: i18n._('czeka na odpowiedź'),
  accepted: i18n._('obowiązuje'),
  rejected: i18n._('odrzucona'),
  withdrawn: i18n._('wycofana'),
  replaced: i18n._('zastąpiona nową'),
  ended: i18n._('zakończona'),
});

const freeReasonWords = (i18n: I18n): Record<FreeReason, string> => ({
  moved: i18n._('zmiana miejsca zamieszkania'),
  'provider-closed': i18n._('zamknięcie placówki'),
  'person-left': i18n._('ta osoba kończy pracę'),
  'came-of-age': i18n._('ukończone 18 lat'),
  'provider-side': i18n._('inna przyczyna po stronie placówki'),
});

const reasonWords = (i18n: I18n): Readonly<Record<string, string>> => ({
  'list-full': i18n._('lista jest pełna'),
  'outside-area': i18n._('mieszka poza obszarem działania'),
  'no-contract': i18n._('brak umowy z NFZ'),
  'data-mismatch': i18n._('dane się nie zgadzają'),
  'not-taken': i18n._('placówka nie odpowiedziała w terminie'),
  other: i18n._('inny powód'),
  'person-left': i18n._('ta osoba kończy pracę'),
  'provider-closed': i18n._('zamknięcie placówki'),
  died: i18n._('zgon'),
  moved: i18n._('zmiana miejsca zamieszkania'),
});

const problemWords = (i18n: I18n): Readonly<Record<string, string>> => ({
  'already-waiting': i18n._('Jedna deklaracja tego rodzaju już czeka. Wycofaj ją albo poczekaj na odpowiedź.'),
  'same-choice': i18n._('To już Twój obecny wybór.'),
  'fee-applies': i18n._('To kolejna zmiana w tym roku. Potwierdź opłatę albo podaj powód zwolnienia.'),
  'reason-does-not-hold': i18n._('Ten powód zwolnienia z opłaty tu nie zachodzi.'),
  'not-entitled': i18n._('Ta osoba nie ma teraz prawa wykonywania zawodu. Wybierz inną.'),
  'too-young': i18n._('Do 18. urodzin wyboru dokonuje rodzic albo opiekun prawny.'),
  'not-by-trust': i18n._('Osoba zaufana nie wybiera lekarza. Robi to pacjent, rodzic albo opiekun prawny.'),
  'wrong-state': i18n._('Ktoś zmienił tę deklarację przed chwilą. Odśwież stronę.'),
  'changed-meanwhile': i18n._('Ktoś zmienił tę deklarację przed chwilą. Odśwież stronę.'),
  'no-reason': i18n._('Wybierz powód. Przy „inny powód” opisz go słowami.'),
  'list-full': i18n._('Lista tej osoby jest pełna.'),
});
