/** How long a medicine lasts and until when a prescription holds. Pure. domain/poland.md 4.2 */
import { plusDays } from './days.ts';
import { perDay } from './dosage.ts';
import type { Dosage } from './model.ts';
import { isAntibiotic, isControlled, isImmunological, type Kinds, ruleOn } from './rules.ts';

/** How many doses a package holds, from its words in the register (`28 tabl.`); undefined when they do not tell. */
export function unitsIn(says: string | undefined): number | undefined {
  const found = /^(\d+(?:[.,]\d+)?)\s*(szt|tabl|kaps|sasz|amp|fiol|dawk|plast|czop|glob|draż|past)/i.exec(says ?? '');
  return found ? Number(found[1]?.replace(',', '.')) : undefined;
}

/** Days that so many packages last; undefined when it cannot be computed. */
export function daysOfSupply(packages: number, units: number | undefined, dosage?: Dosage): number | undefined {
  if (!dosage || units === undefined) return undefined;
  return Math.floor((packages * units) / perDay(dosage));
}

export interface Term {
  readonly from: string;
  readonly until: string;
  readonly annual: boolean;
  /** The rule by which it ends. */
  readonly rule: string;
}

/** First and last day of a prescription issued on a day. `until` may only shorten. A yearly one needs the dosage. */
export function termOf(
  issued: string,
  kinds: Kinds,
  asked: {
    notBefore?: string | undefined;
    annual?: boolean | undefined;
    until?: string | undefined;
    dosage?: object | undefined;
  },
): Term {
  const from = asked.notBefore && asked.notBefore > issued ? asked.notBefore : issued;
  const annual = asked.annual === true && asked.dosage !== undefined && !isAntibiotic(kinds) && !isControlled(kinds);
  const code = annual
    ? 'validity-annual'
    : isAntibiotic(kinds)
      ? 'validity-antibiotic'
      : isImmunological(kinds)
        ? 'validity-immunological'
        : 'validity';
  const longest = plusDays(from, ruleOn(code, issued)?.value ?? 30);
  return { from, until: asked.until && asked.until < longest ? asked.until : longest, annual, rule: code };
}

export interface AnnualFacts {
  readonly from: string;
  readonly until: string;
  readonly quantity: number;
  readonly dispensed: number;
  readonly supplyDays: number | undefined;
  /** Day, packages of each dispense that stands, oldest first. */
  readonly dispenses: readonly { readonly day: string; readonly counts: number }[];
}

export interface AnnualAllowance {
  readonly most: number;
  readonly moreFrom?: string;
}

/**
 * How much of a yearly prescription may be dispensed on a day: at most 120 days' use at once, the next after 3/4 of
 * what was taken; begun after 30 days, it shrinks with the days that are past. Whole packages.
 */
export function annualAllowance(day: string, facts: AnnualFacts): AnnualAllowance {
  const { from, until, quantity, dispensed, supplyDays, dispenses } = facts;
  const left = quantity - dispensed;
  // Without the length of the supply nothing can be divided: the law then knows the whole only.
  if (!supplyDays || left <= 0) return { most: Math.max(0, left) };
  const daysOfOne = supplyDays / quantity;
  const atOnce = ruleOn('annual-at-once', day)?.value ?? supplyDays;
  const oneTime = Math.max(1, Math.floor(atOnce / daysOfOne));
  const last = dispenses.at(-1);
  const share = ruleOn('annual-next-after', day)?.value;
  if (last && share !== undefined) {
    const moreFrom = plusDays(last.day, Math.ceil((last.counts * daysOfOne * share) / 100));
    if (day < moreFrom) return { most: 0, moreFrom };
  }
  const shrunk = last ? left : Math.min(left, shrunkQuantity(day, from, until, quantity, supplyDays));
  return { most: Math.min(shrunk, oneTime) };
}

/** What is left of the quantity when it is begun late: as many packages as the days that remain need. */
function shrunkQuantity(day: string, from: string, until: string, quantity: number, supplyDays: number): number {
  const grace = plusDays(from, ruleOn('annual-first', day)?.value ?? 30);
  if (day <= grace) return quantity;
  const past = (Date.parse(day) - Date.parse(from)) / 86_400_000;
  const whole = (Date.parse(until) - Date.parse(from)) / 86_400_000;
  const remaining = Math.max(0, supplyDays * (1 - past / whole));
  return Math.max(0, Math.ceil((quantity * remaining) / supplyDays));
}
