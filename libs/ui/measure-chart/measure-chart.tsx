/**
 * Measures over treatment: rows of lines, then rows of bars, under one ruler and on one axis of time, so that the eye
 * sees what a change of treatment did. Words stand beside each row; the same numbers must stand in a table nearby.
 */
import type { ReactNode } from 'react';
import { useFormat } from '../format/use-format.ts';
import { useWidth } from '../timeline/use-width.ts';
import { barOf, type Limits, type MeasurePoint, scaleOf, type Span, ticksOf } from './measure-layout.ts';
import './measure-chart.css';

export interface MeasureRow {
  key: string;
  /** The test's name, its last value, its range: what a reader needs without the line. */
  label: ReactNode;
  /** The line in a sentence, for listeners. */
  finding: string;
  points: readonly MeasurePoint[];
  range?: Limits | undefined;
  goal?: Limits | undefined;
  /** Decimals of the values written at the edge. */
  digits: number;
}

export interface BarRow {
  key: string;
  label: ReactNode;
  finding: string;
  spans: readonly Span[];
}

export interface MeasureChartProps {
  /** What it shows, as a heading for listeners. */
  label: string;
  measures: readonly MeasureRow[];
  bars: readonly BarRow[];
  /** Heading above the bars. */
  barsTitle: string;
  /** Stays in hospital and the like: drawn behind every row. */
  shades: readonly Span[];
  /** What is shown, in ms since 1970. */
  view: readonly [number, number];
  /** What stands in the place of a line that has no point in this time. */
  empty: string;
}

const rowHeight = 68;
const barHeight = 20;

export function MeasureChart({ label, measures, bars, barsTitle, shades, view, empty }: MeasureChartProps) {
  const { ref, width } = useWidth<HTMLDivElement>(640);
  return (
    <section className="ez-measures" aria-label={label}>
      <div className="ez-measure-row ez-measure-ruler" aria-hidden="true">
        <span />
        <div className="ez-measure-field" ref={ref}>
          <Ticks view={view} width={width} />
        </div>
      </div>
      {measures.map((row) => (
        <div key={row.key} className="ez-measure-row">
          <div className="ez-measure-label">{row.label}</div>
          <div className="ez-measure-field">
            <MeasureLine row={row} view={view} width={width} shades={shades} empty={empty} />
          </div>
        </div>
      ))}
      {bars.length > 0 && <p className="ez-measure-title">{barsTitle}</p>}
      {bars.map((row) => (
        <div key={row.key} className="ez-measure-row ez-measure-bar">
          <div className="ez-measure-label">{row.label}</div>
          <div className="ez-measure-field">
            <BarLine row={row} view={view} width={width} shades={shades} />
          </div>
        </div>
      ))}
    </section>
  );
}

type Drawn = Pick<MeasureChartProps, 'view' | 'shades'> & { width: number };

function Ticks({ view, width }: Omit<Drawn, 'shades'>) {
  const format = useFormat();
  const [from, to] = view;
  return ticksOf(view, width).map(({ at, months }) => {
    const day = new Date(at).toISOString();
    return (
      <span key={at} className="ez-measure-tick" style={{ left: `${((at - from) / (to - from)) * 100}%` }}>
        {months && !day.includes('-01-01') ? format.shortDate(day.slice(0, 7)) : day.slice(0, 4)}
      </span>
    );
  });
}

/** What lies behind a row: years, and the stays. */
function Behind({ view, width, height, shades }: Drawn & { height: number }) {
  const [from, to] = view;
  return (
    <>
      {shades.map((shade) => {
        const bar = barOf(shade, view, width);
        return (
          bar && <rect key={shade.from} x={bar.x} width={bar.width} height={height} className="ez-measure-shade" />
        );
      })}
      {ticksOf(view, width).map(({ at }) => {
        const x = ((at - from) / (to - from)) * width;
        return <line key={at} x1={x} x2={x} y1={0} y2={height} className="ez-measure-year" />;
      })}
    </>
  );
}

/** Beyond this many points a dot on each would be a caterpillar: only those outside the range keep one. */
const dotted = 48;

function MeasureLine({ row, view, width, shades, empty }: Drawn & { row: MeasureRow; empty: string }) {
  const format = useFormat();
  const [from, to] = view;
  const shown = row.points.filter(({ at }) => at >= from && at <= to);
  if (shown.length === 0) return <p className="ez-measure-empty">{empty}</p>;
  const { range, goal } = row;
  const scale = scaleOf(shown, [range, goal], rowHeight);
  const x = (at: number) => Math.min(width - 5, Math.max(5, ((at - from) / (to - from || 1)) * width));
  const isOff = (value: number) =>
    (range?.low !== undefined && value < range.low) || (range?.high !== undefined && value > range.high);
  const path = (value: (point: MeasurePoint) => number) =>
    shown
      .map((point, place) => `${place ? 'L' : 'M'}${x(point.at).toFixed(1)} ${scale.y(value(point)).toFixed(1)}`)
      .join('');
  const last = shown.at(-1) as MeasurePoint;
  const joined = shown.every(({ second }) => second !== undefined);
  return (
    <svg width={width} height={rowHeight} role="img" aria-label={row.finding}>
      <Range range={range} goal={goal} scale={scale} width={width} />
      <Behind view={view} width={width} height={rowHeight} shades={shades} />
      <path d={path(({ value }) => value)} className="ez-measure-line" />
      {joined && <path d={path(({ second }) => second ?? 0)} className="ez-measure-line ez-measure-second" />}
      {shown.map((point) =>
        shown.length <= dotted || isOff(point.value) || point === last ? (
          <circle
            key={`${point.at} ${point.value}`}
            cx={x(point.at)}
            cy={scale.y(point.value)}
            r={point === last ? 4 : 2.5}
            className={isOff(point.value) ? 'ez-measure-dot ez-measure-off' : 'ez-measure-dot'}
          />
        ) : null,
      )}
      <text x={4} y={12} className="ez-measure-words">
        {format.number(scale.most, row.digits)}
      </text>
      {scale.least !== scale.most && (
        <text x={4} y={rowHeight - 3} className="ez-measure-words">
          {format.number(scale.least, row.digits)}
        </text>
      )}
    </svg>
  );
}

/** The range as a band, the goal as a dashed line at its limits. */
function Range({
  range,
  goal,
  scale,
  width,
}: Pick<MeasureRow, 'range' | 'goal'> & { scale: ReturnType<typeof scaleOf>; width: number }) {
  const within = (value: number | undefined) => value !== undefined && value >= scale.least && value <= scale.most;
  const top = range?.high !== undefined && range.high < scale.most ? scale.y(range.high) : 0;
  const bottom = range?.low !== undefined && range.low > scale.least ? scale.y(range.low) : rowHeight;
  const isDrawn =
    range !== undefined && (range.low ?? -Infinity) <= scale.most && (range.high ?? Infinity) >= scale.least;
  return (
    <>
      {isDrawn && <rect y={top} width={width} height={Math.max(0, bottom - top)} className="ez-measure-range" />}
      {[goal?.low, goal?.high].map(
        (limit) =>
          limit !== undefined &&
          within(limit) && (
            <line key={limit} x1={0} x2={width} y1={scale.y(limit)} y2={scale.y(limit)} className="ez-measure-goal" />
          ),
      )}
    </>
  );
}

function BarLine({ row, view, width, shades }: Drawn & { row: BarRow }) {
  return (
    <svg width={width} height={barHeight} role="img" aria-label={row.finding}>
      <Behind view={view} width={width} height={barHeight} shades={shades} />
      {row.spans.map((span) => {
        const bar = barOf(span, view, width);
        return (
          bar && (
            <rect
              key={span.from}
              x={bar.x}
              y={5}
              width={bar.width}
              height={barHeight - 10}
              rx={bar.open ? 0 : 2}
              className={bar.open ? 'ez-measure-span ez-measure-open' : 'ez-measure-span'}
            />
          )
        );
      })}
    </svg>
  );
}
