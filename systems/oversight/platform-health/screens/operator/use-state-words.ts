/** The states of jobs and of runs of the index, in words. */
import { useLingui } from '@lingui/react';

export function useStateWords() {
  const { i18n } = useLingui();
  const words: Readonly<Record<string, string>> = {
    waiting: i18n._('czeka'),
    running: i18n._('w toku'),
    retrying: i18n._('ponawiane'),
    parked: i18n._('odłożone'),
    done: i18n._('skończone'),
    failed: i18n._('nie udało się'),
  };
  return (state: string): string => words[state] ?? state;
}
