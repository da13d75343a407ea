/**
 * The life of a referral as one table, and beside it the way of a spa referral through the NFZ. Pure. P1's own names of
 * the states are known and unconfirmed (domain/poland.md 12, row 11): ours are mapped to them here.
 */

/** As stored. That a referral has run out is computed from dates (kinds.ts), never stored. */
export const states = ['issued', 'accepted', 'realised', 'cancelled'] as const;
export type State = (typeof states)[number];

/** What people and P1 call them. */
export const officialNames = {
  issued: 'WYSTAWIONE',
  accepted: 'W_REALIZACJI',
  realised: 'ZREALIZOWANE',
  cancelled: 'ANULOWANE',
  expired: 'WYGASŁE',
} as const satisfies Record<State | 'expired', string>;

/** Who does something: the issuer's facility, the provider who holds it, the patient, or a medical event (SAS). */
export type Party = 'issuer' | 'provider' | 'patient' | 'event';

interface Move {
  readonly from: readonly State[];
  readonly to: State;
  readonly by: readonly Party[];
  /** Must it say why? */
  readonly reason?: true;
  /** Still possible when the referral has run out? */
  readonly late?: true;
}

export const moves = {
  accept: { from: ['issued'], to: 'accepted', by: ['provider', 'event'] },
  /** The provider gives it back. */
  return: { from: ['accepted'], to: 'issued', by: ['provider'], reason: true, late: true },
  /** The patient does without this provider. */
  resign: { from: ['accepted'], to: 'issued', by: ['patient'], late: true },
  realise: { from: ['accepted'], to: 'realised', by: ['provider'], late: true },
  /** A medical event says that it was done: also of what nobody had accepted. */
  complete: { from: ['issued', 'accepted'], to: 'realised', by: ['event'], late: true },
  /** The event was cancelled; the provider had accepted it, so it is in realisation again. */
  reopen: { from: ['realised'], to: 'accepted', by: ['event'], late: true },
  /** The event was cancelled, and only it had accepted the referral. */
  release: { from: ['accepted', 'realised'], to: 'issued', by: ['event'], late: true },
  cancel: { from: ['issued'], to: 'cancelled', by: ['issuer'], reason: true, late: true },
  correct: { from: ['issued'], to: 'issued', by: ['issuer'], reason: true },
} as const satisfies Record<string, Move>;
export type MoveName = keyof typeof moves;

export type Verdict =
  | { readonly to: State }
  | { readonly refused: 'wrong-party' | 'wrong-state' | 'expired' | 'no-reason' };

/** What becomes of a referral by a move. */
export function moved(
  name: MoveName,
  { state, expired }: { readonly state: State; readonly expired: boolean },
  { by, reason }: { readonly by: Party; readonly reason?: string | undefined },
): Verdict {
  const move: Move = moves[name];
  if (!move.by.includes(by)) return { refused: 'wrong-party' };
  if (!move.from.includes(state)) return { refused: 'wrong-state' };
  if (expired && !move.late) return { refused: 'expired' };
  if (move.reason && !reason?.trim()) return { refused: 'no-reason' };
  return { to: move.to };
}

/**
 * A spa referral: doctor → NFZ branch (formal check, then a balneologist) → queue number → notice of the place → the
 * patient goes, or gives it back with a reason. domain/poland.md 5, flow [known].
 */
export const spaStages = ['submitted', 'verified', 'confirmed', 'placed', 'refused', 'closed'] as const;
export type SpaStage = (typeof spaStages)[number];

export const spaMoves = {
  verify: { from: ['submitted'], to: 'verified', by: 'branch' },
  /** It gets its number in the queue of the branch. */
  confirm: { from: ['verified'], to: 'confirmed', by: 'branch' },
  refuse: { from: ['submitted', 'verified'], to: 'refused', by: 'branch', reason: true },
  place: { from: ['confirmed'], to: 'placed', by: 'branch' },
  /** The patient returns the place; with a good reason the number in the queue stays. */
  'give-back': { from: ['placed'], to: 'placed', by: 'patient', reason: true },
  /** The branch judges the reason. */
  'keep-in-queue': { from: ['placed'], to: 'confirmed', by: 'branch' },
  close: { from: ['placed'], to: 'closed', by: 'branch', reason: true },
} as const satisfies Record<
  string,
  { from: readonly SpaStage[]; to: SpaStage; by: 'branch' | 'patient'; reason?: true }
>;
export type SpaMove = keyof typeof spaMoves;

/** Days between the notice of the place and its first day. [known] */
export const noticeOfPlace = {
  days: 14,
  source: 'domain/poland.md 5: at least 14 days before',
  confirmed: false,
} as const;
