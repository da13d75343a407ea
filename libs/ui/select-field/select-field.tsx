/** One of many, or of few where room is dear: the browser's own list. */
import { describedBy, Field, type FieldWords } from '../field/field.tsx';

export interface SelectOption {
  value: string;
  label: string;
}

export interface SelectFieldProps extends FieldWords {
  options: readonly SelectOption[];
  value: string;
  onChange: (value: string) => void;
}

export function SelectField({ options, value, onChange, ...words }: SelectFieldProps) {
  return (
    <Field {...words}>
      <select
        id={words.id}
        className="ez-input"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-describedby={describedBy(words)}
        aria-invalid={words.error ? true : undefined}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
