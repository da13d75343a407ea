/** Medical events (SGZ): its face. See README.md. */
import type { System } from '#core/http/operation.ts';
import { system } from './events.ts';
import { ledgerHook } from './ledger.ts';
import { profiles } from './model.ts';
import type { MedicalEventNeeds } from './needs.ts';
import { operations } from './operations.ts';

export { planDay } from './demonstration.ts';
export type { MedicalEventNeeds, WorkersPort } from './needs.ts';
export type { Worker } from './rules.ts';

/** From now on every event of the record keeps the rules, whoever writes it. */
export function medicalEvents(needs: MedicalEventNeeds): System {
  needs.record.owns({
    system,
    types: ['Encounter', 'Condition', 'Procedure', 'Provenance'],
    profiles: [profiles.event, profiles.diagnosis, profiles.procedure, profiles.provenance],
    // Systems of providers send events as FHIR: whoever has the right writes them, and the hook holds the rules.
    writers: 'all',
    hook: ledgerHook(needs),
  });
  return { name: system, operations: operations(needs) };
}
