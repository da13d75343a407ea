/** The patient profile's face: `patientProfile({ record }) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { machineOperations } from './machine-reads.ts';
import { operations } from './operations.ts';
import type { Clinicians, OutsideSources } from './ports.ts';

export type { Clinicians } from './ports.ts';

export interface PatientProfileNeeds {
  record: FhirRecord;
  /** Sources outside of the record, each asked when a profile is opened. */
  sources?: readonly OutsideSources[];
  /** Of whom systems of providers may ask; without it they get no profile. */
  clinicians?: Clinicians;
}

/** ePP: reads the record for people; owns no tables and writes nothing. */
export const patientProfile = ({ record, sources = [], clinicians }: PatientProfileNeeds): System => ({
  name: 'patient-profile',
  operations: [
    ...operations(record, sources),
    ...(clinicians ? machineOperations({ record, sources, clinicians }) : []),
  ],
});
