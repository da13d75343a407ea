/** How a test went: the finding in words, drawn with the range of its laboratory. */
import { useLingui } from '@lingui/react';
import { TrendChart } from '#libs/ui/trend-chart/trend-chart.tsx';
import type { KeyResult } from '../../model.ts';
import { decimalsOf, useWording } from '../wording/use-wording.ts';

export function Trend({ result }: { result: KeyResult }) {
  const { i18n } = useLingui();
  const words = useWording();
  const { series, range, trend } = result;
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last) return null;
  const digits = decimalsOf(result);
  const finding = i18n._('Od {from} ({before}) do {to} ({now}): {trend}.', {
    from: words.date(first.date.slice(0, 10)) ?? '',
    before: words.number(first.value, digits),
    to: words.date(last.date.slice(0, 10)) ?? '',
    now: words.value(result),
    trend: trend ? i18n._('ostatnio {trend}', { trend: words.trend(trend) }) : i18n._('pierwszy wynik'),
  });
  const band = i18n._('norma');
  return (
    <TrendChart points={series} low={range?.low} high={range?.high} finding={finding} band={band} digits={digits} />
  );
}
