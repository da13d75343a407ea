/**
 * What the law and the payer set, as data with the day from which it holds. Domain facts 7.1: two free choices a
 * year, 80 PLN for each further one, answer within 7 days. Act of 27 October 2017 on primary care, art. 9 and 10.
 * To be checked against the law in force before production; `unconfirmed` names what no source confirmed.
 */
import type { Kind, Money } from './model.ts';

export interface Policy {
  readonly validFrom: string;
  /** Choices of one kind in a calendar year without a fee. */
  readonly freePerYear: number;
  readonly fee: Money;
  /** Days for the facility to answer; then the platform rejects. */
  readonly daysToAnswer: number;
  /** From this age on people choose by themselves. */
  readonly ofAge: number;
  /** Advised length of a list; `enforced`: what goes beyond is refused. */
  readonly limits: { readonly [kind in Kind]?: { readonly most: number; readonly enforced: boolean } };
  /** As the register of medical workers calls the professions. */
  readonly professions: { readonly [kind in Kind]: readonly string[] };
  /** Specialities (as in the register) of doctors who treat children only. */
  readonly children: readonly string[];
  readonly source: string;
  readonly unconfirmed: readonly string[];
}

export const policies: readonly Policy[] = [
  {
    validFrom: '2017-12-01',
    freePerYear: 2,
    fee: { value: 80, currency: 'PLN' },
    daysToAnswer: 7,
    ofAge: 18,
    limits: { doctor: { most: 2500, enforced: false } },
    professions: {
      doctor: ['lekarz', 'lekarka'],
      nurse: ['pielęgniarka', 'pielęgniarz'],
      midwife: ['położna', 'położny'],
    },
    children: ['pediatria'],
    source: 'Ustawa z 27.10.2017 o podstawowej opiece zdrowotnej, art. 9–10; elmed.com.pl, telemedi.com',
    unconfirmed: ['length of a list', 'that every choice of the year counts, the first one too'],
  },
];

/** The one that holds on a day. */
export const policyOn = (day: string): Policy =>
  policies.filter(({ validFrom }) => validFrom <= day).at(-1) ?? (policies[0] as Policy);
