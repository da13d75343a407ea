/** What every part of permissions is given. */
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { Record as PatientRecord } from '#core/record/record.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { People } from './people.ts';

export interface PermissionsNeed {
  readonly database: Database;
  readonly record: PatientRecord;
  readonly audit: AuditTrail;
  readonly runtime: Runtime;
  /** Key of the hashes of one-time codes; lies outside the database. */
  readonly codeKey: Buffer;
}

export interface Parts extends PermissionsNeed {
  readonly people: People;
}
