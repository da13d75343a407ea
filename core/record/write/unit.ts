/**
 * A unit of change: what is written together or not at all. Every interaction that writes makes one; the writer turns
 * one or several into a single statement.
 */
import type { SearchValues } from '#libs/fhir/search/extract.ts';
import type { Call } from '../../access/actor.ts';
import type { Label } from '../../access/labels.ts';
import type { AuditEntry } from '../../audit/index.ts';
import type { Care } from '../care.ts';
import type { Change } from '../record.ts';
import type { Key } from '../keys.ts';

/** The living version of a resource, with what is needed to take its rows out of the search tables. */
export interface Current {
  readonly patient: Key;
  readonly version: number;
  readonly updated: Date;
  readonly content: string;
  readonly tokens: readonly string[];
  readonly strings: readonly string[];
  readonly starts: number;
}

/** The new version. */
export interface NewRow {
  readonly patient: Key;
  readonly values: SearchValues;
  /** Number of the search parameters by which the values were found; it has to be the present one. */
  readonly extractedBy: number;
  readonly content: string;
}

export interface UnitChange {
  readonly method: Change['method'];
  readonly type: string;
  readonly id: string;
  /** The version that this change makes (a tombstone has one too). */
  readonly version: number;
  /** Compartment after the change; of a deletion, the one it leaves. */
  readonly patient: Key;
  /** Logical id of the Patient whose compartment that is; undefined when it is nobody's. */
  readonly patientId: string | undefined;
  /** Undefined for a deletion. */
  readonly row?: NewRow;
  /** The version that is replaced; undefined when nothing living stood there. */
  readonly before?: Current;
  /** Set when a deleted resource comes to life again: its tombstone, which nobody else may have woken meanwhile. */
  readonly tombstone?: { readonly patient: Key; readonly version: number };
  /**
   * Set when the id was chosen by a client and nothing has ever been there: nothing may have come and gone meanwhile.
   */
  readonly first?: true;
  /** The row of record.alias to be written: new (`was` undefined) or moved from another compartment. */
  readonly alias?: { readonly was: Key | undefined };
  /** In whose care the patient is by this resource, and no longer is. */
  readonly care?: readonly Care[];
  readonly careLost?: readonly { readonly patient: Key; readonly care: Care }[];
  /** Confidentiality labels of the content: rows of access.restricted. */
  readonly labels?: readonly Label[];
  readonly resource?: Change['resource'];
}

export interface Unit {
  readonly changes: readonly UnitChange[];
  readonly at: Date;
  /** Actor.id, for the change feed. */
  readonly actor: string;
  /** Whose profiles it may write (owners.ts): those of the system that decided it, or of all for the platform. */
  readonly mayWrite?: string | '*' | undefined;
  readonly audit: readonly AuditEntry[];
  /** `Call.inChange`. */
  readonly inChange?: Call['inChange'];
}

/** Somebody else was faster: the unit has to be made again from what is there now. */
export class LostRace extends Error {
  constructor() {
    super('The record changed while this change was being prepared.');
    this.name = 'LostRace';
  }
}
