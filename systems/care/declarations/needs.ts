/** What declarations are given: the record, the tables, and what other systems know. */
import type { Call } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

export interface DeclarationNeeds {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  /** People by PESEL (the index of patients). */
  readonly patientByPesel: (call: Call, pesel: string) => Promise<{ readonly id: string } | undefined>;
  /** The register of medical workers: may this Practitioner practise now, as what, with which specialities? */
  readonly entitlement: (practitioner: string) => Promise<Entitled>;
}

export type Entitled =
  | { readonly entitled: true; readonly profession: string; readonly specialities: readonly string[] }
  | { readonly entitled: false };
