/** What a patient pays for a package on a day: facts in, decision out; no clock, no database. */
import { ageOn } from '#core/registers/days.ts';
import type { Item, List, Note, Payment, PriceAnswer, PriceRequest } from './model.ts';
import { type EntitlementRule, entitlementRules, holding, lumpSums } from './rules.ts';

export interface PriceFacts extends PriceRequest {
  readonly list: List | undefined;
  /** The positions of the package on the list of that day. */
  readonly items: readonly Item[];
  /** Category of availability in the register of medicinal products that day: Rp, Rpz, OTC … */
  readonly availability: string | undefined;
}

export function priceOf(facts: PriceFacts): PriceAnswer {
  const { gtin, day, list, items, level } = facts;
  const notes: Note[] = [];
  const claims = claimed(facts, notes);
  const wanted = level === undefined || level === '100%' ? items : items.filter((item) => item.level === level);
  const payments = wanted.map((item) => leastOf(item, facts, claims));
  const free = claims.find(({ effect }) => effect === 'free');
  const isFree = free && (facts.availability === 'Rp' || facts.availability === 'Rpz');
  // Who pays nothing for whatever needs a prescription pays nothing for what is on no list either.
  if (payments.length === 0 && free && isFree) {
    payments.push({ level: '100%', pays: 0, entitlement: free.code, by: 'computed', source: free.source });
  }
  for (const { code, effect } of claims) tellUnused(code, effect, facts, payments, notes);
  if (payments.length === 0) notes.push(note('price-is-free', 'Nothing is reimbursed: the pharmacy sets the price.'));
  return {
    ...{ gtin, day, reimbursed: items.length > 0 },
    ...(list ? { list } : {}),
    payments: payments.sort((one, other) => one.pays - other.pays),
    notes,
  };
}

const note = (code: Note['code'], says: string, entitlement?: string): Note => ({
  ...{ code, says },
  ...(entitlement === undefined ? {} : { entitlement }),
});

/** The rules of the claimed entitlements that hold on the day and fit the age; the others are noted. */
function claimed({ day, birthDate, entitlements = [] }: PriceFacts, notes: Note[]): EntitlementRule[] {
  return entitlements.flatMap((code) => {
    const rules = holding(entitlementRules, day).filter((rule) => rule.code === code);
    return rules.filter((rule) => {
      const { minAge = 0, maxAge = Number.POSITIVE_INFINITY, effect } = rule;
      if (effect === 'not-confirmed') {
        notes.push(note('effect-not-confirmed', `What ${code} changes is not confirmed: no price was changed.`, code));
        return false;
      }
      const byAge = rule.minAge !== undefined || rule.maxAge !== undefined;
      if (byAge && birthDate === undefined) {
        notes.push(note('birth-date-needed', `${code} depends on age: say the day of birth.`, code));
        return false;
      }
      const age = birthDate === undefined ? 0 : ageOn(birthDate, day);
      const fits = !byAge || (age >= minAge && age <= maxAge);
      if (!fits)
        notes.push(note('age-does-not-fit', `${code} does not hold at the age of ${age}: ${rule.source}.`, code));
      return fits;
    });
  });
}

function tellUnused(
  code: string,
  effect: string,
  { items, availability }: PriceFacts,
  payments: readonly Payment[],
  notes: Note[],
): void {
  if (payments.some(({ entitlement }) => entitlement === code)) return;
  const listed = effect === 'free-if-listed-for-it' && items.some(({ entitlements }) => entitlements.includes(code));
  if (listed || (effect === 'free-to-limit' && items.length > 0)) return;
  const says =
    effect === 'free'
      ? `${code} is for the categories Rp and Rpz; this is ${availability ?? 'in no category that we know'}.`
      : `The package is not on the list for ${code} that day.`;
  notes.push(note('not-on-its-list', says, code));
}

/** The least that somebody with these entitlements pays for a position. */
function leastOf(item: Item, facts: PriceFacts, claims: readonly EntitlementRule[]): Payment {
  const shown = { indications: item.indications, price: item.price, limit: item.limit };
  const asked = facts.level === '100%' ? '100%' : item.level;
  let least: Payment = asked === '100%' ? { level: asked, ...shown, ...full(item) } : ordinary(item, facts.day, shown);
  for (const rule of claims) {
    const pays = byEntitlement(rule, item, facts, asked === '100%');
    if (pays === undefined || pays > least.pays || (pays === least.pays && least.entitlement !== undefined)) continue;
    least = { level: asked, ...shown, pays, entitlement: rule.code, by: 'computed', source: rule.source };
  }
  return least;
}

const full = ({ price }: Item) =>
  ({ pays: price, by: 'published', source: 'prescribed at 100 %: the whole retail price of the list' }) as const;

function byEntitlement(
  { effect, code }: EntitlementRule,
  { price, limit, entitlements }: Item,
  { availability }: PriceFacts,
  isFull: boolean,
): number | undefined {
  if (effect === 'free') return availability === 'Rp' || availability === 'Rpz' ? 0 : undefined;
  // What is prescribed at 100 % is not reimbursed: the lists do not count.
  if (isFull) return undefined;
  if (effect === 'free-to-limit') return Math.max(0, price - limit);
  return entitlements.includes(code) ? 0 : undefined;
}

/** The payment that the list says, else by level: the share of the limit, and all that is above the limit. */
function ordinary(item: Item, day: string, shown: Pick<Payment, 'indications' | 'price' | 'limit'>): Payment {
  if (item.payment !== undefined) {
    return { level: item.level, ...shown, pays: item.payment, by: 'published', source: 'the list: dopłata' };
  }
  return { level: item.level, ...shown, ...computedPayment(item, day), by: 'computed' };
}

/** @see rules.ts for the sources. */
export function computedPayment({ price, limit, level }: Item, day: string): { pays: number; source: string } {
  const above = Math.max(0, price - limit);
  const within = Math.min(price, limit);
  if (level === 'B') return { pays: above, source: 'the act, art. 6: free up to the limit' };
  if (level === 'R') {
    const { amount, source } = holding(lumpSums, day).at(-1) ?? { amount: within, source: 'no lump sum held that day' };
    return { pays: above + Math.min(amount, within), source };
  }
  // Whole numbers: half a grosz goes up.
  const share = Math.floor((within * Number.parseInt(level, 10) + 50) / 100);
  return { pays: above + share, source: `the act, art. 6: ${level} of the limit and what is above it` };
}
