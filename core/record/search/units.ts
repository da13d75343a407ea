/**
 * A quantity asked for in a UCUM unit is found in every unit that measures the same: `5.4 mg` where `0.0054 g` is
 * stored, `120 mm[Hg]` where `16 kPa` is, `37 Cel` where `98.6 [degF]` is. What differs by a power of ten shifts the
 * point of a number and changes none of its digits; the rest is rounded to twelve.
 * https://hl7.org/fhir/R4/search.html#quantity, https://ucum.org/ucum
 */
import type { Box } from './criteria.ts';
import { numberBoxes, type QuantityParts } from './ranges.ts';

const exponents: { readonly [prefix: string]: number } = {
  k: 3,
  h: 2,
  '': 0,
  d: -1,
  c: -2,
  m: -3,
  u: -6,
  n: -9,
  p: -12,
};

const metric = /^(k|h|d|c|m|u|n|p|)(mol|m\[Hg\]|m\[H2O\]|\[IU\]|\[iU\]|osm|kat|bar|cal|eq|Pa|Hz|g|L|l|m|J|W|V|A|U|s)$/;
const litre = new Set(['l', 'L']);

/** What measures the same, each as so many of one of them (UCUM 2.1, tables 3 to 12 and 23). */
const families: readonly { readonly [atom: string]: number }[] = [
  { s: 1, min: 60, h: 3_600, d: 86_400, wk: 604_800, mo: 2_629_800, a: 31_557_600 },
  { g: 1, t: 1_000_000, '[lb_av]': 453.59237, '[oz_av]': 28.349523125 },
  { m: 1, '[in_i]': 0.0254, '[ft_i]': 0.3048, '[mi_i]': 1_609.344, '[mi_us]': 1_609.347219 },
  { Pa: 1, 'm[Hg]': 133_322, 'm[H2O]': 9_806.65, bar: 100_000 },
  { J: 1, cal: 4.184 },
];

/** What people count a rate by. */
const rates = { s: 1, min: 60, h: 3_600, d: 86_400 };

/** Degrees are not multiples of each other: so many kelvins each, above so many. */
const temperatures: { readonly [code: string]: { readonly step: number; readonly zero: number } } = {
  K: { step: 1, zero: 0 },
  Cel: { step: 1, zero: 273.15 },
  '[degF]': { step: 5 / 9, zero: (459.67 * 5) / 9 },
};

interface Part {
  readonly code: string;
  /** Of ten: what one of it is, beside one of the unit without prefix. */
  readonly exponent: number;
  /** How many of the unit asked for one of it is, but for powers of ten. */
  readonly ratio: number;
}

/** The unit under each prefix that people use above (or below) a fraction bar, and its family; itself only when alone. */
function kin(
  code: string,
  prefixes: readonly string[],
  among = families,
): { readonly own: number; readonly parts: readonly Part[] } {
  const [, prefix = '', base = ''] = metric.exec(code) ?? [undefined, '', code];
  const family = among.find((one) => base in one) ?? { [base]: 1 };
  const parts = Object.entries(family).flatMap(([atom, size]) => {
    const ratio = size / (family[base] ?? 1);
    if (!metric.test(atom)) return [{ code: atom, exponent: 0, ratio }];
    const same = litre.has(atom) ? [...litre] : [atom];
    const used = atom === base ? [...new Set([...prefixes, prefix])] : prefixes;
    return used.flatMap((one) => same.map((name) => ({ code: one + name, exponent: exponents[one] ?? 0, ratio })));
  });
  return { own: exponents[prefix] ?? 0, parts };
}

export interface Kin {
  readonly code: string;
  /** The number in this unit of a number in the unit asked for. */
  readonly convert: (value: number) => number;
}

/** Other units that measure the same. */
export function metricKin(code: string): Kin[] {
  if (code in temperatures) return degrees(code);
  const [above = '', below, ...more] = code.split('/');
  if (more.length > 0) return [];
  const upper = kin(above, ['k', '', 'm', 'u', 'n', 'p', ...(/[lLm]$/.test(above) ? ['d', 'c'] : [])]);
  const lower = below === undefined ? undefined : kin(below, isTime(below) ? [''] : ['', 'd', 'm', 'u'], [rates]);
  const found = upper.parts.flatMap((one) => {
    const shift = upper.own - one.exponent;
    if (!lower) return [{ code: one.code, convert: by(shift, one.ratio) }];
    return lower.parts.map((other) => ({
      code: `${one.code}/${other.code}`,
      convert: by(shift - (lower.own - other.exponent), one.ratio / other.ratio),
    }));
  });
  return found.filter((one) => one.code !== code);
}

const isTime = (code: string): boolean => code in rates;

function degrees(code: string): Kin[] {
  const from = temperatures[code];
  if (!from) return [];
  return Object.entries(temperatures)
    .filter(([other]) => other !== code)
    .map(([other, { step, zero }]) => ({
      code: other,
      convert: (value) => rounded((value * from.step + from.zero - zero) / step),
    }));
}

const by =
  (shift: number, ratio: number) =>
  (value: number): number =>
    ratio === 1 ? shifted(value, shift) : rounded(shifted(value, shift) / ratio);

const rounded = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(12)) : value);

/** Through decimal text, so that 5.4e-3 is 0.0054 and nothing beside it. */
function shifted(value: number, by: number): number {
  if (!Number.isFinite(value)) return value;
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + by}`);
}

const convertedBox = ({ key, low, high }: Box, convert: Kin['convert']): Box => ({
  key,
  low: [convert(low[0]), convert(low[1])],
  high: [convert(high[0]), convert(high[1])],
});

/** What a quantity asks: of its own unit, and of its kin when it is one of UCUM. */
export function quantityBoxes(
  name: string,
  { number, unit, ucum }: QuantityParts,
  keysOf: (unit: string | undefined) => readonly string[],
): Box[] {
  const own = numberBoxes(name, keysOf(unit), number);
  if (ucum === undefined) return own;
  const others = metricKin(ucum).flatMap(({ code, convert }) =>
    numberBoxes(name, keysOf(code), number).map((box) => convertedBox(box, convert)),
  );
  return [...own, ...others];
}
