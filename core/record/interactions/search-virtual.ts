/**
 * Search of a type that is made of something else (AuditEvent, of the trail), of which machines may have sent resources
 * of their own: both are found by the parameters of the virtual type, as one list, newest first.
 */
import type { Call } from '../../access/actor.ts';
import type { Visibility } from '../../access/index.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { RecordContext, VirtualType } from '../context.ts';
import type { SearchOptions, SearchPage } from '../record.ts';
import { type FoundPage, type ParsedSearch, runSearch } from '../search/index.ts';

export interface VirtualSearch {
  readonly virtual: VirtualType;
  /** Understands a query as one for what is stored. */
  readonly parse: (query: string) => ParsedSearch;
  readonly query: string;
  readonly options: SearchOptions;
  readonly visibility: Visibility;
}

/** Where a page begins in one of the two lists: behind a cursor of its own, at the beginning (undefined), or nowhere. */
type Place = string | undefined;
const nowhere = 'end';

/** @throws Refusal `invalid` for what the virtual type does not understand, and for a cursor that is none. */
export async function searchVirtual(
  context: RecordContext,
  call: Call,
  { virtual, parse, query, options, visibility }: VirtualSearch,
): Promise<SearchPage> {
  const { asked, places, first } = takePlaces(query);
  const made = await virtual.search(call, [...asked, ...cursor(known(places.made))].join('&'), options);
  const self = made.self.split('&').filter((part) => part !== '' && !isCursor(part));
  const parsed = ofStored(parse, self, places.kept);
  const tx = context.database.reading(call.maxStale);
  const ask = async (count?: number): Promise<FoundPage> => {
    if (!parsed || places.kept === nowhere) return { entries: [], total: 0, self: '', ignored: [] };
    return runSearch(tx, count === undefined ? parsed : { ...parsed, count }, visibility);
  };
  const kept = await ask();
  const lists = { made: places.made === nowhere ? [] : made.entries, kept: kept.entries };
  const { entries, taken } = merged(lists, parsed?.count ?? lists.made.length);
  const behind = {
    made: placeBehind(taken.made, lists.made, made.next, places.made, (entry) => virtual.cursorOf(entry.stored)),
    // The same search up to there gives the cursor of that place.
    kept:
      taken.kept > 0 && taken.kept < lists.kept.length
        ? cursorIn((await ask(taken.kept)).next)
        : placeBehind(taken.kept, lists.kept, kept.next, places.kept, () => cursorIn(kept.next)),
  };
  const more = behind.made !== nowhere || behind.kept !== nowhere;
  return {
    entries,
    ...(made.total === undefined ? {} : { total: made.total + (kept.total ?? 0) }),
    self: first ? self.join('&') : [...self, ...cursor(textOf(places))].join('&'),
    ...(first ? {} : { first: self.join('&') }),
    ...(more && entries.length > 0 ? { next: [...self, ...cursor(textOf(behind))].join('&') } : {}),
    ignored: made.ignored,
  };
}

/** Those that were sent, newest first. Undefined when they cannot have such a value (an account is no reference). */
function ofStored(parse: VirtualSearch['parse'], self: string[], place: Place): ParsedSearch | undefined {
  const criteria = self.filter((part) => !part.startsWith('_sort='));
  try {
    return parse([...criteria, '_sort=-_lastUpdated', ...cursor(known(place))].join('&'));
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'invalid') return undefined;
    throw error;
  }
}

type Entries = SearchPage['entries'];

/** The newest of both, as many as a page has. */
function merged({ made, kept }: { made: Entries; kept: Entries }, most: number) {
  const entries: Entries = [];
  const taken = { made: 0, kept: 0 };
  while (entries.length < most) {
    const [one, other] = [made[taken.made], kept[taken.kept]];
    const next = one && other ? (one.stored.updated >= other.stored.updated ? one : other) : (one ?? other);
    if (!next) break;
    entries.push(next);
    if (next === one) taken.made++;
    else taken.kept++;
  }
  return { entries, taken };
}

function placeBehind(
  taken: number,
  entries: Entries,
  next: string | undefined,
  before: Place,
  cursorOf: (entry: Entries[number]) => Place,
): Place {
  if (taken === entries.length && next === undefined) return nowhere;
  const last = entries[taken - 1];
  return last ? cursorOf(last) : before;
}

const isCursor = (part: string): boolean => part.startsWith('_cursor=');
const known = (place: Place): Place => (place === nowhere ? undefined : place);
const cursor = (place: Place): string[] => (place === undefined ? [] : [`_cursor=${place}`]);
const cursorIn = (query: string | undefined): Place => query?.split('&').find(isCursor)?.slice('_cursor='.length);
const textOf = ({ made = '', kept = '' }: { made: Place; kept: Place }): string => `${made}~${kept}`;

/** The query without its cursor, and the two places that the cursor names. */
function takePlaces(query: string): { asked: string[]; places: { made: Place; kept: Place }; first: boolean } {
  const parts = query.split('&').filter((part) => part !== '');
  const text = cursorIn(query);
  const asked = parts.filter((part) => !isCursor(part));
  if (text === undefined) return { asked, places: { made: undefined, kept: undefined }, first: true };
  const [, made, kept] = /^([\w-]*)(?:~|%7[Ee])([\w-]*)$/.exec(text) ?? [];
  if (made === undefined || kept === undefined) {
    throw new Refusal('invalid', 'bad-cursor', 'The parameter _cursor comes from the next link; take it from there.');
  }
  return { asked, places: { made: made || undefined, kept: kept || undefined }, first: false };
}
