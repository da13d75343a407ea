/** What the feed tells: one change is what one transaction did in one compartment. */
import { typeName } from '#libs/fhir/resource-types.ts';
import type { Key } from '../record/keys.ts';

export interface FeedEntry {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** `expunge`: versions are gone for good. `version` is the one that lives on; 0: none does, and no trace should. */
  readonly method: 'create' | 'update' | 'delete' | 'expunge';
}

export interface FeedChange {
  /** Compartment: a patient's, or that of a resource which is nobody's. A resource that moves is told in both. */
  readonly patient: Key;
  /** Grows within a patient. With `patient` it names the change: what a consumer remembers to know it again. */
  readonly sequence: string;
  readonly at: Date;
  /** Actor.id of who made it. */
  readonly actor: string;
  readonly entries: readonly FeedEntry[];
}

/** A row of record.change. */
export interface ChangeRow {
  patient: Key;
  sequence: string;
  xid: string;
  at: Date;
  actor: string;
  types: number[];
  ids: string[];
  versions: number[];
  methods: string;
}

export const changeColumns =
  'c.patient, c.sequence, c.xid::text, c.at, c.actor, c.types, c.ids, c.versions,' +
  " array_to_string(c.methods, '') as methods";

const methods: { readonly [letter: string]: FeedEntry['method'] } = {
  C: 'create',
  U: 'update',
  D: 'delete',
  X: 'expunge',
};

/** The change of a row, with the entries of these types only. */
export function changeOf(row: ChangeRow, types: ReadonlySet<string> | undefined): FeedChange {
  const { patient, sequence, at, actor, ids, versions } = row;
  const entries = row.types
    .map((number, place) => ({
      type: typeName(number),
      id: ids[place] ?? '',
      version: versions[place] ?? 0,
      method: methods[row.methods[place] ?? ''] ?? 'update',
    }))
    .filter(({ type }) => types?.has(type) ?? true);
  return { patient, sequence, at, actor, entries };
}
