/** The table twin of the life line: every entry in words, filtered by lane and time, page by page. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { Paging, Table } from '#libs/ui/table/table.tsx';
import type { TimelinePage, TimelineRow } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { DisputeMark } from '../why/dispute-mark.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { asked, filterOf, isFiltered } from './filter-state.ts';
import { dayOf } from './known-day.ts';
import { useProfile } from './known-then.tsx';
import { useKeys } from '#libs/ui/keys/use-keys.ts';

interface TimelineTableProps {
  patient: string;
  search: ScreenProps['search'];
}

const pageSize = 50;

export function TimelineTable({ patient, search }: TimelineTableProps) {
  const { i18n } = useLingui();
  const { go, href } = usePortal();
  const filter = asked(search);
  const page = JSON.stringify([filter, dayOf(search)]);
  const [walked, setWalked] = useState<{ page: string; cursors: readonly string[] }>({ page, cursors: [] });
  const cursors = walked.page === page ? walked.cursors : [];
  const setCursors = (next: readonly string[]) => setWalked({ page, cursors: next });
  const cursor = cursors.at(-1);
  const given = { ...filter, ...(cursor ? { cursor } : {}) };
  const query = useProfile<TimelinePage>(
    `/api/patient-profile/${encodeURIComponent(patient)}/timeline?${new URLSearchParams(given)}`,
    search,
  );
  const back = href('clinician-portal/patient', { patient, ...filterOf(search) }) ?? '';
  const find = href('clinician-portal/patient', { patient, widok: 'szukaj', ...filterOf(search) }) ?? '';
  useKeys({ t: () => go(back), '/': () => go(find) });
  const first = cursors.length * pageSize + 1;
  return (
    <>
      <p className="ez-no-print">
        <Link href={back}>{i18n._('Wróć do przeglądu (T)')}</Link>
      </p>
      <Loaded query={query} lines={10}>
        {({ rows, total, next }) => (
          <>
            {rows.length === 0 ? (
              <EmptyState kind={isFiltered(search) ? 'no-match' : 'never'} />
            ) : (
              <Rows rows={rows} patient={patient} />
            )}
            {total > pageSize && (
              <Paging
                from={first}
                to={first + rows.length - 1}
                total={total}
                onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
                onNext={next ? () => setCursors([...cursors, next]) : undefined}
              />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function Rows({ rows, patient }: { rows: readonly TimelineRow[]; patient: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  return (
    <Table
      caption={i18n._('Wpisy, od najnowszych')}
      captionHidden
      rows={rows}
      rowKey={({ link }) => `${link.type}/${link.id}`}
      columns={[
        {
          key: 'date',
          header: i18n._('Data'),
          cell: ({ starts, ends }) =>
            starts && (
              <span className="pp-date">
                {words.shortDate(starts.slice(0, 10))}
                {ends && ends.slice(0, 10) !== starts.slice(0, 10) && ` – ${words.shortDate(ends.slice(0, 10))}`}
              </span>
            ),
        },
        { key: 'lane', header: i18n._('Tor'), cell: ({ lane }) => words.lane(lane) },
        { key: 'kind', header: i18n._('Rodzaj'), cell: ({ link, lane }) => words.kind(link.type, lane) },
        {
          key: 'what',
          header: i18n._('Co'),
          rowHeader: true,
          cell: ({ link, what }) => (
            <>
              <EventAnchor link={link} patient={patient}>
                <Recorded>{what}</Recorded>
              </EventAnchor>{' '}
              <DisputeMark about={[linkKey(link)]} />
            </>
          ),
        },
        {
          key: 'detail',
          header: i18n._('Szczegóły'),
          cell: ({ detail }) => (detail ? <Recorded>{detail}</Recorded> : ''),
        },
        { key: 'facility', header: i18n._('Placówka'), cell: ({ source }) => source.facility ?? i18n._('nie podano') },
      ]}
    />
  );
}
