/** Several lines of text: a reason in full, a key set that is pasted. */
import { describedBy, Field, type FieldWords } from '../field/field.tsx';
import './text-area.css';

export interface TextAreaProps extends FieldWords {
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  maxLength?: number;
  /** Written in equal letters, for what is copied from somewhere. */
  code?: boolean;
}

export function TextArea({ value, onChange, rows = 4, maxLength, code, ...words }: TextAreaProps) {
  return (
    <Field {...words}>
      <textarea
        id={words.id}
        className={code ? 'ez-input ez-text-area ez-input-code' : 'ez-input ez-text-area'}
        rows={rows}
        maxLength={maxLength}
        spellCheck={!code}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-describedby={describedBy(words)}
        aria-invalid={words.error ? true : undefined}
        aria-required={words.optional ? undefined : true}
      />
    </Field>
  );
}
