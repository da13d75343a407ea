/** The four zooms of the time line and the ticks of its ruler. Pure; times are seconds since 1970. */
import type { View } from './clusters.ts';

export const levels = ['decade', 'year', 'month', 'day'] as const;
export type Level = (typeof levels)[number];

const day = 86_400;
export const spanOf: Readonly<Record<Level, number>> = {
  decade: Math.round(10 * 365.25 * day),
  year: 366 * day,
  month: 31 * day,
  day,
};

/** One step nearer (1) or further (-1); the same when there is none. */
export const zoomed = (level: Level, step: 1 | -1): Level => levels[levels.indexOf(level) + step] ?? level;

/** The view of one zoom with a moment in its middle. */
export const viewAround = (level: Level, at: number): View => ({
  from: at - spanOf[level] / 2,
  to: at + spanOf[level] / 2,
});

/** The view of one zoom that ends a little after a moment, so that what is newest does not stick to the edge. */
export function viewUntil(level: Level, until: number): View {
  const to = until + spanOf[level] * 0.02;
  return { from: to - spanOf[level], to };
}

export const moved = ({ from, to }: View, part: number): View => ({
  from: from + (to - from) * part,
  to: to + (to - from) * part,
});

/** Moments at which the ruler is labelled; never nearer to each other than `least` pixels. */
export function ticksOf(level: Level, view: View, width: number, least: number): number[] {
  const most = Math.max(1, Math.floor(width / least));
  const all =
    level === 'decade' || level === 'year' ? monthStarts(view, level === 'decade' ? 12 : 1) : steps(view, level);
  const every = Math.ceil(all.length / most);
  return all.filter((_, index) => index % every === 0);
}

/** First days of months, every `months` months, counted from January so that years begin at a tick. */
function monthStarts({ from, to }: View, months: number): number[] {
  const year = new Date(from * 1000).getUTCFullYear();
  const last = new Date(to * 1000).getUTCFullYear();
  const found: number[] = [];
  for (let month = 0; month < (last - year + 1) * 12; month += months) {
    const at = Date.UTC(year, month, 1) / 1000;
    if (at >= from && at <= to) found.push(at);
  }
  return found;
}

function steps({ from, to }: View, level: Level): number[] {
  const step = level === 'month' ? day : 3600;
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) found.push(at);
  return found;
}
