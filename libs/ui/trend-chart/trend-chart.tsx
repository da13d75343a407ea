/**
 * A few values over time with their range drawn under them. The finding is the caption, in words; the values stand
 * in a table beside it. One series, one axis, drawn as wide as there is room, so that letters keep their size.
 */
import { scaleLinear, scaleTime } from '@visx/scale';
import { Line, LinePath } from '@visx/shape';
import { useFormat } from '../format/use-format.ts';
import type { Point } from '../sparkline/sparkline-path.ts';
import { useWidth } from '../timeline/use-width.ts';
import './trend-chart.css';

export interface TrendChartProps {
  /** Oldest first; at least one. */
  points: readonly Point[];
  low?: number;
  high?: number;
  /** What the line shows, as a sentence with values, unit and dates. */
  finding: string;
  /** What the band is called: `norma`. */
  band: string;
  /** Decimals of the value that is written at the end of the line. */
  digits: number;
}

const height = 220;
const widest = 640;
const edge = { left: 8, right: 16, top: 28, bottom: 32 };

export function TrendChart({ points, low, high, finding, band, digits }: TrendChartProps) {
  const format = useFormat();
  const { ref, width: room } = useWidth<HTMLElement>(widest);
  const width = Math.min(room, widest);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const { x, y, top, bottom } = scalesOf(points, low, high, width);
  const floor = height - edge.bottom;
  const right = width - edge.right;
  return (
    <figure className="ez-trend-chart" ref={ref}>
      <figcaption>{finding}</figcaption>
      <svg width={width} height={height} role="img" aria-label={finding}>
        {(low !== undefined || high !== undefined) && (
          <>
            <rect x={edge.left} width={right - edge.left} y={top} height={bottom - top} className="ez-trend-band" />
            <text x={edge.left + 8} y={Math.min(bottom - 8, top + 20)} className="ez-trend-words">
              {band}
            </text>
          </>
        )}
        <Line from={{ x: edge.left, y: floor }} to={{ x: right, y: floor }} className="ez-trend-axis" />
        <LinePath data={[...points]} x={x} y={({ value }) => y(value)} className="ez-trend-line" />
        {points.map((point) => (
          <circle key={point.date} cx={x(point)} cy={y(point.value)} r={4.5} className="ez-trend-dot" />
        ))}
        <text x={x(last) + 6} y={y(last.value) - 12} textAnchor="end" className="ez-trend-now">
          {format.number(last.value, digits)}
        </text>
        <text x={edge.left} y={height - 8} className="ez-trend-words">
          {format.date(first.date.slice(0, 7))}
        </text>
        <text x={right} y={height - 8} textAnchor="end" className="ez-trend-words">
          {format.date(last.date.slice(0, 7))}
        </text>
      </svg>
    </figure>
  );
}

/** Time to pixels, values to pixels, and where the range begins and ends; an open end reaches the edge. */
function scalesOf(points: readonly Point[], low: number | undefined, high: number | undefined, width: number) {
  const values = points.map(({ value }) => value);
  const least = Math.min(...values, low ?? Number.POSITIVE_INFINITY);
  const most = Math.max(...values, high ?? Number.NEGATIVE_INFINITY);
  const pad = (most - least || Math.abs(most) || 1) * 0.12;
  const times = points.map(({ date }) => Date.parse(date));
  const time = scaleTime({
    domain: [times[0] ?? 0, times.at(-1) ?? 1],
    range: [edge.left + 8, width - edge.right - 8],
  });
  const y = scaleLinear({ domain: [least - pad, most + pad], range: [height - edge.bottom, edge.top] });
  const top = y(high ?? most + pad);
  return {
    x: ({ date }: Point) => time(Date.parse(date)),
    y,
    top,
    bottom: Math.max(top, y(low ?? least - pad)),
  };
}
