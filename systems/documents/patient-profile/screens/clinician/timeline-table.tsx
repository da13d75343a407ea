/** The table twin of the life line: every entry in words, filtered by lane and time, page by page. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Paging, Table } from '#libs/ui/table/table.tsx';
import { lanes, type TimelinePage, type TimelineRow } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { useKeys } from '#libs/ui/keys/use-keys.ts';

interface TimelineTableProps {
  patient: string;
  search: ScreenProps['search'];
}

const pageSize = 50;

export function TimelineTable({ patient, search }: TimelineTableProps) {
  const { i18n } = useLingui();
  const { go, href } = usePortal();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const filter = { lane: search.tor, from: search.od, to: search.do, cursor: cursors.at(-1) };
  const given = Object.entries(filter).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const query = useGet<TimelinePage>(
    `/api/patient-profile/${encodeURIComponent(patient)}/timeline?${new URLSearchParams(given)}`,
  );
  const back = href('clinician-portal/patient', { patient }) ?? '';
  useKeys({ t: () => go(back), '/': () => go(href('clinician-portal/start') ?? '') });
  const first = cursors.length * pageSize + 1;
  return (
    <>
      <p className="ez-no-print">
        <Link href={back}>{i18n._('Wróć do przeglądu (T)')}</Link>
      </p>
      <Filter patient={patient} search={search} onChange={() => setCursors([])} />
      <Loaded query={query} lines={10}>
        {({ rows, total, next }) => (
          <>
            {rows.length === 0 ? (
              <EmptyState kind={given.length > 0 ? 'no-match' : 'never'} />
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

/** What is shown, as a sentence, and links that change it: each is an address, so Back works. */
function Filter({ patient, search, onChange }: TimelineTableProps & { onChange: () => void }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useWording();
  const address = (tor: string | undefined) =>
    href('clinician-portal/patient', { patient, widok: 'tabela', ...(tor ? { tor } : {}) });
  const lane = lanes.find((one) => one === search.tor);
  const time =
    search.od || search.do
      ? i18n._('od {from} do {to}', { from: words.date(search.od) ?? '…', to: words.date(search.do) ?? '…' })
      : i18n._('cały czas');
  return (
    <div className="pp-filter">
      <p>
        {i18n._('Pokazuję: {what}, {time}, od najnowszych.', {
          what: lane ? words.lane(lane) : i18n._('wszystkie tory'),
          time,
        })}
      </p>
      <nav aria-label={i18n._('Tory')} className="ez-no-print">
        {[undefined, ...lanes].map((one) => (
          <Link
            key={one ?? 'all'}
            href={address(one) ?? ''}
            className="pp-chip"
            aria-current={one === lane && !search.od ? 'true' : undefined}
            onClick={onChange}
          >
            {one ? words.lane(one) : i18n._('wszystkie')}
          </Link>
        ))}
      </nav>
    </div>
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
            <EventAnchor link={link} patient={patient}>
              <Recorded>{what}</Recorded>
            </EventAnchor>
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
