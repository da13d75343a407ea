/** Vaccinations in plain words: what a course protects against, where a dose stands, and why something was refused. */
import { useLingui } from '@lingui/react';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import type { Antigen, ExceptionKind, Line, LineState } from '../../model.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

export function useVaccinationWords() {
  const { i18n } = useLingui();
  return {
    antigen: (antigen: Antigen): string => antigenWords(i18n)[antigen],
    state: (state: LineState): string => stateWords(i18n)[state],
    kind: (kind: ExceptionKind): string => kindWords(i18n)[kind],
    dose: ({ dose, of }: Line): string =>
      dose === undefined ? i18n._('poza kolejnością') : i18n._('dawka {dose} z {of}', { dose, of }),
    fault: (fault: NonNullable<Line['fault']>): string => faultWords(i18n)[fault],
    problem: (problem: ApiProblem): string =>
      problemWords(i18n)[problem.code] ?? i18n._('Nie udało się tego zapisać. Spróbuj ponownie za chwilę.'),
  };
}

const antigenWords = (i18n: I18n): Record<Antigen, string> => ({
  BCG: i18n._('Gruźlica (BCG)'),
  HepB: i18n._('WZW typu B'),
  DTP: i18n._('Błonica, tężec, krztusiec'),
  IPV: i18n._('Poliomyelitis (IPV)'),
  Hib: i18n._('Haemophilus influenzae typu b (Hib)'),
  PCV: i18n._('Pneumokoki'),
  RV: i18n._('Rotawirusy'),
  MMR: i18n._('Odra, świnka, różyczka'),
  HPV: i18n._('HPV (wirus brodawczaka ludzkiego)'),
});

const stateWords = (i18n: I18n): Record<LineState, string> => ({
  done: i18n._('podana'),
  uncounted: i18n._('do oceny lekarza'),
  due: i18n._('teraz'),
  overdue: i18n._('po terminie'),
  future: i18n._('później'),
  deferred: i18n._('odroczona'),
  contraindicated: i18n._('przeciwwskazana'),
  refused: i18n._('odmowa'),
  immune: i18n._('niepotrzebna: jest odporność'),
  closed: i18n._('już nie w programie'),
});

const kindWords = (i18n: I18n): Record<ExceptionKind, string> => ({
  contraindication: i18n._('Przeciwwskazanie'),
  deferral: i18n._('Odroczenie do dnia'),
  refusal: i18n._('Odmowa'),
  immune: i18n._('Jest odporność'),
});

const faultWords = (i18n: I18n): Record<NonNullable<Line['fault']>, string> => ({
  'too-young': i18n._('przed najmłodszym wiekiem dla tej dawki'),
  'too-soon': i18n._('za krótko po poprzedniej dawce'),
  beyond: i18n._('ponad liczbę dawek kalendarza'),
});

const problemWords = (i18n: I18n): Readonly<Record<string, string>> => ({
  'no-birth-date': i18n._('Bez pełnej daty urodzenia nie da się ułożyć kalendarza. Uzupełnij dane pacjenta.'),
  'bad-until': i18n._('Podaj ostatni dzień odroczenia: od jutra do 5 lat od dziś.'),
});
