/** My day: visits by urgency and time, what of earlier days waits to be recorded, documents and where they stand. GAB-1 */
import { useLingui } from '@lingui/react';
import { ButtonLink, Link } from '#libs/ui/link/link.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { useOutbox } from '#libs/ui/outbox/use-outbox.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Day, VisitLine } from '../../visits.ts';
import { DocumentList } from './document-list.tsx';
import { useVisitWords } from './use-visit-words.ts';
import './visits.css';

export default function MyDay() {
  const { i18n } = useLingui();
  const { href, session } = usePortal();
  const { date } = useFormat();
  const query = useGet<Day>('/api/medical-events/day', { fresh: true });
  const find = href('clinician-portal/start');
  return (
    <Page
      title={i18n._('Mój dzień')}
      width="wide"
      lead={[date(query.data?.day), session?.facilityName].filter(Boolean).join(', ')}
      actions={find && <ButtonLink href={find}>{i18n._('Pacjent spoza listy')}</ButtonLink>}
    >
      <Documents />
      <Loaded query={query} lines={10}>
        {({ visits, waiting }) => (
          <>
            {waiting.length > 0 && (
              <>
                <h2>{i18n._('Czeka na zapisanie z poprzednich dni')}</h2>
                <Visits lines={waiting} caption={i18n._('Wizyty z poprzednich dni, których nie zapisano')} dated />
              </>
            )}
            <h2>{i18n._('Wizyty dzisiaj')}</h2>
            {visits.length === 0 ? (
              <EmptyState kind="never">{i18n._('Na dziś nie masz zaplanowanych wizyt w tej placówce.')}</EmptyState>
            ) : (
              <Visits lines={visits} caption={i18n._('Wizyty dzisiaj, najpierw pilne')} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What is written and not signed, what waits, what was refused. */
function Documents() {
  const { i18n } = useLingui();
  const words = useVisitWords();
  const { href } = usePortal();
  const { documents = [] } = useOutbox();
  const open = documents.filter(({ state }) => state !== 'sent');
  if (open.length === 0) return null;
  const visits = [...new Set(open.flatMap(({ visit }) => visit ?? []))];
  return (
    <>
      <h2>{i18n._('Dokumenty do podpisania i w drodze')}</h2>
      <DocumentList documents={open} words={words} label={i18n._('Dokumenty do podpisania i w drodze')} />
      {visits.map((id) => {
        const address = href('clinician-portal/visit', { id });
        const title = open.find(({ visit }) => visit === id)?.title;
        return (
          address && (
            <p key={id}>
              <Link href={address}>{i18n._('Otwórz wizytę: {title}', { title: title ?? '' })}</Link>
            </p>
          )
        );
      })}
    </>
  );
}

function Visits({ lines, caption, dated }: { lines: readonly VisitLine[]; caption: string; dated?: boolean }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useVisitWords();
  const { time, shortDateTime } = useFormat();
  return (
    <Table
      cards
      caption={caption}
      captionHidden
      rows={lines}
      rowKey={({ id }) => id}
      columns={[
        { key: 'time', header: i18n._('Godzina'), cell: ({ start }) => (dated ? shortDateTime(start) : time(start)) },
        {
          key: 'name',
          header: i18n._('Pacjent'),
          rowHeader: true,
          cell: ({ id, name }) => <Link href={href('clinician-portal/visit', { id }) ?? ''}>{name}</Link>,
        },
        { key: 'age', header: i18n._('Wiek (lata)'), numeric: true, cell: ({ age }) => age },
        {
          key: 'urgency',
          header: i18n._('Pilność'),
          cell: ({ urgency }) =>
            urgency === 'R' ? (
              words.urgency.R
            ) : (
              <Tag kind={urgency === 'EM' ? 'critical' : 'warning'}>{words.urgency[urgency]}</Tag>
            ),
        },
        { key: 'reason', header: i18n._('Powód'), cell: ({ reason }) => reason },
        {
          key: 'status',
          header: i18n._('Stan'),
          cell: ({ status }) => (
            <Tag kind={status === 'finished' ? 'success' : status === 'in-progress' ? 'info' : 'neutral'}>
              {words.status[status]}
            </Tag>
          ),
        },
      ]}
    />
  );
}
