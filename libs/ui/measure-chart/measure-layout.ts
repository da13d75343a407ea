/** Where the points and bars of a measure chart stand. Pure: times in ms since 1970, places in pixels. */

export interface MeasurePoint {
  at: number;
  value: number;
  second?: number;
}

export interface Limits {
  low?: number;
  high?: number;
}

export interface Scale {
  least: number;
  most: number;
  y(value: number): number;
}

/** Room above and below the line, for its marks. */
const edge = 9;

/**
 * The scale of one row: wide enough for its points, its range and its goal. A limit far from all points would press
 * the line flat, so a limit further away than twice the points' own spread is left to the words.
 */
export function scaleOf(
  points: readonly MeasurePoint[],
  limits: readonly (Limits | undefined)[],
  height: number,
): Scale {
  const values = points.flatMap(({ value, second }) => (second === undefined ? [value] : [value, second]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spread = Math.max(high - low, Math.abs(high) * 0.05);
  const near = limits
    .flatMap((one) => [one?.low, one?.high])
    .filter((one): one is number => one !== undefined && one >= low - 2 * spread && one <= high + 2 * spread);
  const least = Math.min(low, ...near);
  const most = Math.max(high, ...near);
  const whole = most - least || Math.abs(most) || 1;
  return { least, most, y: (value) => height - edge - ((value - least) / whole) * (height - 2 * edge) };
}

export interface Span {
  from: number;
  /** Absent while it lasts. */
  to?: number;
}

/** A span cut to what is shown, in pixels; undefined when nothing of it is shown. Never thinner than 3 px. */
export function barOf({ from, to }: Span, view: readonly [number, number], width: number) {
  const [first, last] = view;
  const end = Math.min(to ?? last, last);
  if (end < first || from > last) return undefined;
  const place = (at: number) => ((at - first) / (last - first || 1)) * width;
  const x = place(Math.max(from, first));
  const wide = Math.max(3, place(end) - x);
  return {
    x: Math.min(x, width - 3),
    width: Math.min(wide, width),
    open: to === undefined || to > last,
    before: from < first,
  };
}

/** First days of years, or of quarters or months where there is room, that the ruler names: at most one per `room` px. */
export function ticksOf(view: readonly [number, number], width: number, room = 52): { at: number; months: boolean }[] {
  const [first, last] = view;
  const most = Math.max(1, Math.floor(width / room));
  for (const step of [1, 3, 12, 24, 60, 120, 240]) {
    const ticks = momentsOf(new Date(first), step, most, last).filter((at) => at >= first);
    if (ticks.length <= most) return ticks.map((at) => ({ at, months: step < 12 }));
  }
  return [];
}

/** Every so many months from the beginning of the first year (or of its round number of years), one more than `most`. */
function momentsOf(first: Date, step: number, most: number, last: number): number[] {
  const years = Math.max(1, step / 12);
  const year = first.getUTCFullYear() - (first.getUTCFullYear() % years);
  const found: number[] = [];
  for (let month = 0; found.length <= most + Math.max(12, years); month += step) {
    const at = Date.UTC(year, month);
    if (at > last) break;
    found.push(at);
  }
  return found;
}
