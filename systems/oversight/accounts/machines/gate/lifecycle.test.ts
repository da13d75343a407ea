/** The life at the compliance gate as its table says, and what each state opens when. */
import { describe, expect, it } from 'vitest';
import { gateAt, gateLifecycle, takeStep } from './lifecycle.ts';

describe('the life at the gate', () => {
  it('goes only where its table says', () => {
    for (const [step, { from, to }] of Object.entries(gateLifecycle))
      for (const state of ['undeclared', 'declared', 'verified', 'expired', 'failed', 'suspended'] as const) {
        const taken = () => takeStep(step as 'pass', state);
        if ((from as readonly string[]).includes(state)) expect(taken()).toBe(to);
        else expect(taken).toThrow(expect.objectContaining({ code: 'not-now' }));
      }
  });

  it('opens by state and time alone', () => {
    const now = new Date('2026-11-26T12:00:00Z');
    const [past, future] = [new Date('2026-11-26T11:59:59Z'), new Date('2026-11-27T12:00:00Z')];
    const limit = (gateState: 'verified', gateUntil: Date | null, transitionEnds: Date | null) =>
      gateAt({ gateState, gateUntil, transitionEnds }, now).limit;
    expect(limit('verified', future, null)).toBe('none');
    expect(limit('verified', past, null)).toBe('closed');
    expect(limit('verified', past, future)).toBe('restricted');
    expect(limit('suspended' as 'verified', null, future)).toBe('closed');
    expect(limit('undeclared' as 'verified', null, null)).toBe('closed');
    expect(limit('failed' as 'verified', null, future)).toBe('restricted');
  });
});
