/** The words of events: what was done, how it ended, in which role and for what. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';

const of =
  (words: Readonly<Record<string, string>>) =>
  (code: string | null | undefined): string =>
    (code && words[code]) || code || '';

export function useEventWords() {
  const { i18n } = useLingui();
  return useMemo(
    () => ({
      action: of({
        C: i18n._('dodanie'),
        R: i18n._('odczyt'),
        U: i18n._('zmiana'),
        D: i18n._('usunięcie'),
        E: i18n._('wykonanie'),
      }),
      outcome: of({ 0: i18n._('udało się'), 4: i18n._('odmowa'), 8: i18n._('błąd') }),
      role: of({
        patient: i18n._('pacjent'),
        proxy: i18n._('osoba zaufana'),
        physician: i18n._('lekarz'),
        pharmacist: i18n._('farmaceuta'),
        operator: i18n._('operator'),
        machine: i18n._('system'),
        platform: i18n._('platforma'),
      }),
      purpose: of({
        TREAT: i18n._('leczenie'),
        ETREAT: i18n._('ratowanie życia'),
        PATRQT: i18n._('na życzenie pacjenta'),
        HOPERAT: i18n._('prowadzenie systemu'),
      }),
    }),
    [i18n],
  );
}
