/** The filter as it stands in a screen's address, as the operations take it, and applied to the life line. Pure. */
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { type Facets, lanes, type LifeLine } from '../../model.ts';

type Search = ScreenProps['search'];

/** Name in the address, name in the operations. Values are opaque ids and dates, never personal. */
const names = { tor: 'lane', placowka: 'facility', specjalnosc: 'specialty', od: 'from', do: 'to' } as const;
export type FilterName = keyof typeof names;
export const filterNames = Object.keys(names) as FilterName[];

/** What the address filters by; nothing for what it does not. */
export const filterOf = (search: Search): Partial<Record<FilterName, string>> =>
  Object.fromEntries(filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));

export const isFiltered = (search: Search): boolean => Object.keys(filterOf(search)).length > 0;

/** The same, by the names that operations know. */
export const asked = (search: Search): Record<string, string> =>
  Object.fromEntries(Object.entries(filterOf(search)).map(([name, value]) => [names[name as FilterName], value]));

/** The life line under a filter. Facilities and specialties are known by the keys that the facets give. */
export function filteredLine(line: LifeLine, search: Search, facets: Facets | undefined): LifeLine {
  if (!isFiltered(search)) return line;
  const wanted = search.tor?.split(',');
  const keys = facets?.keys && new Set(facets.keys);
  const [from, to] = [secondsOf(search.od), secondsOf(search.do)];
  const lets = ([starts, lasts, type, id]: LifeLine['lanes']['tests'][number]): boolean => {
    if (keys && !keys.has(`${line.types[type]}/${id}`)) return false;
    if (from === undefined && to === undefined) return true;
    if (starts === null || (to !== undefined && starts >= to)) return false;
    return from === undefined || lasts === null || starts + lasts >= from;
  };
  const shown = lanes.map((lane) => [lane, wanted && !wanted.includes(lane) ? [] : line.lanes[lane].filter(lets)]);
  const inLanes = Object.fromEntries(shown) as LifeLine['lanes'];
  return { ...line, lanes: inLanes, total: lanes.reduce((sum, lane) => sum + inLanes[lane].length, 0) };
}

/** Seconds since 1970 of the beginning of a FHIR date. */
function secondsOf(date: string | undefined): number | undefined {
  if (!date) return undefined;
  const value = Date.parse(/^\d{4}$/.test(date) ? `${date}-01-01` : date);
  return Number.isNaN(value) ? undefined : value / 1000;
}
