/** "Co nowego" and "Brakuje / Sprzeczne": what changed, and what one must not take for granted. */
import { useLingui } from '@lingui/react';
import { Icon } from '#libs/ui/icon/icon.tsx';
import type { Gap, News, Overview } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { Panel } from './panel.tsx';

export function NewsPanel({ news, patient }: { news: Overview['news']; patient: string }) {
  const { i18n } = useLingui();
  const { date } = useWording();
  const since = date(news.since.slice(0, 10)) ?? '';
  const title =
    news.basis === 'last-visit-here'
      ? i18n._('Co nowego od wizyty u nas {since}', { since })
      : i18n._('Co nowego od {since} (u nas jeszcze nie było wizyty)', { since });
  return (
    <Panel id="pp-news" title={title}>
      {news.lines.length === 0 ? (
        <p className="ez-secondary">
          {i18n._('Od tego dnia nie przyszedł żaden wypis, nowy lek ani odbiegający wynik.')}
        </p>
      ) : (
        <ul className="pp-lines">
          {news.lines.map((line) => (
            <li key={`${line.kind}${line.link.id}`}>
              <NewsLine line={line} patient={patient} />
            </li>
          ))}
          {news.more > 0 && (
            <li className="ez-secondary">
              {i18n._(
                '{more, plural, one {I jeszcze # zmiana} few {I jeszcze # zmiany} other {I jeszcze # zmian}}: są na linii życia.',
                { more: news.more },
              )}
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

function NewsLine({ line, patient }: { line: News; patient: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  const day = words.shortDate(line.date?.slice(0, 10));
  const lead = {
    discharge: i18n._('wypis'),
    result: i18n._('wynik'),
    medicine: i18n._('nowa recepta'),
    problem: i18n._('nowe rozpoznanie'),
  }[line.kind];
  return (
    <>
      <EventAnchor link={line.link} patient={patient}>
        {lead}: {line.kind === 'result' ? <ResultWords line={line} /> : <Recorded>{line.what}</Recorded>}
      </EventAnchor>
      <span className="ez-secondary">
        {' · '}
        {day ?? i18n._('bez daty')}
      </span>
    </>
  );
}

function ResultWords({ line: { result } }: { line: News & { kind: 'result' } }) {
  const words = useWording();
  return (
    <>
      <Recorded>{result.what}</Recorded> {words.value(result)}{' '}
      {result.flag === 'high' ? '↑' : result.flag === 'low' ? '↓' : ''}
      <span className="ez-hidden">{words.flag(result.flag)}</span>
    </>
  );
}

export function GapsPanel({ gaps, patient }: { gaps: readonly Gap[]; patient: string }) {
  const { i18n } = useLingui();
  const shown = gaps.slice(0, 4);
  return (
    <Panel id="pp-gaps" title={i18n._('Brakuje / Sprzeczne')}>
      {gaps.length === 0 ? (
        <p className="ez-secondary">{i18n._('Nasze reguły niczego nie znalazły. To nie znaczy, że dane są pełne.')}</p>
      ) : (
        <ul className="pp-lines">
          {shown.map((gap) => (
            <li key={JSON.stringify(gap)}>
              <GapLine gap={gap} patient={patient} />
            </li>
          ))}
        </ul>
      )}
      {gaps.length > shown.length && (
        <details>
          <summary>{i18n._('Pokaż pozostałe ({count})', { count: gaps.length - shown.length })}</summary>
          <ul className="pp-lines">
            {gaps.slice(shown.length).map((gap) => (
              <li key={JSON.stringify(gap)}>
                <GapLine gap={gap} patient={patient} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function GapLine({ gap, patient }: { gap: Gap; patient: string }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  switch (gap.kind) {
    case 'allergy-and-medicine':
      return (
        <EventAnchor link={gap.link} patient={patient}>
          <span className="pp-danger">
            <Icon name="stop" /> {i18n._('Sprzeczne: uczulenie i lek.')}
          </span>{' '}
          <Recorded>{`${gap.allergy} / ${gap.medicine}`}</Recorded>
        </EventAnchor>
      );
    case 'no-allergy-data':
      return <>{i18n._('Brakuje: nikt nie zapisał, czy są uczulenia')}</>;
    case 'not-dispensed':
      return (
        <EventAnchor link={gap.link} patient={patient}>
          {i18n._('Przepisano i nie wykupiono:')} <Recorded>{gap.what}</Recorded>,{' '}
          {i18n._('{days, plural, one {# dzień} few {# dni} other {# dni}}', { days: gap.days })}
        </EventAnchor>
      );
    case 'silent-facilities':
      return (
        <details>
          <summary>
            {i18n._(
              '{count, plural, one {# placówka} few {# placówki} other {# placówek}} bez nowych danych od {since}',
              { count: gap.facilities.length, since: shortDate(gap.since.slice(0, 7)) ?? '' },
            )}
          </summary>
          <ul>
            {gap.facilities.map(({ name, last }) => (
              <li key={name}>
                {name}: {shortDate(last.slice(0, 10))}
              </li>
            ))}
          </ul>
        </details>
      );
  }
}
