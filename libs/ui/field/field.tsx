/** What every form field has around its control: label above, hint under it, the error between hint and control. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import './field.css';

export interface FieldWords {
  /** Also the target of links in the ErrorSummary. */
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** The same words as in the ErrorSummary; says how to put it right. */
  error?: string;
  optional?: boolean;
  /** The label is the page's question: large. */
  question?: boolean;
}

/** The ids for `aria-describedby` of a control: hint first, then error. */
export function describedBy({ id, hint, error }: Pick<FieldWords, 'id' | 'hint' | 'error'>): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
}

export function Field({ id, label, hint, error, optional, question, children }: FieldWords & { children: ReactNode }) {
  const { i18n } = useLingui();
  return (
    <div className={error ? 'ez-field ez-field-failed' : 'ez-field'}>
      <label htmlFor={id} className={question ? 'ez-field-question' : undefined}>
        {label}
        {optional && <span className="ez-secondary"> {i18n._('(nieobowiązkowe)')}</span>}
      </label>
      {hint && (
        <div id={`${id}-hint`} className="ez-field-hint">
          {hint}
        </div>
      )}
      {error && (
        <p id={`${id}-error`} className="ez-field-error">
          <span className="ez-hidden">{i18n._('Błąd:')} </span>
          {error}
        </p>
      )}
      {children}
    </div>
  );
}
