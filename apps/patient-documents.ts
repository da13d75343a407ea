/** What is made of a patient's whole record: the profile (ePP) and the summary (Patient Summary). */
import type { FhirRecord } from '#core/record/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { patientProfile } from '#systems/documents/patient-profile/index.ts';
import { patientSummary } from '#systems/documents/patient-summary/index.ts';

interface DocumentParts {
  readonly record: FhirRecord;
  readonly runtime: Runtime;
}

export function patientDocuments({ record, runtime }: DocumentParts) {
  const summaries = patientSummary({ record, runtime });
  return {
    systems: [patientProfile({ record }), summaries],
    fhirOperations: summaries.fhirOperations,
  };
}
