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
 * excess).
 */
export function numberLineScale(value: number, low?: number, high?: number): NumberLineScale {
  const ends = [
    value,
    low ?? (high === undefined ? value : 0),
    high ?? (low === undefined ? value : 2 * low),
    low,
    high,
  ];
  const known = ends.filter((end) => end !== undefined);
  const [lower, upper] = [Math.min(...known), Math.max(...known)];
  const room = (upper - lower || Math.abs(value) || 1) * 0.3;
  const from = lower >= 0 ? Math.max(0, lower - room) : lower - room;
  const to = upper + room;
  return { from, to, at: (wanted) => ((wanted - from) / (to - from)) * 100 };
}
