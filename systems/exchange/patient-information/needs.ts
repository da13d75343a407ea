/** What patient-information is given. */
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Connection } from './client.ts';

export interface PatientInformationNeeds {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly audit: AuditTrail;
  /** Where the Fund answers; undefined when this installation asks nobody. */
  readonly connection: () => Connection | undefined;
  /** What answers is a simulator. */
  readonly simulated: boolean;
}
