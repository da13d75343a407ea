/** Where a result and its reference range lie on a number line. Pure. */

export interface NumberLineScale {
  /** Per cent from the left edge. */
  at(value: number): number;
  from: number;
  to: number;
}

export type Verdict = 'low' | 'normal' | 'high' | 'unknown';

/** Below, within or above the range; the bounds belong to it. Unknown without a range. */
export function verdictOf(value: number, low?: number, high?: number): Verdict {
  if (low === undefined && high === undefined) return 'unknown';
  if (low !== undefined && value < low) return 'low';
  if (high !== undefined && value > high) return 'high';
  return 'normal';
}

/**
 * A line on which the range takes the middle and the value is always in sight. With an upper bound alone it begins at
 * zero, with a lower bound alone it reaches twice that bound. It goes below zero only where the laboratory does (base
 * excess). `marks`: other numbers that must be in sight.
 */
export function numberLineScale(
  value: number,
  low?: number,
  high?: number,
  marks: readonly number[] = [],
): NumberLineScale {
  const ends = [
    value,
    low ?? (high === undefined ? value : 0),
    high ?? (low === undefined ? value : 2 * low),
    low,
    high,
    ...marks,
  ];
  const known = ends.filter((end) => end !== undefined);
  const [lower, upper] = [Math.min(...known), Math.max(...known)];
  const room = (upper - lower || Math.abs(value) || 1) * 0.3;
  const from = lower >= 0 ? Math.max(0, lower - room) : lower - room;
  const to = upper + room;
  return { from, to, at: (wanted) => ((wanted - from) / (to - from)) * 100 };
}

/** A part of the number line; without a bound it is open on that side. */
export interface Bounds {
  low?: number;
  high?: number;
}

/** A stretch of the bar: per cent from the left edge, and how it looks there. */
export interface Stop {
  at: number;
  tone: 'normal' | 'off' | 'worry';
}

/**
 * How the bar is coloured, from left to right: even within the range, "off" outside it, and slowly to "worry" where a
 * mark says that doctors begin to worry. Nothing is coloured without a range: a value that nobody judged is neither
 * good nor bad.
 */
export function stopsOf({ at }: NumberLineScale, range: Bounds, worry: Bounds = {}): Stop[] {
  const { low, high } = range;
  if (low === undefined && high === undefined) return [];
  const left = low === undefined ? 0 : at(low);
  const right = high === undefined ? 100 : at(high);
  const side = (mark: number | undefined, is: boolean, end: number, edge: number): Stop[] =>
    mark !== undefined && is
      ? [
          { at: edge, tone: 'off' },
          { at: at(mark), tone: 'worry' },
        ]
      : [
          { at: edge, tone: 'off' },
          { at: end, tone: 'off' },
        ];
  return [
    ...(low === undefined ? [] : side(worry.low, (worry.low ?? low) < low, 0, left).reverse()),
    { at: left, tone: 'normal' },
    { at: right, tone: 'normal' },
    ...(high === undefined ? [] : side(worry.high, (worry.high ?? high) > high, 100, right)),
  ];
}
