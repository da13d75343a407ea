/**
 * The audit trail's words: what a patient sees of accesses to their data, and what an operator sees of the platform.
 */
import type { Purpose, Role } from '#core/access/actor.ts';
import type { Relation } from '#core/access/relations.ts';

/** What of the record was touched, in the patient's words; screens hold the names. Codes are stable. */
export const categories = [
  'everything',
  'personal-data',
  'visits',
  'problems',
  'medicines',
  'results',
  'allergies',
  'immunisations',
  'procedures',
  'referrals',
  'documents',
  'plans',
  'consents',
  'finances',
  'who-looked',
  'other',
] as const;
export type Category = (typeof categories)[number];

/** Everything that one person (or machine) did to the patient's data on one day at one place for one purpose. */
export interface Access {
  /** Stable while nothing new happens in the group. */
  readonly id: string;
  /** The day in Poland: `2026-03-01`. */
  readonly day: string;
  /** First and last moment of it (ISO 8601, UTC). */
  readonly first: string;
  readonly last: string;
  readonly who: {
    readonly name: string;
    readonly role: Role;
    readonly facility?: { readonly id: string; readonly name?: string };
    /** The app through which the person looked. */
    readonly app?: string;
  };
  /** The patient themself. */
  readonly own: boolean;
  /** A machine or the platform, no person. */
  readonly automatic: boolean;
  /** Somebody tried and was not let in: nothing was seen. */
  readonly refused: boolean;
  /** Something was added, changed or removed, not only read. */
  readonly changed: boolean;
  readonly purpose: Purpose;
  /** What tied the person's facility to the patient at that time; absent when nothing did, or nothing was seen. */
  readonly relation?: Relation;
  readonly categories: readonly Category[];
  /** How many times. */
  readonly events: number;
}

export interface AccessPage {
  /** Newest first. */
  readonly accesses: readonly Access[];
  /** Give it back as `cursor` for older ones; absent at the end. */
  readonly next?: string;
}
