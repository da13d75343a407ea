/** Key results: the last value of each test with its range, its direction and the values before it. */
import type { Flag, KeyResult, Point } from './model.ts';
import {
  as,
  type CodeableConcept,
  codes,
  dateOf,
  type Fhir,
  linkOf,
  list,
  moment,
  type Names,
  newestFirst,
  type Quantity,
  type Reference,
  sourceOf,
  words,
} from './reading.ts';

/**
 * What a physician looks for first, by LOINC code, in this order: sugar, kidneys, salts, heart, fats, blood,
 * thyroid, liver, inflammation, clotting, pressure, weight. Not a clinical rule: an order of display.
 * https://loinc.org
 */
export const keyCodes = [
  '4548-4',
  '33914-3',
  '62238-1',
  '98979-8',
  '2160-0',
  '2823-3',
  '10230-1',
  '33762-6',
  '8480-6',
  '85354-9',
  '2089-1',
  '13457-7',
  '18262-6',
  '2093-3',
  '718-7',
  '3016-3',
  '1742-6',
  '1988-5',
  '6301-6',
  '1558-6',
  '2345-7',
  '2339-0',
  '29463-7',
];

const rank = new Map(keyCodes.map((code, place) => [code, place]));
const points = 12;
/** Below this share of the value before it a change is shown as "the same". */
const sameness = 0.03;

/** Last results, one line per test: the key ones in their order, then what was measured last. At most `limit`. */
export function keyResults(
  observations: readonly Fhir[],
  names: Names,
  visits: ReadonlyMap<string, Reference>,
  limit: number,
): KeyResult[] {
  const tests = new Map<string, Fhir[]>();
  for (const observation of [...observations].sort(newestFirst)) {
    const code = codes(observation.code)[0];
    if (!code || !counts(observation) || !hasValue(observation)) continue;
    const test = tests.get(code);
    if (!test) tests.set(code, [observation]);
    else if (test.every((one) => one.id !== observation.id)) test.push(observation);
  }
  const ordered = [...tests].sort(([a], [b]) => (rank.get(a) ?? keyCodes.length) - (rank.get(b) ?? keyCodes.length));
  return ordered.slice(0, limit).map(([, test]) => result(test, names, visits));
}

const counts = ({ status }: Fhir): boolean => status !== 'entered-in-error' && status !== 'cancelled';

interface Component {
  code?: CodeableConcept;
  valueQuantity?: Quantity;
}

const hasValue = (observation: Fhir): boolean =>
  ['valueQuantity', 'valueString', 'valueCodeableConcept', 'valueInteger', 'component'].some(
    (element) => observation[element] !== undefined,
  );

/** One test: `observations` are all of the same code, newest first. */
export function result(observations: readonly Fhir[], names: Names, visits: ReadonlyMap<string, Reference>): KeyResult {
  const last = observations[0] as Fhir;
  const value = measured(last);
  const range = rangeOf(last);
  const date = dateOf(last);
  const series = seriesOf(observations, value.unit);
  const trend = trendOf(series);
  return {
    link: linkOf(last),
    what: words(last.code) ?? '–',
    code: codes(last.code)[0] ?? '',
    value,
    ...(date ? { date } : {}),
    ...(range ? { range } : {}),
    flag: flagOf(last, value.number, range),
    ...(trend ? { trend } : {}),
    series,
    source: sourceOf(last, names, visits),
  };
}

/** The value of an observation in the form that a line shows. */
export function measured(observation: Fhir): KeyResult['value'] {
  const quantity = as<Quantity>(observation.valueQuantity);
  if (quantity?.value !== undefined) return { number: Number(quantity.value), ...unitOf(quantity) };
  const parts = list<Component>(observation.component).filter((one) => one.valueQuantity?.value !== undefined);
  const [first, second] = inOrder(parts);
  if (first?.valueQuantity) {
    return {
      number: Number(first.valueQuantity.value),
      ...(second?.valueQuantity ? { second: Number(second.valueQuantity.value) } : {}),
      ...unitOf(first.valueQuantity),
    };
  }
  if (observation.valueInteger !== undefined) return { number: Number(observation.valueInteger) };
  const text = as<string>(observation.valueString) ?? words(observation.valueCodeableConcept);
  return text ? { text } : {};
}

/** Blood pressure is said systolic (8480-6) first, however it was sent. */
const inOrder = (parts: Component[]): Component[] =>
  [...parts]
    .sort((a, b) => Number(codes(b.code).includes('8480-6')) - Number(codes(a.code).includes('8480-6')))
    .slice(0, 2);

const unitOf = ({ unit, code }: Quantity): { unit?: string } => ((unit ?? code) ? { unit: unit ?? code } : {});

interface Range {
  low?: Quantity;
  high?: Quantity;
  text?: string;
}

function rangeOf(observation: Fhir): KeyResult['range'] {
  const range = list<Range>(observation.referenceRange)[0];
  if (!range) return undefined;
  return {
    ...(range.low?.value === undefined ? {} : { low: Number(range.low.value) }),
    ...(range.high?.value === undefined ? {} : { high: Number(range.high.value) }),
    ...(range.text ? { text: range.text } : {}),
  };
}

/** What the laboratory said (interpretation), else what the range says; `unknown` when neither does. */
export function flagOf(observation: Fhir, value: number | undefined, range: KeyResult['range']): Flag {
  const said = list<CodeableConcept>(observation.interpretation).flatMap(codes)[0];
  if (said && /^(H|HH|HU|A|AA)$/.test(said) && !(said.startsWith('A') && range?.low !== undefined)) return 'high';
  if (said && /^(L|LL|LU)$/.test(said)) return 'low';
  if (said === 'N') return 'normal';
  if (value === undefined || (range?.low === undefined && range?.high === undefined)) return 'unknown';
  if (range.low !== undefined && value < range.low) return 'low';
  return range.high !== undefined && value > range.high ? 'high' : 'normal';
}

/** At most twelve points of one unit, oldest first. Another unit is another scale: left out, never drawn on the same one. */
function seriesOf(observations: readonly Fhir[], unit: string | undefined): Point[] {
  const series: Point[] = [];
  for (const observation of observations) {
    const value = measured(observation);
    const date = dateOf(observation);
    const sameTime = moment(series.at(-1)?.date) === moment(date); // sent twice: in a panel and alone
    if (value.number !== undefined && date && value.unit === unit && !sameTime)
      series.push({ date, value: value.number });
    if (series.length === points) break;
  }
  return series.reverse();
}

function trendOf(series: readonly Point[]): KeyResult['trend'] {
  const [before, last] = series.slice(-2);
  if (!before || !last || moment(before.date) === moment(last.date)) return undefined;
  const change = last.value - before.value;
  if (Math.abs(change) <= Math.abs(before.value) * sameness) return 'same';
  return change > 0 ? 'up' : 'down';
}
