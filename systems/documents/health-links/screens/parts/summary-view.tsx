/** A summary on a page: section by section; what is empty says why, so that nothing known never looks like nothing wrong. */
import { useLingui } from '@lingui/react';
import { useCodeWords } from '#libs/ui/codes/use-code-words.ts';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { Measured, ShownSection, ShownSummary } from './reading.ts';
import { useSectionTitles } from './use-section-titles.ts';
import './summary-view.css';

export function SummaryView({ summary }: { summary: ShownSummary }) {
  const { i18n } = useLingui();
  const format = useFormat();
  return (
    <>
      <p>
        <strong>{summary.person}</strong>
        {summary.birthDate && `, ${i18n._('ur.')} ${format.date(summary.birthDate)}`}
      </p>
      {summary.date && (
        <p className="hl-note">{i18n._('Stan na: {date}', { date: format.dateTime(summary.date) ?? '' })}</p>
      )}
      {summary.sections.map((section) => (
        <Part key={section.code + section.title} section={section} />
      ))}
    </>
  );
}

function Part({ section: { code, title, lines, empty } }: { section: ShownSection }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const titles = useSectionTitles();
  const codeWords = useCodeWords();
  const said = ({ of, comparator = '', value, digits, unit = '' }: Measured) =>
    `${of ? `${of}: ` : ''}${comparator}${format.number(value, digits)} ${unit}`.trim();
  const why: Readonly<Record<string, string>> = {
    nilknown: i18n._('Stwierdzono, że nie ma.'),
    withheld: i18n._('Pacjent nie udostępnił tej części albo nie wolno jej pokazać.'),
    notasked: i18n._('Nie pytano o to.'),
  };
  return (
    <section>
      <h2>{titles[code] ?? title}</h2>
      {lines.length === 0 ? (
        <p className="hl-note">
          {why[empty ?? ''] ?? i18n._('Brak danych. To nie znaczy, że nic nie ma: nikt tu niczego nie zapisał.')}
        </p>
      ) : (
        <ul className="hl-lines">
          {lines.map((line, at) => (
            <li key={`${line.what} ${at}`}>
              <strong>{line.what}</strong>
              {line.codes.length > 0 && <em>{line.codes.map(codeWords).join(', ')}</em>}
              {line.measured.length > 0 && <span>{line.measured.map(said).join(', ')}</span>}
              {line.detail && <span>{line.detail}</span>}
              {line.date && <span className="hl-note">{format.date(line.date)}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
