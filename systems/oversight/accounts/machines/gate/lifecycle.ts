/**
 * The life of a client's software at the compliance gate, as a table; README.md shows the same. What each state opens
 * is decided by the time: core/access/gate.ts has the sets. security/requirements 2.4
 */
import { type Gate, type GateState, gateStates } from '#core/access/gate-state.ts';
import { Refusal } from '#core/refusal/refusal.ts';

interface Step {
  readonly from: readonly GateState[];
  readonly to: GateState;
}

export const gateLifecycle = {
  /** The client sends its signed declaration. */
  declare: { from: ['undeclared', 'declared', 'verified', 'expired', 'failed'], to: 'declared' },
  /** A person passes what was declared and checked. */
  pass: { from: ['declared'], to: 'verified' },
  /** A person refuses it, or finds later that it does not hold. */
  fail: { from: ['declared', 'verified'], to: 'failed' },
  /** Its day has come. */
  expire: { from: ['verified'], to: 'expired' },
  /** Another product or version was stated: what was declared was of the old one. */
  restate: { from: ['undeclared', 'declared', 'verified', 'expired', 'failed'], to: 'undeclared' },
  /** Stopped at once, by one person; also by software, for all who run it. */
  suspend: { from: gateStates.filter((state) => state !== 'suspended'), to: 'suspended' },
  /** Begins anew. */
  reinstate: { from: ['suspended'], to: 'undeclared' },
} as const satisfies Record<string, Step>;
export type GateStep = keyof typeof gateLifecycle;

/** Where a step leads. @throws Refusal `not-now` */
export function takeStep(step: GateStep, from: GateState): GateState {
  const { from: allowed, to }: Step = gateLifecycle[step];
  if (allowed.includes(from)) return to;
  throw new Refusal('conflict', 'not-now', `This cannot be done to software that is ${from}: ${step}.`);
}

/** What is kept of a client. */
export interface Standing {
  readonly gateState: GateState;
  /** verified: until then. */
  readonly gateUntil: Date | null;
  readonly transitionEnds: Date | null;
}

/** Where a client stands at a moment: a verification ends on its day, whether or not anybody wrote that down. */
export function gateAt({ gateState, gateUntil, transitionEnds }: Standing, now: Date): Gate {
  const isOver = gateState === 'verified' && gateUntil !== null && gateUntil <= now;
  const state = isOver ? 'expired' : gateState;
  if (state === 'verified') return { state, limit: 'none' };
  if (state === 'suspended' || transitionEnds === null || transitionEnds <= now) return { state, limit: 'closed' };
  return { state, limit: 'restricted', ends: transitionEnds.getTime() };
}
