/** Level 2 for the patient: any one entry of the record. Visits, results and documents have bodies of their own. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { EventDetail } from '../../model.ts';
import { useFirstEntry } from '../wording/first-entry.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useKindInWords } from './kinds-in-words.ts';
import MyDocument from './my-document.tsx';
import MyResult from './my-result.tsx';
import MyVisit, { Lines } from './my-visit.tsx';
import { AboutEntry, MyFacts } from './my-facts.tsx';
import { PrintButton, PrintedIdentity, Trail } from './trail.tsx';
import { useMyEvent } from './use-mine.ts';
import { useProblemOf } from './use-problem.ts';
import './patient.css';

export default function MyEvent(props: ScreenProps) {
  const { type } = props.params;
  if (type === 'Encounter') return <MyVisit {...props} />;
  if (type === 'Observation') return <MyResult {...props} />;
  if (type === 'DocumentReference') return <MyDocument {...props} />;
  return <AnyEvent {...props} />;
}

function AnyEvent({ params: { type = '', id = '' }, search }: ScreenProps) {
  const { kind } = useWording();
  const query = useMyEvent(type, id);
  const problem = useProblemOf(search.problem);
  const title = query.data?.what ?? kind(type);
  return (
    <Page title={title} actions={query.data && <PrintButton />}>
      <Trail here={title} problem={problem} encounter={query.data?.encounter} />
      <Loaded query={query} lines={8}>
        {(event) => (
          <MyFacts level="event" of={`${type}/${id}`} problem={problem?.id}>
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
  const kindInWords = useKindInWords();
  const when = [event.starts, event.ends].flatMap((date) => words.dateTime(date) ?? []).join(' – ');
  const why = event.why.join(', ');
  const dose = words.dose(event.dose);
  const firstEntry = useFirstEntry(event.link.type, event.link.id);
  return (
    <>
      <PrintedIdentity patient={event.patient} />
      <Card title={i18n._('Najważniejsze')}>
        <p>{kindInWords(event.link.type, event.what)}</p>
        <SummaryList
          rows={[
            { key: 'kind', label: i18n._('Rodzaj'), value: words.kind(event.link.type, event.lane) },
            { key: 'when', label: i18n._('Kiedy'), value: when || undefined },
            ...(dose ? [{ key: 'dose', label: i18n._('Jak przyjmować'), value: <Recorded>{dose}</Recorded> }] : []),
            { key: 'where', label: i18n._('Gdzie'), value: event.where },
            { key: 'who', label: i18n._('Kto'), value: event.who.join(', ') || event.source.author },
            ...(why ? [{ key: 'why', label: i18n._('Powód'), value: <Recorded>{why}</Recorded> }] : []),
            ...firstEntry,
          ]}
        />
      </Card>
      {event.text && (
        <Card title={i18n._('Treść')}>
          <div className="pp-document-text" lang="pl">
            {event.text}
          </div>
        </Card>
      )}
      <Lines title={i18n._('Co zrobiono')} lines={event.done} problem={problem} />
      <Lines title={i18n._('Co ustalono')} lines={event.decided} problem={problem} />
      <Lines title={i18n._('Co dalej')} lines={event.followUps} problem={problem} />
      <Lines title={i18n._('Dokumenty')} lines={event.documents} problem={problem} />
      <AboutEntry link={event.link} what={event.what} />
    </>
  );
}
