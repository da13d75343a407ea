/** The events of a problem, newest first, by lane: `?tor=visits`. Arrows walk through them, Enter opens. */
import { useLingui } from '@lingui/react';
import { Link } from '#libs/ui/link/link.tsx';
import { changedAddress } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { lanes } from '../../model.ts';
import type { ProblemDetail, ProblemEvent } from '../../problem-model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { DisputeMark } from '../why/dispute-mark.tsx';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { LongList, Panel } from './panel.tsx';
import { walkLinks } from './use-level-keys.ts';

const shown = 12;

export function ProblemEvents({ problem, search }: { problem: ProblemDetail; search: ScreenProps['search'] }) {
  const { i18n } = useLingui();
  const words = useWording();
  const { events, patient } = problem;
  const present = lanes.filter((lane) => events.some((event) => event.lane === lane));
  const chosen = present.find((lane) => lane === search.tor);
  const rows = chosen ? events.filter(({ lane }) => lane === chosen) : events;
  return (
    <Panel
      id="pp-events"
      title={i18n._('Zdarzenia ({count})', { count: rows.length })}
      why={events.length > 0 && <Why fact="events" name={i18n._('Zdarzenia problemu')} about={[]} />}
      aside={
        <nav aria-label={i18n._('Tory')} className="pp-choices ez-no-print">
          {[undefined, ...present].map((lane) => (
            <Link
              key={lane ?? 'all'}
              href={changedAddress(location.pathname, search, { tor: lane })}
              className="pp-chip"
              aria-current={lane === chosen ? 'true' : undefined}
            >
              {lane ? words.lane(lane) : i18n._('wszystkie')}
            </Link>
          ))}
        </nav>
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; this groups links for the arrows */}
      <div
        id="pp-problem-events"
        role="group"
        aria-labelledby="pp-events"
        data-walk=""
        className="pp-walk"
        onKeyDown={walkLinks}
      >
        <LongList items={rows} shown={shown} keyOf={({ link }) => `${link.type}${link.id}`}>
          {(event) => <EventRow event={event} patient={patient.id} />}
        </LongList>
      </div>
    </Panel>
  );
}

function EventRow({
  event: { link, lane, what, starts, ends, detail, source },
  patient,
}: {
  event: ProblemEvent;
  patient: string;
}) {
  const { i18n } = useLingui();
  const { kind, shortDate } = useWording();
  const days = [
    ...new Set([
      shortDate(starts?.slice(0, 10)),
      link.type === 'Condition' ? undefined : shortDate(ends?.slice(0, 10)),
    ]),
  ];
  return (
    <div className="pp-event-row">
      <span className="pp-date">{days.filter(Boolean).join(' – ') || i18n._('bez daty')}</span>
      <span className="ez-secondary">{kind(link.type, lane)}</span>
      <span>
        <EventAnchor link={link} patient={patient} asEvent={link.type === 'Condition'}>
          <Recorded>{what}</Recorded>
        </EventAnchor>{' '}
        <DisputeMark about={[linkKey(link)]} />
        {detail && (
          <span className="ez-secondary">
            {' · '}
            <Recorded>{detail}</Recorded>
          </span>
        )}
        <small className="pp-source">{[source.author, source.facility].filter(Boolean).join(', ')}</small>
      </span>
    </div>
  );
}
