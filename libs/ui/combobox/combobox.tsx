/**
 * A search that offers while one types: arrows choose, Enter takes, Esc closes. What is offered comes from outside, in
 * its order; a status says how many there are. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
import { useLingui } from '@lingui/react';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { describedBy, Field, type FieldWords } from '../field/field.tsx';
import './combobox.css';

export interface ComboboxOption {
  readonly key: string;
  readonly content: ReactNode;
}

export interface ComboboxProps extends FieldWords {
  text: string;
  onText: (text: string) => void;
  /** Undefined: nothing has been looked for yet. */
  options: readonly ComboboxOption[] | undefined;
  onChoose: (key: string) => void;
  /** What is offered does not belong to the text any more. */
  busy?: boolean;
  ref?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
}

export function Combobox({ text, onText, options, onChoose, busy, ref, autoFocus, ...words }: ComboboxProps) {
  const { i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  /** Enter came before the answer did: the first offer is taken when it is there. */
  const taking = useRef(false);
  const list = useRef<HTMLDivElement>(null);
  const { id } = words;
  const offered = options ?? [];
  const shown = open && offered.length > 0;
  const current = offered[Math.min(at, offered.length - 1)];
  useEffect(() => {
    if (shown) list.current?.querySelector(`[aria-selected=true]`)?.scrollIntoView({ block: 'nearest' });
  }, [shown, at]);
  const choose = (key: string) => {
    setOpen(false);
    setAt(0);
    onChoose(key);
  };
  useEffect(() => {
    if (!taking.current || busy) return;
    taking.current = false;
    const [best] = options ?? [];
    if (best) onChoose(best.key);
  });
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'Enter' && busy) taking.current = true;
    else if (event.key === 'Enter' && shown && current) choose(current.key);
    else if (event.key === 'ArrowDown') {
      setOpen(true);
      setAt(open ? (at + 1) % Math.max(1, offered.length) : at);
    } else if (event.key === 'ArrowUp') setAt((at + offered.length - 1) % Math.max(1, offered.length));
    else return;
    if (event.key !== 'Escape') event.preventDefault();
  };
  return (
    <Field {...words}>
      <div
        className="ez-combobox"
        onBlur={({ currentTarget, relatedTarget }) => setOpen(currentTarget.contains(relatedTarget))}
      >
        <input
          ref={ref}
          id={id}
          type="text"
          role="combobox"
          className="ez-input"
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: only where searching is what the page is for
          autoFocus={autoFocus}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown && current ? `${id}-${current.key}` : undefined}
          aria-describedby={describedBy(words)}
          aria-invalid={words.error ? true : undefined}
          value={text}
          onChange={({ currentTarget: { value } }) => {
            setOpen(true);
            setAt(0);
            taking.current = false;
            onText(value);
          }}
          onFocus={() => setOpen(text !== '')}
          onKeyDown={press}
        />
        <div
          id={`${id}-list`}
          ref={list}
          role="listbox"
          aria-label={i18n._('Podpowiedzi')}
          hidden={!shown}
          className="ez-combobox-list"
        >
          {offered.map(({ key, content }) => (
            <div
              key={key}
              id={`${id}-${key}`}
              role="option"
              tabIndex={-1}
              aria-selected={key === current?.key}
              className="ez-combobox-option"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(key)}
              onKeyDown={press}
            >
              {content}
            </div>
          ))}
        </div>
        <p className="ez-hidden" role="status">
          {open &&
            !busy &&
            options &&
            i18n._(
              '{count, plural, one {# podpowiedź} few {# podpowiedzi} many {# podpowiedzi} other {# podpowiedzi}}',
              {
                count: options.length,
              },
            )}
        </p>
      </div>
    </Field>
  );
}
