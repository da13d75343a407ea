/**
 * Parameters of history: _count, _since, _at, _sort, and our cursor. _list is refused: the record keeps no lists of
 * what to follow. https://hl7.org/fhir/R4/http.html#history
 */
import { dateRange } from '#libs/fhir/search/values.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { shown } from '../checks.ts';
import type { Stored } from '../record.ts';

export interface HistoryPage {
  entries: { method: 'C' | 'U' | 'D'; stored: Stored & { deleted: boolean } }[];
  /** How many there are on all pages, where that is cheap to tell: of one resource, and of what one page holds. */
  total?: number;
  /** Query strings (without `?`) for the links. */
  self: string;
  next?: string;
}

export interface HistoryParameters {
  count: number;
  since: Date | undefined;
  /** Only versions that were the present one at some point of this time; both ends included. */
  at: { readonly from: Date; readonly to: Date } | undefined;
  /** Oldest first (`_sort=_lastUpdated`). */
  ascending: boolean;
  /** Numbers that say where the last page ended; undefined on the first. */
  cursor: number[] | undefined;
}

/** What becomes of parameters that are not understood: left out, or refused (`Prefer: handling=strict`). */
export interface Handling {
  readonly strict?: boolean;
}

const mostPerPage = 1000;
const orders = new Map([
  ['-_lastUpdated', false],
  ['none', false],
  ['_lastUpdated', true],
]);
/** What says how the answer looks. https://hl7.org/fhir/R4/http.html#parameters */
const ofAnswer = new Set(['_format', '_pretty', '_summary', '_elements']);
/** Before and after everything: PostgreSQL and JavaScript can both hold these. */
const always = { from: new Date(Date.UTC(1, 0, 1)), to: new Date(Date.UTC(9999, 11, 31)) };

/** @throws Refusal `invalid` for a count, time, order or cursor that is none, and for `_list`. */
export function parseHistory(query: string, { strict = false }: Handling = {}): HistoryParameters {
  const found: HistoryParameters = { count: 50, since: undefined, at: undefined, ascending: false, cursor: undefined };
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === '_count') found.count = countOf(value);
    else if (name === '_since') found.since = instantOf(value);
    else if (name === '_at') found.at = periodOf(value, found.at);
    else if (name === '_sort') found.ascending = orderOf(value);
    else if (name === '_cursor') found.cursor = cursorOf(value);
    else if (name === '_list')
      throw new Refusal('invalid', 'no-lists', 'History cannot be asked by _list. Leave it out.');
    else if (strict && !ofAnswer.has(name)) {
      throw new Refusal('invalid', 'unknown-parameter', `History knows no parameter '${shown(name)}'. Leave it out.`);
    }
  }
  return found;
}

function countOf(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw bad('_count', 'a number of entries, such as 50');
  return Math.min(mostPerPage, Math.max(1, Number(text)));
}

const signed = (text: string): string => text.replaceAll(' ', '+');

function instantOf(text: string): Date {
  const range = dateRange(signed(text));
  if (!range) throw bad('_since', 'an instant, such as 2026-03-01T12:00:00Z');
  return dateOf(range[0]);
}

/** `2026-03`, `ge2026-03-01`; several narrow each other. https://hl7.org/fhir/R4/search.html#date */
function periodOf(text: string, { from, to } = always): typeof always {
  const [, prefix = '', date = ''] = /^(eq|g[et]|sa|l[et]|eb)?(.*)$/s.exec(signed(text)) ?? [];
  const range = dateRange(date);
  if (!range) throw bad('_at', 'a date or time, such as 2026-03, 2026-03-01T12:00:00Z or ge2026-03-01');
  const [low, high] = range.map(dateOf) as [Date, Date];
  const after = prefix.startsWith('l') || prefix === 'eb' ? always.from : low;
  const before = prefix.startsWith('g') || prefix === 'sa' ? always.to : high;
  return { from: after > from ? after : from, to: before < to ? before : to };
}

const dateOf = (seconds: number): Date =>
  new Date(Math.min(always.to.getTime(), Math.max(always.from.getTime(), seconds * 1000)));

function orderOf(text: string): boolean {
  const ascending = orders.get(text);
  if (ascending === undefined) throw bad('_sort', '-_lastUpdated (newest first), _lastUpdated or none');
  return ascending;
}

function cursorOf(text: string): number[] {
  const numbers = /^\d{1,16}(-\d{1,16}){0,2}$/.test(text) ? text.split('-').map(Number) : [Number.NaN];
  if (!numbers.every(Number.isSafeInteger)) throw badCursor();
  return numbers;
}

const bad = (name: string, says: string) =>
  new Refusal('invalid', 'invalid-parameter', `The parameter ${name} must be ${says}.`);

export const badCursor = (): Refusal => bad('_cursor', 'taken from the link to the next page');

/** The query of the next page. */
export function toCursor(query: string, cursor: readonly (number | string)[]): string {
  const parameters = new URLSearchParams(query);
  parameters.set('_cursor', cursor.join('-'));
  return parameters.toString();
}
