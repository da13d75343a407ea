/** The parts of a summary in plain words. */
import { useLingui } from '@lingui/react';
import type { Part } from '../../model.ts';

export function usePartWords(): Record<Part, string> {
  const { i18n } = useLingui();
  return {
    allergies: i18n._('Uczulenia'),
    medicines: i18n._('Leki'),
    problems: i18n._('Choroby'),
    immunizations: i18n._('Szczepienia'),
    results: i18n._('Wyniki badań'),
    procedures: i18n._('Zabiegi'),
    devices: i18n._('Implanty i urządzenia'),
    others: i18n._('Pozostałe'),
  };
}
