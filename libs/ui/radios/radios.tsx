/**
 * One of a few. Native radio buttons in a fieldset; the id is that of the first, so that the ErrorSummary can lead
 * there.
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { describedBy, type FieldWords } from '../field/field.tsx';
import '../field/field.css';
import './radios.css';

export interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

export interface RadiosProps extends FieldWords {
  options: readonly RadioOption[];
  value: string | undefined;
  onChange: (value: string) => void;
}

export function Radios({ id, label, hint, error, optional, options, value, onChange }: RadiosProps) {
  const { i18n } = useLingui();
  return (
    <fieldset
      className={`ez-field ez-radios ${error ? 'ez-field-failed' : ''}`}
      aria-describedby={describedBy({ id, hint, error })}
    >
      <legend>
        {label}
        {optional && <span className="ez-secondary"> {i18n._('(nieobowiązkowe)')}</span>}
      </legend>
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
      {options.map((option, index) => (
        <label key={option.value} className="ez-radio">
          <input
            type="radio"
            id={index === 0 ? id : `${id}-${index}`}
            name={id}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            {option.hint && <span className="ez-field-hint ez-radio-hint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
