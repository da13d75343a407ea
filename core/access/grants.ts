/** What systems write into the tables of access: relations that people make, refusals, and what is kept from whom. */
import { typeName, typeNumber } from '#libs/fhir/resource-types.ts';
import type { Tx } from '../db/database.ts';
import { partedBy } from '../db/shape.ts';
import type { Key } from '../record/keys.ts';
import { typeNumbers } from './proxies.ts';
import { type Relation, relations } from './relations.ts';

export interface NewRelation {
  readonly patient: Key;
  readonly facility: string;
  readonly kind: Extract<Relation, 'consent' | 'code' | 'emergency'>;
  readonly source: string;
  /** Account; '' for everybody who works there. */
  readonly person: string;
  readonly since: Date;
  readonly ends: Date | undefined;
  readonly types?: readonly string[] | undefined;
}

export async function addRelation(tx: Tx, relation: NewRelation): Promise<void> {
  const { patient, facility, kind, source, person, since, ends, types } = relation;
  await tx.query({
    name: 'access-relate',
    text: `insert into access.care (patient, facility, kind, source, person, since, ends, types)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [patient, facility, kind, source, person, since, ends ?? null, typeNumbers(types)],
  });
}

/** Ends what stands on a source. False when nothing did. */
export async function endRelation(tx: Tx, patient: Key, kind: Relation, source: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'access-unrelate',
    text: `update access.care set ends = now()
      where patient = $1 and kind = $2 and source = $3 and (ends is null or ends > now())`,
    values: [patient, kind, source],
  });
  return rowCount > 0;
}

/**
 * A facility that the patient refused sees nothing, whatever ties them; an emergency still opens. The row that says so
 * grants nothing and is found by whoever writes relations later.
 */
export async function refuseFacility(tx: Tx, patient: Key, facility: string, refused: boolean): Promise<void> {
  if (refused) {
    await tx.query({
      name: 'access-refuse-mark',
      text: `insert into access.care (patient, facility, kind, source, person, since, ends, refused)
        values ($1, $2, 'consent', 'refusal', '', now(), null, true)
        on conflict (patient, facility, kind, source) do update set refused = true`,
      values: [patient, facility],
    });
  } else {
    await tx.query({
      name: 'access-refuse-unmark',
      text: `delete from access.care where patient = $1 and facility = $2 and kind = 'consent' and source = 'refusal'`,
      values: [patient, facility],
    });
  }
  await tx.query({
    name: 'access-refuse',
    text: `update access.care set refused = $3
      where patient = $1 and facility = $2 and kind <> 'emergency' and source <> 'refusal'`,
    values: [patient, facility, refused],
  });
}

/** Whether the patient refused a facility already. */
export async function isRefused(tx: Tx, patient: Key, facility: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'access-is-refused',
    text: `select from access.care where patient = $1 and facility = $2 and kind = 'consent' and source = 'refusal'`,
    values: [patient, facility],
  });
  return rowCount > 0;
}

export interface RelationRow {
  readonly facility: string;
  readonly kind: Relation;
  readonly person: string;
  readonly source: string;
  readonly since: Date;
  readonly ends: Date | null;
  readonly refused: boolean;
}

/** What ties facilities to a patient now, refused ones too. */
export async function relationsOf(tx: Tx, patient: Key, facility?: string): Promise<RelationRow[]> {
  const { rows } = await tx.query<RelationRow>({
    name: 'access-relations',
    text: `select facility, kind, person, source, since, ends, refused from access.care
      where patient = $1 and ($2::text is null or facility = $2) and (ends is null or ends > now())
        and source <> 'refusal'
      order by facility, since limit 500`,
    values: [patient, facility ?? null],
  });
  return rows;
}

/** All relations that there ever were, of these facilities: why somebody could see something at a time. */
export async function relationsEver(tx: Tx, patient: Key, facilities: readonly string[]): Promise<RelationRow[]> {
  const { rows } = await tx.query<RelationRow>({
    name: 'access-relations-ever',
    text: `select facility, kind, person, source, since, ends, refused from access.care
      where patient = $1 and facility = any($2) and source <> 'refusal' limit 5000`,
    values: [patient, facilities],
  });
  return rows;
}

export interface PatientAtFacility {
  readonly patient: Key;
  readonly facility: string;
}

/** The same of many patients, each with one facility, in their order. */
export async function relationsOfPairs(tx: Tx, pairs: readonly PatientAtFacility[]): Promise<RelationRow[][]> {
  if (pairs.length === 0) return [];
  const { rows } = await tx.query<RelationRow & { asked: number }>({
    name: 'access-relations-of-pairs',
    text: `select w.n::int4 as asked, c.* from unnest($1::int8[], $2::text[]) with ordinality w(patient, facility, n)
      cross join lateral (select facility, kind, person, source, since, ends, refused from access.care
        where patient = w.patient and facility = w.facility and source <> 'refusal' limit 5000) c`,
    values: [pairs.map(({ patient }) => patient), pairs.map(({ facility }) => facility)],
  });
  return partedBy(rows, pairs.length);
}

export interface Access {
  readonly patient: Key;
  readonly facility: string;
  readonly person: string;
  readonly at: Date;
}

/**
 * Which of some accesses a relation explains: one that the facility had to the patient then, or got within `grace` ms.
 * An emergency explains nothing: it is an access without a relation. True or false for each, in order.
 */
export async function explainedOf(tx: Tx, accesses: readonly Access[], grace: number): Promise<boolean[]> {
  if (accesses.length === 0) return [];
  const { rows } = await tx.query<{ explained: boolean }>({
    name: 'access-explained',
    text: `select exists (select from access.care c where c.patient = w.patient and c.facility = w.facility
          and (c.person = '' or c.person = w.person) and c.kind <> 'emergency' and c.source <> 'refusal'
          and c.since <= w.at + $5 * interval '1 ms' and (c.ends is null or c.ends > w.at)) as explained
      from unnest($1::int8[], $2::text[], $3::text[], $4::timestamptz[]) with ordinality
        w(patient, facility, person, at, n) order by n`,
    values: [
      accesses.map(({ patient }) => patient),
      accesses.map(({ facility }) => facility),
      accesses.map(({ person }) => person),
      accesses.map(({ at }) => at),
      grace,
    ],
  });
  return rows.map(({ explained }) => explained);
}

const steps = ['relationship', 'consent', 'emergency'] as const;

/** By which relation a person of a facility saw something at a time; undefined when none held then. */
export function relationAt(
  rows: readonly RelationRow[],
  { facility, person, at }: { facility: string; person: string; at: Date },
): Relation | undefined {
  const held = rows.filter(
    (row) =>
      row.facility === facility &&
      (row.person === '' || row.person === person) &&
      row.since <= at &&
      (row.ends === null || row.ends > at),
  );
  for (const step of steps) {
    const found = held.find(({ kind }) => relations[kind]?.step === step);
    if (found) return found.kind;
  }
  return undefined;
}

export interface Withheld {
  readonly type: string;
  readonly id: string;
  /** `+facilities`, `+proxies`, or one facility. */
  readonly readers: string;
  readonly emergency: boolean;
  readonly since: Date;
}

/** What the patient withholds; labels are not the patient's. */
export async function withheldOf(tx: Tx, patient: Key): Promise<Withheld[]> {
  const { rows } = await tx.query<Omit<Withheld, 'type'> & { type: number }>({
    name: 'access-withheld',
    text: `select type, id, readers, emergency, since from access.restricted
      where patient = $1 and reason = 'withheld' order by since desc limit 1000`,
    values: [patient],
  });
  return rows.map(({ type, ...row }) => ({ ...row, type: typeName(type) }));
}

export async function withhold(tx: Tx, patient: Key, { type, id, readers, emergency, since }: Withheld): Promise<void> {
  await tx.query({
    name: 'access-withhold',
    text: `insert into access.restricted (patient, type, id, reason, readers, emergency, since)
      values ($1, $2, $3, 'withheld', $4, $5, $6)
      on conflict (patient, type, id, reason, readers) do update set emergency = excluded.emergency`,
    values: [patient, typeNumber(type), id, readers, emergency, since],
  });
}

/** False when it was not withheld. */
export async function unwithhold(tx: Tx, patient: Key, type: string, id: string, readers: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'access-unwithhold',
    text: `delete from access.restricted
      where patient = $1 and type = $2 and id = $3 and reason = 'withheld' and readers = $4`,
    values: [patient, typeNumber(type), id, readers],
  });
  return rowCount === 1;
}

/** Whether anything is kept from a facility, not what: a gap that nobody knows of harms care. */
export async function keepsFrom(tx: Tx, patient: Key, facility: string): Promise<boolean> {
  const { rows } = await tx.query<{ keeps: boolean }>({
    name: 'access-keeps',
    text: `select exists (select from access.restricted
        where patient = $1 and readers in ('+facilities', $2)) as keeps`,
    values: [patient, facility],
  });
  return rows[0]?.keeps ?? false;
}
