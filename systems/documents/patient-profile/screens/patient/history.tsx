/**
 * "Moja historia": the life line as a vertical time line, year by year. Each year says how many entries it has; an open
 * one shows them, page by page. The open year stands in the address, so Back brings it back.
 */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { type Lane, lanes, type Overview, type TimelineRow } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { DisputeMark } from '../why/dispute-mark.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventName } from './gap-words.tsx';
import { MyFacts } from './my-facts.tsx';
import { PrintButton, PrintedIdentity, Trail } from './trail.tsx';
import { type TimelineAsked, useMine, useMyTimeline } from './use-mine.ts';
import { useLevels } from './whose.tsx';
import { undated, type YearOfLife, yearsOf } from './years.ts';
import './patient.css';

export default function History({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useMine();
  const title = i18n._('Moja historia');
  return (
    <Page
      title={title}
      lead={i18n._('Wszystko, co przesłały placówki, od najnowszego. Wybierz rok, żeby zobaczyć wpisy.')}
      actions={query.data && <PrintButton />}
    >
      <Trail here={title} />
      <Loaded query={query} lines={10}>
        {(overview) => (
          <MyFacts level="overview" disputes={overview.disputes}>
            <Years overview={overview} open={search.rok} />
          </MyFacts>
        )}
      </Loaded>
    </Page>
  );
}

function Years({ overview, open }: { overview: Overview; open: string | undefined }) {
  const { i18n } = useLingui();
  const years = yearsOf(overview.lifeLine);
  const shown = open ?? years[0]?.year;
  if (years.length === 0) {
    return <EmptyState kind="never">{i18n._('Żadna placówka nie przesłała jeszcze Twoich danych.')}</EmptyState>;
  }
  return (
    <>
      <PrintedIdentity patient={overview.patient} asOf={overview.asOf} />
      <ol className="pp-years">
        {years.map((year) => (
          <Year key={year.year} year={year} open={year.year === shown} overview={overview} />
        ))}
      </ol>
    </>
  );
}

interface YearProps {
  year: YearOfLife;
  open: boolean;
  overview: Overview;
}

function Year({ year: { year, counts }, open, overview }: YearProps) {
  const { i18n } = useLingui();
  const levels = useLevels();
  const counted = useCounts();
  const name = year || i18n._('Bez daty');
  const address = year && !open ? levels.history(year) : undefined;
  return (
    <li className="pp-year">
      <h2>{address ? <Link href={address}>{name}</Link> : name}</h2>
      <p className="ez-secondary">
        {lanes.flatMap((lane) => (counts[lane] ? [counted(lane, counts[lane])] : [])).join(', ')}
      </p>
      {open && year && <Entries key={year} asked={{ from: year, to: String(Number(year) + 1) }} />}
      {!year && <Undated overview={overview} />}
    </li>
  );
}

/** Nobody said when: they are there all the same. */
function Undated({ overview }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { kind } = useWording();
  return (
    <>
      <p>{i18n._('Placówki nie podały daty tych wpisów.')}</p>
      <ol className="pp-moments">
        {undated(overview.lifeLine).map((link) => (
          <li key={`${link.type}${link.id}`}>
            <EventName link={link}>{kind(link.type)}</EventName>
          </li>
        ))}
      </ol>
    </>
  );
}

function Entries({ asked }: { asked: TimelineAsked }) {
  const { i18n } = useLingui();
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  return (
    <>
      {cursors.map((cursor, place) => (
        <EntryPage
          key={cursor ?? ''}
          asked={{ ...asked, cursor }}
          onMore={
            place === cursors.length - 1
              ? (next, label) => <Button onClick={() => setCursors([...cursors, next])}>{label}</Button>
              : undefined
          }
          more={i18n._('Pokaż wcześniejsze')}
        />
      ))}
    </>
  );
}

interface EntryPageProps {
  asked: TimelineAsked;
  onMore: ((next: string, label: string) => React.ReactNode) | undefined;
  more: string;
}

function EntryPage({ asked, onMore, more }: EntryPageProps) {
  const query = useMyTimeline(asked);
  return (
    <Loaded query={query} lines={6}>
      {({ rows, next }) => (
        <>
          <ol className="pp-moments">
            {rows.map((row) => (
              <Moment key={`${row.link.type}${row.link.id}`} row={row} />
            ))}
          </ol>
          {next && onMore && <div className="ez-no-print">{onMore(next, more)}</div>}
        </>
      )}
    </Loaded>
  );
}

function Moment({ row }: { row: TimelineRow }) {
  const { i18n } = useLingui();
  const words = useWording();
  const sameDay = row.ends?.slice(0, 10) === row.starts?.slice(0, 10);
  const until = row.ends && !sameDay ? words.date(row.ends.slice(0, 10)) : undefined;
  return (
    <li data-lane={row.lane}>
      <span className="ez-secondary">
        {words.date(row.starts?.slice(0, 10)) ?? i18n._('bez daty')}
        {until && ` – ${until}`} · {words.kind(row.link.type, row.lane)}
      </span>
      <br />
      <EventName link={row.link}>
        <Recorded>{row.what}</Recorded>
      </EventName>{' '}
      <DisputeMark about={[linkKey(row.link)]} />
      {row.detail && (
        <>
          {' – '}
          <Recorded>{row.detail}</Recorded>
        </>
      )}
      {row.source.facility && <span className="ez-secondary"> · {row.source.facility}</span>}
    </li>
  );
}

function useCounts(): (lane: Lane, count: number) => string {
  const { i18n } = useLingui();
  return (lane, count) =>
    ({
      problems: i18n._('{count, plural, one {# rozpoznanie} few {# rozpoznania} other {# rozpoznań}}', { count }),
      stays: i18n._(
        '{count, plural, one {# pobyt w szpitalu} few {# pobyty w szpitalu} other {# pobytów w szpitalu}}',
        {
          count,
        },
      ),
      visits: i18n._('{count, plural, one {# wizyta} few {# wizyty} other {# wizyt}}', { count }),
      medicines: i18n._('{count, plural, one {# wpis o lekach} few {# wpisy o lekach} other {# wpisów o lekach}}', {
        count,
      }),
      tests: i18n._('{count, plural, one {# badanie} few {# badania} other {# badań}}', { count }),
      documents: i18n._('{count, plural, one {# dokument} few {# dokumenty} other {# dokumentów}}', { count }),
    })[lane];
}
