/** The face of alerts: `alerts(needs) → AlertsSystem`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { cardOperations } from './cards.ts';
import { givenCards } from './cds-hooks/card-store.ts';
import { cdsOperations } from './cds-hooks/operations.ts';
import { Desk } from './desk.ts';
import { keepBudget } from './ledger/budget-job.ts';
import { patientOperations } from './operations.ts';
import { orderOperations } from './orders.ts';
import type { AlertsNeeds } from './ports.ts';
import { officerOperations } from './safety-officer.ts';

export { cdsSchemas } from './cds-hooks/shapes.ts';
export { crossOrigin } from './cds-hooks/cross-origin.ts';
export type { ShadowReport } from './ledger/store.ts';
export { keepReports, shadowRun, together, writeShipped } from './shadow/run.ts';
export type { SafetyWarning } from './engine/facts.ts';
export type { AlertsNeeds, Dispensing, Safety, SafetyQuestion } from './ports.ts';

export function alerts(needs: AlertsNeeds): System {
  const desk = new Desk(needs);
  const cards = givenCards(needs.database);
  return {
    name: 'alerts',
    // Cards first: `/alerts/rules` is no patient.
    operations: [
      ...cardOperations(desk),
      ...patientOperations(desk, needs),
      ...orderOperations(desk, needs),
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

const soon = 60_000;
const hour = 3_600_000;

/**
 * Judged soon after the start and every hour, though once a day would do: a process that is restarted each night would
 * otherwise never come to it. What is done already is not done again (budget-job.ts), so neither hours nor several
 * processes make a difference; what failed is tried again.
 */
function daily(work: () => Promise<unknown>): () => Promise<void> {
  const judge = () => void work().catch(() => undefined);
  const first = setTimeout(judge, soon);
  const timer = setInterval(judge, hour);
  for (const one of [first, timer]) one.unref();
  return async () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}
