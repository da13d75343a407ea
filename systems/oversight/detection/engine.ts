/**
 * The engine: an event and what is remembered of its subjects in, alerts out. No clock, no database: the same events
 * give the same alerts, however they are cut into batches.
 */
import type { Seen } from './event.ts';
import type { Facts, Rule, SubjectKind } from './rule.ts';
import { days, hours } from './rule.ts';

/** What is remembered of one subject: the state of each rule, and until when the rule is silent. */
export interface Memory {
  /** When it was last seen. */
  last: number;
  /** Until when the person has opened a record as an emergency: then nothing may stand in their way. */
  emergency?: number;
  readonly quiet: { [rule: string]: number };
  readonly rules: { [rule: string]: unknown };
}

/** Largest memory of one subject, bytes. security/requirements.md 4.1 */
export const largestMemory = 4096;

/** Whom nobody has seen for so long is forgotten: nothing that a rule looks back at lies before. */
export const forgottenAfter: Readonly<Record<SubjectKind, number>> = {
  account: 90 * days,
  client: 90 * days,
  source: 2 * hours,
  platform: 90 * days,
};

export interface Found {
  readonly rule: Rule;
  readonly subject: string;
  readonly seen: Seen;
  readonly facts: Facts;
  /** The person is on emergency duty. */
  readonly emergency: boolean;
}

export const subjectKey = (kind: SubjectKind, subject: string): string => `${kind} ${subject}`;

export const emptyMemory = (at: number): Memory => ({ last: at, quiet: {}, rules: {} });

const emergencyLife = 1 * hours;

/** Which memories an event needs. */
export function* subjectsOf(rules: readonly Rule[], seen: Seen): Generator<string> {
  for (const { subject, subjectOf } of rules) {
    const who = subjectOf(seen);
    if (who !== undefined) yield subjectKey(subject, who);
  }
}

/** Takes one event in. `memoryOf` gives what is remembered under a key, made anew when there is nothing. */
export function detect(rules: readonly Rule[], seen: Seen, memoryOf: (key: string) => Memory): Found[] {
  const found: Found[] = [];
  for (const rule of rules) {
    const subject = rule.subjectOf(seen);
    if (subject === undefined) continue;
    const memory = memoryOf(subjectKey(rule.subject, subject));
    if (seen.at - memory.last > forgottenAfter[rule.subject]) {
      Object.assign(memory, { emergency: undefined, rules: {}, quiet: {} });
    }
    memory.last = Math.max(memory.last, seen.at);
    if (seen.kind === 'begin-emergency-access' && !seen.refused) memory.emergency = seen.at + emergencyLife;
    memory.rules[rule.name] ??= rule.begin();
    const facts = rule.observe(memory.rules[rule.name], seen);
    if (!facts || seen.at < (memory.quiet[rule.name] ?? 0)) continue;
    if (rule.quiet > 0) memory.quiet[rule.name] = seen.at + rule.quiet;
    found.push({ rule, subject, seen, facts, emergency: (memory.emergency ?? 0) > seen.at });
  }
  return found;
}

/** A memory as it is kept. What would be too large, because a rule has a fault, is begun anew. */
export function packMemory(memory: Memory): string {
  const text = JSON.stringify(memory);
  return text.length <= largestMemory ? text : JSON.stringify(emptyMemory(memory.last));
}

export const unpackMemory = (text: string): Memory => JSON.parse(text) as Memory;
