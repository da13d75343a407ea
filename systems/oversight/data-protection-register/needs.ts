/** What the register needs of others. */
import type { Call } from '#core/access/actor.ts';
import type { RetentionClass } from '#core/audit/disposal.ts';
import type { AuditTrail, AuditVerdict } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

/** People and facilities of the record, as permissions know them. */
export interface Directory {
  patientByPesel(call: Call, pesel: string): Promise<{ readonly id: string; readonly name: string } | undefined>;
  facilityName(call: Call, id: string): Promise<string | undefined>;
}

export interface RegisterNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly audit: AuditTrail;
  readonly directory: Directory;
  /** For how many years the content of the trail is kept: the security policy. */
  readonly yearsKept: (of: RetentionClass) => number;
  /** Proves the trail of this installation. */
  readonly verify: () => Promise<AuditVerdict>;
}
