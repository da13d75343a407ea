/** One document for the patient, as text. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { EventDetail } from '../../model.ts';
import { useFirstEntry } from '../wording/first-entry.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useMyEvent } from './use-mine.ts';
import './patient.css';

export default function MyDocument({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const query = useMyEvent('DocumentReference', params.id ?? '');
  return (
    <Page
      title={query.data?.what ?? i18n._('Dokument')}
      actions={query.data?.text && <Button onClick={() => print()}>{i18n._('Drukuj dokument')}</Button>}
    >
      <p className="ez-no-print">
        <Link href={href('patient-portal/documents') ?? ''}>{i18n._('Wróć do listy dokumentów')}</Link>
      </p>
      <Loaded query={query} lines={10}>
        {(event) => <Body event={event} />}
      </Loaded>
    </Page>
  );
}

function Body({ event }: { event: EventDetail }) {
  const { i18n } = useLingui();
  const words = useWording();
  const firstEntry = useFirstEntry('DocumentReference', event.link.id);
  return (
    <>
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
    </>
  );
}
