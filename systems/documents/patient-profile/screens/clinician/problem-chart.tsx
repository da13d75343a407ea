/** Measures over treatment on one axis of time, and the same as a table: `?widok=tabela`, `?okres=5`. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { Link } from '#libs/ui/link/link.tsx';
import { MeasureChart } from '#libs/ui/measure-chart/measure-chart.tsx';
import { changedAddress } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import type { Measure, ProblemDetail, Treatment } from '../../problem-model.ts';
import { linkKey, measureKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { decimalsOf, useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { Panel } from './panel.tsx';
import { MeasureTable, TreatmentTable } from './problem-table.tsx';

const year = 31_557_600_000;
/** What can be chosen, in years; without a choice the time since the problem began. */
const periods = ['caly', '3', '1'] as const;

interface ProblemChartProps {
  problem: ProblemDetail;
  search: ScreenProps['search'];
}

export function ProblemChart({ problem, search }: ProblemChartProps) {
  const { i18n } = useLingui();
  const view = useMemo(() => viewOf(problem, search.okres), [problem, search.okres]);
  const { measures, treatments, patient } = problem;
  const isTable = search.widok === 'tabela';
  return (
    <Panel
      id="pp-problem-chart"
      title={i18n._('Pomiary na tle leczenia')}
      aside={<Choices search={search} isTable={isTable} />}
    >
      {measures.length + treatments.length === 0 ? (
        <p className="ez-secondary">
          {i18n._('Nikt nie przesłał pomiarów ani leków dla tego problemu. To nie znaczy, że ich nie było.')}
        </p>
      ) : isTable ? (
        <>
          <MeasureTable measures={measures} view={view} patient={patient.id} />
          <TreatmentTable treatments={treatments} patient={patient.id} />
        </>
      ) : (
        <Drawing problem={problem} view={view} />
      )}
    </Panel>
  );
}

function Choices({ search, isTable }: { search: ScreenProps['search']; isTable: boolean }) {
  const { i18n } = useLingui();
  const to = (changes: Record<string, string | undefined>) => changedAddress(location.pathname, search, changes);
  const chosen = periods.find((one) => one === search.okres);
  const names = { caly: i18n._('cały czas'), 3: i18n._('3 lata'), 1: i18n._('rok') };
  return (
    <nav aria-label={i18n._('Okres i widok')} className="pp-choices ez-no-print">
      {[undefined, ...periods].map((one) => (
        <Link
          key={one ?? 'all'}
          href={to({ okres: one })}
          className="pp-chip"
          aria-current={one === chosen ? 'true' : undefined}
        >
          {one ? names[one] : i18n._('od początku problemu')}
        </Link>
      ))}
      <Link href={to({ widok: isTable ? undefined : 'tabela' })} className="pp-chip" aria-keyshortcuts="t">
        {isTable ? i18n._('Wykres (T)') : i18n._('Tabela (T)')}
      </Link>
    </nav>
  );
}

/** From half a year before the problem began to now; `caly`: from the first value. Ms since 1970. */
function viewOf(
  { asOf, since, measures, treatments }: ProblemDetail,
  chosen: string | undefined,
): readonly [number, number] {
  const now = Date.parse(asOf);
  const years = Number(chosen);
  const begun = Date.parse(since ?? '') - year / 2;
  if (periods.some((one) => one === chosen) && years) return [now - years * year, now];
  if (chosen !== 'caly' && begun < now - year / 2) return [begun, now];
  const firsts = [...measures.map(({ points }) => points[0]?.date), ...treatments.map(({ spans }) => spans[0]?.from)];
  const starts = [begun, ...firsts.map((date) => Date.parse(date ?? ''))].filter((at) => at <= now);
  return [Math.min(now - year, ...starts), now];
}

function Drawing({ problem, view }: { problem: ProblemDetail; view: readonly [number, number] }) {
  const { i18n } = useLingui();
  const words = useWording();
  const patient = problem.patient.id;
  const ms = (date: string | undefined) => Date.parse(date ?? '');
  return (
    <>
      <MeasureChart
        label={i18n._('Pomiary na tle leczenia')}
        barsTitle={i18n._('Leczenie')}
        empty={i18n._('W tym czasie nie ma wyniku')}
        view={view}
        measures={problem.measures.map((one) => ({
          key: one.code,
          label: <MeasureLabel measure={one} patient={patient} />,
          finding: one.last ? words.course(one.last) : i18n._('{what}: nikt nie przesłał wyniku', { what: one.what }),
          points: one.points.map(({ date, value, second }) => ({
            at: ms(date),
            value,
            ...(second === undefined ? {} : { second }),
          })),
          range: one.last?.range,
          goal: one.goal,
          digits: one.last ? decimalsOf(one.last) : 0,
        }))}
        bars={problem.treatments.map((one) => ({
          key: one.code ?? one.what,
          label: <TreatmentLabel treatment={one} patient={patient} />,
          finding: one.spans
            .map(({ from, to }) => `${words.shortDate(from)} – ${to ? words.shortDate(to) : i18n._('trwa')}`)
            .join(', '),
          spans: one.spans.map(({ from, to }) => ({ from: ms(from), ...(to ? { to: ms(to) } : {}) })),
        }))}
        shades={problem.stays
          .filter(({ starts }) => Number.isFinite(ms(starts)))
          .map(({ starts, ends }) => ({ from: ms(starts), to: ms(ends ?? starts) }))}
      />
      <Legend problem={problem} />
    </>
  );
}

function Legend({ problem: { measures, stays } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const others = measures.reduce((sum, { otherUnit }) => sum + otherUnit, 0);
  return (
    <p className="pp-legend">
      <span className="pp-key pp-key-range">{i18n._('zakres laboratorium')}</span>
      {measures.some(({ goal }) => goal) && <span className="pp-key pp-key-goal">{i18n._('cel')}</span>}
      {stays.length > 0 && <span className="pp-key pp-key-stay">{i18n._('pobyt w szpitalu')}</span>}
      <span className="pp-key pp-key-now">{i18n._('leczenie trwa')}</span>
      <span className="pp-key pp-key-past">{i18n._('leczenie zakończone')}</span>
      {others > 0 && (
        <span>
          {i18n._(
            '{others, plural, one {# wynik w innej jednostce} few {# wyniki w innej jednostce} other {# wyników w innej jednostce}}: bez rysunku, na linii życia',
            { others },
          )}
        </span>
      )}
    </p>
  );
}

function MeasureLabel({ measure: { code, what, last, goal, points }, patient }: { measure: Measure; patient: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  if (!last) {
    return (
      <>
        <Recorded>{what}</Recorded> <Why fact={measureKey(code)} name={what} />
        <small>{i18n._('nikt nie przesłał wyniku')}</small>
      </>
    );
  }
  const isOff = last.flag === 'high' || last.flag === 'low';
  const range = words.range(last, false);
  const aim = goal && words.range({ ...last, range: goal }, false);
  return (
    <>
      <EventAnchor link={last.link} patient={patient}>
        <Recorded>{what}</Recorded>
      </EventAnchor>{' '}
      <strong className={isOff ? 'pp-off' : undefined}>{words.value(last)}</strong>{' '}
      <Why fact={measureKey(code)} name={what} about={[last.link]} />
      <small>
        {[
          isOff && words.flag(last.flag),
          range && i18n._('norma {range}', { range }),
          aim && i18n._('cel {aim}', { aim }),
          words.shortDate(last.date?.slice(0, 10)) ?? i18n._('bez daty'),
          points.length > 1 &&
            i18n._('{count, plural, one {# wynik} few {# wyniki} other {# wyników}}', { count: points.length }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </>
  );
}

function TreatmentLabel({ treatment: { what, link, active }, patient }: { treatment: Treatment; patient: string }) {
  return (
    <span className={active ? undefined : 'pp-past'}>
      <EventAnchor link={link} patient={patient}>
        <Recorded>{what}</Recorded>
      </EventAnchor>{' '}
      <Why fact={linkKey(link)} name={what} />
    </span>
  );
}
