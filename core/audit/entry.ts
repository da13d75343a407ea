/** What the platform tells the trail. */
import type { Call } from '../access/actor.ts';

/** What was done, for the trail: one entry is one AuditEvent. */
export interface AuditEntry {
  readonly call: Call;
  readonly at: Date;
  /** AuditEvent.action */
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** FHIR interaction code (`read`, `search-type`, `transaction` …) or the operation's name. */
  readonly kind: string;
  /** 0 success, 4 refused, 8 fault. */
  readonly outcome: 0 | 4 | 8;
  /** Refusal code when refused. */
  readonly reason?: string;
  /** The access rule that allowed it: `Allow.rule` of core/access. */
  readonly rule?: string;
  /** Compartment keys of the patients concerned (decimal strings), no repeats. */
  readonly patients?: readonly string[];
  /** Their logical ids, in the same order; undefined where the key tells it, and then none need be said at all. */
  readonly patientIds?: readonly (string | undefined)[];
  /** Every resource concerned: `Type/id/version`. */
  readonly entities?: readonly string[];
  /** Search string as asked; the trail itself hashes the values that point at a person. */
  readonly query?: string;
}
