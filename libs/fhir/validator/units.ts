/** Compares quantities of different units, by UCUM. https://ucum.org/ucum */
import { isNumber, toNumber } from '../json.ts';

type Json = { [name: string]: unknown };

const ucum = 'http://unitsofmeasure.org';
/** Powers of ten of the metric prefixes. */
// biome-ignore format: a table
const prefixes: { readonly [prefix: string]: number } = {
  Y: 24, Z: 21, E: 18, P: 15, T: 12, G: 9, M: 6, k: 3, h: 2, da: 1, d: -1, c: -2, m: -3, u: -6, n: -9, p: -12, f: -15,
};
const metric = new Set([
  'g',
  'm',
  'L',
  'l',
  's',
  'mol',
  'Pa',
  'J',
  'W',
  'Hz',
  'V',
  'A',
  'K',
  'cd',
  'B',
  'eq',
  'osm',
  'U',
]);
/** Units of time and angle that are no powers of ten of each other, in seconds. */
const seconds: { readonly [unit: string]: number } = { min: 60, h: 3600, d: 86_400, wk: 604_800 };

/** The difference of two quantities; NaN when their units are not of one kind, or not known here. */
export function compareQuantities(a: Json, b: Json): number {
  if (!isNumber(a.value) || !isNumber(b.value)) return Number.NaN;
  const [first, second] = [toNumber(a.value), toNumber(b.value)];
  if (a.code === b.code && a.system === b.system && (a.code !== undefined || a.unit === b.unit)) return first - second;
  if (a.system !== ucum || b.system !== ucum) return Number.NaN;
  const [of, than] = [scale(String(a.code)), scale(String(b.code))];
  if (!of || !than || of.base !== than.base) return Number.NaN;
  return first * of.factor - second * than.factor;
}

function scale(unit: string): { base: string; factor: number } | undefined {
  const time = seconds[unit];
  if (Object.hasOwn(seconds, unit) && time !== undefined) return { base: 's', factor: time };
  const same = (base: string) => (base === 'l' ? 'L' : base);
  if (metric.has(unit)) return { base: same(unit), factor: 1 };
  for (const length of [1, 2]) {
    const [prefix, base] = [unit.slice(0, length), unit.slice(length)];
    if (Object.hasOwn(prefixes, prefix) && metric.has(base)) {
      return { base: same(base), factor: 10 ** (prefixes[prefix] as number) };
    }
  }
  return undefined;
}
