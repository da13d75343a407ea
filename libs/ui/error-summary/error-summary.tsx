/** Everything that is wrong with a form, at the top, with the focus on it: the words are those at the fields. */
import { useEffect, useRef, type MouseEvent } from 'react';
import { useLingui } from '@lingui/react';
import './error-summary.css';

export interface Problem {
  /** The id of the field it is about; without it the problem is the whole form's. */
  field?: string;
  message: string;
}

/** The message for one field, to be handed to it as `error`. */
export const problemOf = (problems: readonly Problem[], field: string): string | undefined =>
  problems.find((problem) => problem.field === field)?.message;

function jump(event: MouseEvent<HTMLAnchorElement>, field: string) {
  const control = document.getElementById(field);
  if (!control) return;
  event.preventDefault();
  control.focus();
  control.scrollIntoView({ block: 'center' });
}

/** Takes the focus each time it is given a new list. Shows nothing for an empty one. */
export function ErrorSummary({ problems, title }: { problems: readonly Problem[]; title?: string }) {
  const { i18n } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems.length > 0) box.current?.focus();
  }, [problems]);
  if (problems.length === 0) return null;
  return (
    <div ref={box} className="ez-error-summary" role="alert" tabIndex={-1}>
      <h2>{title ?? i18n._('Coś trzeba poprawić')}</h2>
      <ul>
        {problems.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            {field ? (
              <a href={`#${field}`} onClick={(event) => jump(event, field)}>
                {message}
              </a>
            ) : (
              message
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
