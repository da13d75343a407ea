/** Codes that are chosen (diagnoses, tests): typed or searched for, shown with their names, removed one by one. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Combobox } from '#libs/ui/combobox/combobox.tsx';
import type { Coded } from '../../model.ts';
import '../referrals.css';

interface CodeListProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly error?: string | undefined;
  readonly chosen: readonly Coded[];
  readonly onChange: (chosen: readonly Coded[]) => void;
  /** What is offered while one types. */
  readonly known: readonly Coded[];
  /** What a code looks like: a code that nobody offers may be typed. */
  readonly form: RegExp;
  /** Only one: to choose another, it is removed first. */
  readonly one?: boolean;
  /** The first one is the main one. */
  readonly main?: string;
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ł/g, 'l').toLowerCase();

/** What fits a text, codes before names; at most eight. */
export function fitting(known: readonly Coded[], text: string, form: RegExp): Coded[] {
  const typed = folded(text.trim());
  if (typed === '') return [];
  const found = known.filter(({ code, name = '' }) => folded(code).startsWith(typed) || folded(name).includes(typed));
  const code = text.trim().toUpperCase();
  const own = form.test(code) && !found.some((one) => one.code === code) ? [{ code }] : [];
  return [...found.slice(0, 8), ...own];
}

export function CodeList({ id, label, hint, error, chosen, onChange, known, form, one, main }: CodeListProps) {
  const { i18n } = useLingui();
  const [text, setText] = useState('');
  const offered = fitting(known, text, form);
  const add = (code: string) => {
    const found = offered.find((one) => one.code === code);
    if (found && !chosen.some((one) => one.code === code)) onChange([...chosen, found]);
    setText('');
  };
  return (
    <div>
      {one && chosen.length > 0 && <p className="sgs-label">{label}</p>}
      {!(one && chosen.length > 0) && (
        <Combobox
          id={id}
          label={label}
          hint={hint}
          {...(error ? { error } : {})}
          text={text}
          onText={setText}
          options={
            text.trim() === '' ? undefined : offered.map((one) => ({ key: one.code, content: <Code {...one} /> }))
          }
          onChoose={add}
        />
      )}
      <ul className="sgs-plain">
        {chosen.map((each, at) => (
          <li key={each.code} className="sgs-chosen">
            <span>
              <Code {...each} /> {main && at === 0 && <strong>{main}</strong>}
            </span>
            <span className="sgs-acts">
              {main && at > 0 && (
                <Button kind="quiet" onClick={() => onChange([each, ...chosen.filter((other) => other !== each)])}>
                  {i18n._('Jako główne')}
                  <span className="ez-hidden"> {each.code}</span>
                </Button>
              )}
              <Button kind="quiet" onClick={() => onChange(chosen.filter((other) => other !== each))}>
                {i18n._('Usuń')}
                <span className="ez-hidden"> {each.code}</span>
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const Code = ({ code, name }: Coded) => (
  <>
    <code>{code}</code> {name && <span lang="pl">{name}</span>}
  </>
);
