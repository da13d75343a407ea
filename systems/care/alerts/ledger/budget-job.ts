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
    const all = consequencesOf(rules, stands, tallies, budgetOf(tallies, signed));
    for (const one of all) await follow(store, one, now, runtime.newId());
    return all.length;
  });
  if (done > 0) standing.forget();
  return done;
}

async function follow(store: AlertStore, one: Consequence, now: Date, id: string): Promise<void> {
  const { rule, why } = one;
  if (one.kind === 'review') {
    const due = new Date(now.getTime() + reviewDays * dayMs);
    await store.openReview({ id, rule: rule.id, kind: one.about, opened: now, due, why });
    return;
  }
  const [last] = await store.standingsOf(rule.id);
  // By itself only once in thirty days: whoever put it back is not overruled the next morning.
  if (last && last.version === rule.version && now.getTime() - last.at.getTime() < measuredDays * dayMs) return;
  const number = (last?.number ?? 0) + 1;
  await store.stand({ rule: rule.id, number, version: rule.version, live: true, tier: 3, at: now, by: 'budget', why });
}
