/** Where the patient's data come from, and up to when: what is not here may still exist. */
import { useLingui } from '@lingui/react';
import type { Overview } from '../../model.ts';
import { Why } from '../why/why.tsx';
import { useWording } from '../wording/use-wording.ts';

export function DataNote({ overview: { sources, asOf } }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { date, dateTime } = useWording();
  return (
    <details className="pp-note">
      <summary>
        {i18n._('Skąd są te dane ({count, plural, one {# placówka} few {# placówki} other {# placówek}})', {
          count: sources.length,
        })}
      </summary>
      <p>
        {i18n._(
          'Pokazujemy to, co placówki przesłały do {when}. Jeśli czegoś brakuje, zapytaj w placówce, w której było badanie lub wizyta.',
          {
            when: dateTime(asOf) ?? '',
          },
        )}
      </p>
      <ul>
        {sources.map(({ name, last }) => (
          <li key={name}>
            {name} – {i18n._('ostatnia wizyta: {day}', { day: date(last.slice(0, 10)) ?? '' })}{' '}
            <Why fact={`facility:${name}`} name={name} about={[]} />
          </li>
        ))}
      </ul>
    </details>
  );
}
