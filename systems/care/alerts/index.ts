/** The face of alerts: `alerts(needs) → AlertsSystem`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { cardOperations } from './cards.ts';
import { givenCards } from './cds-hooks/card-store.ts';
import { cdsOperations } from './cds-hooks/operations.ts';
import { Desk } from './desk.ts';
import { keepBudget } from './ledger/budget-job.ts';
import { patientOperations } from './operations.ts';
import type { AlertsNeeds } from './ports.ts';
import { officerOperations } from './safety-officer.ts';

export { cdsSchemas } from './cds-hooks/shapes.ts';
export { crossOrigin } from './cds-hooks/cross-origin.ts';
export type { ShadowReport } from './ledger/store.ts';
export { keepReports, shadowRun, together, writeShipped } from './shadow/run.ts';
export type { SafetyWarning } from './engine/facts.ts';
export type { AlertsNeeds, Safety, SafetyQuestion } from './ports.ts';

export function alerts(needs: AlertsNeeds): System {
  const desk = new Desk(needs);
  const cards = givenCards(needs.database);
  return {
    name: 'alerts',
    // Cards first: `/alerts/rules` is no patient.
    operations: [
      ...cardOperations(desk),
      ...patientOperations(desk, needs),
      ...officerOperations(desk),
      ...cdsOperations({ desk, needs, cards }),
    ],
    async start() {
      const { database, runtime } = needs;
      const judged = daily(() => keepBudget({ database, runtime, rules: desk.rules, standing: desk.standing }));
      const ends = [desk.counts.start(), cards.start(runtime.now), judged];
      return async () => {
        for (const end of ends) await end();
      };
    },
  };
}

const day = 24 * 3_600_000;

/** What failed is tried again the next day; two processes that do it on one day do it once (idempotent). */
function daily(work: () => Promise<unknown>): () => Promise<void> {
  const timer = setInterval(() => void work().catch(() => undefined), day);
  timer.unref();
  return async () => clearInterval(timer);
}
