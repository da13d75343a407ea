/** What health links are given. */
import type { Call } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

/** What health links need of the Patient Summary: a FHIR document of one patient. */
export interface Summaries {
  summaryOf(call: Call, patient: string, wanted: { readonly language: 'pl' | 'en' }): Promise<object>;
}

export interface HealthLinkNeeds {
  readonly database: Database;
  readonly audit: AuditTrail;
  readonly runtime: Runtime;
  readonly summaries: Summaries;
  /** The platform's own secret for links. */
  readonly secret: Buffer;
  /** Where the platform is reached: `https://…`. */
  readonly baseUrl: string;
}
