/**
 * Nothing to show, and which of the four reasons it is: never had any, none match, the source is silent, may not be
 * seen.
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import './empty-state.css';

export interface EmptyStateProps {
  kind: 'never' | 'no-match' | 'silent' | 'not-allowed';
  /**
   * What is missing, as a whole sentence: `Nie masz jeszcze żadnych recept.` Each kind has words of its own without it.
   */
  children?: ReactNode;
  /** One next step: a link or a button. */
  next?: ReactNode;
}

export function EmptyState({ kind, children, next }: EmptyStateProps) {
  const { i18n } = useLingui();
  const words = {
    never: i18n._('Nie ma tu jeszcze żadnych wpisów.'),
    'no-match': i18n._('Nic nie pasuje do wybranych warunków.'),
    silent: i18n._('Źródło tych danych od dawna nic nie przesłało.'),
    'not-allowed': i18n._('Nie masz uprawnień, żeby to zobaczyć.'),
  };
  return (
    <div className="ez-empty" data-kind={kind}>
      <p>{children ?? words[kind]}</p>
      {next}
    </div>
  );
}
