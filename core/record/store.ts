/** What the record reads of its own tables: resources and their versions by id. Search has its own SQL in search/. */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { compileVisibility, type Visibility, visibilityOfVersions } from '../access/index.ts';
import type { Query, Tx } from '../db/database.ts';
import { isOwner } from './compartment.ts';
import { isServerId, type Key, keyOfId } from './keys.ts';
import { plainArray, wordArray } from './write/pg-arrays.ts';
import type { Stored } from './record.ts';
import type { Current } from './write/unit.ts';

/** A version of a resource in its compartment, and whether the caller may see it. */
export interface Found extends Stored {
  patient: Key;
  /** Undefined content: the tombstone of a deletion. */
  deleted: boolean;
  visible: boolean;
}

/** Where a resource lies, or would lie. */
export interface Place {
  readonly type: string;
  readonly id: string;
  /** Compartment of the living version, or of the last one. */
  readonly key: Key;
  /** What record.alias says, if anything. */
  readonly aliased: Key | undefined;
  readonly current: Current | undefined;
  /** Version of the tombstone, when it was deleted. */
  readonly tombstone: number | undefined;
}

const names = new Map<string, string>();
const mostNames = 200;

/** A named query: one name for each text, and an end to names should texts ever vary more. */
export function named(prefix: string, text: string, values: unknown[]): Query {
  let name = names.get(text);
  if (name === undefined && names.size < mostNames) {
    name = `record-${prefix}-${names.size}`;
    names.set(text, name);
  }
  return { ...(name === undefined ? {} : { name }), text, values };
}

interface VersionRow {
  patient: Key;
  version: number;
  updated: Date;
  content: string | null;
  visible: boolean;
}

const asFound = (type: string, id: string, row: VersionRow): Found => ({
  type,
  id,
  version: row.version,
  updated: row.updated,
  content: row.content ?? '',
  deleted: row.content === null,
  patient: row.patient,
  visible: row.visible,
});

/**
 * The living version, the tombstone of a deleted resource, or undefined. One index probe when the id tells the
 * compartment.
 */
export async function findCurrent(
  tx: Tx,
  type: string,
  id: string,
  visibility: Visibility,
): Promise<Found | undefined> {
  const number = typeNumber(type);
  const key = keyOfId(type, id);
  if (isOwner(type) || isServerId(id)) {
    const { sql, values } = compileVisibility(visibility, 'r', 4, type, '$1::int8');
    const text = `select r.patient, r.version, r.updated, r.content, ${sql} as visible
      from record.resource r where r.patient = $1::int8 and r.type = $2 and r.id = $3`;
    const { rows } = await tx.query<VersionRow>(named('read', text, [key, number, id, ...values]));
    if (rows[0]) return asFound(type, id, rows[0]);
  }
  const predicate = compileVisibility(visibility, 'r', 4, type);
  const { rows } = await tx.query<VersionRow>(
    named(
      'find',
      `with place as (
          select coalesce((select patient from record.alias where type = $2 and id = $3), $1::int8) as patient),
        living as (
          select r.* from place cross join lateral (
            select r.* from record.resource r
              where r.patient = place.patient and r.type = $2 and r.id = $3 offset 0) r),
        last as (select h.* from place cross join lateral (
            select h.* from record.history h where h.patient = place.patient and h.type = $2 and h.id = $3 offset 0) h
          where not exists (select from living) order by h.version desc limit 1)
      select r.patient, r.version, r.updated, r.content, ${predicate.sql} as visible from (
        select patient, type, id, version, updated, content from living
        union all select patient, type, id, version, updated, content from last) r`,
      [key, number, id, ...predicate.values],
    ),
  );
  return rows[0] ? asFound(type, id, rows[0]) : undefined;
}

/**
 * The compartments in which versions of a resource may lie. They are joined by laterals with `offset 0`: the planner,
 * who knows nothing of the values, must not turn the join round and read an index of every partition.
 */
const everywhere = `select $1::int8 as patient
  union select patient from record.alias where type = $2 and id = $3
  union select unnest(former) from record.alias where type = $2 and id = $3`;

/** One version, wherever the resource lay then. */
export async function findVersion(
  tx: Tx,
  type: string,
  id: string,
  version: number,
  visibility: Visibility,
): Promise<Found | undefined> {
  const predicate = compileVisibility(visibilityOfVersions(visibility), 'r', 5, type);
  const { rows } = await tx.query<VersionRow>(
    named(
      'vread',
      `with places as (${everywhere})
      select r.patient, r.version, r.updated, r.content, ${predicate.sql} as visible from (
        select r.patient, r.type, r.id, r.version, r.updated, r.content from places p
          cross join lateral (
            select r.* from record.resource r
              where r.patient = p.patient and r.type = $2 and r.id = $3 and r.version = $4 offset 0) r
        union all
        select h.patient, h.type, h.id, h.version, h.updated, h.content from places p
          cross join lateral (
            select h.* from record.history h
              where h.patient = p.patient and h.type = $2 and h.id = $3 and h.version = $4 offset 0) h) r
      limit 1`,
      [keyOfId(type, id), typeNumber(type), id, version, ...predicate.values],
    ),
  );
  return rows[0] ? asFound(type, id, rows[0]) : undefined;
}

/** The version that was the present one at an instant, wherever the resource lay then; the tombstone if it was deleted. */
export async function findAsOf(
  tx: Tx,
  type: string,
  id: string,
  asOf: Date,
  visibility: Visibility,
): Promise<Found | undefined> {
  const predicate = compileVisibility(visibilityOfVersions(visibility), 'r', 5, type);
  const { rows } = await tx.query<VersionRow>(
    named(
      'as-of',
      `with places as (${everywhere})
      select r.patient, r.version, r.updated, r.content, ${predicate.sql} as visible from (
        select r.patient, r.type, r.id, r.version, r.updated, r.content from places p
          cross join lateral (
            select r.* from record.resource r
              where r.patient = p.patient and r.type = $2 and r.id = $3 and r.updated <= $4 offset 0) r
        union all
        select h.patient, h.type, h.id, h.version, h.updated, h.content from places p
          cross join lateral (
            select h.* from record.history h
              where h.patient = p.patient and h.type = $2 and h.id = $3 and h.updated <= $4 offset 0) h) r
      order by r.version desc limit 1`,
      [keyOfId(type, id), typeNumber(type), id, asOf, ...predicate.values],
    ),
  );
  return rows[0] ? asFound(type, id, rows[0]) : undefined;
}

export interface VersionWanted {
  since: Date | undefined;
  /** Only those that were the present version at some point of this time. */
  at: { readonly from: Date; readonly to: Date } | undefined;
  ascending: boolean;
  /** Only versions below this one (ascending: above it; then the greatest there is means all): the cursor of a page. */
  behind: number;
  limit: number;
}

export interface FoundVersion extends Found {
  method: 'C' | 'U' | 'D';
  /** How many of those that the caller may see are wanted, on all pages. */
  total: number;
}

type LifeRow = VersionRow & {
  method: 'C' | 'U' | 'D' | 'd' | null;
  reborn: boolean | null;
  total: number;
};

/** The greatest version that a row can have. */
const lastVersion = 2_147_483_647;

/** Versions of one resource, newest first unless asked otherwise; those that the caller may not see are marked. */
export async function findVersions(
  tx: Tx,
  type: string,
  id: string,
  { behind, since, at, ascending, limit }: VersionWanted,
  visibility: Visibility,
): Promise<FoundVersion[]> {
  const predicate = compileVisibility(visibilityOfVersions(visibility), 'r', 9, type);
  const [after, order] = ascending ? ['>', 'asc'] : ['<', 'desc'];
  // A version was there from its own time to that of the next; a deletion happened at its time.
  const { rows } = await tx.query<LifeRow>(
    named(
      'history',
      `with places as (${everywhere}),
        versions as (
          select r.patient, r.type, r.id, r.version, r.updated, r.content, null as method from places p
            cross join lateral (
            select r.* from record.resource r where r.patient = p.patient and r.type = $2 and r.id = $3 offset 0) r
          union all
          select h.patient, h.type, h.id, h.version, h.updated, h.content, h.method from places p
            cross join lateral (
            select h.* from record.history h where h.patient = p.patient and h.type = $2 and h.id = $3 offset 0) h),
        lives as (
          select v.*, lead(updated) over (order by version) as ended,
            lag(content is null) over (order by version) as reborn from versions v)
      select w.* from (
        select r.patient, r.version, r.updated, r.content, r.method, r.reborn, ${predicate.sql} as visible,
          (count(*) filter (where ${predicate.sql}) over ())::int4 as total
        from lives r
        where ($5::timestamptz is null or r.updated >= $5)
          and ($6::timestamptz is null or r.updated <= $7
            and (r.updated >= $6 or r.content is not null and (r.ended > $6 or r.ended is null)))) w
      where w.version ${after} $4
      order by w.version ${order} limit $8`,
      [
        keyOfId(type, id),
        typeNumber(type),
        id,
        ascending && behind === lastVersion ? 0 : behind,
        since ?? null,
        at?.from ?? null,
        at?.to ?? null,
        limit,
        ...predicate.values,
      ],
    ),
  );
  return rows.map((row) => ({ ...asFound(type, id, row), method: methodOf(row), total: row.total }));
}

/** `d`: a deletion after which the resource came to life again, by what is a create. */
function methodOf({ version, method, reborn }: { version: number; method: string | null; reborn: boolean | null }) {
  if (method === 'd' || method === 'D') return 'D';
  return version === 1 || reborn ? 'C' : 'U';
}

interface PlaceRow {
  n: string;
  aliased: Key | null;
  patient: Key | null;
  version: number | null;
  updated: Date;
  content: string;
  tokens: string[];
  strings: string[] | null;
  starts: number;
  last_version: number | null;
}

/** Where some resources lie and what is there, for those who are about to change them. One round trip. */
export async function locate(tx: Tx, wanted: readonly { type: string; id: string }[]): Promise<Place[]> {
  if (wanted.length === 0) return [];
  const keys = wanted.map(({ type, id }) => keyOfId(type, id));
  const { rows } = await tx.query<PlaceRow>({
    name: 'record-locate',
    text: `select w.n, a.patient as aliased, r.patient, r.version, r.updated, r.content, r.tokens, r.strings, r.starts,
        h.version as last_version
      from unnest($1::int8[], $2::int2[], $3::text[]) with ordinality w(patient, type, id, n)
      left join record.alias a on a.type = w.type and a.id = w.id
      left join lateral (
        select r.* from record.resource r
        where r.patient = coalesce(a.patient, w.patient) and r.type = w.type and r.id = w.id offset 0) r on true
      left join lateral (
        select h.version from record.history h
        where r.version is null and h.patient = coalesce(a.patient, w.patient) and h.type = w.type and h.id = w.id
        order by h.version desc limit 1) h on true`,
    values: [
      plainArray(keys),
      plainArray(wanted.map(({ type }) => typeNumber(type) ?? 0)),
      wordArray(wanted.map(({ id }) => id)),
    ],
  });
  const places: Place[] = [];
  for (const row of rows) {
    const place = Number(row.n) - 1;
    const { type, id } = wanted[place] as { type: string; id: string };
    const { patient, version, updated, content, tokens, strings, starts } = row;
    const current =
      patient === null || version === null
        ? undefined
        : { patient, version, updated, content, tokens, strings: strings ?? [], starts };
    places[place] = {
      type,
      id,
      key: current?.patient ?? row.aliased ?? (keys[place] as Key),
      aliased: row.aliased ?? undefined,
      current,
      tombstone: row.last_version ?? undefined,
    };
  }
  return places;
}
