/** e-Profil level 2: one event; who, where, why, what was done and decided, what follows, documents and results. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { EventDetail, EventLine } from '../../model.ts';
import { ShowToPatient } from '../room/show-to-patient.tsx';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { useFirstEntry } from '../wording/first-entry.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { IdentityBand } from './identity-band.tsx';
import { LevelTrail, useCrumbName } from './level-trail.tsx';
import { WayProvider, wayOf } from './levels.ts';
import { EventAnchor } from './event-anchor.tsx';
import { KnownThen, LoadedThen, useProfile } from './known-then.tsx';
import { Panel } from './panel.tsx';
import { ProfileFacts } from './profile-facts.tsx';
import { PrintSheet } from './print-sheet.tsx';
import { ResultLine } from './results-panel.tsx';
import { useLevelKeys } from './use-level-keys.ts';
import { useReturn } from './use-return.ts';
import './overview.css';

export default function PatientEvent(props: ScreenProps) {
  const { patient = '', type = '', id = '' } = props.params;
  return (
    <KnownThen search={props.search}>
      <WayProvider value={{ problem: wayOf(props.search).problem, event: `${type}/${id}` }}>
        <ProfileFacts patient={patient} level="event" of={`${type}/${id}`}>
          <Event {...props} />
        </ProfileFacts>
      </WayProvider>
    </KnownThen>
  );
}

function Event({ params, search }: ScreenProps) {
  const { kind } = useWording();
  const nameOf = useCrumbName();
  const { patient = '', type = '', id = '' } = params;
  const query = useProfile<EventDetail>(
    `/api/patient-profile/${encodeURIComponent(patient)}/events/${encodeURIComponent(type)}/${encodeURIComponent(id)}`,
    search,
  );
  const event = query.data;
  const way = wayOf(search);
  const within = event?.encounter && `${event.encounter.link.type}/${event.encounter.link.id}`;
  useReturn(event !== undefined);
  useLevelKeys(patient);
  return (
    <Page title={event ? event.what : kind(type)} person={event?.patient.name} quiet={event !== undefined} width="wide">
      {event && <PrintSheet patient={event.patient} title={event.what} />}
      {event && <IdentityBand patient={event.patient} allergies={event.allergies} />}
      {event && (
        <LevelTrail
          patient={patient}
          way={{ problem: way.problem, event: way.event ?? within }}
          here={nameOf({ ...event, ...(event.lane === 'stays' ? { stay: true } : {}) })}
        />
      )}
      <LoadedThen query={query} lines={8}>
        {(detail) => <EventBody event={detail} />}
      </LoadedThen>
    </Page>
  );
}

function EventBody({ event }: { event: EventDetail }) {
  const { i18n } = useLingui();
  const patient = event.patient.id;
  return (
    <>
      <div className={event.text ? 'pp-event pp-event-read' : 'pp-event'}>
        <Facts event={event} />
        {event.text && (
          <Panel id="pp-text" title={i18n._('Treść')}>
            <div className="pp-text" lang="pl">
              {event.text}
            </div>
          </Panel>
        )}
        {event.result && (
          <Panel id="pp-result" title={i18n._('Wynik')}>
            <ul className="pp-results">
              <li>
                <ResultLine result={event.result} patient={patient} fact="result" />
              </li>
            </ul>
          </Panel>
        )}
        <Lines id="pp-documents" title={i18n._('Dokumenty')} lines={event.documents} patient={patient} />
        <Lines id="pp-done" title={i18n._('Co zrobiono')} lines={event.done} patient={patient} />
        <Lines id="pp-decided" title={i18n._('Co ustalono')} lines={event.decided} patient={patient} />
        <Lines id="pp-follow" title={i18n._('Co dalej')} lines={event.followUps} patient={patient} />
        {event.results.length > 0 && (
          <Panel id="pp-results" title={i18n._('Wyniki')}>
            <ul className="pp-results">
              {event.results.map((result) => (
                <li key={result.link.id}>
                  <ResultLine result={result} patient={patient} />
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
      <p className="ez-no-print">
        <Button onClick={() => print()}>{i18n._('Drukuj wpis')}</Button>{' '}
        <Why fact="entry" name={event.what} words={i18n._('Zgłoś błąd')} />{' '}
        <ShowToPatient
          patient={patient}
          level="patient-view-event"
          params={{ type: event.link.type, id: event.link.id }}
        />
      </p>
    </>
  );
}

function Facts({ event }: { event: EventDetail }) {
  const { i18n } = useLingui();
  const words = useWording();
  const when = [event.starts, event.ends].flatMap((date) => words.dateTime(date) ?? []).join(' – ');
  const dose = words.dose(event.dose);
  const firstEntry = useFirstEntry(event.link.type, event.link.id);
  const recorded = (text: string | undefined) => text && <Recorded>{text}</Recorded>;
  return (
    <Panel id="pp-facts" title={event.what} why={<Why fact="entry" name={event.what} about={[event.link]} />}>
      <SummaryList
        rows={[
          { key: 'kind', label: i18n._('Rodzaj'), value: words.kind(event.link.type, event.lane) },
          { key: 'when', label: i18n._('Kiedy'), value: when || undefined },
          { key: 'who', label: i18n._('Kto'), value: event.who.join(', ') || event.source.author },
          { key: 'where', label: i18n._('Gdzie'), value: event.where },
          { key: 'why', label: i18n._('Dlaczego'), value: recorded(event.why.join(', ') || undefined) },
          ...(dose ? [{ key: 'dose', label: i18n._('Dawka'), value: recorded(dose) }] : []),
          { key: 'source', label: i18n._('Skąd to wiadomo'), value: words.source(event.source) },
          ...firstEntry,
        ]}
      />
    </Panel>
  );
}

function Lines({
  id,
  title,
  lines,
  patient,
}: {
  id: string;
  title: string;
  lines: readonly EventLine[];
  patient: string;
}) {
  const { kind, shortDate } = useWording();
  if (lines.length === 0) return null;
  return (
    <Panel id={id} title={title}>
      <ul className="pp-lines">
        {lines.map(({ link, what, date, detail }) => (
          <li key={`${link.type}${link.id}`}>
            <span className="ez-secondary">{kind(link.type)}: </span>
            <EventAnchor link={link} patient={patient}>
              <Recorded>{what}</Recorded>
            </EventAnchor>
            {detail && (
              <>
                {' · '}
                <Recorded>{detail}</Recorded>
              </>
            )}
            {date && <span className="ez-secondary"> · {shortDate(date.slice(0, 10))}</span>}{' '}
            <Why fact={linkKey(link)} name={what} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
