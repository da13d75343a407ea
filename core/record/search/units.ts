/**
 * A quantity asked for in a UCUM unit is found in its metric kin, too: `5.4 mg` where `0.0054 g` is stored. Only what
 * differs by a power of ten: that shifts the point of a number and changes none of its digits.
 * https://hl7.org/fhir/R4/search.html#quantity, https://ucum.org/ucum
 */
import type { Box } from './criteria.ts';
import { numberBoxes, type QuantityParts } from './ranges.ts';

const exponents: { readonly [prefix: string]: number } = {
  k: 3,
  '': 0,
  d: -1,
  c: -2,
  m: -3,
  u: -6,
  n: -9,
  p: -12,
};

const metric = /^(k|d|c|m|u|n|p|)(mol|m\[Hg\]|m\[H2O\]|\[IU\]|\[iU\]|osm|kat|cal|eq|Pa|Hz|g|L|l|m|J|W|V|A|U|s)$/;
const litre = new Set(['l', 'L']);

interface Part {
  readonly code: string;
  /** Of ten: what one of it is, beside one of the unit without prefix. */
  readonly exponent: number;
}

/** The unit under each prefix that people use above (or below) a fraction bar; itself only when it takes none. */
function kin(code: string, prefixes: readonly string[]): { own: number; parts: Part[] } {
  const [, prefix, atom = ''] = metric.exec(code) ?? [];
  if (prefix === undefined) return { own: 0, parts: [{ code, exponent: 0 }] };
  const atoms = litre.has(atom) ? [...litre] : [atom];
  const parts = [...new Set([...prefixes, prefix])].flatMap((other) =>
    atoms.map((one) => ({ code: other + one, exponent: exponents[other] ?? 0 })),
  );
  return { own: exponents[prefix] ?? 0, parts };
}

/** Other units that measure the same, and by which power of ten a number in `code` has to be shifted for each. */
export function metricKin(code: string): { code: string; shift: number }[] {
  const [above = '', below, ...more] = code.split('/');
  if (more.length > 0) return [];
  const upper = kin(above, ['k', '', 'm', 'u', 'n', 'p', ...(/[lLm]$/.test(above) ? ['d', 'c'] : [])]);
  const lower = below === undefined ? undefined : kin(below, ['', 'd', 'm', 'u']);
  const found = upper.parts.flatMap((one) => {
    const shift = upper.own - one.exponent;
    if (!lower) return [{ code: one.code, shift }];
    return lower.parts.map((other) => ({
      code: `${one.code}/${other.code}`,
      shift: shift - (lower.own - other.exponent),
    }));
  });
  return found.filter((one) => one.code !== code);
}

/** Through decimal text, so that 5.4e-3 is 0.0054 and nothing beside it. */
function shifted(value: number, by: number): number {
  if (!Number.isFinite(value)) return value;
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + by}`);
}

const shiftedBox = ({ key, low, high }: Box, by: number): Box => ({
  key,
  low: [shifted(low[0], by), shifted(low[1], by)],
  high: [shifted(high[0], by), shifted(high[1], by)],
});

/** What a quantity asks: of its own unit, and of the metric kin when it is one of UCUM. */
export function quantityBoxes(
  name: string,
  { number, unit, ucum }: QuantityParts,
  keysOf: (unit: string | undefined) => readonly string[],
): Box[] {
  const own = numberBoxes(name, keysOf(unit), number);
  if (ucum === undefined) return own;
  const others = metricKin(ucum).flatMap(({ code, shift }) =>
    numberBoxes(name, keysOf(code), number).map((box) => shiftedBox(box, shift)),
  );
  return [...own, ...others];
}
