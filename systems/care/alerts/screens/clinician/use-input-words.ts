/** What the rules ask for, in words. */
import { useLingui } from '@lingui/react';

/** @returns the words of an input (model.ts), or its name where there are none */
export function useInputWords(): (input: string) => string {
  const { i18n } = useLingui();
  const words: Readonly<Record<string, string>> = {
    conditions: i18n._('rozpoznania'),
    allergies: i18n._('uczulenia'),
    prescriptions: i18n._('recepty'),
    dispenses: i18n._('wydane leki'),
    results: i18n._('wyniki'),
    procedures: i18n._('procedury'),
    vaccinations: i18n._('szczepienia'),
    visits: i18n._('wizyty'),
    orders: i18n._('zlecenia'),
    reports: i18n._('opisy badań'),
    letters: i18n._('wypisy'),
  };
  return (input) => words[input] ?? input;
}
