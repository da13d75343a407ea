/**
 * Rules of payment as data, each with the days on which it holds and where it stands. What could not be confirmed is
 * said to be so and changes no price. Act of 12 May 2011 on the reimbursement of medicines (called "the act"), act of
 * 27 August 2004 on health-care services financed from public funds ("services act"). To be checked against the law in
 * force before production.
 */

export interface Held {
  readonly from: string;
  readonly to?: string;
  readonly source: string;
}

/** The lump sum for a package, where the list does not say the payment itself. */
export const lumpSums: readonly (Held & { readonly amount: number })[] = [
  { from: '2012-01-01', amount: 320, source: 'the act, art. 6 (3.20 PLN for up to 30 daily doses)' },
];

export type Effect =
  /** Nothing is paid, if the package is on the list for this entitlement. */
  | 'free-if-listed-for-it'
  /** Nothing is paid up to the limit, if the package is on the list at all. */
  | 'free-to-limit'
  /** Nothing is paid for anything of the categories Rp and Rpz, whatever level is written. */
  | 'free'
  | 'not-confirmed';

export interface EntitlementRule extends Held {
  /** Code (RLUD, 2.16.840.1.113883.3.4424.11.3.1). */
  readonly code: string;
  readonly effect: Effect;
  /** In whole years, both included. */
  readonly minAge?: number;
  readonly maxAge?: number;
}

export const entitlementRules: readonly EntitlementRule[] = [
  {
    ...{ code: 'S', effect: 'free-if-listed-for-it', minAge: 75, from: '2016-09-01', to: '2023-08-31' },
    source: 'services act, art. 43a (75 years and more)',
  },
  {
    ...{ code: 'S', effect: 'free-if-listed-for-it', minAge: 65, from: '2023-09-01' },
    source: 'services act, art. 43a (65 years and more)',
  },
  {
    ...{ code: 'DZ', effect: 'free-if-listed-for-it', maxAge: 17, from: '2023-09-01' },
    source: 'services act, art. 43a (until the 18th birthday)',
  },
  {
    ...{ code: 'C', effect: 'free-if-listed-for-it', from: '2020-09-01' },
    source: 'services act, art. 43b (pregnancy)',
  },
  { code: 'IB', effect: 'free', from: '2012-01-01', source: 'services act, art. 46 (war invalids, repressed persons)' },
  { code: 'ZK', effect: 'free-to-limit', from: '2012-01-01', source: 'services act, art. 43 (honoured donors)' },
  ...['IW', 'PO', 'AZ', 'WP', 'WE'].map((code) => ({
    ...{ code, effect: 'not-confirmed' as const, from: '2012-01-01' },
    source: 'effect not confirmed by a source: no price is changed',
  })),
];

/** What holds on a day. */
export const holding = <T extends Held>(rules: readonly T[], day: string): T[] =>
  rules.filter(({ from, to }) => from <= day && (to === undefined || day <= to));
