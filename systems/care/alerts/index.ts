/** The face of alerts: `alerts(needs) → AlertsSystem`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { cardOperations } from './cards.ts';
import { Desk } from './desk.ts';
import { patientOperations } from './operations.ts';
import type { AlertsNeeds } from './ports.ts';

export type { SafetyWarning } from './engine/facts.ts';
export type { AlertsNeeds, Safety, SafetyQuestion } from './ports.ts';

export function alerts(needs: AlertsNeeds): System {
  const desk = new Desk(needs);
  return {
    name: 'alerts',
    // Cards first: `/alerts/rules` is no patient.
    operations: [...cardOperations(desk), ...patientOperations(desk, needs)],
    start: async () => desk.counts.start(),
  };
}
