/**
 * The budget of attention (ALE-7): two interruptive alerts per 100 signed orders and speciality; rules of tier 2 that
 * hardly anybody takes up drop to tier 3 by themselves, those of tier 1 never do but are reviewed. Pure, and its job.
 */
import type { Rule } from '../engine/rule.ts';
import { ratesOf } from './rates.ts';
import type { Now } from './standing.ts';
import type { Tally } from './store.ts';

/** Interruptive alerts per 100 signed orders. */
export const mostPer100 = 2;
/** Accepted of shown, over thirty days. */
export const leastAcceptance = 0.1;
/** A share of fewer is chance. */
const leastShown = 50;
const leastSigned = 100;
/** Visits that a shadow run must have seen before a rule may live. */
export const wantedVisits = 100_000;

export interface SpecialityBudget {
  readonly speciality: string;
  readonly signed: number;
  readonly interrupted: number;
  /** Absent while nothing was signed. */
  readonly per100?: number;
}

export function budgetOf(
  tallies: readonly Tally[],
  orders: readonly { readonly speciality: string; readonly signed: number }[],
): SpecialityBudget[] {
  const signed = new Map(orders.map((one) => [one.speciality, one.signed]));
  const names = new Set([...signed.keys(), ...tallies.map(({ speciality }) => speciality)]);
  return [...names].sort().map((speciality) => {
    const { interrupted } = ratesOf(tallies.filter((one) => one.speciality === speciality));
    const all = signed.get(speciality) ?? 0;
    return {
      ...{ speciality, signed: all, interrupted },
      ...(all === 0 ? {} : { per100: Math.round((interrupted / all) * 10_000) / 100 }),
    };
  });
}

export type Consequence =
  | { readonly kind: 'demote'; readonly rule: Rule; readonly why: string }
  | { readonly kind: 'review'; readonly rule: Rule; readonly about: 'acceptance' | 'budget'; readonly why: string };

/** What follows from thirty days. The same counts give the same consequences. */
export function consequencesOf(
  rules: readonly Rule[],
  stands: ReadonlyMap<string, Now>,
  tallies: readonly Tally[],
  budget: readonly SpecialityBudget[],
): Consequence[] {
  const over = budget.filter(({ per100 = 0, signed }) => signed >= leastSigned && per100 > mostPer100);
  return rules.flatMap((rule): Consequence[] => {
    const now = stands.get(rule.id);
    if (!now?.live || now.tier === 3) return [];
    const own = tallies.filter((one) => one.rule === rule.id);
    const { shown, acceptance = 1 } = ratesOf(own);
    const percent = `${Math.round(acceptance * 1000) / 10} %`;
    const says = `Przyjęto ${percent} z ${shown} pokazanych w 30 dni (próg: ${leastAcceptance * 100} %).`;
    const isIgnored = shown >= leastShown && acceptance < leastAcceptance;
    if (isIgnored && now.tier === 2) return [{ kind: 'demote', rule, why: says }];
    if (now.tier !== 1) return [];
    const ignored = isIgnored ? [{ kind: 'review', rule, about: 'acceptance', why: says } as const] : [];
    const loud = over.find(({ speciality }) => own.some((one) => one.speciality === speciality && one.interrupted > 0));
    if (!loud) return ignored;
    const why = `Specjalność ${loud.speciality}: ${loud.per100} przerwań na 100 zleceń (budżet: ${mostPer100}).`;
    return [...ignored, { kind: 'review', rule, about: 'budget', why }];
  });
}
