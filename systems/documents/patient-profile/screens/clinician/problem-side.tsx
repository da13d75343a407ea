/** Beside the chart of a problem: what is missing, goals, the plan, stays in hospital. */
import { useLingui } from '@lingui/react';
import { Icon } from '#libs/ui/icon/icon.tsx';
import type { GoalLine, Missing, PlanLine, ProblemDetail } from '../../problem-model.ts';
import { linkKey, missingKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { Panel } from './panel.tsx';

export function MissingPanel({ problem: { missing, patient } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  return (
    <Panel id="pp-missing" title={i18n._('Czego brakuje')}>
      {missing.length === 0 ? (
        <p className="ez-secondary">{i18n._('Nasze reguły niczego nie znalazły. To nie znaczy, że dane są pełne.')}</p>
      ) : (
        <ul className="pp-lines">
          {missing.map((one) => (
            <li key={JSON.stringify(one)}>
              <MissingLine missing={one} patient={patient.id} />{' '}
              <Why fact={missingKey(one)} name={i18n._('Czego brakuje')} about={'link' in one ? [one.link] : []} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function MissingLine({ missing, patient }: { missing: Missing; patient: string }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  const day = (date: string) => shortDate(date.slice(0, 10)) ?? '';
  switch (missing.kind) {
    case 'never-measured':
      return i18n._('{what}: nikt nie przesłał wyniku', { what: missing.what });
    case 'not-measured-since':
      return (
        <EventAnchor link={missing.link} patient={patient}>
          {i18n._('{what}: brak wyniku od {day} (oczekiwany co {months} mies.)', {
            what: missing.what,
            day: day(missing.last),
            months: missing.everyMonths,
          })}
        </EventAnchor>
      );
    case 'not-dispensed':
      return (
        <EventAnchor link={missing.link} patient={patient}>
          {i18n._('Przepisano i nie wykupiono:')} <Recorded>{missing.what}</Recorded>,{' '}
          {i18n._('{days, plural, one {# dzień} few {# dni} other {# dni}}', { days: missing.days })}
        </EventAnchor>
      );
    case 'no-visit-since':
      return (
        <EventAnchor link={missing.link} patient={patient}>
          {i18n._('Brak wizyty w tej sprawie od {day}', { day: day(missing.last) })}
        </EventAnchor>
      );
    case 'no-visit':
      return i18n._('Nikt nie przesłał wizyty w tej sprawie');
    case 'no-goal':
      return i18n._('Nikt nie zapisał celu leczenia');
    case 'no-plan':
      return i18n._('Nikt nie zapisał planu');
    case 'no-treatment':
      return i18n._('Żaden bieżący lek z tabeli tego problemu');
    case 'no-table':
      return i18n._('Dla tego kodu nie mamy tabeli badań i leków: widać tylko to, co zapisano na wizytach');
  }
}

export function GoalsPanel({ problem: { goals, patient } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  if (goals.length === 0) return null;
  return (
    <Panel id="pp-goals" title={i18n._('Cele')}>
      <ul className="pp-lines">
        {goals.map((goal) => (
          <li key={goal.link.id}>
            <Goal goal={goal} patient={patient.id} /> <Why fact={linkKey(goal.link)} name={goal.what} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Goal({ goal: { what, met, measured, due, by, status }, patient }: { goal: GoalLine; patient: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  const states = stateWords(i18n);
  const until = words.shortDate(due);
  return (
    <>
      <Recorded>{what}</Recorded>
      {met !== undefined && measured && (
        <>
          {' · '}
          <span className={met ? 'pp-yes' : 'pp-no'}>
            <Icon name={met ? 'done' : 'alert'} /> {met ? i18n._('osiągnięty') : i18n._('nieosiągnięty')}
          </span>{' '}
          <EventAnchor link={measured.link} patient={patient}>
            {words.value(measured)}
          </EventAnchor>
        </>
      )}
      <small className="pp-source">
        {[
          status && status !== 'active' && (states[status] ?? status),
          met === undefined && i18n._('nie ma z czym porównać'),
          until && i18n._('do {day}', { day: until }),
          by,
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </>
  );
}

/** States of goals and plans that are not simply running (FHIR goal-status, request-status). */
const stateWords = (i18n: ReturnType<typeof useLingui>['i18n']): Record<string, string> => ({
  proposed: i18n._('proponowane'),
  draft: i18n._('szkic'),
  'on-hold': i18n._('wstrzymane'),
  completed: i18n._('zakończone'),
  cancelled: i18n._('odwołane'),
  revoked: i18n._('odwołane'),
  rejected: i18n._('odrzucone'),
});

export function PlanPanel({ plans, patient }: { plans: readonly PlanLine[]; patient: string }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  const [plan, ...older] = plans;
  if (!plan) return null;
  const states = stateWords(i18n);
  const since = shortDate(plan.since?.slice(0, 10));
  return (
    <Panel
      id="pp-plan"
      title={i18n._('Plan')}
      aside={older.length > 0 && <small>{i18n._('starsze: {count}', { count: older.length })}</small>}
    >
      <EventAnchor link={plan.link} patient={patient}>
        <Recorded>{plan.what}</Recorded>
      </EventAnchor>{' '}
      <Why fact={linkKey(plan.link)} name={plan.what} />
      <small className="pp-source">
        {[
          plan.by,
          since && i18n._('od {from}', { from: since }),
          plan.status && plan.status !== 'active' && (states[plan.status] ?? plan.status),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
      <ul className="pp-activities">
        {plan.activities.map((activity) => (
          <li key={activity}>
            <Recorded>{activity}</Recorded>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function StaysPanel({ problem: { stays, documents, patient } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  return (
    <Panel
      id="pp-stays"
      title={i18n._('Pobyty i dokumenty')}
      why={stays.length + documents.length > 0 && <Why fact="events" name={i18n._('Pobyty i dokumenty')} about={[]} />}
    >
      {stays.length + documents.length === 0 && (
        <p className="ez-secondary">{i18n._('Nikt nie przesłał pobytu ani dokumentu w tej sprawie.')}</p>
      )}
      <ul className="pp-lines">
        {stays.map(({ link, starts, ends, source }) => (
          <li key={link.id}>
            <EventAnchor link={link} patient={patient.id}>
              {i18n._('Pobyt {days}', {
                days: [...new Set([shortDate(starts?.slice(0, 10)), shortDate(ends?.slice(0, 10))])]
                  .filter(Boolean)
                  .join(' – '),
              })}
            </EventAnchor>
            <small className="pp-source">{source.facility}</small>
          </li>
        ))}
        {documents.slice(0, 6).map(({ link, what, date }) => (
          <li key={link.id}>
            <EventAnchor link={link} patient={patient.id}>
              <Recorded>{what}</Recorded>
            </EventAnchor>
            <span className="ez-secondary"> · {shortDate(date?.slice(0, 10)) ?? i18n._('bez daty')}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
