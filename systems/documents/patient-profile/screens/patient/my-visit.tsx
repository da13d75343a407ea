/** One visit or stay for the patient: where, who, why, what was agreed, results and documents of it. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { EventDetail, EventLine } from '../../model.ts';
import { useFirstEntry } from '../wording/first-entry.tsx';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventName } from './gap-words.tsx';
import { FlagTag } from './result-words.tsx';
import { Waiting } from './show-when.tsx';
import { AboutEntry, MyFacts } from './my-facts.tsx';
import { PrintButton, PrintedIdentity, Trail } from './trail.tsx';
import { useMyEvent } from './use-mine.ts';
import { useProblemOf } from './use-problem.ts';
import './patient.css';

export default function MyVisit({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useMyEvent('Encounter', params.id ?? '');
  const problem = useProblemOf(search.problem);
  const title = query.data?.what ?? i18n._('Wizyta');
  return (
    <Page title={title} actions={query.data && <PrintButton />}>
      <Trail here={title} problem={problem} />
      <Loaded query={query} lines={8}>
        {(event) => (
          <MyFacts level="event" of={`Encounter/${event.link.id}`} problem={problem?.id}>
            <Body event={event} problem={problem?.id} />
          </MyFacts>
        )}
      </Loaded>
    </Page>
  );
}

function Body({ event, problem }: { event: EventDetail; problem: string | undefined }) {
  const { i18n } = useLingui();
  const words = useWording();
  const when = [event.starts, event.ends].flatMap((date) => words.dateTime(date) ?? []).join(' – ');
  const why = event.why.join(', ');
  const firstEntry = useFirstEntry('Encounter', event.link.id);
  return (
    <>
      <PrintedIdentity patient={event.patient} />
      <Card title={i18n._('Najważniejsze')}>
        <SummaryList
          rows={[
            { key: 'kind', label: i18n._('Rodzaj'), value: words.kind('Encounter', event.lane) },
            { key: 'when', label: i18n._('Kiedy'), value: when || undefined },
            { key: 'where', label: i18n._('Gdzie'), value: event.where },
            { key: 'who', label: i18n._('Kto przyjął'), value: event.who.join(', ') || undefined },
            { key: 'why', label: i18n._('Powód'), value: why ? <Recorded>{why}</Recorded> : undefined },
            ...firstEntry,
          ]}
        />
      </Card>
      <Lines title={i18n._('Co ustalono')} lines={event.decided} problem={problem} />
      <Lines title={i18n._('Co zrobiono')} lines={event.done} problem={problem} />
      <Lines title={i18n._('Co dalej')} lines={event.followUps} problem={problem} />
      <Results event={event} problem={problem} />
      <Lines title={i18n._('Dokumenty')} lines={event.documents} problem={problem} />
      <AboutEntry link={event.link} what={event.what} />
    </>
  );
}

interface LinesProps {
  title: string;
  lines: readonly EventLine[];
  problem: string | undefined;
}

export function Lines({ title, lines, problem }: LinesProps) {
  const { kind } = useWording();
  if (lines.length === 0) return null;
  return (
    <Card title={title}>
      <ul className="pp-plain">
        {lines.map(({ link, what, detail }) => (
          <li key={`${link.type}${link.id}`}>
            <span className="ez-secondary">{kind(link.type)}: </span>
            <EventName link={link} problem={problem}>
              <Recorded>{what}</Recorded>
            </EventName>
            {detail && (
              <>
                {' – '}
                <Recorded>{detail}</Recorded>
              </>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Results({ event: { results }, problem }: { event: EventDetail; problem: string | undefined }) {
  const { i18n } = useLingui();
  const { value } = useWording();
  if (results.length === 0) return null;
  return (
    <Card title={i18n._('Wyniki')}>
      <ul className="pp-rows">
        {results.map((result) => (
          <li key={result.link.id}>
            <span className="pp-row-what">
              <EventName link={result.link} problem={problem}>
                <Recorded>{result.what}</Recorded>
              </EventName>{' '}
              <Why fact={linkKey(result.link)} name={result.what} />
            </span>
            <Waiting code={result.code}>
              <strong>{value(result)}</strong>
              <FlagTag result={result} />
            </Waiting>
          </li>
        ))}
      </ul>
    </Card>
  );
}
