/** Codes of FHIR that change what a line of a summary means, in the reader's language; one not known is shown as it is. */
import { useLingui } from '@lingui/react';

export function useCodeWords(): (code: string) => string {
  const { i18n } = useLingui();
  const codes: Readonly<Record<string, string>> = {
    completed: i18n._('zakończone'),
    stopped: i18n._('przerwane'),
    cancelled: i18n._('anulowane'),
    'on-hold': i18n._('wstrzymane'),
    draft: i18n._('szkic'),
    unknown: i18n._('stan nieznany'),
    inactive: i18n._('nieczynne'),
    resolved: i18n._('ustąpiło'),
    remission: i18n._('remisja'),
    recurrence: i18n._('nawrót'),
    relapse: i18n._('nawrót'),
    unconfirmed: i18n._('niepotwierdzone'),
    provisional: i18n._('wstępnie rozpoznane'),
    differential: i18n._('jedno z możliwych rozpoznań'),
    'not-done': i18n._('nie wykonano'),
    preliminary: i18n._('wynik wstępny'),
    high: i18n._('duże ryzyko'),
    'unable-to-assess': i18n._('ryzyka nie określono'),
    mild: i18n._('łagodna reakcja'),
    moderate: i18n._('umiarkowana reakcja'),
    severe: i18n._('ciężka reakcja'),
  };
  return (code) => codes[code] ?? code;
}
