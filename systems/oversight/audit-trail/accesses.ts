/**
 * "Kto oglądał moje dane": folds events into what a person can read. One line is one day, one person, one place, one
 * purpose; refused attempts and automatic accesses are lines of their own (security/requirements.md 3.5).
 */
import type { Purpose, Role } from '#core/access/actor.ts';
import type { EventAbout } from '#core/audit/index.ts';
import { categoriesOf, inOrder } from './categories.ts';
import type { Access, Category } from './model.ts';

const polishDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw', dateStyle: 'short' });
/** The calendar day in Poland on which something happened: `2026-03-01`. */
export const dayOf = (at: Date): string => polishDay.format(at);

const automaticRoles = new Set(['machine', 'platform']);

interface Group {
  readonly newest: EventAbout;
  oldest: EventAbout;
  readonly day: string;
  changed: boolean;
  readonly categories: Set<Category>;
  events: number;
}

/** Folds events, newest first, into accesses, newest first. `patient` is the reader's logical id. */
export function foldAccesses(events: readonly EventAbout[], patient: string): Access[] {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const day = dayOf(event.at);
    const key = [day, event.actor, event.facility, event.purpose, event.outcome === 4].join('\n');
    const group = groups.get(key) ?? {
      newest: event,
      oldest: event,
      day,
      changed: false,
      categories: new Set(),
      events: 0,
    };
    group.oldest = event;
    group.events++;
    group.changed ||= 'CUD'.includes(event.action) && event.outcome === 0;
    for (const category of categoriesOf(event.kind, event.types)) group.categories.add(category);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => accessOf(group, patient));
}

function accessOf({ newest, oldest, day, changed, categories, events }: Group, patient: string): Access {
  const { facility, facilityName } = newest;
  return {
    id: newest.sequence,
    day,
    first: oldest.at.toISOString(),
    last: newest.at.toISOString(),
    who: {
      name: newest.actorName,
      role: newest.role as Role,
      ...(facility && { facility: { id: facility, ...(facilityName && { name: facilityName }) } }),
    },
    own: newest.actorPatient === patient,
    automatic: automaticRoles.has(newest.role),
    refused: newest.outcome === 4,
    changed,
    purpose: newest.purpose as Purpose,
    categories: inOrder(categories),
    events,
  };
}

/**
 * How many of the events make a page, so that no day is torn: all of them at the end of the trail; else all but the
 * last day's. A day that alone fills the page is torn after all, and its lines go on in the next one.
 */
export function wholeDays(events: readonly EventAbout[], atEnd: boolean): readonly EventAbout[] {
  const last = events.at(-1);
  if (atEnd || !last) return events;
  const lastDay = dayOf(last.at);
  const whole = events.filter(({ at }) => dayOf(at) !== lastDay);
  return whole.length > 0 ? whole : events;
}
