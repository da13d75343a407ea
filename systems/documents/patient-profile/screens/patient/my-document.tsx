/** One document for the patient, as text. */
import { useLingui } from '@lingui/react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { EventDetail } from '../../model.ts';
import { useFirstEntry } from '../wording/first-entry.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useKindInWords } from './kinds-in-words.ts';
import { AboutEntry, MyFacts } from './my-facts.tsx';
import { PrintButton, PrintedIdentity, Trail } from './trail.tsx';
import { useMyEvent } from './use-mine.ts';
import { useProblemOf } from './use-problem.ts';
import './patient.css';

export default function MyDocument({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useMyEvent('DocumentReference', params.id ?? '');
  const problem = useProblemOf(search.problem);
  const title = query.data?.what ?? i18n._('Dokument');
  return (
    <Page title={title} actions={query.data && <PrintButton />}>
      <Trail here={title} problem={problem} encounter={query.data?.encounter} />
      <Loaded query={query} lines={10}>
        {(event) => (
          <MyFacts level="event" of={`DocumentReference/${event.link.id}`} problem={problem?.id}>
            <Body event={event} />
          </MyFacts>
        )}
      </Loaded>
    </Page>
  );
}

function Body({ event }: { event: EventDetail }) {
  const { i18n } = useLingui();
  const words = useWording();
  const kindInWords = useKindInWords();
  const firstEntry = useFirstEntry('DocumentReference', event.link.id);
  return (
    <>
      <PrintedIdentity patient={event.patient} />
      <p className="pp-lead">{kindInWords('DocumentReference', event.what)}</p>
      <SummaryList
        rows={[
          { key: 'when', label: i18n._('Data'), value: words.date(event.starts?.slice(0, 10)) },
          { key: 'where', label: i18n._('Placówka'), value: event.where },
          { key: 'who', label: i18n._('Autor'), value: event.who.join(', ') || undefined },
          ...firstEntry,
        ]}
      />
      {event.text ? (
        <div className="pp-document-text" lang="pl">
          {event.text}
        </div>
      ) : (
        <EmptyState kind="silent">
          {i18n._('Placówka nie przesłała treści tego dokumentu. Możesz o nią poprosić w placówce.')}
        </EmptyState>
      )}
      <AboutEntry link={event.link} what={event.what} />
    </>
  );
}
