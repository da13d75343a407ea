/** Declarations of primary care (SGP): `declarations(needs) → DeclarationsSystem`. See README.md. */
import { platformActor } from '#core/access/actor.ts';
import type { System } from '#core/http/operation.ts';
import type { Handler } from '#core/jobs/index.ts';
import { Declarations } from './declarations.ts';
import { fillDeclarations } from './demonstration.ts';
import { facilityOperations } from './facility-operations.ts';
import { profile } from './fhir.ts';
import { keepLedger, lapse } from './ledger.ts';
import { system } from './model.ts';
import type { DeclarationNeeds } from './needs.ts';
import { patientOperations } from './patient-operations.ts';

export type { DeclarationNeeds } from './needs.ts';

export interface DeclarationsSystem extends System {
  /** Rejects what was not answered in time. */
  readonly handlers: readonly Handler[];
  /** The demonstration's choices; how many were written. */
  fillDemonstration(): Promise<number>;
}

export function declarations(needs: DeclarationNeeds): DeclarationsSystem {
  const { record, runtime } = needs;
  record.owns({ system, types: ['EpisodeOfCare'], profiles: [profile], hook: keepLedger });
  const desk = new Declarations(needs);
  const call = { actor: platformActor(system), source: 'local', trace: system };
  return {
    name: system,
    operations: [...patientOperations(desk, needs), ...facilityOperations(desk, needs)],
    fillDemonstration: () => fillDeclarations(desk, needs),
    handlers: [
      lapse.by(async ({ patient, declaration: id }) => {
        const row = await desk.store.one(patient, id);
        if (row?.state !== 'submitted') return;
        const declaration = await desk.open(call, id);
        const isDue = new Date(declaration.answerBy) <= runtime.now();
        if (isDue && declaration.state === 'submitted')
          await desk.move(call, declaration, 'lapse', { reason: 'not-taken' });
      }),
    ],
  };
}
