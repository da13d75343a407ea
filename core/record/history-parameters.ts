/** Parameters of history: _count, _since, and our cursor. https://hl7.org/fhir/R4/http.html#history */
import { Refusal } from '../refusal/refusal.ts';
import type { Stored } from './record.ts';

export interface HistoryPage {
  entries: { method: 'C' | 'U' | 'D'; stored: Stored & { deleted: boolean } }[];
  /** Query strings (without `?`) for the links. */
  self: string;
  next?: string;
}

export interface HistoryParameters {
  count: number;
  since: Date | undefined;
  /** Numbers that say where the last page ended; undefined on the first. */
  cursor: number[] | undefined;
}

const mostPerPage = 1000;
const instant = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** @throws Refusal `invalid` for a count, time or cursor that is none. Other parameters are left out. */
export function parseHistory(query: string): HistoryParameters {
  const parameters = new URLSearchParams(query);
  const count = parameters.get('_count');
  if (count !== null && !/^\d{1,6}$/.test(count)) throw bad('_count', 'a number of entries, such as 50');
  const since = parameters.get('_since');
  const time = since === null ? undefined : new Date(since.replaceAll(' ', '+'));
  if (time && (!instant.test((since ?? '').replaceAll(' ', '+')) || Number.isNaN(time.getTime()))) {
    throw bad('_since', 'an instant, such as 2026-03-01T12:00:00Z');
  }
  const cursor = parameters.get('_cursor');
  if (cursor !== null && !/^\d{1,19}(-\d{1,19}){0,2}$/.test(cursor))
    throw bad('_cursor', 'taken from the link to the next page');
  const numbers = cursor?.split('-').map(Number);
  if (numbers?.some((number) => !Number.isSafeInteger(number)))
    throw bad('_cursor', 'taken from the link to the next page');
  return { count: Math.min(mostPerPage, Math.max(1, Number(count ?? 50))), since: time, cursor: numbers };
}

const bad = (name: string, says: string) =>
  new Refusal('invalid', 'invalid-parameter', `The parameter ${name} must be ${says}.`);

/** The query of the next page. */
export function toCursor(query: string, cursor: readonly (number | string)[]): string {
  const parameters = new URLSearchParams(query);
  parameters.set('_cursor', cursor.join('-'));
  return parameters.toString();
}
