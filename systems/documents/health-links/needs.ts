/** What health links are given. */
import type { Call } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

/** What health links need of the Patient Summary: a FHIR document of one patient, and the short card on paper. */
export interface Summaries {
  summaryOf(call: Call, patient: string, wanted: { readonly language: 'pl' | 'en' }): Promise<object>;
  /** A PDF whose QR code says the address of a link. */
  cardOf(call: Call, patient: string, link: PrintedLink): Promise<Buffer>;
}

export interface PrintedLink {
  readonly address: string;
  readonly ends: Date;
  readonly hasPin: boolean;
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
