/** The life of a declaration as a table: what may be done in which state, by whom, and where it leads. */
import { endings, rejections, type State } from './model.ts';

export type Party = 'patient' | 'facility' | 'platform';
export type MoveName = 'accept' | 'reject' | 'lapse' | 'withdraw' | 'replace' | 'end';

interface Move {
  readonly from: readonly State[];
  readonly to: State;
  readonly by: Party;
  /** The reasons of which one must be given. */
  readonly reasons?: readonly string[];
}

export const moves: { readonly [name in MoveName]: Move } = {
  accept: { from: ['submitted'], to: 'accepted', by: 'facility' },
  reject: {
    from: ['submitted'],
    to: 'rejected',
    by: 'facility',
    reasons: rejections.filter((one) => one !== 'not-taken'),
  },
  /** Nobody answered in time. */
  lapse: { from: ['submitted'], to: 'rejected', by: 'platform', reasons: ['not-taken'] },
  withdraw: { from: ['submitted', 'accepted'], to: 'withdrawn', by: 'patient' },
  /** Another of its kind was accepted. */
  replace: { from: ['accepted'], to: 'replaced', by: 'platform' },
  end: { from: ['accepted'], to: 'ended', by: 'facility', reasons: endings },
};

/** Where a move leads. Undefined: the table does not have it in this state. */
export const moved = (name: MoveName, state: State): State | undefined =>
  moves[name].from.includes(state) ? moves[name].to : undefined;

/** What a party may do in a state. */
export const movesOf = (party: Party, state: State): MoveName[] =>
  (Object.keys(moves) as MoveName[]).filter((name) => moves[name].by === party && moves[name].from.includes(state));
