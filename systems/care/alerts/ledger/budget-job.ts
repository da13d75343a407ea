/** Once a day: what the last thirty days mean for rules. Done again it changes nothing more. */
import type { Database } from '#core/db/database.ts';
import { polishDay } from '#core/registers/days.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Rule } from '../engine/rule.ts';
import { budgetOf, type Consequence, consequencesOf } from './budget.ts';
import type { Standings } from './standing.ts';
import { type AlertStore, alertStore } from './store.ts';

interface JobNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly rules: readonly Rule[];
  readonly standing: Standings;
}

const dayMs = 86_400_000;
const measuredDays = 30;
const reviewDays = 14;

/** How many rules were demoted and reviews opened. */
export async function keepBudget({ database, runtime, rules, standing }: JobNeeds): Promise<number> {
  const now = runtime.now();
  const from = polishDay(new Date(now.getTime() - measuredDays * dayMs));
  const done = await database.transaction(async (tx) => {
    const store = alertStore(tx);
    const [stands, tallies, signed] = [
      await standing.read(tx),
      await store.tallies(from),
      await store.signedOrders(from),
    ];
    let followed = 0;
    for (const one of consequencesOf(rules, stands, tallies, budgetOf(tallies, signed)))
      if (await follow(store, one, now, runtime.newId())) followed++;
    return followed;
  });
  if (done > 0) standing.forget();
  return done;
}

const isRecent = (at: Date | null | undefined, now: Date): boolean =>
  at !== null && at !== undefined && now.getTime() - at.getTime() < measuredDays * dayMs;

/** False when nothing came of it: it is done already, or a person has decided about the same thirty days. */
async function follow(store: AlertStore, one: Consequence, now: Date, id: string): Promise<boolean> {
  const { rule, why } = one;
  if (one.kind === 'review') {
    // What a review has concluded is not asked again the next morning by the same figures.
    const before = await store.reviews(rule.id);
    if (before.some(({ kind, closed }) => kind === one.about && isRecent(closed, now))) return false;
    const due = new Date(now.getTime() + reviewDays * dayMs);
    return (await store.openReview({ id, rule: rule.id, kind: one.about, opened: now, due, why })).length > 0;
  }
  const [last] = await store.standingsOf(rule.id);
  // By itself only once in thirty days: whoever put it back is not overruled the next morning.
  if (last && last.version === rule.version && isRecent(last.at, now)) return false;
  const number = (last?.number ?? 0) + 1;
  return store.stand({ rule: rule.id, number, version: rule.version, live: true, tier: 3, at: now, by: 'budget', why });
}
