/** The Patient Summary's face: `patientSummary(needs)` → System, with its FHIR operation. See README.md. */
import type { Call } from '#core/access/actor.ts';
import type { System } from '#core/http/operation.ts';
import type { FhirOperation } from '#core/record/http/index.ts';
import { shippedExclusions } from './exclusions.ts';
import type { Fhir } from './model.ts';
import { makeSummary, type SummaryNeeds, type Wanted } from './summary.ts';
import { summaryOperation } from './summary-operation.ts';

export type PatientSummaryNeeds = Pick<SummaryNeeds, 'record' | 'runtime'> & Partial<SummaryNeeds>;

export interface PatientSummary extends System {
  /** `Patient/$summary` for the FHIR face. */
  readonly fhirOperations: readonly FhirOperation[];
  /**
   * A document Bundle, for other systems through the app (links, emergency view).
   * @throws Refusal `not-found` or `gone` as the record answers for the Patient.
   */
  summaryOf(call: Call, patient: string, wanted?: Wanted): Promise<Fhir>;
}

export function patientSummary(given: PatientSummaryNeeds): PatientSummary {
  const needs: SummaryNeeds = { exclusions: shippedExclusions, custodian: { name: 'e-Zdrowie' }, ...given };
  return {
    name: 'patient-summary',
    operations: [],
    fhirOperations: [summaryOperation(needs)],
    summaryOf: async (call, patient, wanted = {}) => (await makeSummary(needs, call, patient, wanted)).bundle,
  };
}
