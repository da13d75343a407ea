/**
 * What a list is narrowed by: a row of fields above it, kept in the address, so that a list can be shared, bookmarked
 * and come back to. Nothing is asked while one still types.
 */
import { useLingui } from '@lingui/react';
import { type FormEvent, type Ref, useState } from 'react';
import { Button } from '../button/button.tsx';
import { Icon } from '../icon/icon.tsx';
import { SelectField } from '../select-field/select-field.tsx';
import { TextField } from '../text-field/text-field.tsx';
import './filters.css';

export interface Filter {
  /** Its name in the address. Never personal data: what names a person is looked up first. */
  name: string;
  label: string;
  /** One of these; without them any text. */
  options?: readonly { value: string; label: string }[];
  type?: 'search' | 'date';
  /** Expected characters. */
  length?: number;
}

export interface FiltersProps {
  filters: readonly Filter[];
  /** What the address says now. */
  values: Readonly<Record<string, string>>;
  onApply: (values: Readonly<Record<string, string | undefined>>) => void;
  /** The first text field, for a shortcut that leads there. */
  first?: Ref<HTMLInputElement>;
}

export function Filters({ filters, values, onApply, first }: FiltersProps) {
  const { i18n } = useLingui();
  const known = Object.fromEntries(filters.map(({ name }) => [name, values[name] ?? '']));
  const [asked, setAsked] = useState(known);
  const [shown, setShown] = useState(JSON.stringify(known));
  // Another address (Back, a link of a counter) brings other values into the fields.
  if (shown !== JSON.stringify(known)) {
    setShown(JSON.stringify(known));
    setAsked(known);
  }
  const apply = (given: Readonly<Record<string, string>>) =>
    onApply(Object.fromEntries(filters.map(({ name }) => [name, given[name]?.trim() || undefined])));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(asked);
  };
  const narrowed = filters.some(({ name }) => values[name]);
  return (
    <search className="ez-no-print">
      <form className="ez-filters" onSubmit={submit} noValidate>
        {filters.map(({ name, label, options, type = 'search', length }, place) => {
          const field = { id: `filtr-${name}`, label, value: asked[name] ?? '' };
          const change = (value: string) => setAsked((before) => ({ ...before, [name]: value }));
          if (!options) {
            const ref = place === 0 ? first : undefined;
            return <TextField key={name} {...field} type={type} length={length} ref={ref} onChange={change} />;
          }
          return <SelectField key={name} {...field} options={options} onChange={change} />;
        })}
        <div className="ez-filters-buttons">
          <Button kind="primary" type="submit">
            <Icon name="search" /> {i18n._('Szukaj')}
          </Button>
          {narrowed && (
            <Button kind="quiet" onClick={() => apply({})}>
              {i18n._('Wyczyść warunki')}
            </Button>
          )}
        </div>
      </form>
    </search>
  );
}
