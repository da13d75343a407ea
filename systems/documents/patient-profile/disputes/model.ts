/** A dispute as operations answer it and screens show it. */
import type { EventLink } from '../link.ts';

/** Why somebody says that a fact is wrong. `other` needs words. */
export const disputeReasons = [
  'not-mine',
  'never-happened',
  'wrong-value',
  'wrong-date',
  'no-longer-true',
  'duplicate',
  'other',
] as const;
export type DisputeReason = (typeof disputeReasons)[number];

/** `open` until the facility that recorded the fact answers, or whoever disputes takes it back. */
export const disputeStates = ['open', 'withdrawn', 'corrected', 'kept'] as const;
export type DisputeState = (typeof disputeStates)[number];

/** Who says something about a fact. */
export interface Disputant {
  kind: 'clinician' | 'patient' | 'proxy';
  name: string;
  facility?: string;
}

/** Somebody says that a recorded fact is wrong. The fact itself stays as it is; this stands beside it. */
export interface Dispute {
  id: string;
  /** The fact, and the version that was disputed. */
  link: EventLink;
  version?: number;
  reason: DisputeReason;
  words?: string;
  at: string;
  by: Disputant;
  state: DisputeState;
  /** The facility that recorded the fact and is to answer; absent when the record does not know it. */
  recordedBy?: string;
  answer?: { outcome: 'corrected' | 'kept'; words: string; at: string; by: Disputant };
  /** What the caller may do with it now. */
  moves: DisputeMove[];
}
export type DisputeMove = 'withdraw' | 'answer';
