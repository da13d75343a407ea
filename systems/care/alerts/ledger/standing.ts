/**
 * Where rules stand: live or not, and in which tier. A rule lives only by a shadow report of its exact version (ALE-6);
 * every change is a new row, so that all is visible and can be reversed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Database, Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Rule } from '../engine/rule.ts';
import type { Stage, Tier } from '../model.ts';
import { alertStore, type ShadowReport, type Standing } from './store.ts';

export interface Now {
  readonly live: boolean;
  readonly tier: Tier;
  /** Why it is not as its file says; undefined when it is. */
  readonly changed?: Standing;
  readonly shadow?: ShadowReport;
}

const believedFor = 2_000;
export const shippedFile = fileURLToPath(new URL('../shadow-reports.json', import.meta.url));

/** Reports that come with the rules, made by `npx ezdrowie alerts shadow --write`. */
export function shippedReports(): ShadowReport[] {
  if (!existsSync(shippedFile)) return [];
  const { reports } = JSON.parse(readFileSync(shippedFile, 'utf8')) as { reports: (ShadowReport & { at: string })[] };
  return reports.map((one) => ({ ...one, at: new Date(one.at) }));
}

export interface Standings {
  /** As of at most two seconds ago. */
  now(): Promise<ReadonlyMap<string, Now>>;
  /** As it is, in a transaction. */
  read(tx: Tx): Promise<ReadonlyMap<string, Now>>;
  forget(): void;
}

export function standings(rules: readonly Rule[], database: Database, runtime: Runtime): Standings {
  const shipped = shippedReports();
  let ready: { readonly at: number; readonly answer: Promise<ReadonlyMap<string, Now>> } | undefined;
  const read = async (tx: Tx): Promise<ReadonlyMap<string, Now>> => {
    const store = alertStore(tx);
    const [rows, stored] = [await store.standings(), await store.shadowReports()];
    return new Map(rules.map((rule) => [rule.id, standingOf(rule, rows, [...shipped, ...stored])]));
  };
  return {
    read,
    now() {
      const at = runtime.now().getTime();
      if (ready && at - ready.at < believedFor && at >= ready.at) return ready.answer;
      const answer = read(database);
      ready = { at, answer };
      answer.catch(() => {
        ready = undefined;
      });
      return answer;
    },
    forget() {
      ready = undefined;
    },
  };
}

/** Only tried on invented data; at work as its file says; at work but heard less; taken out by an officer. Pure. */
export function stageOf({ tier }: Rule, now: Now | undefined): Stage {
  if (!now?.shadow) return 'shadow';
  if (!now.live) return 'retired';
  return now.tier > tier ? 'demoted' : 'live';
}

/** What was decided about another version of a rule says nothing of this one. */
export function standingOf(rule: Rule, rows: readonly Standing[], reports: readonly ShadowReport[]): Now {
  const shadow = reports.findLast((one) => one.rule === rule.id && one.version === rule.version);
  const last = rows.find((one) => one.rule === rule.id && one.version === rule.version);
  return {
    live: shadow !== undefined && (last?.live ?? true),
    tier: last?.tier ?? rule.tier,
    ...(last && (!last.live || last.tier !== rule.tier) ? { changed: last } : {}),
    ...(shadow ? { shadow } : {}),
  };
}
