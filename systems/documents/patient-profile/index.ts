/** The patient profile's face: `patientProfile({ record }) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { operations } from './operations.ts';
import type { OutsideSources } from './ports.ts';

export interface PatientProfileNeeds {
  record: FhirRecord;
  /** Sources outside of the record, each asked when a profile is opened. */
  sources?: readonly OutsideSources[];
}

/** ePP: reads the record for people; owns no tables and writes nothing. */
export const patientProfile = ({ record, sources }: PatientProfileNeeds): System => ({
  name: 'patient-profile',
  operations: operations(record, sources),
});
