/** "Co nowego": what came in since this facility last saw the patient; at most five lines, the weightiest first. */
import type { DocumentLine, KeyResult, Medicine, News, Overview, Problem } from './model.ts';

export interface NewsFacts {
  /** When the physician's facility last saw the patient; undefined when it never did. */
  lastVisitHere: string | undefined;
  now: Date;
  documents: readonly DocumentLine[];
  results: readonly KeyResult[];
  medicines: readonly Medicine[];
  problems: readonly Problem[];
}

const lines = 5;
/** A result is news when it left its range, or moved by this share while outside it. */
const notable = 0.15;

/** Discharge letters, then results out of range, then new medicines, then new problems; each kind newest first. */
export function news({ lastVisitHere, now, documents, results, medicines, problems }: NewsFacts): Overview['news'] {
  const yearAgo = new Date(now.getTime() - 365 * 86_400_000).toISOString().slice(0, 10);
  const since = lastVisitHere ?? yearAgo;
  // By day: what was written during the last visit itself is no news.
  const isNew = (date: string | undefined): boolean => (date ?? '').slice(0, 10) > since.slice(0, 10);
  const all: News[] = [
    ...documents
      .filter((one) => one.discharge && isNew(one.date))
      .map(({ what, date, source, link }) => said('discharge', { date, what, link, facility: source.facility })),
    ...results
      .filter((one) => isNew(one.date) && isNotable(one))
      .map((one) => said('result', { date: one.date, result: one, link: one.link })),
    ...medicines
      .filter((one) => isNew(one.started))
      .map(({ what, started, link }) => said('medicine', { date: started, what, link })),
    ...problems
      .filter((one) => one.active && isNew(one.since))
      .map(({ what, since: date, link }) => said('problem', { date, what, link })),
  ];
  return {
    since,
    basis: lastVisitHere ? 'last-visit-here' : 'last-year',
    lines: all.slice(0, lines),
    more: Math.max(0, all.length - lines),
  };
}

const said = (kind: News['kind'], facts: object): News =>
  Object.fromEntries(Object.entries({ kind, ...facts }).filter(([, value]) => value !== undefined)) as unknown as News;

function isNotable({ flag, series, range }: KeyResult): boolean {
  if (flag !== 'high' && flag !== 'low') return false;
  const [before, last] = series.slice(-2);
  if (!before || !last) return true;
  const wasInside =
    (range?.low === undefined || before.value >= range.low) &&
    (range?.high === undefined || before.value <= range.high);
  return wasInside || Math.abs(last.value - before.value) > Math.abs(before.value) * notable;
}
