/** A page of the patient's entries of some lanes, newest first: visits, documents. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Paging } from '#libs/ui/table/table.tsx';
import type { TimelineRow } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useMyTimeline } from './use-mine.ts';
import './patient.css';

interface TimeListProps {
  lanes: string;
  /** Place that opens one entry. */
  place: string;
  /** Said when there has never been one. */
  empty: string;
  /** Which rows open there; others are shown without a link. */
  opens: (row: TimelineRow) => boolean;
}

const pageSize = 50;

export function TimeList({ lanes, place, empty, opens }: TimeListProps) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const query = useMyTimeline({ lane: lanes, cursor: cursors.at(-1) });
  const first = cursors.length * pageSize + 1;
  return (
    <Loaded query={query} lines={10}>
      {({ rows, total, next }) =>
        total === 0 ? (
          <EmptyState kind="never">{empty}</EmptyState>
        ) : (
          <>
            <Years rows={rows} place={place} opens={opens} />
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
        )
      }
    </Loaded>
  );
}

/** Rows under the year they happened in. */
function Years({ rows, ...rest }: { rows: readonly TimelineRow[] } & Pick<TimeListProps, 'place' | 'opens'>) {
  const { i18n } = useLingui();
  const years = Map.groupBy(rows, ({ starts }) => starts?.slice(0, 4) ?? '');
  return [...years].map(([year, ofYear]) => (
    <section key={year} className="pp-group">
      <h2>{year || i18n._('Bez daty')}</h2>
      <ul className="pp-rows pp-rows-two">
        {ofYear.map((row) => (
          <Row key={`${row.link.type}${row.link.id}`} row={row} {...rest} />
        ))}
      </ul>
    </section>
  ));
}

function Row({ row, place, opens }: { row: TimelineRow } & Pick<TimeListProps, 'place' | 'opens'>) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useWording();
  const address = opens(row) ? href(place, { id: row.link.id }) : undefined;
  const until =
    row.ends && row.ends.slice(0, 10) !== row.starts?.slice(0, 10) ? words.date(row.ends.slice(0, 10)) : undefined;
  return (
    <li>
      <span className="pp-row-when">
        {words.date(row.starts?.slice(0, 10)) ?? i18n._('bez daty')}
        {until && ` – ${until}`}
      </span>
      <span className="pp-row-what">
        {address ? (
          <Link href={address}>
            <Recorded>{row.what}</Recorded>
          </Link>
        ) : (
          <Recorded>{row.what}</Recorded>
        )}
        {row.detail && (
          <span>
            <Recorded>{row.detail}</Recorded>
          </span>
        )}
        <span className="ez-secondary">
          {[words.kind(row.link.type, row.lane), row.source.facility].filter(Boolean).join(', ')}
        </span>
      </span>
    </li>
  );
}
