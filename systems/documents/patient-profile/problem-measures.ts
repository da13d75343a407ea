/** Measures of a problem: each test over the years, in the unit of its last value. */
import type { KeyResult } from './model.ts';
import type { LinkedMeasure } from './problem-links.ts';
import type { Measure, MeasurePoint } from './problem-model.ts';
import { codes, dateOf, type Fhir, linkOf, moment, type Names, newestFirst, type Reference, words } from './reading.ts';
import { measured, result } from './results.ts';

/** How many tests a problem without a row in the table shows: those that its visits measured most often. */
const mostUnlisted = 6;

const stands = ({ status }: Fhir): boolean => status !== 'entered-in-error' && status !== 'cancelled';

/** One test; `observations` are of one code, in any order. Without any, only its name: "never measured". */
export function measureOf(
  { code, what }: LinkedMeasure,
  observations: readonly Fhir[],
  names: Names,
  visits: ReadonlyMap<string, Reference>,
): Measure {
  const standing = [...observations].filter(stands).sort(newestFirst);
  if (standing.length === 0) return { code, what, points: [], otherUnit: 0 };
  const last = result(standing, names, visits);
  const points: MeasurePoint[] = [];
  let otherUnit = 0;
  for (const observation of standing.toReversed()) {
    const { number, second, unit } = measured(observation);
    const date = dateOf(observation);
    if (number === undefined || !date || moment(date) === undefined) continue;
    if (unit !== last.value.unit) {
      otherUnit++;
      continue;
    }
    const before = points.at(-1);
    if (before && moment(before.date) === moment(date) && before.value === number) continue; // sent twice
    points.push({ date, value: number, ...(second === undefined ? {} : { second }), link: linkOf(observation) });
  }
  return { code, what: last.what, last, points, otherUnit };
}

/** Of a problem that the table does not know: the tests that its own visits measured most often. */
export function unlistedMeasures(
  observations: readonly Fhir[],
  names: Names,
  visits: ReadonlyMap<string, Reference>,
): Measure[] {
  const tests = new Map<string, Fhir[]>();
  for (const one of observations) {
    const [code] = codes(one.code);
    if (code) tests.set(code, [...(tests.get(code) ?? []), one]);
  }
  return [...tests]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([code, test]) => measureOf({ code, what: words(test[0]?.code) ?? code }, test, names, visits))
    .filter(({ points }) => points.length > 0)
    .slice(0, mostUnlisted);
}

/** Whether a value meets a target; undefined when there is nothing to compare. */
export function meets(last: KeyResult | undefined, goal: { low?: number; high?: number }): boolean | undefined {
  const value = last?.value.number;
  if (value === undefined || (goal.low === undefined && goal.high === undefined)) return undefined;
  return (goal.low === undefined || value >= goal.low) && (goal.high === undefined || value <= goal.high);
}
