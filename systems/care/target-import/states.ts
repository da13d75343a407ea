/**
 * The life of a demand for target import as one table. Pure. Pharmaceutical Law of 6 September 2001, art. 4: a doctor's
 * demand, confirmed by a consultant, allowed by the minister (or what the law puts in their place), imported by a
 * wholesaler. Names of the states in SOID itself are not confirmed; these are ours.
 */

export const states = [
  ...(['submitted', 'confirmed', 'declined', 'granted', 'refused', 'taken', 'realised', 'cancelled'] as const),
] as const;
export type State = (typeof states)[number];

/** What people call them. */
export const officialNames: { readonly [state in State | 'expired']: string } = {
  submitted: 'wystawione',
  confirmed: 'potwierdzone przez konsultanta',
  declined: 'niepotwierdzone przez konsultanta',
  granted: 'zgoda na sprowadzenie',
  refused: 'odmowa zgody',
  taken: 'przyjęte przez hurtownię',
  realised: 'zrealizowane',
  cancelled: 'anulowane',
  expired: 'wygasłe',
};

export type Party = 'issuer' | 'consultant' | 'authority' | 'wholesaler';

interface Act {
  readonly from: readonly State[];
  readonly to: State;
  readonly by: Party;
  /** Must it say why? */
  readonly reason?: true;
  /** How many packages? Then `to` is reached when all are there. */
  readonly counts?: true;
}

export const acts = {
  confirm: { from: ['submitted'], to: 'confirmed', by: 'consultant' },
  decline: { from: ['submitted'], to: 'declined', by: 'consultant', reason: true },
  grant: { from: ['confirmed'], to: 'granted', by: 'authority' },
  refuse: { from: ['confirmed'], to: 'refused', by: 'authority', reason: true },
  take: { from: ['granted'], to: 'taken', by: 'wholesaler' },
  /** The wholesaler gives it back; another may take it. */
  return: { from: ['taken'], to: 'granted', by: 'wholesaler', reason: true },
  import: { from: ['taken'], to: 'realised', by: 'wholesaler', counts: true },
  cancel: { from: ['submitted', 'confirmed', 'granted'], to: 'cancelled', by: 'issuer', reason: true },
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof acts;

/**
 * How many days after it was issued a demand still goes on from a state. That a demand must reach the minister within
 * 60 days is the rule of the minister's regulation on demands; not confirmed by a source here.
 */
export interface Deadline {
  readonly state: State;
  readonly days: number;
  readonly validFrom: string;
  readonly source: string;
}
export const deadlines: readonly Deadline[] = [
  {
    state: 'submitted',
    days: 60,
    validFrom: '2012-05-12',
    source: 'regulation of the minister on demands, unconfirmed',
  },
  {
    state: 'confirmed',
    days: 60,
    validFrom: '2012-05-12',
    source: 'regulation of the minister on demands, unconfirmed',
  },
];

/** Whole days from one to another. */
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Whether a demand in that state has run out by a day. */
export const isExpired = (state: State, issued: string, day: string): boolean =>
  deadlines.some((one) => one.state === state && one.validFrom <= issued && daysBetween(issued, day) > one.days);

export interface Standing {
  readonly state: State;
  readonly issued: string;
  readonly quantity: number;
  readonly imported: number;
}
export interface Step {
  readonly day: string;
  readonly reason?: string | undefined;
  readonly quantity?: number | undefined;
}
export type Refused = 'wrong-state' | 'expired' | 'no-reason' | 'no-quantity' | 'too-many';
export type Verdict = { readonly to: State; readonly imported: number } | { readonly refused: Refused };

/** What becomes of a demand by an act; who may do it is asked elsewhere. */
export function acted(name: ActName, { state, issued, quantity, imported }: Standing, step: Step): Verdict {
  const act: Act = acts[name];
  if (!act.from.includes(state)) return { refused: 'wrong-state' };
  if (name !== 'cancel' && isExpired(state, issued, step.day)) return { refused: 'expired' };
  if (act.reason && !step.reason?.trim()) return { refused: 'no-reason' };
  if (!act.counts) return { to: act.to, imported };
  const all = imported + (step.quantity ?? 0);
  if (!step.quantity || step.quantity < 1) return { refused: 'no-quantity' };
  if (all > quantity) return { refused: 'too-many' };
  return { to: all === quantity ? act.to : state, imported: all };
}
