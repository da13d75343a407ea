/** Where the data come from and up to when, source by source: missing data must not look like good health. */
import { useLingui } from '@lingui/react';
import type { Overview, SourceState } from '../../model.ts';
import { Why } from '../why/why.tsx';
import { useWording } from '../wording/use-wording.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

/** One line beside the news; opened it says every source and every facility. */
export function Sources({ overview }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { shortDate, dateTime } = useWording();
  const { sources, sourceStates, asOf } = overview;
  const last = sourceStates
    .map((one) => one.last ?? '')
    .sort()
    .at(-1);
  const broken = sourceStates.filter(({ state }) => state === 'down' || state === 'partial').length;
  return (
    <details className="pp-sources">
      <summary>
        {i18n._('Dane z {count, plural, one {# placówki} few {# placówek} other {# placówek}}', {
          count: sources.length,
        })}
        {last ? i18n._(', ostatnie {day}', { day: shortDate(last) ?? '' }) : ''}
        {broken > 0 && (
          <strong className="pp-no">
            {' · '}
            {i18n._('{broken, plural, one {# źródło niepełne} few {# źródła niepełne} other {# źródeł niepełnych}}', {
              broken,
            })}
          </strong>
        )}
      </summary>
      <p>{i18n._('Odczyt: {when}. Brak danych nie znaczy, że nic się nie działo.', { when: dateTime(asOf) ?? '' })}</p>
      <ul className="pp-source-list">
        {sourceStates.map((one) => (
          <li key={one.id}>
            {nameOf(one.id, i18n)}:{' '}
            <span className={one.state === 'down' ? 'pp-no' : undefined}>{stateOf(one, i18n)}</span>
            {one.count
              ? ` · ${i18n._('{count, plural, one {# wpis} few {# wpisy} other {# wpisów}}', { count: one.count })}`
              : ''}
            {one.last ? ` · ${i18n._('do {day}', { day: shortDate(one.last) ?? '' })}` : ''}
            {one.since ? ` · ${i18n._('od {day}', { day: shortDate(one.since.slice(0, 10)) ?? '' })}` : ''}{' '}
            <Why fact={`source:${one.id}`} name={nameOf(one.id, i18n)} about={[]} />
          </li>
        ))}
      </ul>
      <NotShown overview={overview} />
      <p>{i18n._('Ostatnie kontakty, które znamy:')}</p>
      <ul className="pp-source-list">
        {sources.map(({ name, last: day }) => (
          <li key={name}>
            {name}: {shortDate(day.slice(0, 10))} <Why fact={`facility:${name}`} name={name} about={[]} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What lies in the record and is drawn nowhere here is at least counted. */
function NotShown({ overview: { notShown } }: { overview: Overview }) {
  const { i18n } = useLingui();
  const count = Object.values(notShown).reduce((sum, one) => sum + one, 0);
  if (count === 0) return null;
  return (
    <p>
      {i18n._('{count, plural, one {# wpis} few {# wpisy} other {# wpisów}} innych rodzajów nie ma na linii życia', {
        count,
      })}
      {`: ${Object.entries(notShown)
        .map(([type, many]) => `${type} ${many}`)
        .join(', ')}`}{' '}
      <Why fact="not-shown" name={i18n._('Wpisy innych rodzajów')} />
    </p>
  );
}

const nameOf = (id: string, i18n: I18n): string =>
  ({
    prescriptions: i18n._('Recepty i wydania'),
    events: i18n._('Zdarzenia medyczne'),
    results: i18n._('Wyniki badań'),
    referrals: i18n._('Skierowania'),
    documents: i18n._('Dokumenty'),
    declarations: i18n._('Deklaracje POZ'),
    nfz: i18n._('Świadczenia NFZ'),
    home: i18n._('Pomiary domowe'),
  })[id] ?? id;

const stateOf = ({ state }: SourceState, i18n: I18n): string =>
  ({
    ok: i18n._('są dane'),
    none: i18n._('brak danych (to nie znaczy, że nic złego)'),
    partial: i18n._('częściowe'),
    down: i18n._('nie odpowiada'),
    unasked: i18n._('nie pytano'),
  })[state];
