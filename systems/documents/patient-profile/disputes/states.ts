/** The life of a dispute as a table: who may do what, and where it leads. README.md shows it. */
import type { DisputeMove, DisputeState } from './model.ts';

interface Move {
  readonly from: readonly DisputeState[];
  readonly to: readonly DisputeState[];
  /** `disputant`: whoever raised it. `recorder`: the facility that recorded the fact. */
  readonly by: 'disputant' | 'recorder';
}

export const disputeMoves: { readonly [name in DisputeMove]: Move } = {
  withdraw: { from: ['open'], to: ['withdrawn'], by: 'disputant' },
  answer: { from: ['open'], to: ['corrected', 'kept'], by: 'recorder' },
};

export interface Standing {
  readonly isDisputant: boolean;
  readonly isRecorder: boolean;
}

/** What somebody may do with a dispute that is in a state. */
export const movesOf = (state: DisputeState, { isDisputant, isRecorder }: Standing): DisputeMove[] =>
  (Object.keys(disputeMoves) as DisputeMove[]).filter((name) => {
    const { from, by } = disputeMoves[name];
    return from.includes(state) && (by === 'disputant' ? isDisputant : isRecorder);
  });
