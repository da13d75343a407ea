/** One yes or no, said by its label. The browser's own box. */
import type { ReactNode } from 'react';
import { describedBy } from '../field/field.tsx';
import './checkbox.css';

export interface CheckboxProps {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Checkbox({ id, label, hint, checked, onChange }: CheckboxProps) {
  return (
    <div className="ez-checkbox">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        aria-describedby={describedBy({ id, hint })}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span id={`${id}-hint`} className="ez-field-hint">
          {hint}
        </span>
      )}
    </div>
  );
}
