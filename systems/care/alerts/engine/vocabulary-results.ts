/** Words about results: last values, how long ago, trends, repetitions. Pure. */
import { dayMs, type Facts, monthMs } from './facts.ts';
import { type Measure, type MeasureName, measures } from './measures.ts';
import type { Point } from './results.ts';
import type { Trace } from './trace.ts';
import { asking, type Argument, type Word } from './word.ts';

const pointsOf = (facts: Facts, name: Argument | undefined): readonly Point[] =>
  facts.points.get(name as MeasureName) ?? [];

/** Those of a span before now that have a value, newest first. */
const within = (facts: Facts, name: Argument | undefined, span: number): Point[] =>
  pointsOf(facts, name).filter(({ at, value }) => value !== undefined && facts.now - at <= span);

function lacksValue(trace: Trace, name: Argument | undefined, months: number): undefined {
  const { pl, en, uk } = (measures[name as MeasureName] as Measure).name;
  trace.lacks({
    pl: `${pl}: brak wyniku z ostatnich ${months} mies.`,
    en: `${en}: no result of the last ${months} months`,
    uk: `${uk}: немає результату за останні ${months} міс.`,
  });
}

const cutWords = { pl: 'starsze wyniki (nie wczytano)', en: 'older results', uk: 'старіші результати' };

/** What is not among the results that were read may stand in older ones: only so much is known. */
function monthsSince(facts: Facts, name: Argument | undefined, trace: Trace): number | undefined {
  const [last] = pointsOf(facts, name);
  if (last) {
    trace.sawPoint(name as MeasureName, last);
    return (facts.now - last.at) / monthMs;
  }
  const from = facts.readFrom.get('results');
  const { pl } = (measures[name as MeasureName] as Measure).name;
  if (from === undefined || facts.now - from > 120 * monthMs) {
    trace.saw({ what: `${pl}: brak w rejestrze` });
    return Number.POSITIVE_INFINITY;
  }
  trace.lacks(cutWords);
  return undefined;
}

/** Change a year by the straight line that fits best. */
function slopeOf(points: readonly Point[]): number | undefined {
  const year = 12 * monthMs;
  const x = points.map(({ at }) => at / year);
  const y = points.map(({ value = 0 }) => value);
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [mx, my] = [mean(x), mean(y)];
  const spread = x.reduce((sum, one) => sum + (one - mx) ** 2, 0);
  if (spread < 0.01) return undefined;
  return x.reduce((sum, one, place) => sum + (one - mx) * ((y[place] ?? 0) - my), 0) / spread;
}

const tellEnds = (trace: Trace, name: Argument | undefined, points: readonly Point[]): void => {
  for (const one of [points[0], points.at(-1)]) if (one) trace.sawPoint(name as MeasureName, one);
};

const reads = ['results', 'procedures', 'reports'] as const;
const smoker = ['77176002', '449868002', '428041000124106', '8517006'];
const never = ['266919005'];

export const asksAboutResults: { readonly [name: string]: Word } = {
  /** The last value of the last so many months, in the measure's unit. */
  value: asking({
    ...{ reads, gives: 'number', takes: ['measure', 'number'] },
    answer:
      ([name, months]) =>
      (facts, trace) => {
        const [last] = within(facts, name, Number(months) * monthMs);
        if (!last) return lacksValue(trace, name, Number(months));
        trace.sawPoint(name as MeasureName, last);
        return last.value;
      },
  }),
  /** Months since it was last measured or examined; never is Infinity. */
  monthsSince: asking({
    ...{ reads, gives: 'number', takes: ['measure'] },
    answer:
      ([name]) =>
      (facts, trace) =>
        monthsSince(facts, name, trace),
  }),
  /** Change a year over so many months, of at least three values; nothing is said of fewer. */
  slope: asking({
    ...{ reads, gives: 'number', takes: ['measure', 'number'] },
    answer:
      ([name, months]) =>
      (facts, trace) => {
        const points = within(facts, name, Number(months) * monthMs);
        if (points.length < 3) return undefined;
        tellEnds(trace, name, points);
        return slopeOf(points);
      },
  }),
  /** How far the last value is below the highest of so many months. */
  fall: asking({
    ...{ reads, gives: 'number', takes: ['measure', 'number'] },
    answer:
      ([name, months]) =>
      (facts, trace) => {
        const points = within(facts, name, Number(months) * monthMs);
        const [last] = points;
        if (!last || points.length < 2) return undefined;
        const highest = points.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a));
        tellEnds(trace, name, [last, highest]);
        return (highest.value ?? 0) - (last.value ?? 0);
      },
  }),
  /** How far the last value is above the lowest of so many days. */
  rise: asking({
    ...{ reads, gives: 'number', takes: ['measure', 'number'] },
    answer:
      ([name, days]) =>
      (facts, trace) => {
        const points = within(facts, name, Number(days) * dayMs);
        const [last] = points;
        if (!last || points.length < 2) return undefined;
        const lowest = points.reduce((a, b) => ((b.value ?? 0) < (a.value ?? 0) ? b : a));
        tellEnds(trace, name, [last, lowest]);
        return (last.value ?? 0) - (lowest.value ?? 0);
      },
  }),
  /** How often it was measured in so many days, on different days. */
  measured: asking({
    ...{ reads, gives: 'number', takes: ['measure', 'number'] },
    answer:
      ([name, days]) =>
      (facts, trace) => {
        const points = pointsOf(facts, name).filter(({ at }) => facts.now - at <= Number(days) * dayMs);
        tellEnds(trace, name, points);
        return new Set(points.map(({ at }) => Math.floor(at / dayMs))).size;
      },
  }),
  /** Whether the patient smokes or did; nobody knows without a record. */
  hasSmoked: asking({
    ...{ reads: ['conditions', 'results'], gives: 'boolean', takes: [] },
    answer: () => (facts, trace) => {
      const diagnosis = facts.diagnoses.find(({ code }) => /^(?:F17|Z72\.0|Z87\.0)/.test(code));
      if (diagnosis) trace.sawDated(diagnosis);
      const codes = pointsOf(facts, 'smoking').flatMap((one) => one.codes);
      if (diagnosis || codes.some((code) => smoker.includes(code))) return true;
      if (codes.some((code) => never.includes(code))) return false;
      trace.lacks({ pl: 'palenie tytoniu (nie zapisano)', en: 'smoking', uk: 'куріння (не записано)' });
      return undefined;
    },
  }),
};
