/** The table twin of the life line: the same entries with words, page by page, newest first. */
import { Refusal } from '#core/refusal/refusal.ts';
import { detailOf, whatOf } from './event.ts';
import { after, cursorOf, outlinedTypes, stayClasses, type TimelineEntry, timeline } from './life-line.ts';
import { type Lane, lanes, type TimelinePage, type TimelineRow } from './model.ts';
import { providers } from './overview.ts';
import { dateOf, encounterOf, endOf, type Fhir, moment, type Names, type Reference, sourceOf } from './reading.ts';
import { type Reader, readPatient } from './reader.ts';
import { findAll, namesFor } from './reads.ts';
import { settledRows } from './settled-services.ts';

const pageSize = 50;

export interface TimelineQuestion {
  /** One or more lanes, with commas between. */
  lane?: string | undefined;
  /** FHIR dates; `to` is left out of the span. */
  from?: string | undefined;
  to?: string | undefined;
  cursor?: string | undefined;
}

/** @throws Refusal `invalid` for an unknown lane, a bad date or a cursor that is not ours; `not-found` as the record says it. */
export async function timelinePage(reader: Reader, patientId: string, asked: TimelineQuestion): Promise<TimelinePage> {
  const filter = {
    lanes: lanesAsked(asked.lane),
    from: dateAsked('from', asked.from),
    to: dateAsked('to', asked.to),
  };
  await readPatient(reader, patientId);
  const of = `patient=${encodeURIComponent(patientId)}`;
  const [outline, settled, stays] = await Promise.all([
    reader.outline(patientId, outlinedTypes),
    settledRows(reader, patientId),
    findAll(reader, 'Encounter', `${of}&class=${stayClasses.join(',')}`, 500),
  ]);
  const entries = timeline([...outline, ...settled], new Set(stays.resources.map(({ id }) => id)), filter);
  const rest = after(entries, asked.cursor);
  if (!rest) throw new Refusal('invalid', 'bad-cursor', 'This cursor is not one of ours. Begin at the first page.');
  const page = rest.slice(0, pageSize);
  const contents = await contentsOf(reader, of, page);
  const visits = await visitsOf(reader, of, [...contents.values()]);
  const names = await namesFor(reader, [...contents.values(), ...visits]);
  const facilities = providers([...visits, ...contents.values()]);
  const last = page.at(-1);
  return {
    rows: page.flatMap((entry) => row(entry, contents.get(`${entry.type}/${entry.id}`), names, facilities) ?? []),
    total: entries.length,
    ...(last && rest.length > pageSize ? { next: cursorOf(last) } : {}),
  };
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

function lanesAsked(text: string | undefined): Lane[] {
  return (text ? text.split(',') : []).map((name) => {
    const lane = lanes.find((one) => one === name);
    if (!lane)
      throw new Refusal('invalid', 'unknown-lane', `There is no lane ${name}. There are: ${lanes.join(', ')}.`);
    return lane;
  });
}

function dateAsked(name: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  const seconds = /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) ? moment(text) : undefined;
  if (seconds === undefined) throw new Refusal('invalid', 'bad-date', `${name} must be a date such as 2026-03-18.`);
  return seconds;
}
