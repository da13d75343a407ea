/** The shape of a detection rule: a file each in rules/, with where it comes from and how far it can be trusted. */
import type { Seen } from './event.ts';

/** Whose behaviour is judged: a person, the address a request comes from, a machine client, all of them together. */
export const subjects = ['account', 'source', 'client', 'platform'] as const;
export type SubjectKind = (typeof subjects)[number];

/** Who looks at it: the security operations centre, or the provider's privacy officer. */
export const queues = ['security', 'privacy'] as const;
export type Queue = (typeof queues)[number];

export const severities = ['high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** What was found, in numbers; never whose data. */
export type Facts = { readonly [name: string]: number | string };

export interface Rule<State = unknown> {
  /** Kebab-case, for ever: alerts and settings carry it. */
  readonly name: string;
  readonly purpose: string;
  /** Where rule and thresholds come from. */
  readonly source: string;
  /** When it was written or last changed. */
  readonly date: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Tried on synthetic traces only: it may alert, and act only where the deployer says so. */
  readonly status: 'not for production until validated' | 'validated';
  readonly severity: Severity;
  readonly queue: Queue;
  readonly subject: SubjectKind;
  /** What is demanded of it: part of attacks seen, and how soon, minutes. */
  readonly goal: { readonly recall: number; readonly minutes: number };
  /** How long it stays silent about one subject after an alert, ms. */
  readonly quiet: number;
  /** Whom the event is about for this rule; undefined when it is none of its business. */
  subjectOf(seen: Seen): string | undefined;
  begin(): State;
  /** Takes the event into the state; says what it found. Pure but for the state: no clock, no database. */
  observe(state: State, seen: Seen): Facts | undefined;
}

/** Checks a rule's shape where it is written. */
export const rule = <State>(definition: Rule<State>): Rule<State> => definition;

export const unproven = 'not for production until validated' as const;
export const minutes = 60_000;
export const hours = 60 * minutes;
export const days = 24 * hours;
