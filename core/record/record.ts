/**
 * The record's face inside the platform: what systems, the importer and the population call. The FHIR face over HTTP
 * (core/record/http/) calls the same functions. Every function decides access, writes audit, and throws a Refusal for
 * "no".
 */
import type { Call } from '../access/actor.ts';
import type { Tx } from '../db/database.ts';
import type { Versions } from './etag.ts';

/** A FHIR resource as parsed JSON. Numbers whose text matters are JSON.rawJSON objects (libs/fhir/json.ts). */
export interface Resource {
  resourceType: string;
  id?: string;
  meta?: { versionId?: string; lastUpdated?: string; profile?: string[]; [key: string]: unknown };
  [element: string]: unknown;
}

/** A stored version. `content` is the JSON text that goes out untouched. */
export interface Stored {
  type: string;
  id: string;
  version: number;
  updated: Date;
  content: string;
  /** Key of the compartment it lies in: what the audit trail names. */
  patient?: string;
}

export interface Written extends Stored {
  /** What happened: nothing at all when the content was the same as before, or a conditional create found its match. */
  outcome: 'created' | 'updated' | 'unchanged' | 'deleted';
}

/** A resource inside of another. Its id is its own within that one only. */
export interface Inside {
  readonly type: string;
  readonly id: string;
  readonly content: string;
}

export interface SearchPage {
  /** Matches first, in order; then what was included. Of `contained` only that is shown (`_containedType=contained`). */
  entries: { mode: 'match' | 'include'; stored: Stored; contained?: Inside }[];
  /** Only when asked for (`_total=accurate`, `_summary=count`). */
  total?: number;
  /** Query strings (without `?`) for the links. */
  self: string;
  /** On every page but the first. */
  first?: string;
  next?: string;
  /** Parameters that were not understood and left out (lenient handling). */
  ignored: string[];
}

export interface SearchOptions {
  /** `Prefer: handling=strict`: unknown parameters are refused instead of left out. */
  strict?: boolean;
  /** What was known at this instant, as `_asOf` in the query: within one patient only. */
  asOf?: Date;
}

export interface ReadOptions {
  /** The version that was the present one at this instant. */
  asOf?: Date;
}

export interface UpdateOptions {
  /** Versions of which the living one must be one (If-Match); `*`: something must live. */
  ifMatch?: Versions;
  /** Versions of which the living one must be none (If-None-Match); `*`: nothing may live, so PUT only creates. */
  ifNoneMatch?: Versions;
}

/** A line of a patient's life for overviews: no content, thousands in milliseconds. */
export interface OutlineRow {
  type: string;
  id: string;
  /** Seconds since 1970, or ∓Infinity when the resource has no time or still lasts. */
  starts: number;
  ends: number;
}

/** One version that lies in a compartment; times as in an OutlineRow. */
export interface SiftedVersion extends OutlineRow {
  version: number;
}

export interface SiftOptions extends ReadOptions {
  /** Whether the asker holds this version already. */
  has(version: SiftedVersion): boolean;
  /** Called with each of the others and its JSON text. */
  take(version: SiftedVersion, content: string): void;
}

/** Days (`YYYY-MM-DD`) on which something came in, was changed or deleted, the newest first, and how many there were. */
export interface Arrivals {
  first: string | undefined;
  days: { day: string; number: number }[];
  /** Older days are left out of `days`. */
  cut: boolean;
}

export interface Record {
  create(call: Call, resource: Resource, options?: { ifNoneExist?: string }): Promise<Written>;
  read(call: Call, type: string, id: string, options?: ReadOptions): Promise<Stored>;
  vread(call: Call, type: string, id: string, version: number): Promise<Stored>;
  update(call: Call, resource: Resource, options?: UpdateOptions): Promise<Written>;
  patch(call: Call, type: string, id: string, patch: unknown, options?: UpdateOptions): Promise<Written>;
  delete(call: Call, type: string, id: string, options?: UpdateOptions): Promise<Written>;
  /** batch and transaction; the answer is the response Bundle. */
  bundle(call: Call, bundle: Resource): Promise<Resource>;
  search(call: Call, type: string, query: string, options?: SearchOptions): Promise<SearchPage>;
  everything(call: Call, patient: string, query?: string, options?: ReadOptions): Promise<SearchPage>;
  /** What lies (or lay, `asOf`) in a patient's compartment, oldest first, without content. One audit entry. */
  outline(call: Call, patient: string, types: readonly string[], options?: ReadOptions): Promise<OutlineRow[]>;
  /** Goes through the contents of a compartment, each version once (core/record/interactions/sift.ts). One audit entry. */
  sift(call: Call, patient: string, types: readonly string[], options: SiftOptions): Promise<SiftedVersion[]>;
  /** On which days of a time zone (`Europe/Warsaw`) something of these types came in or changed. One audit entry. */
  arrivals(call: Call, patient: string, types: readonly string[], zone: string): Promise<Arrivals>;
  /** Called in the transaction of every change of these types, by systems that keep their own tables in step. */
  onChange(types: readonly string[], hook: ChangeHook): void;
  /** From now on resources of these profiles belong to a system. */
  owns(owner: Owner): void;
}

export interface Change {
  method: 'create' | 'update' | 'delete';
  patient: string;
  type: string;
  id: string;
  version: number;
  resource?: Resource;
}
/** A system that owns profiles. docs/decisions/0037 */
export interface Owner {
  /** Folder name: `e-prescription`. What it writes comes with a call made by `decidedBy` (core/access/actor.ts). */
  readonly system: string;
  readonly types: readonly string[];
  /** Canonical URLs without version, as resources declare them in `meta.profile`. */
  readonly profiles: readonly string[];
  /** Who else may write them: nobody (403 `owned-profile`), or whoever has the right; `hook` then checks what they write. */
  readonly writers?: 'all';
  /**
   * Called in the transaction of every change of such a resource, also of one that no longer declares the profile:
   * keeps the system's tables in step, and refuses what breaks its rules. All is undone when it throws.
   */
  readonly hook: ChangeHook;
}

export type ChangeHook = (tx: Tx, changes: readonly Change[]) => Promise<void>;
