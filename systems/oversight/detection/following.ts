/**
 * Follows the trail: gives each event the facts that the trail does not hold, lets the rules see it, and writes what
 * they remember, the alerts and the jobs of the response in the very transaction that moves the place. So a restart
 * loses nothing and doubles nothing.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { explainedOf } from '#core/access/grants.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { FollowedEvent, TrailFollower } from '#core/audit/following.ts';
import type { Tx } from '#core/db/database.ts';
import { jobs } from '#core/jobs/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { detect, emptyMemory, type Found, type Memory, packMemory, subjectsOf, unpackMemory } from './engine.ts';
import { asksForExplanation, neverExplained, patientsOf, type Seen, seenOf } from './event.ts';
import type { Alert } from './model.ts';
import { callOf, type Responses, respondJob } from './responses.ts';
import { days, hours, type Rule } from './rule.ts';
import type { SettingsInForce } from './settings.ts';
import { type DetectionStore, detectionStore, type Unexplained } from './store.ts';

export const followerName = 'detection';
/** Memories kept in this process; the others lie in the database. */
const memoriesInProcess = 20_000;
/** Memories kept at all: staff, clients, and the addresses of the last hours. */
const memoriesAtMost = 1_000_000;
const grace = 72 * hours;
const batch = 1_000;
/** Events judged before others get their turn: some milliseconds, so that no request waits for a whole batch. */
const atOnce = 100;
/** What the platform does by itself is no behaviour. */
const ignoredRoles = new Set(['platform']);

export interface FollowingNeeds {
  runtime: Runtime;
  audit: AuditTrail;
  rules: readonly Rule[];
  settings: SettingsInForce;
  responses: Pick<Responses, 'actsOf'>;
  /** For tests. */
  most?: number;
}

export function detectionFollower(needs: FollowingNeeds): TrailFollower {
  /** The most recently used last. */
  const memories = new Map<string, Memory>();
  let forgotAt = 0;
  return {
    name: followerName,
    from: 'now',
    most: needs.most ?? batch,
    async handle(events, tx, fresh) {
      if (fresh) memories.clear();
      try {
        const store = detectionStore(tx);
        const seen = await whatHappened(needs, tx, store, events);
        const found = await judge(needs.rules, store, memories, seen);
        for (const each of found) await raise(needs, tx, store, each);
        const clock = seen.at(-1)?.at ?? 0;
        if (clock - forgotAt > hours) {
          await store.forgetMemories(new Date(clock - days), new Date(clock - 100 * days), memoriesAtMost);
          forgotAt = clock;
        }
      } catch (error) {
        // The transaction is undone; what this process remembers of it must be too.
        memories.clear();
        throw error;
      }
      for (const key of memories.keys()) {
        if (memories.size <= memoriesInProcess) break;
        memories.delete(key);
      }
    },
  };
}

/** The events with their facts, and between them those look-ups whose 72 hours are over. */
async function whatHappened(
  { settings }: FollowingNeeds,
  tx: Tx,
  store: DetectionStore,
  events: readonly FollowedEvent[],
): Promise<Seen[]> {
  const people = events.filter(({ role }) => !ignoredRoles.has(role));
  const asked = people.filter(asksForExplanation);
  const accesses = asked.flatMap((event) =>
    patientsOf(event).map((patient) => ({
      ...{ event, patient, facility: event.facility ?? '', person: event.actor, at: event.at },
    })),
  );
  const explained = await explainedOf(tx, accesses, 0);
  const strange = accesses.filter((_, at) => !explained[at]);
  const { places } = settings();
  const byEvent = Map.groupBy(strange, ({ event }) => event);
  const seen = people.map((event) =>
    seenOf(event, {
      unexplained: byEvent.get(event)?.map(({ patient }) => patient),
      ...(event.kind === 'sign-in' ? { place: places(event.source) } : {}),
    }),
  );
  if (strange.length > 0) await store.addUnexplained(strange.map(waiting));
  const clock = Math.max(0, ...events.map(({ at }) => at.getTime()));
  await store.setClock(new Date(clock));
  seen.push(...(await neverExplainedNow(tx, store, new Date(clock))));
  return seen;
}

const waiting = ({ event, patient }: { event: FollowedEvent; patient: string }): Unexplained => ({
  ...{ actor: event.actor, patient, actorName: event.actorName, facility: event.facility ?? '' },
  ...{ source: event.source, sequence: event.sequence, at: event.at, due: new Date(event.at.getTime() + grace) },
});

/** Look-ups whose 72 hours are over by the time of the trail, and which nothing has explained since. */
async function neverExplainedNow(tx: Tx, store: DetectionStore, clock: Date): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (;;) {
    const due = await store.takeDue(clock, batch);
    const explained = await explainedOf(
      tx,
      due.map(({ patient, facility, actor, at }) => ({ patient, facility, person: actor, at })),
      grace,
    );
    due.forEach((row, place) => {
      if (!explained[place]) seen.push(finallyUnexplained(row));
    });
    if (due.length < batch) return seen;
  }
}

const finallyUnexplained = ({ actor, actorName, facility, source, sequence, patient, due }: Unexplained): Seen => ({
  ...{
    at: due.getTime(),
    sequence,
    kind: neverExplained,
    refused: false,
    reason: '',
    actor,
    actorName,
    facility,
    source,
  },
  ...{ role: 'physician', patients: [], unexplained: [patient], target: '' },
});

/** Lets the rules see the events; keeps what they remember. */
async function judge(
  rules: readonly Rule[],
  store: DetectionStore,
  memories: Map<string, Memory>,
  events: readonly Seen[],
): Promise<Found[]> {
  const keys = new Set(events.flatMap((seen) => [...subjectsOf(rules, seen)]));
  const missing = [...keys].filter((key) => !memories.has(key));
  if (missing.length > 0)
    for (const { key, state } of await store.memories(missing)) memories.set(key, unpackMemory(state));
  const touched = new Map<string, Memory>();
  const remembered = (key: string, at: number): Memory => {
    const memory = memories.get(key) ?? emptyMemory(at);
    if (!touched.has(key)) {
      // Put to the end: the most recently used are kept.
      memories.delete(key);
      memories.set(key, memory);
      touched.set(key, memory);
    }
    return memory;
  };
  const found: Found[] = [];
  for (let from = 0; from < events.length; from += atOnce) {
    const slice = events.slice(from, from + atOnce);
    found.push(...slice.flatMap((seen) => detect(rules, seen, (key) => remembered(key, seen.at))));
    await setImmediate();
  }
  const rows = [...touched].map(([key, memory]) => ({ key, last: new Date(memory.last), state: packMemory(memory) }));
  if (rows.length > 0) await store.keepMemories(rows);
  return found;
}

/** The same rule, subject and event: the same alert, however often the feed is read. */
export function alertId({ rule, subject, seen }: Pick<Found, 'rule' | 'subject' | 'seen'>): string {
  const hash = createHash('sha256').update(`${rule.name}\n${subject}\n${seen.sequence}\n${seen.at}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** An alert, its event in the trail for whoever follows, and the job of its response: all or nothing. */
async function raise({ runtime, audit, responses }: FollowingNeeds, tx: Tx, store: DetectionStore, found: Found) {
  const { rule, subject, seen, facts, emergency } = found;
  const id = alertId(found);
  const person = rule.subject === 'account' || rule.subject === 'client';
  const alert: Alert = {
    ...{ id, rule: rule.name, severity: rule.severity, queue: rule.queue, subjectKind: rule.subject, subject },
    ...{ subjectName: person ? seen.actorName : subject, facility: person ? seen.facility : '' },
    ...{ source: rule.subject === 'platform' ? '' : seen.source, at: new Date(seen.at), sequence: seen.sequence },
    ...{ raisedAt: runtime.now(), facts, emergency, state: 'new', takenBy: null, takenAt: null },
    ...{ closedBy: null, closedAt: null, reason: null, done: [] },
  };
  if (!(await store.addAlert(alert))) return;
  const entry = { call: callOf(id), at: alert.raisedAt, action: 'C', kind: 'raise-alert', outcome: 0 } as const;
  await tx.query(audit.insertion([{ ...entry, rule: rule.name }]));
  if (responses.actsOf(rule.name).length > 0) await jobs.add(tx, respondJob, { alert: id });
}
