/** Filters of the profile: lanes, facilities, specialties, time. What was asked for, understood, and what it lets through. */
import { Refusal } from '#core/refusal/refusal.ts';
import { matches, type TimelineEntry, type TimelineFilter } from './life-line.ts';
import { type FacetValue, type Facets, type Lane, lanes } from './model.ts';
import { moment } from './reading.ts';

/** As it stands in an address or a body. */
export interface FilterAsked {
  /** One or more, with commas between; so are facilities and specialties, by the ids that the facets give. */
  lane?: string | undefined;
  facility?: string | undefined;
  specialty?: string | undefined;
  /** FHIR dates; `to` is left out of the span. */
  from?: string | undefined;
  to?: string | undefined;
}

export const filterNames = ['lane', 'facility', 'specialty', 'from', 'to'];

export interface Filter extends TimelineFilter {
  readonly facilities: readonly string[];
  readonly specialties: readonly string[];
}

/** An entry with what its content says of where it was written. */
export interface PlacedEntry extends TimelineEntry {
  readonly facility?: string;
  readonly specialty?: string;
}

const most = { asked: 20, values: 100 };

/** @throws Refusal `invalid` for an unknown lane, a bad date, or a list that is no list of ids. */
export function filterAsked(asked: FilterAsked): Filter {
  const [from, to] = [dateAsked('from', asked.from), dateAsked('to', asked.to)];
  return {
    lanes: lanesAsked(asked.lane),
    facilities: idsAsked('facility', asked.facility),
    specialties: idsAsked('specialty', asked.specialty),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** Entries that all filters let through, in their order. An empty list filters nothing. */
export const filtered = <E extends PlacedEntry>(entries: readonly E[], filter: Filter): E[] =>
  entries.filter((entry) => passes(entry, filter));

const passes = (entry: PlacedEntry, filter: Filter): boolean =>
  matches(entry, filter) &&
  among(filter.lanes ?? [], entry.lane) &&
  among(filter.facilities, entry.facility) &&
  among(filter.specialties, entry.specialty);

const among = (wanted: readonly string[], value: string | undefined): boolean =>
  wanted.length === 0 || (value !== undefined && wanted.includes(value));

/** What can be chosen, each value counted under the other filters, so that a choice never leads to nothing unseen. */
export function facets(
  entries: readonly PlacedEntry[],
  filter: Filter,
  names: { facility(id: string): string | undefined; specialty(id: string): string | undefined },
): Facets {
  const matching = filtered(entries, filter);
  const others = { ...filter, lanes: [] };
  const inLanes = counted(filtered(entries, others).map(({ lane }) => lane));
  const facilities = filtered(entries, { ...filter, facilities: [] }).flatMap(({ facility }) => facility ?? []);
  const specialties = filtered(entries, { ...filter, specialties: [] }).flatMap(({ specialty }) => specialty ?? []);
  const content = filter.facilities.length + filter.specialties.length > 0;
  return {
    total: entries.length,
    matching: matching.length,
    lanes: lanes.map((id) => ({ id, count: inLanes.get(id) ?? 0 })),
    facilities: values(facilities, filter.facilities, names.facility),
    specialties: values(specialties, filter.specialties, names.specialty),
    ...(content ? { keys: matching.map(({ type, id }) => `${type}/${id}`) } : {}),
  };
}

/** What is chosen stays in the list, also where nothing has it: it must be possible to take it off. */
function values(
  found: readonly string[],
  chosen: readonly string[],
  nameOf: (id: string) => string | undefined,
): FacetValue[] {
  const counts = counted(found);
  const all = [...new Set([...chosen, ...counts.keys()])].map((id) => {
    const name = nameOf(id);
    return { id, ...(name ? { name } : {}), count: counts.get(id) ?? 0 };
  });
  const first = (one: FacetValue): number => (chosen.includes(one.id) ? 1 : 0);
  const order = (a: FacetValue, b: FacetValue) => b.count - a.count || (a.name ?? '').localeCompare(b.name ?? '', 'pl');
  return all.sort((a, b) => first(b) - first(a) || order(a, b)).slice(0, most.values);
}

function counted(found: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function lanesAsked(text: string | undefined): Lane[] {
  return (text ? text.split(',') : []).map((name) => {
    const lane = lanes.find((one) => one === name);
    if (!lane)
      throw new Refusal('invalid', 'unknown-lane', `There is no lane ${name}. There are: ${lanes.join(', ')}.`);
    return lane;
  });
}

function idsAsked(name: string, text: string | undefined): string[] {
  const ids = text ? [...new Set(text.split(','))] : [];
  if (ids.length > most.asked || ids.some((id) => !/^[\w.-]{1,64}$/.test(id))) {
    throw new Refusal('invalid', `bad-${name}`, `${name} takes at most ${most.asked} ids, as the facets give them.`);
  }
  return ids;
}

function dateAsked(name: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  const seconds = /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) ? moment(text) : undefined;
  if (seconds === undefined) throw new Refusal('invalid', 'bad-date', `${name} must be a date such as 2026-03-18.`);
  return seconds;
}
