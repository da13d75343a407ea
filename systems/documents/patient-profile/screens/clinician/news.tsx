/** "Co nowego": what changed since the last visit here. */
import { useLingui } from '@lingui/react';
import type { News, Overview } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { Panel } from './panel.tsx';

interface NewsProps {
  news: Overview['news'];
  patient: string;
  /** Beside the heading. */
  aside?: React.ReactNode;
}

export function NewsPanel({ news, patient, aside }: NewsProps) {
  const { i18n } = useLingui();
  const { date } = useWording();
  const since = date(news.since.slice(0, 10)) ?? '';
  const title =
    news.basis === 'last-visit-here'
      ? i18n._('Co nowego od wizyty u nas {since}', { since })
      : i18n._('Co nowego od {since} (u nas jeszcze nie było wizyty)', { since });
  return (
    <Panel id="pp-news" title={title} why={<Why fact="news" name={i18n._('Co nowego')} />} aside={aside}>
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
  const flag = line.kind === 'result' ? line.result.flag : undefined;
  const lead = {
    discharge: i18n._('wypis'),
    // In words: an arrow beside a value also says elsewhere that it rises or falls.
    result: flag === 'high' ? i18n._('wysokie') : flag === 'low' ? i18n._('niskie') : i18n._('wynik'),
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
      </span>{' '}
      <Why fact={`news:${linkKey(line.link)}`} name={line.kind === 'result' ? line.result.what : line.what} />
    </>
  );
}

function ResultWords({ line: { result } }: { line: News & { kind: 'result' } }) {
  const words = useWording();
  return (
    <>
      <Recorded>{result.what}</Recorded> {words.value(result)}
    </>
  );
}
