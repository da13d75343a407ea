/** Amounts with units of UCUM, or of the calendar. http://hl7.org/fhirpath/N1/#quantity https://ucum.org/ucum */
import { createRequire } from 'node:module';
import { Decimal } from './decimal.ts';
import type { CalendarUnit } from './moment.ts';

export interface Quantity {
  readonly value: Decimal;
  /** A code of UCUM, or a word of the calendar in the singular. */
  readonly unit: string;
  readonly isCalendar: boolean;
}

const words: readonly CalendarUnit[] = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'];
const codes: { readonly [word in CalendarUnit]: string } = {
  year: 'a',
  month: 'mo',
  week: 'wk',
  day: 'd',
  hour: 'h',
  minute: 'min',
  second: 's',
  millisecond: 'ms',
};

/** `days` → `day`; undefined for what is no word of the calendar. */
export const calendarWord = (text: string): CalendarUnit | undefined =>
  words.find((word) => word === text || `${word}s` === text);

/** `a` → `year`; undefined for what is no unit of time. */
export const wordOfCode = (code: string): CalendarUnit | undefined => words.find((word) => codes[word] === code);

export const ucumCode = ({ unit, isCalendar }: Quantity): string => (isCalendar ? codes[unit as CalendarUnit] : unit);

/** How long years and months of the calendar are is not said: they are compared with their own kind alone. */
const isVague = (of: Quantity): boolean => ['a', 'mo'].includes(ucumCode(of));

const second = 1000n;
const day = 86_400n * second;
/** In milliseconds. http://hl7.org/fhirpath/N1/#toquantityunit-string-quantity */
const lengths: { readonly [word in CalendarUnit]: bigint } = {
  year: 365n * day,
  month: 30n * day,
  week: 7n * day,
  day,
  hour: 3600n * second,
  minute: 60n * second,
  second,
  millisecond: 1n,
};

/** From one word of the calendar to another: a year is 12 months, or 365 days. */
function inCalendar(value: Decimal, from: CalendarUnit, to: CalendarUnit): Decimal | undefined {
  const pair = `${from} ${to}`;
  const [many, few] =
    pair === 'year month' ? [12n, 1n] : pair === 'month year' ? [1n, 12n] : [lengths[from], lengths[to]];
  return value.times(new Decimal(many)).dividedBy(new Decimal(few));
}

/** The word of the calendar by which a date can be moved; undefined for what has none. */
export function calendarUnit({ unit, isCalendar }: Quantity): CalendarUnit | undefined {
  if (isCalendar) return unit as CalendarUnit;
  // A word in quotes is no code of UCUM, but nothing else can be meant.
  const word = wordOfCode(unit);
  return calendarWord(unit) ?? (word === 'year' || word === 'month' ? undefined : word);
}

interface Ucum {
  validateUnitString(unit: string): { status: string };
  convertUnitTo(from: string, value: number, to: string): { status: string; toVal: number | null };
}

let library: Ucum | undefined;

/** The table of units is large: it is read when two units meet for the first time. */
function ucum(): Ucum {
  const require = createRequire(import.meta.url);
  const { UcumLhcUtils } = require('@lhncbc/ucum-lhc') as { UcumLhcUtils: { getInstance(): Ucum } };
  library ??= UcumLhcUtils.getInstance();
  return library;
}

const longestUnit = 100;
const mostExponent = 100;

/** How many of `to` one of `from` is; undefined where they measure different things. */
function factor(from: string, to: string): { by: (value: number) => number } | undefined {
  if (from.length > longestUnit || to.length > longestUnit) return undefined;
  const { status, toVal } = ucum().convertUnitTo(from, 1, to);
  if (status !== 'succeeded' || toVal === null) return undefined;
  return { by: (value) => ucum().convertUnitTo(from, value, to).toVal as number };
}

const units = new Map<string, boolean>();
const mostUnits = 2000;

/** Is this a unit that UCUM has? What is longer than any unit is none. */
export function isUcumUnit(unit: string): boolean {
  // The library says on the console what it thinks of blanks.
  if (unit.length > longestUnit || /\s/.test(unit)) return false;
  let is = units.get(unit);
  if (is === undefined) {
    is = ucum().validateUnitString(unit).status === 'valid';
    if (units.size >= mostUnits) units.clear();
    units.set(unit, is);
  }
  return is;
}

/** The value of `right` in the unit of `left`; undefined where they cannot be compared. */
export function converted(left: Quantity, right: Quantity, isEquivalence = false): Decimal | undefined {
  if (left.isCalendar === right.isCalendar) {
    if (left.unit === right.unit) return right.value;
    if (left.isCalendar) return inCalendar(right.value, right.unit as CalendarUnit, left.unit as CalendarUnit);
  } else if (!isEquivalence && (isVague(left) || isVague(right))) return undefined;
  if (ucumCode(left) === ucumCode(right)) return right.value;
  const way = factor(ucumCode(right), ucumCode(left));
  // Doubles have noise in the last digits that nobody wrote.
  return way && Decimal.of(Number(way.by(right.value.toNumber()).toPrecision(12)));
}

/**
 * `of` in another unit, a code of UCUM or a word of the calendar; undefined where there is no way. Between both it is
 * converted as its own unit is, and named anew. http://hl7.org/fhirpath/#time-valued-unit-conversions
 */
export function inUnit(of: Quantity, unit: string): Quantity | undefined {
  const word = calendarWord(unit);
  const own = of.isCalendar ? (word ?? wordOfCode(unit)) : word ? codes[word] : unit;
  const value = converted({ ...of, unit: own ?? unit, isCalendar: of.isCalendar && own !== undefined }, of);
  return value && { value, unit: word ?? unit, isCalendar: word !== undefined };
}

/** Is the unit of `left` at least as fine as that of `right`? A calendar word and its code are one. */
export function isFiner(left: Quantity, right: Quantity): boolean {
  if (ucumCode(left) === ucumCode(right)) return true;
  const way = factor(ucumCode(left), ucumCode(right));
  return way === undefined || way.by(1) <= 1;
}

/** A number times days are days. Undefined for a unit beyond all units. http://hl7.org/fhirpath/N1/#multiplication */
export function times(left: Quantity, right: Quantity): Quantity | undefined {
  const value = left.value.times(right.value);
  if (isOne(right)) return { ...left, value };
  if (isOne(left)) return { ...right, value };
  const unit = joined(ucumCode(left), '.', ucumCode(right));
  return unit === undefined ? undefined : { value, unit, isCalendar: false };
}

export function dividedBy(left: Quantity, right: Quantity): Quantity | undefined {
  const value = left.value.dividedBy(right.value);
  if (!value || isOne(right)) return value && { ...left, value };
  const unit = joined(ucumCode(left), '/', ucumCode(right));
  return unit === undefined ? undefined : { value, unit, isCalendar: false };
}

const isOne = ({ unit, isCalendar }: Quantity): boolean => unit === '1' && !isCalendar;

/** `cm` by `cm` is `cm2`, `m/s` by `s` is `m`. */
function joined(left: string, sign: '.' | '/', right: string): string | undefined {
  if (left.length + right.length > longestUnit) return undefined;
  const [upper, lower] = [exponentsOf(left), exponentsOf(right)];
  if (!upper || !lower) {
    const inner = (unit: string) => (/[./]/.test(unit) ? `(${unit})` : unit);
    return `${inner(left)}${sign}${inner(right)}`;
  }
  const all = new Map(upper);
  for (const [atom, exponent] of lower) all.set(atom, (all.get(atom) ?? 0) + (sign === '.' ? exponent : -exponent));
  const terms = (of: 1 | -1) =>
    [...all]
      .filter(([, exponent]) => exponent * of > 0)
      .map(([atom, exponent]) => (exponent * of === 1 ? atom : `${atom}${exponent * of}`));
  if ([...all.values()].some((exponent) => Math.abs(exponent) > mostExponent)) return undefined;
  return [terms(1).join('.'), ...terms(-1)].join('/') || '1';
}

/** Atoms of a unit that is a plain product (`kg.m/s2`); undefined where there is more to it. https://ucum.org/ucum#section-Syntax-Rules */
function exponentsOf(unit: string): Map<string, number> | undefined {
  const exponents = new Map<string, number>();
  if (unit === '1') return exponents;
  for (const [, sign, term = ''] of `${unit.startsWith('/') ? '' : '.'}${unit}`.matchAll(/([./])([^./]*)/g)) {
    const [, atom, exponent = '1'] = /^((?:[A-Za-z%]|\[[^\]]*\])+)([+-]?\d+)?$/.exec(term) ?? [];
    if (atom === undefined) return undefined;
    exponents.set(atom, (exponents.get(atom) ?? 0) + (sign === '/' ? -1 : 1) * Number(exponent));
  }
  return exponents;
}

export const quantityText = ({ value, unit, isCalendar }: Quantity): string =>
  isCalendar ? `${value} ${value.toString() === '1' ? unit : `${unit}s`}` : `${value} '${unit}'`;

/** Reads `1.5 'mg'`, `4 days`, `3`. */
export function readQuantity(text: string): Quantity | undefined {
  const found = /^([+-]?\d+(?:\.\d+)?)(?:\s*(?:'([^']{1,100})'|([a-z]+)))?$/.exec(text.trim());
  const value = found && Decimal.read(found[1] as string);
  if (!found || !value) return undefined;
  if (found[3] === undefined) return { value, unit: found[2] ?? '1', isCalendar: false };
  const word = calendarWord(found[3]);
  return word && { value, unit: word, isCalendar: true };
}
