/**
 * "Kto oglądał moje dane": folds events into what a person can read. One line is one day, one person, one place, one
 * purpose; refused attempts and automatic accesses are lines of their own (security/requirements.md 3.5).
 */
import type { Purpose, Role } from '#core/access/actor.ts';
import { relationAt, type RelationRow } from '#core/access/grants.ts';
import type { Relation } from '#core/access/relations.ts';
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
  readonly relation: Relation | undefined;
}

/**
 * Folds events, newest first, into accesses, newest first. `patient` is the reader’s logical id; `ties` all that ever
 * tied the facilities to the patient.
 */
export function foldAccesses(
  events: readonly EventAbout[],
  patient: string,
  ties: readonly RelationRow[] = [],
): Access[] {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const day = dayOf(event.at);
    const relation = relationOf(event, ties);
    const key = [day, event.actor, event.facility, event.purpose, event.outcome === 4, relation, event.app].join('\n');
    const group = groups.get(key) ?? {
      newest: event,
      oldest: event,
      day,
      changed: false,
      categories: new Set(),
      events: 0,
      relation,
    };
    group.oldest = event;
    group.events++;
    group.changed ||= 'CUD'.includes(event.action) && event.outcome === 0;
    for (const category of categoriesOf(event.kind, event.types)) group.categories.add(category);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => accessOf(group, patient));
}

const relationOf = ({ role, facility, actor, at, outcome }: EventAbout, ties: readonly RelationRow[]) =>
  role === 'physician' && facility && outcome === 0 ? relationAt(ties, { facility, person: actor, at }) : undefined;

function accessOf({ newest, oldest, day, changed, categories, events, relation }: Group, patient: string): Access {
  const { facility, facilityName, app, appName } = newest;
  return {
    id: newest.sequence,
    day,
    first: oldest.at.toISOString(),
    last: newest.at.toISOString(),
    who: {
      name: newest.actorName,
      role: newest.role as Role,
      ...(facility && { facility: { id: facility, ...(facilityName && { name: facilityName }) } }),
      ...(app && { app: appName ?? app }),
    },
    own: newest.actorPatient === patient,
    automatic: automaticRoles.has(newest.role),
    refused: newest.outcome === 4,
    changed,
    // Broken glass is what it is, whatever the session said its purpose was.
    purpose: relation === 'emergency' ? 'ETREAT' : (newest.purpose as Purpose),
    ...(relation ? { relation } : {}),
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
