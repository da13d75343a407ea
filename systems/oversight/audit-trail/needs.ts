/** What the audit trail's operations are given. */
import type { Call } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

export interface AuditTrailNeeds {
  readonly audit: AuditTrail;
  readonly runtime: Pick<Runtime, 'now'>;
  /** The patient with this PESEL, of whom the logical id is used; undefined when there is none. */
  patientByPesel(call: Call, pesel: string): Promise<{ readonly id: string } | undefined>;
}
