/** The summary as it will be signed: every section, what was confirmed, why lines were left out, the comment. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Sheet } from '../../sheet.ts';
import { useSummaryWords } from '../words/use-summary-words.ts';

interface PreviewProps {
  readonly sheet: Sheet;
  readonly comment: string;
  readonly reasons: readonly string[];
}

export function Preview({ sheet, comment, reasons }: PreviewProps) {
  const { i18n } = useLingui();
  const format = useFormat();
  const words = useSummaryWords();
  return (
    <div className="ps-preview">
      {sheet.sections.map(({ name, state, lines, leftOut }) => (
        <section key={name} className="ps-section">
          <h3>{words.titles[name]}</h3>
          {state === 'entries' ? (
            <ul className="ps-lines">
              {lines.map(({ line, what, details, when, confirmed }) => (
                <li key={line}>
                  <strong>{what}</strong>
                  {details && <span>{details}</span>}
                  {when && <span className="ps-note">{format.date(when) ?? when}</span>}
                  {confirmed && <Tag kind="success">{i18n._('potwierdzone z pacjentem')}</Tag>}
                </li>
              ))}
            </ul>
          ) : (
            <p className="ps-note">{words.states[state]}</p>
          )}
          {leftOut.length > 0 && (
            <p className="ps-note">
              {i18n._('Nie wymieniono: {list}.', {
                list: leftOut.map(({ reason, count }) => words.leftOut(reason, count)).join(', '),
              })}
            </p>
          )}
        </section>
      ))}
      {reasons.length > 0 && (
        <p>{i18n._('Powody pominięcia wpisów: {list}.', { list: [...new Set(reasons)].join('; ') })}</p>
      )}
      {comment.trim() && <p>{i18n._('Komentarz: {comment}', { comment: comment.trim() })}</p>}
    </div>
  );
}
