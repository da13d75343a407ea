/** What the parts of this folder are given. */
import type { Actor } from '../access/actor.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { Database } from '../db/database.ts';
import type { OutboundRules } from '../http/outbound.ts';
import type { FhirRecord } from '../record/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

export interface SubscriptionNeeds {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly audit: AuditTrail;
  readonly outbound: OutboundRules;
  /** The machine of an actor id, with the scopes that it has now; undefined when it is none, or no more. */
  readonly machineOf: (id: string) => Promise<Actor | undefined>;
  /** ms after the first failure; doubled with each further one. */
  readonly retryAfter?: number;
}

/** Failures in a row, after which a Subscription is in error. */
export const mostFailures = 6;
