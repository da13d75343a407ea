/** The rules of choosing by example: who may, whom, how often without a fee, what stays after the 18th birthday. */
import { describe, expect, it } from 'vitest';
import { polishDay } from '#core/registers/days.ts';
import { states } from './model.ts';
import { policyOn } from './policy.ts';
import { type Choice, type Chooser, judged, nextChoice, standingOf, type Wanted } from './rules.ts';
import { moved, type MoveName, moves, movesOf } from './states.ts';

const policy = policyOn('2026-11-26');
const day = { today: '2026-11-26', of: polishDay };
const adult: Chooser = { birth: '1959-03-12', female: true, dead: false, by: 'patient' };
const wanted: Wanted = { kind: 'doctor', facility: 'f', person: 'p', profession: 'lekarz', worksThere: true };
const choice = (more: Partial<Choice> = {}): Choice => ({
  ...{ kind: 'doctor', state: 'replaced', facility: 'f1', person: 'p1', submittedAt: new Date('2026-03-01T10:00:00Z') },
  ...{ accepted: true, freeReason: null, by: 'patient', ...more },
});
const verdict = (chooser: Partial<Chooser> = {}, want: Partial<Wanted> = {}, choices: Choice[] = []) =>
  judged({ ...adult, ...chooser }, { ...wanted, ...want }, choices, day, policy);

describe('who may choose whom', () => {
  it('refuses in the words of the rule', () => {
    const cases: [Partial<Chooser>, Partial<Wanted>, string][] = [
      [{ dead: true }, {}, 'not-living'],
      [{ birth: '1959' }, {}, 'no-birth-date'],
      [{ by: 'trusted' }, {}, 'not-by-trust'],
      [{ birth: '2008-11-27' }, {}, 'too-young'],
      [{ by: 'parent' }, {}, 'of-age'],
      [{ female: false }, { kind: 'midwife', profession: 'położna' }, 'midwife-for-women'],
      [{}, { profession: undefined }, 'not-entitled'],
      [{}, { profession: 'pielęgniarka' }, 'wrong-profession'],
      [{}, { worksThere: false }, 'works-elsewhere'],
    ];
    for (const [chooser, want, refused] of cases) expect(verdict(chooser, want)).toEqual({ refused });
    expect(verdict({ birth: '2008-11-26' })).toEqual({ number: 1 });
    expect(verdict({ birth: '2020-04-09', by: 'parent' })).toEqual({ number: 1 });
    expect(verdict({}, { kind: 'midwife', profession: 'położna' })).toEqual({ number: 1 });
  });

  it('has one choice of a kind wait, and none of what is chosen already', () => {
    const waiting = choice({ state: 'submitted', accepted: false });
    expect(verdict({}, {}, [waiting])).toEqual({ refused: 'already-waiting' });
    expect(verdict({}, { kind: 'nurse', profession: 'pielęgniarka' }, [waiting])).toEqual({ number: 1 });
    const present = choice({ state: 'accepted', facility: 'f', person: 'p' });
    expect(verdict({}, {}, [present])).toEqual({ refused: 'same-choice' });
    expect(verdict({}, { person: 'other' }, [present])).toEqual({ number: 2 });
    // Whom a parent chose may be confirmed in one's own name.
    expect(verdict({ birth: '2008-01-01' }, {}, [{ ...present, by: 'parent' }])).toEqual({ number: 2 });
  });
});

describe('the fee', () => {
  const two = [choice(), choice({ state: 'accepted' })];
  it('is for the third choice of a kind in a calendar year, unless there is a reason', () => {
    expect(verdict({}, {}, two)).toEqual({ refused: 'fee-applies' });
    expect(verdict({}, { feeAgreed: 79 }, two)).toEqual({ refused: 'fee-applies' });
    expect(verdict({}, { feeAgreed: 80 }, two)).toEqual({ number: 3, fee: { value: 80, currency: 'PLN' } });
    expect(verdict({}, { freeReason: 'moved' }, two)).toEqual({ number: 3, freeReason: 'moved' });
    expect(verdict({}, { freeReason: 'came-of-age' }, two)).toEqual({ refused: 'reason-does-not-hold' });
    expect(verdict({}, { freeReason: 'moved' })).toEqual({ refused: 'reason-does-not-hold' });
  });

  it('does not count other kinds, other years, what was rejected, and free changes', () => {
    const uncounted = [
      choice({ kind: 'nurse' }),
      choice({ submittedAt: new Date('2025-12-31T22:59:00Z') }),
      choice({ state: 'rejected', accepted: false }),
      choice({ freeReason: 'moved' }),
    ];
    expect(nextChoice('doctor', uncounted, day, policy)).toEqual({ kind: 'doctor', number: 1 });
    // 23:30 in Poland on New Year's Eve is the new year in UTC no sooner than an hour later.
    expect(nextChoice('doctor', [choice({ submittedAt: new Date('2025-12-31T23:30:00Z') })], day, policy).number).toBe(
      2,
    );
  });
});

describe('coming of age', () => {
  it('leaves a parent’s declaration in force, with a paediatrician as the choice of the provider only', () => {
    const made = { by: 'parent', kind: 'doctor', state: 'accepted' } as const;
    const standing = (birth: string, specialities: string[]) =>
      standingOf(made, birth, specialities, day.today, policy);
    expect(standing('2008-11-26', ['pediatria'])).toBe('provider-only');
    expect(standing('2008-11-27', ['pediatria'])).toBe('full');
    expect(standing('2008-11-26', ['medycyna rodzinna'])).toBe('full');
    expect(standing('2008-11-26', ['pediatria', 'medycyna rodzinna'])).toBe('full');
  });
});

describe('the life of a declaration', () => {
  it('has each move only from the states of the table', () => {
    for (const name of Object.keys(moves) as MoveName[])
      for (const state of states)
        expect(moved(name, state)).toBe(moves[name].from.includes(state) ? moves[name].to : undefined);
    for (const over of ['rejected', 'withdrawn', 'replaced', 'ended'] as const)
      for (const party of ['patient', 'facility', 'platform'] as const) expect(movesOf(party, over)).toEqual([]);
  });
});
