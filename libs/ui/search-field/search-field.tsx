/** A search: label, field and button in one line. Searches on Enter or on the button, never while one still types. */
import { type FormEvent, type Ref, useState } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from '../button/button.tsx';
import { describedBy, Field, type FieldWords } from '../field/field.tsx';
import { Icon } from '../icon/icon.tsx';
import './search-field.css';

export interface SearchFieldProps extends Omit<FieldWords, 'optional' | 'question'> {
  initial?: string;
  onSearch: (text: string) => void;
  busy?: boolean;
  ref?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
}

export function SearchField({
  id,
  label,
  hint,
  error,
  initial = '',
  onSearch,
  busy,
  ref,
  autoFocus,
}: SearchFieldProps) {
  const { i18n } = useLingui();
  const [text, setText] = useState(initial);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSearch(text.trim());
  };
  return (
    <search>
      <form onSubmit={submit} noValidate>
        <Field id={id} label={label} hint={hint} error={error}>
          <div className="ez-search">
            <input
              ref={ref}
              id={id}
              type="search"
              className="ez-input"
              autoComplete="off"
              spellCheck={false}
              // biome-ignore lint/a11y/noAutofocus: only where searching is what the page is for
              autoFocus={autoFocus}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              aria-describedby={describedBy({ id, hint, error })}
              aria-invalid={error ? true : undefined}
            />
            <Button kind="primary" type="submit" busy={busy}>
              <Icon name="search" /> {i18n._('Szukaj')}
            </Button>
          </div>
        </Field>
      </form>
    </search>
  );
}
