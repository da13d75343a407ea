/** A patient's whole record as it is read and as it travels: profile (ePP), Patient Summary, documents from abroad. */
import type { FhirRecord } from '#core/record/index.ts';
import type { Terminology } from '#core/terminology/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { foreignSummaries } from '#systems/documents/foreign-summaries/index.ts';
import { patientProfile } from '#systems/documents/patient-profile/index.ts';
import { patientSummary } from '#systems/documents/patient-summary/index.ts';

interface DocumentParts {
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly terminology: Terminology;
}

export function patientDocuments({ record, runtime, terminology }: DocumentParts) {
  const summaries = patientSummary({ record, runtime });
  return {
    systems: [patientProfile({ record }), summaries, foreignSummaries({ record, terminology })],
    fhirOperations: summaries.fhirOperations,
  };
}
