/** Prefixes and what they ask of a stored range. https://hl7.org/fhir/R4/search.html#prefix */
import { dateRange, numberRange, unitForm } from '#libs/fhir/search/values.ts';
import type { Box } from './criteria.ts';
import { badParameter, printable } from './limits.ts';
import { splitAt, unescape } from './query-string.ts';

type Range = readonly [low: number, high: number];

const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const;
export type Prefix = (typeof prefixes)[number];

const any: Range = [-Infinity, Infinity];
const above = (value: number): Range => [next(value), Infinity];
const below = (value: number): Range => [-Infinity, -next(-value)];

/** The prefix of a value, and the rest. */
function splitPrefix(value: string): [Prefix, string] {
  const prefix = prefixes.find((known) => value.startsWith(known));
  return prefix ? [prefix, value.slice(2)] : ['eq', value];
}

/**
 * What a prefix asks, as alternatives: the stored range lies within `low` × `high` of one of them. `near` is the range
 * of the value widened for `ap`.
 */
function boxesOf(key: string, prefix: Prefix, [low, high]: Range, near: Range): Box[] {
  switch (prefix) {
    case 'eq':
      return [{ key, low: [low, high], high: [low, high] }];
    case 'ne':
      return [
        { key, low: below(low), high: any },
        { key, low: any, high: above(high) },
      ];
    case 'gt':
      return [{ key, low: any, high: above(high) }];
    // Reaches beyond the value, or lies within it: what only reaches into it is neither.
    case 'ge':
      return [
        { key, low: any, high: above(high) },
        { key, low: [low, Infinity], high: [-Infinity, high] },
      ];
    case 'lt':
      return [{ key, low: below(low), high: any }];
    case 'le':
      return [
        { key, low: below(low), high: any },
        { key, low: [low, Infinity], high: [-Infinity, high] },
      ];
    case 'sa':
      return [{ key, low: above(high), high: any }];
    case 'eb':
      return [{ key, low: any, high: below(low) }];
    case 'ap':
      return [{ key, low: [-Infinity, near[1]], high: [near[0], Infinity] }];
  }
}

/** A moment that is later or the same: one range, which an index can walk. */
function momentBox(prefix: 'ge' | 'le', [low, high]: Range): Box {
  const range: Range = prefix === 'ge' ? [low, Infinity] : [-Infinity, high];
  return { key: '', low: range, high: range };
}

/** A `+` that was not encoded arrives as a space. */
const dateText = (text: string): string => text.replace(/ (?=\d\d:\d\d$)/, '+');

/** The alternatives for a date; of the key '' for a moment. `ap` is a tenth of the time between then and now, and at least a day. */
export function dateBoxes(name: string, key: string, value: string, now: () => Date): Box[] {
  const [prefix, text] = splitPrefix(value);
  const range = dateRange(dateText(text));
  if (!range) {
    throw badParameter(
      name,
      `'${printable(value)}' is no date. Write 2026, 2026-03, 2026-03-01 or 2026-03-01T12:30:00Z.`,
    );
  }
  if (key === '' && (prefix === 'ge' || prefix === 'le')) return [momentBox(prefix, range)];
  const gap = prefix === 'ap' ? Math.max(86_400, Math.abs(now().getTime() / 1000 - range[0]) / 10) : 0;
  return boxesOf(key, prefix, range, [range[0] - gap, range[1] + gap]);
}

/** Of `_filter`: the stored range overlaps the date (`po`), or includes it (`co`). */
export function periodBox(name: string, key: string, value: string, how: 'po' | 'co'): Box {
  const range = dateRange(dateText(value));
  if (!range) throw badParameter(name, `'${printable(value)}' is no date.`);
  const [low, high] = how === 'po' ? [range[1], range[0]] : range;
  return { key, low: [-Infinity, low], high: [high, Infinity] };
}

/**
 * The alternatives for a number. With eq, ne and ap the precision counts (100 is everything that rounds to it); the
 * other prefixes compare with the exact value.
 */
export function numberBoxes(name: string, keys: readonly string[], value: string): Box[] {
  const [prefix, text] = splitPrefix(value);
  const range = numberRange(text);
  if (!range) throw badParameter(name, `'${printable(value)}' is no number. Write 5.4, -3 or 1e2, with a point.`);
  const exact = Number(text);
  const gap = Math.abs(exact) / 10;
  const asked: Range = prefix === 'eq' || prefix === 'ne' ? range : [exact, exact];
  const near: Range = [Math.min(range[0], exact - gap), Math.max(range[1], exact + gap)];
  return keys.flatMap((key) => boxesOf(key, prefix, asked, near));
}

export interface QuantityParts {
  /** With its prefix. */
  readonly number: string;
  /** As in rangeKey. */
  readonly unit: string | undefined;
  /** Without a system it may be meant as people write it. */
  readonly human?: string;
  /** The code, when it is said to be one of UCUM. */
  readonly ucum?: string;
}

const ucum = 'http://unitsofmeasure.org';

/** `5.4|system|code`, `5.4||code`, `5.4`. */
export function quantityParts(name: string, value: string): QuantityParts {
  const [number = '', system, code, ...more] = splitAt(value, '|').map(unescape);
  if (system === undefined) return { number, unit: undefined };
  if (!code || more.length > 0) {
    throw badParameter(name, 'write a quantity as number, number|system|code or number||unit.');
  }
  if (system === '') return { number, unit: code, human: code };
  return { number, unit: unitForm(system, code), ...(system === ucum ? { ucum: code } : {}) };
}

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** The next greater double. */
function next(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  if (!Number.isFinite(value)) return value;
  float[0] = value;
  bits[0] = (bits[0] as bigint) + (value > 0 ? 1n : -1n);
  return float[0] as number;
}
