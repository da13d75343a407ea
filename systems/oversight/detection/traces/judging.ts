/** Plays a trace with attacks through the engine, and says how many were seen, how soon, and what was false. */
import { detect, emptyMemory, type Found, type Memory, packMemory, unpackMemory } from '../engine.ts';
import type { Seen } from '../event.ts';
import { days, minutes, type Rule } from '../rule.ts';
import { type Attack, attacks } from './attacks.ts';
import { drawsOf, inOrder, machineDays, ordinaryDays } from './trace.ts';

export interface Score {
  readonly rule: string;
  attacks: number;
  seen: number;
  /** Minutes from the beginning of the attack to the alert. */
  readonly delays: number[];
  /** Alerts about somebody who did nothing. */
  false: number;
}

/** How many people, how long: what false alerts are counted against. */
export const ordinary = { people: 90, days: 42, machineDays: 16 } as const;
const attackDays = 30;

/** All alerts of some events; `pack` puts every memory away and takes it out again now and then, as a restart does. */
export function alertsOf(rules: readonly Rule[], events: readonly Seen[], packEvery = 0): Found[] {
  const memories = new Map<string, Memory>();
  const found: Found[] = [];
  events.forEach((seen, at) => {
    if (packEvery > 0 && at % packEvery === 0)
      for (const [key, memory] of memories) memories.set(key, unpackMemory(packMemory(memory)));
    found.push(
      ...detect(rules, seen, (key) => {
        const memory = memories.get(key) ?? emptyMemory(seen.at);
        memories.set(key, memory);
        return memory;
      }),
    );
  });
  return found;
}

/** One trace with its attacks; `change` may take something away from what the rules see. */
export function traceWithAttacks(seed: number, change: (seen: Seen) => Seen = (seen) => seen) {
  const planned = attacks(drawsOf(seed + 5), 40, attackDays);
  const clients = planned.filter(({ subject }) => subject === 'provider-1');
  // The client’s history is shorter than the people’s: its attacks come near its end.
  const moved = planned.map((attack) => (clients.includes(attack) ? earlier(attack, (attackDays - 9) * days) : attack));
  const events = inOrder([
    ...ordinaryDays(seed, ordinary.people, ordinary.days),
    ...machineDays(seed, ordinary.machineDays),
    ...moved.flatMap((attack) => attack.events),
  ]);
  return { attacks: moved, events: events.map(change) };
}

const earlier = (attack: Attack, by: number): Attack => ({
  ...attack,
  at: attack.at - by,
  events: attack.events.map((seen) => ({ ...seen, at: seen.at - by })),
});

/** Judges some seeds together. */
export function judge(rules: readonly Rule[], seeds: readonly number[], change?: (seen: Seen) => Seen): Score[] {
  const scores = new Map(
    rules.map(({ name }) => [name, { rule: name, attacks: 0, seen: 0, delays: [], false: 0 } as Score]),
  );
  for (const seed of seeds) {
    const { attacks: planned, events } = traceWithAttacks(seed, change);
    const alerts = alertsOf(rules, events);
    for (const attack of planned) scoreAttack(scores.get(attack.rule), attack, alerts, rules);
    const guilty = (found: Found) => planned.some((attack) => isOf(attack, found));
    for (const found of alerts) if (!guilty(found)) (scores.get(found.rule.name) as Score).false++;
  }
  return [...scores.values()];
}

const signInAttacks = new Set(['brute-force', 'credential-stuffing']);

/** Whoever attacks is rightly alerted, by whichever rule and also days later; an address or a client while it does. */
function isOf(attack: Attack, { rule, subject, seen }: Found): boolean {
  if (seen.at < attack.at) return false;
  if (rule.subject === 'account') return subject === attack.subject || subject.startsWith('staff-');
  // A flood of failures from one address is one for the whole platform too.
  const rightly = attack.rule === rule.name || (rule.subject === 'platform' && signInAttacks.has(attack.rule));
  return rightly && seen.at <= (attack.events.at(-1)?.at ?? attack.at) + 60 * minutes;
}

function scoreAttack(
  score: Score | undefined,
  { rule, subject, at, events }: Attack,
  alerts: readonly Found[],
  rules: readonly Rule[],
) {
  if (!score) return;
  const { goal } = rules.find(({ name }) => name === rule) as Rule;
  const end = (events.at(-1)?.at ?? at) + 10 * minutes;
  score.attacks++;
  const alert = alerts.find(
    (each) => each.rule.name === rule && each.subject === subject && each.seen.at >= at && each.seen.at <= end,
  );
  if (!alert) return;
  score.seen++;
  // Rules that count look at the time since the first event that could be counted; travel since the second sign-in.
  const since = goal.minutes === 0 ? (events.at(-1)?.at ?? at) : at;
  score.delays.push((alert.seen.at - since) / minutes);
}
