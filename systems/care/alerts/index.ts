/** The face of alerts: `alerts(needs) → AlertsSystem`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { cardOperations } from './cards.ts';
import { givenCards } from './cds-hooks/card-store.ts';
import { cdsOperations } from './cds-hooks/operations.ts';
import { Desk } from './desk.ts';
import { patientOperations } from './operations.ts';
import type { AlertsNeeds } from './ports.ts';

export { cdsSchemas } from './cds-hooks/shapes.ts';
export { crossOrigin } from './cds-hooks/cross-origin.ts';
export type { SafetyWarning } from './engine/facts.ts';
export type { AlertsNeeds, Safety, SafetyQuestion } from './ports.ts';

export function alerts(needs: AlertsNeeds): System {
  const desk = new Desk(needs);
  const cards = givenCards(needs.database);
  return {
    name: 'alerts',
    // Cards first: `/alerts/rules` is no patient.
    operations: [...cardOperations(desk), ...patientOperations(desk, needs), ...cdsOperations({ desk, needs, cards })],
    async start() {
      const ends = [desk.counts.start(), cards.start(needs.runtime.now)];
      return async () => {
        for (const end of ends) await end();
      };
    },
  };
}
