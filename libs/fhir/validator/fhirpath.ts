/** The functions of FHIRPath that compiled invariants call; undefined is the empty collection. */
import { isNumber, numberText, toNumber } from '../json.ts';
import { dateRange } from '../search/ranges.ts';
import { compareQuantities } from './units.ts';

type Truth = boolean | undefined;
type Json = { [name: string]: unknown };

export function list(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    // Only arrays of primitive values hold null, where an extension takes the place of the value.
    if (typeof value[0] === 'object' && value[0] !== null) return value;
    return value.includes(null) ? value.filter((item) => item !== null) : value;
  }
  return value === undefined ? [] : [value];
}

export function single(values: unknown[]): unknown {
  return values.length === 1 ? values[0] : undefined;
}

export function count(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value === undefined ? 0 : 1;
}

/** The elements of that name, or of the first of several names that is there (choice types), of every value. */
export function get(values: unknown[], ...names: string[]): unknown[] {
  const found: unknown[] = [];
  for (const value of values) {
    if (typeof value !== 'object' || value === null) continue;
    const name = names.find((candidate) => (value as Json)[candidate] !== undefined);
    // Not push(...): a list may have more values than a call may have arguments.
    if (name !== undefined) for (const one of list((value as Json)[name])) found.push(one);
  }
  return found;
}

export function select(values: unknown[], pick: (value: unknown) => unknown): unknown[] {
  return values.flatMap((value) => list(pick(value)));
}

export function children(values: unknown[]): unknown[] {
  return values.flatMap((value) =>
    typeof value === 'object' && value !== null && !isNumber(value) ? Object.values(value).flatMap(list) : [],
  );
}

export function descendants(values: unknown[]): unknown[] {
  const found: unknown[] = [];
  let level = children(values);
  while (level.length > 0) {
    for (const value of level) found.push(value);
    level = children(level);
  }
  return found;
}

/** A value by which equals can be found in a Set. */
function keyOf(value: unknown): unknown {
  if (isNumber(value)) return toNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) && !isNumber(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export function isDistinct(values: unknown[]): boolean {
  return new Set(values.map(keyOf)).size === values.length;
}

export function allFalse(values: unknown[]): boolean {
  return values.every((value) => value === false);
}

export function allTrue(values: unknown[]): boolean {
  return values.every((value) => value === true);
}

export function intersect(a: unknown[], b: unknown[]): unknown[] {
  const keys = keysOf(b);
  return a.filter((value) => keys.has(keyOf(value)));
}

export function subsetOf(a: unknown[], b: unknown[]): boolean {
  return intersect(a, b).length === a.length;
}

/** Forgets what was remembered of the last resource, which may have changed since. */
export function forget(): void {
  lastKeys = undefined;
}

/** The keys of a list that is asked about again and again (obs-7), so that the whole stays linear. */
let lastKeys: { of: unknown[]; length: number; keys: Set<unknown> } | undefined;

function keysOf(values: unknown[]): Set<unknown> {
  if (lastKeys?.of !== values || lastKeys.length !== values.length) {
    lastKeys = { of: values, length: values.length, keys: new Set(values.map(keyOf)) };
  }
  return lastKeys.keys;
}

export function union(a: unknown[], b: unknown[]): unknown[] {
  const found = new Map<unknown, unknown>();
  for (const value of [...a, ...b]) found.set(keyOf(value), value);
  return [...found.values()];
}

export function same(a: unknown, b: unknown): Truth {
  if (a === undefined || b === undefined) return undefined;
  return a === b || keyOf(a) === keyOf(b);
}

export function sameList(a: unknown[], b: unknown[]): Truth {
  if (a.length === 0 || b.length === 0) return undefined;
  return a.length === b.length && a.every((value, index) => same(value, b[index]) === true);
}

export function isIn(value: unknown, values: unknown[]): Truth {
  if (value === undefined) return undefined;
  return values.some((other) => same(value, other) === true);
}

export function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

export function or(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === undefined || b === undefined ? undefined : false;
}

export function xor(a: Truth, b: Truth): Truth {
  return a === undefined || b === undefined ? undefined : a !== b;
}

export function not(a: Truth): Truth {
  return a === undefined ? undefined : !a;
}

/** What a comparison says of a difference; undefined when one of the two is not there. */
export function holds(difference: number | undefined, test: (difference: number) => boolean): Truth {
  if (difference === undefined) return undefined;
  return Number.isNaN(difference) || test(difference);
}

/** Of two values nobody can say which is greater (2026 and 2026-03, kg and mg): they break no rule. */
const incomparable = Number.NaN;

export function numbers(a: unknown, b: unknown): number | undefined {
  return isNumber(a) && isNumber(b) ? toNumber(a) - toNumber(b) : undefined;
}

/** Dates of different precision that overlap cannot be compared. */
export function dates(a: unknown, b: unknown): number | undefined {
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  const [first, second] = [dateRange(a), dateRange(b)];
  if (!first || !second) return a < b ? -1 : Number(a > b); // times of day
  if (first[0] === second[0] && first[1] === second[1]) return 0;
  if (first[1] < second[0]) return -1;
  return first[0] > second[1] ? 1 : incomparable;
}

/** Quantities are compared by their codes, which UCUM may convert; the words of a unit count where there is no code. */
export function quantities(a: unknown, b: unknown): number | undefined {
  return compareQuantities((a ?? {}) as Json, (b ?? {}) as Json);
}

export function startsWith(text: unknown, start: unknown): Truth {
  return typeof text === 'string' && typeof start === 'string' ? text.startsWith(start) : undefined;
}

export function endsWith(text: unknown, end: unknown): Truth {
  return typeof text === 'string' && typeof end === 'string' ? text.endsWith(end) : undefined;
}

export function contains(text: unknown, part: unknown): Truth {
  return typeof text === 'string' && typeof part === 'string' ? text.includes(part) : undefined;
}

const expressions = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  let found = expressions.get(pattern);
  if (!found) {
    found = regularExpression(pattern, '');
    expressions.set(pattern, found);
  }
  return found;
}

/** HL7 escapes characters that need none, which the strict Unicode mode refuses. */
function regularExpression(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, `${flags}u`);
  } catch {
    return new RegExp(pattern, flags);
  }
}

/** Patterns come from definitions, never from data; long texts are not tried (none of R4's means them). */
export function matches(text: unknown, pattern: unknown): Truth {
  if (typeof text !== 'string' || typeof pattern !== 'string' || text.length > 10_000) return undefined;
  return expression(pattern).test(text);
}

export function replaceMatches(text: unknown, pattern: unknown, by: unknown): string | undefined {
  if (typeof text !== 'string' || typeof pattern !== 'string' || typeof by !== 'string') return undefined;
  return text.replace(regularExpression(pattern, 'g'), by);
}

export function substring(text: unknown, start: unknown, length?: unknown): string | undefined {
  if (typeof text !== 'string' || typeof start !== 'number') return undefined;
  return typeof length === 'number' ? text.slice(start, start + length) : text.slice(start);
}

export function toInteger(value: unknown): number | undefined {
  const text = String(value);
  return /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}

export function toString(value: unknown): string | undefined {
  if (isNumber(value)) return numberText(value);
  return value === undefined ? undefined : String(value);
}

export function length(text: unknown): number | undefined {
  return typeof text === 'string' ? text.length : undefined;
}

export function concat(a: unknown, b: unknown): string {
  return `${a ?? ''}${b ?? ''}`;
}

export function plus(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  return isNumber(a) && isNumber(b) ? toNumber(a) + toNumber(b) : undefined;
}
