/** The table twin of the life line: the same entries with words, page by page, newest first. */
import { Refusal } from '#core/refusal/refusal.ts';
import { detailOf, whatOf } from './event.ts';
import { type FilterAsked, filterAsked, filtered } from './filter.ts';
import { after, cursorOf, outlinedTypes, newerFirst, stayClasses, type TimelineEntry, timeline } from './life-line.ts';
import type { TimelinePage, TimelineRow } from './model.ts';
import { providers } from './overview.ts';
import { dateOf, encounterOf, endOf, type Fhir, type Names, type Reference, sourceOf } from './reading.ts';
import { type Reader, readPatient } from './reader.ts';
import { findAll, namesFor } from './reads.ts';
import { compartment } from './search/compartment.ts';
import { settledRows } from './settled-services.ts';

const pageSize = 50;

export interface TimelineQuestion extends FilterAsked {
  cursor?: string | undefined;
}

/** @throws Refusal `invalid` for an unknown lane, a bad date or a cursor that is not ours; `not-found` as the record says it. */
export async function timelinePage(reader: Reader, patientId: string, asked: TimelineQuestion): Promise<TimelinePage> {
  await readPatient(reader, patientId);
  const entries = await entriesAsked(reader, patientId, asked);
  const rest = after(entries, asked.cursor);
  if (!rest) throw new Refusal('invalid', 'bad-cursor', 'This cursor is not one of ours. Begin at the first page.');
  const page = rest.slice(0, pageSize);
  const last = page.at(-1);
  return {
    rows: await rowsOf(reader, patientId, page),
    total: entries.length,
    ...(last && rest.length > pageSize ? { next: cursorOf(last) } : {}),
  };
}

/** Facility and specialty stand in the contents; lanes and times in the outline alone, which costs less. */
async function entriesAsked(reader: Reader, patientId: string, asked: FilterAsked): Promise<readonly TimelineEntry[]> {
  const filter = filterAsked(asked);
  if (filter.facilities.length + filter.specialties.length > 0) {
    return filtered((await compartment(reader, patientId)).entries, filter).sort(newerFirst);
  }
  const of = `patient=${encodeURIComponent(patientId)}`;
  const [outline, settled, stays] = await Promise.all([
    reader.outline(patientId, outlinedTypes),
    settledRows(reader, patientId),
    findAll(reader, 'Encounter', `${of}&class=${stayClasses.join(',')}`, 500),
  ]);
  return timeline([...outline, ...settled], new Set(stays.resources.map(({ id }) => id)), filter);
}

/** Entries with words: what is shown is read, and so audited, one by one. At most a page at once. */
export async function rowsOf(
  reader: Reader,
  patientId: string,
  page: readonly TimelineEntry[],
): Promise<TimelineRow[]> {
  const of = `patient=${encodeURIComponent(patientId)}`;
  const contents = await contentsOf(reader, of, page);
  const visits = await visitsOf(reader, of, [...contents.values()]);
  const names = await namesFor(reader, [...contents.values(), ...visits]);
  const facilities = providers([...visits, ...contents.values()]);
  return page.flatMap((entry) => row(entry, contents.get(`${entry.type}/${entry.id}`), names, facilities) ?? []);
}

/** The contents of one page, by `Type/id`: one search per type that is on it. */
async function contentsOf(reader: Reader, of: string, page: readonly TimelineEntry[]): Promise<Map<string, Fhir>> {
  const types = [...new Set(page.map(({ type }) => type))];
  const found = await Promise.all(
    types.map((type) => {
      const ids = page.filter((entry) => entry.type === type).map(({ id }) => id);
      return findAll(reader, type, `${of}&_id=${ids.join(',')}`, pageSize);
    }),
  );
  return new Map(found.flatMap(({ resources }) => resources.map((one) => [`${one.resourceType}/${one.id}`, one])));
}

/** The encounters that a page's resources belong to: they know the facility. */
async function visitsOf(reader: Reader, of: string, resources: readonly Fhir[]): Promise<Fhir[]> {
  const ids = [...new Set(resources.flatMap((one) => encounterOf(one) ?? []))];
  return ids.length === 0 ? [] : (await findAll(reader, 'Encounter', `${of}&_id=${ids.join(',')}`, pageSize)).resources;
}

function row(
  { type, id, lane }: TimelineEntry,
  resource: Fhir | undefined,
  names: Names,
  facilities: ReadonlyMap<string, Reference>,
): TimelineRow | undefined {
  if (!resource) return undefined; // changed away between the two questions
  const starts = dateOf(resource);
  const ends = endOf(resource);
  const detail = detailOf(resource);
  return {
    link: { type, id },
    lane,
    ...(starts ? { starts } : {}),
    ...(ends && ends !== starts ? { ends } : {}),
    what: whatOf(resource, names),
    ...(detail ? { detail } : {}),
    source: sourceOf(resource, names, facilities),
  };
}
