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
 * A line on which the range takes the middle and the value is always in sight. With one bound the line begins at zero (values
 * of laboratories are not negative) or ends at twice the bound.
 */
export function numberLineScale(value: number, low?: number, high?: number): NumberLineScale {
  const lower = low ?? (high === undefined ? value : Math.min(0, value));
  const upper = high ?? (low === undefined ? value : Math.max(2 * low, value));
  const room = (upper - lower || Math.abs(value) || 1) * 0.6;
  const from = low === undefined && high !== undefined ? lower : Math.min(lower - room, value - room / 4);
  const to = Math.max(upper + room, value + room / 4);
  const begin = lower >= 0 && value >= 0 ? Math.max(0, from) : from;
  return { from: begin, to, at: (wanted) => ((wanted - begin) / (to - begin)) * 100 };
}
