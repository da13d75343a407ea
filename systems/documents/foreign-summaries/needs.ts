/** What foreign summaries are given. */
import type { FhirRecord } from '#core/record/index.ts';
import type { Terminology } from '#core/terminology/index.ts';

export interface ForeignNeeds {
  readonly record: Pick<FhirRecord, 'read' | 'search' | 'create' | 'bundle' | 'owns'>;
  /** What codes translate to by the concept maps that are here. */
  readonly terminology: Pick<Terminology, 'same'>;
}
