/** The audit trail's face inside the platform. See README.md. */
import type { Database, Query } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { AuditEntry } from './entry.ts';
import { groupCommit } from './group-commit.ts';
import { insertionOfFoundText, insertionText, insertionValues } from './insertion.ts';
import type { QueryPrivacy } from './query-privacy.ts';

export interface AuditTrail {
  /**
   * The insert of some entries as one statement text with parameters numbered from `firstParameter`; the record puts it
   * as a `with` part into the statement of the change itself, so that neither exists without the other. The text
   * depends on `firstParameter` alone, never on the entries, and takes `insertionParameters` parameters.
   */
  insertion(entries: readonly AuditEntry[], firstParameter?: number): Required<Pick<Query, 'text' | 'values'>>;
  /**
   * Writes one entry, sharing a commit with others that arrive meanwhile; resolves when it is durable: only then may a
   * read be answered.
   * @throws Refusal `unavailable` `audit-unavailable` when it cannot be written: then the answer must not leave either.
   */
  write(entry: AuditEntry): Promise<void>;
}

/** What the record needs beyond that. */
export interface RecordTrail extends AuditTrail {
  /**
   * The insert of entries for reads that the same statement makes: each has one entity without its version, which the
   * `with` part named `found` tells by the place of the entry (columns n and version).
   */
  insertionOfFound(
    entries: readonly AuditEntry[],
    firstParameter: number,
    found: string,
  ): Required<Pick<Query, 'text' | 'values'>>;
}

export interface AuditTrailOptions {
  readonly database: Database;
  readonly runtime: Runtime;
  /** Key for hashing personal search values (`loadAuditKeys(…).queryKey`); without it a fresh one, good for one run. */
  readonly queryKey?: Buffer;
}

/** The trail on a database. */
export function createAuditTrail({ database, runtime, queryKey }: AuditTrailOptions): RecordTrail {
  const privacy: QueryPrivacy = { key: queryKey ?? runtime.randomBytes(32) };
  const text = insertionText(1);
  return {
    insertion: (entries, firstParameter = 1) => ({
      text: firstParameter === 1 ? text : insertionText(firstParameter),
      values: insertionValues(entries, privacy),
    }),
    insertionOfFound: (entries, firstParameter, found) => ({
      text: insertionOfFoundText(firstParameter, found),
      values: insertionValues(entries, privacy),
    }),
    write: groupCommit(async (entries: readonly AuditEntry[]) => {
      await database.query({ name: 'audit-write', text, values: insertionValues(entries, privacy) });
    }),
  };
}

export { auditEventResource } from './audit-event.ts';
export { type AuditEvents, auditEvents } from './audit-events.ts';
export type { AuditEntry } from './entry.ts';
export { type AuditEvent, asEvent, eventColumns } from './event.ts';
export { insertionParameters } from './insertion.ts';
export { type AuditKeys, loadAuditKeys } from './keys.ts';
export {
  type ChainState,
  chainState,
  type EventAbout,
  type EventFilter,
  type EventWindow,
  type EventWithoutContent,
  eventsAbout,
  eventsWithoutContent,
} from './reading.ts';
export { type Sealer, type SealerStatus, startSealer } from './sealer.ts';
export { type AuditVerdict, type BrokenLink, verifyAudit, verifyInstalledAudit } from './verify.ts';
