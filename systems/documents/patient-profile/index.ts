/** The patient profile's face: `patientProfile(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { ownedDisputes, system } from './disputes/keeping.ts';
import { disputeOperations } from './disputes/operations.ts';
import { machineOperations } from './machine-reads.ts';
import { type OperationNeeds, operations } from './operations.ts';
import type { Clinicians } from './ports.ts';
import { provenanceOperations } from './provenance/operations.ts';
import { ownedChoices } from './result-display.ts';

export type { Clinicians } from './ports.ts';

export interface PatientProfileNeeds extends OperationNeeds {
  readonly record: FhirRecord;
  /** Of whom systems of providers may ask; without it they get no profile. */
  readonly clinicians?: Clinicians;
}

/** ePP: reads the record for people; owns no tables, and writes only disputes of facts and when to show results. */
export function patientProfile(needs: PatientProfileNeeds): System {
  const { record, sources = [], clinicians } = needs;
  record.owns(ownedDisputes);
  record.owns(ownedChoices);
  return {
    name: system,
    operations: [
      ...operations(needs),
      ...(clinicians ? machineOperations({ record, sources, clinicians }) : []),
      ...disputeOperations(record),
      ...provenanceOperations(record),
    ],
  };
}
