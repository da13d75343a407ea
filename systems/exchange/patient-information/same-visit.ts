/**
 * Which registered event a settled service is: same patient, same provider, same day. Pure. Each event is one service
 * at most, and each service one event; what could be either of two goes to the first, so that nothing is hidden twice.
 */

/** A service, with the Organization that its REGON leads to. */
export interface ToMatch {
  readonly number: string;
  readonly organization: string | undefined;
  readonly day: string | undefined;
  readonly isStay: boolean;
}

/** An event of the record. */
export interface Registered {
  readonly id: string;
  readonly organization: string | undefined;
  /** Days of Warsaw, first and last. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Ids of events, by the numbers of services. */
export function sameVisits(services: readonly ToMatch[], events: readonly Registered[]): Map<string, string> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  const free = new Map<string, Registered[]>();
  for (const event of [...events].sort((a, b) => compare(a.id, b.id))) {
    const key = keyOf(event.organization, event.from);
    if (key) free.set(key, [...(free.get(key) ?? []), event]);
  }
  for (const service of [...services].sort((a, b) => compare(a.number, b.number))) {
    const key = keyOf(service.organization, service.day);
    const open = (key ? (free.get(key) ?? []) : []).filter(({ id }) => !taken.has(id));
    const alike = open.find(({ from, to }) => (to !== undefined && to !== from) === service.isStay) ?? open[0];
    if (!alike) continue;
    taken.add(alike.id);
    found.set(service.number, alike.id);
  }
  return found;
}

/** Nothing is matched by half a date or without a provider. */
const keyOf = (organization: string | undefined, day: string | undefined): string | undefined =>
  organization && day?.length === 10 ? `${organization} ${day}` : undefined;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
