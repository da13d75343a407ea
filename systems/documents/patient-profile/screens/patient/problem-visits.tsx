/** Visits, stays and tests of one illness as a vertical time line: the newest in sight, the others one tap away. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import type { ProblemDetail, ProblemEvent } from '../../problem-model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { DisputeMark } from '../why/dispute-mark.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventName } from './gap-words.tsx';

const first = 8;

export function ProblemVisits({ problem: { events, link } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const later = events.slice(first);
  return (
    <Card title={i18n._('Co się działo')}>
      {events.length === 0 && <p>{i18n._('Nie widzimy żadnej wizyty w tej sprawie.')}</p>}
      <Moments events={events.slice(0, first)} problem={link.id} />
      {later.length > 0 && (
        <details className="pp-note">
          <summary>{i18n._('Pokaż wcześniejsze ({count})', { count: later.length })}</summary>
          <Moments events={later} problem={link.id} />
        </details>
      )}
    </Card>
  );
}

function Moments({ events, problem }: { events: readonly ProblemEvent[]; problem: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  return (
    <ol className="pp-moments pp-moments-alone">
      {events.map(({ link, lane, what, starts, detail, source }) => (
        <li key={`${link.type}${link.id}`}>
          <span className="ez-secondary">
            {words.date(starts?.slice(0, 10)) ?? i18n._('bez daty')} · {words.kind(link.type, lane)}
          </span>
          <br />
          <EventName link={link} problem={problem}>
            <Recorded>{what}</Recorded>
          </EventName>{' '}
          <DisputeMark about={[linkKey(link)]} />
          {detail && (
            <>
              {' – '}
              <Recorded>{detail}</Recorded>
            </>
          )}
          {source.facility && <span className="ez-secondary"> · {source.facility}</span>}
        </li>
      ))}
    </ol>
  );
}
