/** The audit trail's face inside the platform. See README.md. */
import type { Call } from '../access/actor.ts';
import type { Query } from '../db/database.ts';

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
  /** Compartment keys of the patients concerned (decimal strings) and their logical ids, same order, no repeats. */
  readonly patients?: readonly string[];
  readonly patientIds?: readonly string[];
  /** Every resource concerned: `Type/id/version`. */
  readonly entities?: readonly string[];
  readonly query?: string;
}

export interface AuditTrail {
  /**
   * The insert of some entries as one statement text with parameters numbered from `firstParameter`; the record puts it as a
   * `with` part into the statement of the change itself, so that neither exists without the other.
   */
  insertion(entries: readonly AuditEntry[], firstParameter?: number): Required<Pick<Query, 'text' | 'values'>>;
  /** Writes one entry, sharing a commit with others that arrive meanwhile; resolves when it is durable. Reads answer after it. */
  write(entry: AuditEntry): Promise<void>;
}
