/** The audit trail's face inside the platform. See README.md. */
import { createSecretKey } from 'node:crypto';
import type { Database, Query } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { AuditEntry } from './entry.ts';
import { groupCommit } from './group-commit.ts';
import { insertionOfFoundText, insertionOfPagesText, insertionText, insertionValues } from './insertion.ts';
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
  /** Also hides the values of these search parameters in what was asked. */
  hide(parameters: ReadonlySet<string>): void;
  /**
   * The insert of entries for reads that the same statement makes: each has one entity without its version, which the
   * `with` part named `found` tells by the place of the entry (columns n and version).
   */
  insertionOfFound(
    entries: readonly AuditEntry[],
    firstParameter: number,
    found: string,
  ): Required<Pick<Query, 'text' | 'values'>>;
  /**
   * The same for searches: what is on the page of each the part named `found` tells (columns n, entities, patients and
   * patient_ids; no row for an empty page). Patients of the entry stand when anything was found.
   */
  insertionOfPages(
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
  // Made a key once: from bytes, every hash would make it anew.
  const privacy: QueryPrivacy = { key: createSecretKey(queryKey ?? runtime.randomBytes(32)) };
  const text = insertionText(1);
  // Statements that carry entries come in a handful of shapes: each text is put together once.
  const texts = new Map<number, string>([[1, text]]);
  const textsOfFound = new Map<string, string>();
  const textsOfPages = new Map<string, string>();
  return {
    hide: (parameters) => {
      privacy.others = parameters;
    },
    insertion: (entries, firstParameter = 1) => ({
      text: kept(texts, firstParameter, () => insertionText(firstParameter)),
      values: insertionValues(entries, privacy),
    }),
    insertionOfFound: (entries, firstParameter, found) => ({
      text: kept(textsOfFound, `${firstParameter} ${found}`, () => insertionOfFoundText(firstParameter, found)),
      values: insertionValues(entries, privacy),
    }),
    insertionOfPages: (entries, firstParameter, found) => ({
      text: kept(textsOfPages, `${firstParameter} ${found}`, () => insertionOfPagesText(firstParameter, found)),
      values: insertionValues(entries, privacy),
    }),
    write: groupCommit(async (entries: readonly AuditEntry[]) => {
      await database.query({ name: 'audit-write', text, values: insertionValues(entries, privacy) });
    }),
  };
}

function kept<Key>(texts: Map<Key, string>, key: Key, make: () => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  const made = make();
  texts.set(key, made);
  return made;
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
  eventSeen,
  type EventSeen,
  eventsAbout,
  eventsWithoutContent,
} from './reading.ts';
export { type Sealer, type SealerStatus, startSealer } from './sealer.ts';
export { type AuditVerdict, type BrokenLink, verifyAudit, verifyInstalledAudit } from './verify.ts';
