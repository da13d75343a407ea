/** The last values of one test over time, with the range drawn under them. The sentence above says what the line shows. */
import { useLingui } from '@lingui/react';
import { scaleLinear, scaleTime } from '@visx/scale';
import { Line, LinePath } from '@visx/shape';
import { useWidth } from '#libs/ui/timeline/use-width.ts';
import type { KeyResult } from '../../model.ts';
import { decimalsOf, useWording } from '../wording/use-wording.ts';

const height = 220;
const edge = { left: 8, right: 16, top: 28, bottom: 32 };

export function TrendChart({ result }: { result: KeyResult }) {
  const { i18n } = useLingui();
  const words = useWording();
  const { series, range, trend } = result;
  const digits = decimalsOf(result);
  const { ref, width: room } = useWidth<HTMLElement>(640);
  const size = { width: Math.min(room, 640), height, ...edge };
  const points = series.map(({ date, value }) => ({ at: Date.parse(date), date, value }));
  const values = points.map(({ value }) => value);
  const low = Math.min(...values, range?.low ?? Number.POSITIVE_INFINITY);
  const high = Math.max(...values, range?.high ?? Number.NEGATIVE_INFINITY);
  const pad = (high - low || Math.abs(high) || 1) * 0.12;
  const x = scaleTime({
    domain: [points[0]?.at ?? 0, points.at(-1)?.at ?? 1],
    range: [size.left + 8, size.width - size.right - 8],
  });
  const y = scaleLinear({ domain: [low - pad, high + pad], range: [size.height - size.bottom, size.top] });
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const summary = i18n._('Od {from} ({before}) do {to} ({now}): {trend}.', {
    from: words.date(first.date.slice(0, 10)) ?? '',
    before: words.number(first.value, digits),
    to: words.date(last.date.slice(0, 10)) ?? '',
    now: words.value(result),
    trend: trend ? i18n._('ostatnio {trend}', { trend: words.trend(trend) }) : i18n._('pierwszy wynik'),
  });
  const band = { top: y(range?.high ?? high + pad), bottom: y(range?.low ?? low - pad) };
  return (
    <figure className="pp-trend" ref={ref}>
      <figcaption>{summary}</figcaption>
      <svg width={size.width} height={size.height} role="img" aria-label={summary}>
        {range && (
          <>
            <rect
              x={size.left}
              width={size.width - size.right - size.left}
              y={band.top}
              height={Math.max(0, band.bottom - band.top)}
              className="pp-trend-band"
            />
            <text x={size.left + 8} y={Math.min(band.bottom - 8, band.top + 20)} className="pp-trend-words">
              {i18n._('norma')}
            </text>
          </>
        )}
        <Line
          from={{ x: size.left, y: size.height - size.bottom }}
          to={{ x: size.width - size.right, y: size.height - size.bottom }}
          className="pp-trend-axis"
        />
        <LinePath data={points} x={({ at }) => x(at)} y={({ value }) => y(value)} className="pp-trend-line" />
        {points.map(({ at, value, date }) => (
          <circle key={date} cx={x(at)} cy={y(value)} r={4.5} className="pp-trend-dot" />
        ))}
        <text x={x(last.at) + 6} y={y(last.value) - 12} textAnchor="end" className="pp-trend-now">
          {words.number(last.value, digits)}
        </text>
        <text x={size.left} y={size.height - 8} className="pp-trend-words">
          {words.date(first.date.slice(0, 7))}
        </text>
        <text x={size.width - size.right} y={size.height - 8} textAnchor="end" className="pp-trend-words">
          {words.date(last.date.slice(0, 7))}
        </text>
      </svg>
    </figure>
  );
}
