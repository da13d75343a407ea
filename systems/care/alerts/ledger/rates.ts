/** How rules fare, from counters: pure arithmetic that cards, budget and tests share. */
import type { Tally } from './store.ts';

export interface Rates {
  readonly shown: number;
  readonly interrupted: number;
  readonly accepted: number;
  readonly overridden: number;
  /** Accepted of shown, 0 … 1; absent while nothing was shown. */
  readonly acceptance?: number;
}

export function ratesOf(tallies: readonly Tally[]): Rates {
  const sum = (of: (one: Tally) => number) => tallies.reduce((total, one) => total + of(one), 0);
  const shown = sum((one) => one.shown);
  const accepted = sum((one) => one.accepted);
  return {
    ...{ shown, accepted, interrupted: sum((one) => one.interrupted), overridden: sum((one) => one.overridden) },
    ...(shown === 0 ? {} : { acceptance: Math.min(1, Math.round((accepted / shown) * 1000) / 1000) }),
  };
}
