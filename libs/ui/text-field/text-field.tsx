/** One line of text. Its width says how much is expected. */
import type { InputHTMLAttributes, Ref } from 'react';
import { describedBy, Field, type FieldWords } from '../field/field.tsx';

export interface TextFieldProps
  extends FieldWords,
    Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'placeholder' | 'size' | 'onChange'> {
  value: string;
  onChange: (value: string) => void;
  /** Expected length in characters: 6 for a code, 11 for PESEL. Without it the field is 24rem wide. */
  length?: number;
  /** Written in equal letters, for what is copied from somewhere. */
  code?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({ id, label, hint, error, optional, question, ...rest }: TextFieldProps) {
  const { value, onChange, length, code, className, style, ...input } = rest;
  const words = { id, label, hint, error, optional, question };
  return (
    <Field {...words}>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...input}
        id={id}
        className={['ez-input', code && 'ez-input-code', className].filter(Boolean).join(' ')}
        style={length ? { ...style, maxWidth: `calc(${length} * (1ch + 0.08em) + 2rem)` } : style}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-describedby={describedBy(words)}
        aria-invalid={error ? true : undefined}
        aria-required={optional ? undefined : true}
      />
    </Field>
  );
}
