/** What e-referral is given: the record, the tables, and what other systems know. */
import type { Call } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import type { Feed } from '#core/feed/index.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

export interface ReferralNeeds {
  /** Printed at the head of sheets: that the data are invented. */
  readonly sheetLabel?: string;
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  /** Where medical events are heard of. */
  readonly feed: Pick<Feed, 'follow'>;
  /** Key from which codes of referrals follow; lies outside the database. */
  readonly codeSecret: Buffer;
  /** People by PESEL (the index of patients). */
  readonly patientByPesel: (call: Call, pesel: string) => Promise<{ readonly id: string } | undefined>;
  /** The register of medical workers: may this Practitioner practise now, and as what? */
  readonly entitlement: (practitioner: string) => Promise<Entitled>;
}

export type Entitled = { readonly entitled: true; readonly profession: string } | { readonly entitled: false };
