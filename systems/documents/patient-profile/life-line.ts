/** The life line: every entry of a patient in one of six lanes. What is left out and why: `leftOut` below. */
import type { OutlineRow } from '#core/record/record.ts';
import { type Lane, type LifeLine, lanes } from './model.ts';

/** Which lane a type of resource lies in. Encounters are told apart by their class: stays or visits. */
const laneOfType: Readonly<Record<string, Lane>> = {
  Condition: 'problems',
  AllergyIntolerance: 'problems',
  Encounter: 'visits',
  MedicationRequest: 'medicines',
  MedicationStatement: 'medicines',
  MedicationDispense: 'medicines',
  MedicationAdministration: 'medicines',
  Immunization: 'medicines',
  Observation: 'tests',
  DiagnosticReport: 'tests',
  ImagingStudy: 'tests',
  Procedure: 'tests',
  DocumentReference: 'documents',
  Composition: 'documents',
  // Settled by the NFZ and told by nobody else (settled-services.ts); other claims stay out.
  ExplanationOfBenefit: 'visits',
};

/**
 * Types that the life line reads. Left out on purpose: claims and other money, plans and orders (what was to
 * happen, not what did), devices, and the audit of the record itself.
 */
export const lifeLineTypes = Object.keys(laneOfType);

/** Those that the outline of the record gives as they are. */
export const outlinedTypes = lifeLineTypes.filter((type) => type !== 'ExplanationOfBenefit');

/** Encounter classes of somebody who stays over night or for the day. http://terminology.hl7.org/ValueSet/v3-ActEncounterCode */
export const stayClasses = ['IMP', 'ACUTE', 'NONAC', 'OBSENC', 'SS'];

/** The lane of one entry; undefined for what the life line leaves out. */
export function laneOf(type: string, id: string, stays: ReadonlySet<string>): Lane | undefined {
  return type === 'Encounter' && stays.has(id) ? 'stays' : laneOfType[type];
}

/** Spans that the overview knows better than the outline: a problem lasts from its onset to its end, by `Type/id`. */
export type Spans = ReadonlyMap<string, readonly [starts: number, ends: number | null]>;

/** All entries, oldest first in each lane. Marks and counts of the drawing add up to `total`. */
export function lifeLine(
  outline: readonly OutlineRow[],
  stays: ReadonlySet<string>,
  spans: Spans = new Map(),
): LifeLine {
  const line: LifeLine = {
    types: [...lifeLineTypes],
    lanes: Object.fromEntries(lanes.map((lane) => [lane, []])) as unknown as LifeLine['lanes'],
    total: 0,
  };
  const places = new Map(line.types.map((type, place) => [type, place]));
  const spanned = new Set([...spans.keys()].map((key) => key.slice(0, key.indexOf('/'))));
  for (const { type, id, starts, ends } of outline) {
    const lane = laneOf(type, id, stays);
    if (!lane) continue;
    const span = spanned.has(type) ? spans.get(`${type}/${id}`) : undefined;
    const [from, to] = span ?? [finite(starts), finite(ends)];
    line.lanes[lane].push([from, lasting(from, to), places.get(type) as number, id]);
    line.total++;
  }
  for (const lane of lanes) line.lanes[lane].sort((a, b) => (a[0] ?? -1e15) - (b[0] ?? -1e15));
  return line;
}

/** Without a beginning nothing can be said of the length: a moment. */
const lasting = (from: number | null, to: number | null): number | null =>
  from === null ? 0 : to === null ? null : Math.max(0, to - from);

const finite = (seconds: number): number | null => (Number.isFinite(seconds) ? Math.round(seconds) : null);

export interface TimelineFilter {
  /** Empty: all lanes. */
  lanes?: readonly Lane[];
  /** Seconds since 1970; an entry counts when its span meets [from, to). */
  from?: number | undefined;
  to?: number | undefined;
}

export interface TimelineEntry extends OutlineRow {
  lane: Lane;
}

/** The entries that a filter lets through, newest first; a total order, so that a cursor can stand between any two. */
export function timeline(
  outline: readonly OutlineRow[],
  stays: ReadonlySet<string>,
  { lanes: wanted = [], from, to }: TimelineFilter,
): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const row of outline) {
    const itsLane = laneOf(row.type, row.id, stays);
    if (!itsLane || (wanted.length > 0 && !wanted.includes(itsLane))) continue;
    if (!matches(row, { from, to })) continue;
    entries.push({ ...row, lane: itsLane });
  }
  return entries.sort(newerFirst);
}

/** Whether an entry's span meets [from, to); what has no date meets only a filter without dates. */
export function matches({ starts, ends }: OutlineRow, { from, to }: Pick<TimelineFilter, 'from' | 'to'>): boolean {
  if ((from !== undefined || to !== undefined) && !Number.isFinite(starts)) return false;
  if (to !== undefined && starts >= to) return false;
  return from === undefined || Math.max(starts, ends) >= from;
}

/** A total order: newest first, then by type and id. */
export const newerFirst = (a: OutlineRow, b: OutlineRow): number =>
  b.starts === a.starts ? compare(a.type, b.type) || compare(a.id, b.id) : b.starts > a.starts ? 1 : -1;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Where the next page begins: after this entry. Opaque to callers. */
export const cursorOf = ({ starts, type, id }: OutlineRow): string =>
  Buffer.from(`${Number.isFinite(starts) ? starts : ''}|${type}|${id}`).toString('base64url');

/** Entries after the cursor; all of them without one. Undefined when the text is no cursor of ours. */
export function after<T extends OutlineRow>(entries: readonly T[], cursor: string | undefined): T[] | undefined {
  if (!cursor) return [...entries];
  const parts = Buffer.from(cursor, 'base64url').toString().split('|');
  const [starts, type, id] = parts;
  if (parts.length !== 3 || !type || !id || Number.isNaN(Number(starts))) return undefined;
  const place: OutlineRow = {
    starts: starts ? Number(starts) : Number.NEGATIVE_INFINITY,
    ends: 0,
    type,
    id,
  };
  return entries.filter((entry) => newerFirst(place, entry) < 0);
}
