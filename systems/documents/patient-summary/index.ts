/** The Patient Summary's face: `patientSummary(needs)` → System, with its FHIR operation. See README.md. */
import type { Call } from '#core/access/actor.ts';
import type { System } from '#core/http/operation.ts';
import type { FhirOperation } from '#core/record/http/index.ts';
import { shippedExclusions } from './exclusions.ts';
import type { Fhir } from './model.ts';
import { operations } from './operations.ts';
import { type Signatures, signedProfile, system } from './signed.ts';
import { makeSummary, type SummaryNeeds, type Wanted } from './summary.ts';
import { summaryOperation } from './summary-operation.ts';

export { exclusionsFrom } from './exclusions.ts';

export interface PatientSummaryNeeds extends Pick<SummaryNeeds, 'record' | 'runtime'> {
  /** Instead of what is shipped. */
  readonly exclusions?: SummaryNeeds['exclusions'];
  readonly custodian?: SummaryNeeds['custodian'];
  /** Without it nothing can be signed or verified. */
  readonly signatures?: Signatures;
}

export interface PatientSummary extends System {
  /** `Patient/$summary` for the FHIR face. */
  readonly fhirOperations: readonly FhirOperation[];
  /**
   * A document Bundle, for other systems through the app (links, emergency view).
   * @throws Refusal `not-found` or `gone` as the record answers for the Patient.
   */
  summaryOf(call: Call, patient: string, wanted?: Wanted): Promise<Fhir>;
}

export function patientSummary({ signatures, ...given }: PatientSummaryNeeds): PatientSummary {
  const needs: SummaryNeeds = { exclusions: shippedExclusions, custodian: { name: 'e-Zdrowie' }, ...given };
  // A signed summary is changed by nobody else; there is nothing beside the record to keep in step.
  needs.record.owns({ system, types: ['DocumentReference'], profiles: [signedProfile], hook: async () => undefined });
  return {
    name: system,
    operations: operations(needs, signatures),
    fhirOperations: [summaryOperation(needs)],
    summaryOf: (call, patient, wanted = {}) => makeSummary(needs, call, patient, wanted),
  };
}
