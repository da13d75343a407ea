/** The life line by years, for a vertical time line: how many entries of which kind each year has. Pure. */
import { type EventLink, type Lane, type LifeLine, lanes } from '../../model.ts';

export interface YearOfLife {
  /** `2026`; empty for entries without a date. */
  year: string;
  total: number;
  counts: Partial<Record<Lane, number>>;
}

/** As the time line's filter cuts years: by UTC, in which a FHIR date without a time lies on its own day. */
const yearOf = (seconds: number): string => String(new Date(seconds * 1000).getUTCFullYear());

/**
 * Newest first, entries without a date last. Every entry is counted in the year in which it began, so that the counts
 * add up to `lifeLine.total`.
 */
export function yearsOf({ lanes: all }: Pick<LifeLine, 'lanes'>): YearOfLife[] {
  const years = new Map<string, YearOfLife>();
  for (const lane of lanes) {
    for (const [starts] of all[lane]) {
      const year = starts === null ? '' : yearOf(starts);
      const known = years.get(year) ?? { year, total: 0, counts: {} };
      known.total += 1;
      known.counts[lane] = (known.counts[lane] ?? 0) + 1;
      years.set(year, known);
    }
  }
  return [...years.values()].sort((a, b) => (b.year || '0').localeCompare(a.year || '0'));
}

/** Entries without a date: they lie in no year, and are listed by themselves. */
export const undated = ({ lanes: all, types }: Pick<LifeLine, 'lanes' | 'types'>): EventLink[] =>
  lanes.flatMap((lane) =>
    all[lane].flatMap(([starts, , type, id]) => (starts === null ? [{ type: types[type] ?? '', id }] : [])),
  );
