/**
 * What a FHIR date or number spans. Partial dates and rounded numbers mean every value that they may stand for.
 * https://hl7.org/fhir/R4/search.html#date, https://hl7.org/fhir/R4/search.html#number
 */
const dateForm = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/**
 * The closed range, in seconds since 1970, that a date, dateTime or instant spans: `2026-03` is all of March. A time
 * without zone counts as UTC, in what is stored and in what is asked. Undefined for what is no date.
 */
export function dateRange(text: string): readonly [low: number, high: number] | undefined {
  if (text !== lastText) {
    lastRange = computeRange(text);
    lastText = text;
  }
  return lastRange;
}

/** The dates of one resource are asked for by several parameters, and often are the same. */
let lastText = '';
let lastRange: readonly [number, number] | undefined;

function computeRange(text: string): readonly [number, number] | undefined {
  const parts = dateForm.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  const y = Number(year);
  const m = month === undefined ? 0 : Number(month) - 1;
  const d = day === undefined ? 1 : Number(day);
  const h = Number(hour ?? 0);
  const low = utc(y, m, d, h, Number(minute ?? 0), Number(second ?? 0)) + milliseconds(fraction) - shift(zone);
  if (!isDay(y, m, d) || h > 24 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60) return undefined;
  const high = month === undefined ? utc(y + 1, 0, 1) : day === undefined ? utc(y, m + 1, 1) : low + span(parts);
  return [low / 1000, (fraction === undefined ? high - 1 : low) / 1000];
}

/** Seconds since 1970 of the beginning of a date, dateTime or instant. */
export function secondsOf(text: string): number | undefined {
  return dateRange(text)?.[0];
}

function span([, , , , hour, , second]: RegExpExecArray): number {
  if (hour === undefined) return 86_400_000;
  return second === undefined ? 60_000 : 1000;
}

function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  if (year >= 100) return Date.UTC(year, month, day, hour, minute, second);
  return new Date(Date.UTC(2000, month, day, hour, minute, second)).setUTCFullYear(year); // Date.UTC(99) is 1999
}

/** Is there such a day? Months count from 0. */
export function isDay(year: number, month: number, day: number): boolean {
  return month >= 0 && month < 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 1) return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function milliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function shift(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone[0] === '-' ? -minutes : minutes) * 60_000;
}

const numberForm = /^([-+]?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d{1,3}))?$/;

/**
 * The closed range that a number in a query stands for: `100` is [99.5, 100.5), `100.00` is [99.995, 100.005), `1e2`
 * is [95, 105). Stored values are points; this is for questions. Undefined for what is no number.
 */
export function numberRange(text: string): [low: number, high: number] | undefined {
  const parts = numberForm.exec(text);
  if (!parts) return undefined;
  const [, , , fraction, exponent] = parts;
  const value = Number(text);
  const places = exponent === undefined ? 0 : Number(exponent) - 1;
  const half = 5 * 10 ** (places - (fraction?.length ?? 0) - 1);
  if (!Number.isFinite(value) || !Number.isFinite(half)) return undefined;
  // Through decimal text, so that 5.4 gives 5.35 and not 5.3500000000000005.
  const digits = Math.min(100, Math.max(0, (fraction?.length ?? 0) + 1 - places));
  return [Number((value - half).toFixed(digits)), below(Number((value + half).toFixed(digits)))];
}

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** The next smaller double: the range is open above and the record keeps closed ones. */
function below(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  float[0] = value;
  bits[0] = (bits[0] as bigint) + (value > 0 ? -1n : 1n);
  return float[0] as number;
}
