/** Shadow runs as the command asks for them: the rules of the installation, and where the reports go. */
import { writeFileSync } from 'node:fs';
import type { Database } from '#core/db/database.ts';
import { loadRules } from '../engine/load-rules.ts';
import { shippedFile, shippedReports } from '../ledger/standing.ts';
import { alertStore, type ShadowReport } from '../ledger/store.ts';
import { replay, type ReplayOptions } from './replay.ts';

/** @param only the id of one rule; nothing comes back for one that is not there */
export function shadowRun({
  only,
  ...options
}: Omit<ReplayOptions, 'rules'> & { readonly only?: string }): ShadowReport[] {
  const rules = loadRules().filter(({ id }) => only === undefined || id === only);
  return rules.length === 0 ? [] : replay({ ...options, rules });
}

export async function keepReports(database: Database, reports: readonly ShadowReport[]): Promise<void> {
  const store = alertStore(database);
  for (const one of reports) await store.keepReport(one);
}

/** Reports of the same versions over different visits, as one. */
export function together(reports: readonly ShadowReport[]): ShadowReport[] {
  const byVersion = new Map<string, ShadowReport>();
  for (const one of reports) {
    const known = byVersion.get(`${one.rule} ${one.version}`);
    const sum = known && {
      ...{ visits: known.visits + one.visits, alerts: known.alerts + one.alerts },
      ...{ answered: known.answered + one.answered, seconds: known.seconds + one.seconds },
    };
    byVersion.set(`${one.rule} ${one.version}`, { ...one, ...sum });
  }
  return [...byVersion.values()];
}

/** The file that comes with the rules: reports of others stay. */
export function writeShipped(reports: readonly ShadowReport[]): void {
  const others = shippedReports().filter(({ rule }) => !reports.some((one) => one.rule === rule));
  const all = [...others, ...reports].sort((a, b) => (a.rule < b.rule ? -1 : 1));
  const lines = all.map((one) => `    ${JSON.stringify(one)}`);
  writeFileSync(shippedFile, `{\n  "reports": [\n${lines.join(',\n')}\n  ]\n}\n`);
}
