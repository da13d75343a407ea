/**
 * Follows the trail inside the platform: events in commit order, in batches, each exactly once. What the follower
 * writes and its place move in one transaction, so a process that dies in between has done nothing, and the next one
 * begins where the last commit was. It looks once a second, by one index probe when nothing is new.
 */
import type { Database, Tx } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** An event as followers see it: whose data and which kind, never the content or the search itself. */
export interface FollowedEvent {
  readonly sequence: string;
  readonly at: Date;
  readonly action: string;
  readonly kind: string;
  readonly outcome: number;
  readonly reason: string | null;
  readonly actor: string;
  readonly actorName: string;
  readonly role: string;
  readonly facility: string | null;
  readonly source: string;
  /** Compartment keys. */
  readonly patients: readonly string[] | null;
  /**
   * What was asked for and refused, to tell the same from another: the first resource, or the search with personal
   * values hashed. Null where it was allowed: the resources of a large page would be unpacked for it.
   */
  readonly target: string | null;
}

export interface TrailFollower {
  /** Kebab-case, unique, for ever: its place is kept under it. */
  readonly name: string;
  /** Where it begins the first time. */
  readonly from: 'now' | 'beginning';
  /** Most events in memory. */
  readonly most: number;
  /**
   * Takes the next events. `fresh`: another process may have taken some since the last time, so nothing that this one
   * remembers is sure. When it throws, nothing has happened, and the events come again.
   */
  handle(events: readonly FollowedEvent[], tx: Tx, fresh: boolean): Promise<void>;
}

export interface FollowingNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly follower: TrailFollower;
  /** Pause between looks, ms. */
  readonly every?: number;
  readonly onFailure: (error: Error) => void;
}

export interface Following {
  /** Hands over all that is committed now; for tests and shutdown. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

/** A silent process is taken for dead after this, ms. */
const lease = 10_000;

/** Starts following; of several processes one does the work, the others wait. */
export function followTrail({ database, runtime, follower, every = 1_000, onFailure }: FollowingNeeds): Following {
  const holder = runtime.newId();
  const round = rounds(database, runtime, follower, holder);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let told = '';
  let work: Promise<void> = Promise.resolve();
  const look = (): Promise<void> => {
    work = work.then(async () => {
      try {
        while ((await round()) && !stopped);
        told = '';
      } catch (error) {
        const { message } = error as Error;
        // What stays broken is said once, not every second.
        if (message !== told) onFailure(error as Error);
        told = message;
      }
    });
    return work;
  };
  const tick = (): void => {
    timer = setTimeout(() => void look().then(() => stopped || tick()), every);
    timer.unref();
  };
  // At once: whoever begins "from now" must not miss what happens before the first pause is over.
  void look().then(() => stopped || tick());
  return {
    catchUp: look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await work;
      await database
        .query({
          name: 'audit-follower-leave',
          text: `update audit.follower set held_until = '-infinity' where name = $1 and holder = $2`,
          values: [follower.name, holder],
        })
        .catch(() => undefined);
    },
  };
}

/** One batch a call; true when there may be more. */
function rounds(database: Database, runtime: Runtime, follower: TrailFollower, holder: string) {
  const { name, most } = follower;
  let begun = false;
  /** Where this process left off: when the place is elsewhere, another has worked meanwhile. */
  let left: string | undefined;
  return async (): Promise<boolean> => {
    if (!begun) await begin(database, runtime, follower);
    begun = true;
    if (!(await isAnythingNew(database, name))) return false;
    const now = runtime.now();
    const taken = await database
      .transaction(async (tx) => {
        const place = await take(tx, name, holder, now);
        if (!place) return undefined;
        const events = await eventsAfter(tx, place, most);
        const last = events.at(-1);
        if (!last) return undefined;
        await follower.handle(events, tx, left !== place.sequence);
        await tx.query({
          name: 'audit-follower-move',
          text: `update audit.follower set xid = $2, sequence = $3, moved = $4 where name = $1`,
          values: [name, last.xid, last.sequence, now],
        });
        return { sequence: last.sequence, full: events.length === most };
      })
      .catch((error) => {
        // What the handler remembers of a transaction that never was must not be used.
        left = undefined;
        throw error;
      });
    if (taken) left = taken.sequence;
    return taken?.full ?? false;
  };
}

async function begin(tx: Tx, runtime: Runtime, { name, from }: TrailFollower): Promise<void> {
  await tx.query({
    name: 'audit-follower-begin',
    text: `insert into audit.follower (name, xid, sequence, moved)
      values ($1, case when $2 then '0'::xid8 else pg_snapshot_xmin(pg_current_snapshot()) end, 0, $3)
      on conflict (name) do nothing`,
    values: [name, from === 'beginning', runtime.now()],
  });
}

/**
 * The event after the place of a follower `f`: the first entry of the index. Asked whether there is any, PostgreSQL
 * expects to meet one soon whichever way it goes, and reads the whole trail from its beginning.
 */
const firstAfter = `select e.xid, e.at from audit.event e where (e.xid, e.sequence) > (f.xid, f.sequence)
  order by e.xid, e.sequence limit 1`;

/** Exported for the test of its plan. */
export const probe = `select e.xid < pg_snapshot_xmin(pg_current_snapshot()) as "isNew" from audit.follower f
  cross join lateral (${firstAfter}) e where f.name = $1`;

async function isAnythingNew(tx: Tx, name: string): Promise<boolean> {
  const { rows } = await tx.query<{ isNew: boolean }>({ name: 'audit-follower-probe', text: probe, values: [name] });
  return rows[0]?.isNew ?? false;
}

interface Place {
  readonly xid: string;
  readonly sequence: string;
}

async function take(tx: Tx, name: string, holder: string, now: Date): Promise<Place | undefined> {
  const { rows } = await tx.query<{ xid: string; sequence: string }>({
    name: 'audit-follower-take',
    text: `update audit.follower set holder = $2, held_until = $4 where name = (
        select name from audit.follower where name = $1 and (holder = $2 or held_until < $3) for update skip locked)
      returning xid::text, sequence`,
    values: [name, holder, now, new Date(now.getTime() + lease)],
  });
  return rows[0];
}

async function eventsAfter(tx: Tx, { xid, sequence }: Place, most: number) {
  const { rows } = await tx.query<FollowedEvent & { readonly xid: string }>({
    name: 'audit-follower-events',
    text: `select e.xid::text, e.sequence, e.at, e.action, e.kind, e.outcome, e.reason, e.actor,
        e.actor_name as "actorName", e.role, e.facility, e.source, e.patients,
        case when e.outcome <> 0 then coalesce(e.entities[1], e.query) end as target
      from audit.event e
      where (e.xid, e.sequence) > ($1::xid8, $2::int8) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      order by e.xid, e.sequence limit $3`,
    values: [xid, sequence, most],
  });
  return rows;
}

/** How far a follower is behind: the time of the oldest event that it has not taken; undefined when there is none. */
export async function oldestNotFollowed(tx: Tx, name: string): Promise<Date | undefined> {
  const { rows } = await tx.query<{ at: Date }>({
    name: 'audit-follower-lag',
    text: `select e.at from audit.follower f cross join lateral (${firstAfter}) e where f.name = $1`,
    values: [name],
  });
  return rows[0]?.at;
}
