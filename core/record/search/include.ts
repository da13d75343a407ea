/**
 * What the matches refer to, and what refers to them. https://hl7.org/fhir/R4/search.html#revinclude
 * References are read from the text of a resource; its hashes tell by which parameter each is found.
 */
import { type Visibility, visibilityOfVersions } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { decidesCompartment } from '#libs/fhir/search/selectivity.ts';
import { isCustom, isLookup, referenceHash } from '#libs/fhir/search/values.ts';
import { bounded, tooCostly } from './bounded.ts';
import { visibilityOf } from './conditions.ts';
import { columns, FoundRow, foundRow, type RawRow } from './found.ts';
import { addressedTypes, canonicalsIn, isNamed, namesOf, readCanonicals, type WantedCanonical } from './canonical.ts';
import { allCanonicals, type Include } from './include-parameter.ts';
import { limits } from './limits.ts';
import { placesOf } from './source.ts';
import { queryOf, Statement } from './statement.ts';

/**
 * Everything that the includes ask for, without repeats and without the matches themselves.
 * @throws Refusal `too-costly` when it is more than the limit.
 */
export async function included(
  tx: Tx,
  matches: readonly FoundRow[],
  includes: readonly Include[],
  visibility: Visibility,
): Promise<FoundRow[]> {
  const known = new Set(matches.flatMap(namesOfRow));
  const found: FoundRow[] = [];
  let from = matches;
  for (let round = 0; round < limits.depth && from.length > 0; round++) {
    const asked = round === 0 ? includes : includes.filter(({ iterate }) => iterate);
    const next: FoundRow[] = [];
    const add = (rows: readonly FoundRow[]) => {
      for (const row of rows) {
        if (!known.has(versionOf(row))) next.push(row);
        for (const name of namesOfRow(row)) known.add(name);
      }
      if (found.length + next.length > limits.included) {
        throw tooMany();
      }
    };
    add(await referred(tx, from, asked, known, visibility));
    add(await named(tx, from, asked, visibility));
    for (const include of asked) if (include.reverse) add(await referring(tx, from, include, visibility));
    found.push(...next);
    from = next;
  }
  return found;
}

const tooMany = () =>
  tooCostly(`More than ${limits.included} resources would be included. Ask for smaller pages (_count).`);

const versionOf = ({ type, id, version }: FoundRow): string => `${type}/${id}/_history/${version}`;

/** How references name a row. A former version is not what `Type/id` means. */
const namesOfRow = (row: FoundRow): string[] =>
  row.former ? [versionOf(row)] : [versionOf(row), `${row.type}/${row.id}`];

const referenceText = /"reference":"([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})[/"]/g;

/** With the version that it may name. */
const versionedText = /"reference":"([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/(\d{1,9}))?"/g;

/** The literal references `Type/id` in the text of a resource. */
export function* referencesIn(content: string): Generator<string> {
  for (const [, reference] of content.matchAll(referenceText)) yield reference as string;
}

async function referred(
  tx: Tx,
  from: readonly FoundRow[],
  includes: readonly Include[],
  known: ReadonlySet<string>,
  visibility: Visibility,
): Promise<FoundRow[]> {
  const wanted = new Set<string>();
  const forward = includes.filter(({ reverse }) => !reverse);
  for (const row of forward.length > 0 ? from : []) {
    const asked = forward.filter(({ source }) => source === undefined || source === row.type);
    if (asked.length === 0) continue;
    for (const [, reference = '', version] of row.content.matchAll(versionedText)) {
      const whole = version === undefined ? reference : `${reference}/_history/${version}`;
      if (!known.has(whole) && asked.some((include) => isAsked(include, row, reference))) wanted.add(whole);
    }
  }
  const [living, versions] = [[...wanted].filter((name) => !isVersion(name)), [...wanted].filter(isVersion)];
  return [
    ...(await readReferences(tx, living, visibility)),
    ...(versions.length > 0 ? await readVersions(tx, versions, visibility) : []),
  ];
}

const isVersion = (name: string): boolean => name.includes('/_history/');

function isAsked({ target, params }: Include, { tokens = [] }: FoundRow, reference: string): boolean {
  if (target !== undefined && !reference.startsWith(`${target}/`)) return false;
  return params === undefined || params.some((param) => tokens.includes(referenceHash(param, reference)));
}

/** The resources behind `Type/id`, those that may be seen, in one round trip. */
export async function readReferences(
  tx: Tx,
  references: readonly string[],
  visibility: Visibility,
): Promise<FoundRow[]> {
  const { keys, types, ids } = placesOf(references);
  if (keys.length === 0) return [];
  const statement = new Statement();
  const bound = [statement.bind(types, 'int2[]'), statement.bind(ids, 'text[]'), statement.bind(keys, 'int8[]')];
  const at = (patient: string) =>
    `(select * from record.resource r where r.patient = ${patient} and r.type = w.type and r.id = w.id offset 0) r`;
  const text =
    `select ${columns}, r.tokens from unnest(${bound.join(', ')}) w(type, id, patient) cross join lateral` +
    ` (select * from ${at('w.patient')} union all select r.* from (select a.patient from record.alias a` +
    ' where a.type = w.type and a.id = w.id and a.patient <> w.patient offset 0) a' +
    ` cross join lateral ${at('a.patient')}) r` +
    ` where ${visibilityOf(statement, 'r', visibility)}`;
  const { rows } = await bounded(() => tx.query<RawRow>(queryOf(text, statement.values)));
  return rows.map(foundRow);
}

/** What canonical references name. */
async function named(
  tx: Tx,
  from: readonly FoundRow[],
  includes: readonly Include[],
  visibility: Visibility,
): Promise<FoundRow[]> {
  const wanted = new Map<string, WantedCanonical>();
  for (const { reverse, source, params, target, canonicals } of includes) {
    if (reverse) continue;
    for (const row of from) {
      if (source !== undefined && source !== row.type) continue;
      const asked = params === undefined && source === undefined ? allCanonicals(row.type, target) : canonicals;
      for (const { params: stored, types = addressedTypes(undefined) } of asked) {
        for (const canonical of canonicalsIn(row, stored))
          wanted.set(`${canonical} ${types.join()}`, { canonical, types });
      }
    }
  }
  return wanted.size === 0 ? [] : readCanonicals(tx, [...wanted.values()], visibility);
}

/** The versions behind `Type/id/_history/n`, those that may be seen: former ones too, wherever they lay. */
async function readVersions(tx: Tx, names: readonly string[], visibility: Visibility): Promise<FoundRow[]> {
  const { keys, types, ids } = placesOf(names.map((name) => name.slice(0, name.indexOf('/_history/'))));
  const versions = names.map((name) => Number(name.slice(name.lastIndexOf('/') + 1)));
  const statement = new Statement();
  const bound = [
    statement.bind(types, 'int2[]'),
    statement.bind(ids, 'text[]'),
    statement.bind(keys, 'int8[]'),
    statement.bind(versions, 'int8[]'),
  ];
  const at = (table: string, more: string) =>
    `(select * from ${table} t where t.patient = p.patient and t.type = w.type and t.id = w.id` +
    ` and t.version = w.version${more} offset 0) t`;
  const kept = 't.patient, t.type, t.id, t.version, t.updated, t.content';
  const alias = 'record.alias a where a.type = w.type and a.id = w.id';
  const text =
    `select ${columns}, r.tokens, r.former from unnest(${bound.join(', ')}) w(type, id, patient, version)` +
    ` cross join lateral (select w.patient union select a.patient from ${alias}` +
    ` union select unnest(a.former) from ${alias}) p(patient) cross join lateral (` +
    `select ${kept}, t.tokens, false as former from ${at('record.resource', '')} union all ` +
    `select ${kept}, coalesce(t.tokens, '{}'), true from ${at('record.history', ' and t.content is not null')}) r` +
    ` where ${visibilityOf(statement, 'r', visibilityOfVersions(visibility))}`;
  const { rows } = await bounded(() => tx.query<RawRow & { former: boolean }>(queryOf(text, statement.values)));
  return rows.map((row) => new FoundRow(row, row.former));
}

async function referring(
  tx: Tx,
  from: readonly FoundRow[],
  { source, params = [], target, canonicals }: Include,
  visibility: Visibility,
): Promise<FoundRow[]> {
  const rows = target === undefined ? from : from.filter(({ type }) => type === target);
  if (source === undefined || rows.length === 0) return [];
  const statement = new Statement();
  const hashes = { near: new Set<string>(), far: new Set<string>() };
  for (const { type, id } of rows) {
    for (const param of params) {
      const hash = referenceHash(param, `${type}/${id}`);
      if (!isLookup(source, param, type)) hashes.near.add(hash);
      // What is in nobody's compartment is found by every reference, and what decides the compartment is beside it.
      if (type !== 'Patient' || !decidesCompartment(source, param)) hashes.far.add(hash);
    }
  }
  const names = canonicals.length > 0 ? namesOf(rows) : [];
  const byName = new Set<string>();
  for (const { url } of names) {
    for (const { params: stored } of canonicals) for (const param of stored) byName.add(referenceHash(param, url));
  }
  for (const hash of byName) hashes.far.add(hash);
  const number = statement.bind(typeNumber(source), 'int2');
  const ways: string[] = [];
  if (hashes.near.size > 0) {
    const keys = statement.bind([...new Set(rows.map(({ key }) => key))], 'int8[]');
    ways.push(
      `select r.* from unnest(${keys}) k(patient) cross join lateral (select * from record.resource r` +
        ` where r.patient = k.patient and r.type = ${number}` +
        ` and r.tokens && ${statement.bind([...hashes.near], 'int8[]')} offset 0) r`,
    );
  }
  if (hashes.far.size > 0) {
    const far = statement.bind([...hashes.far], 'int8[]');
    const still = params.some(isCustom) ? ` and r.tokens && ${far}` : '';
    ways.push(
      'select r.* from (select distinct l.patient, l.type, l.id from record.leads l' +
        ` where l.token = any(${far}) and l.type = ${number}) l` +
        ' cross join lateral (select * from record.resource r' +
        ` where r.patient = l.patient and r.type = l.type and r.id = l.id${still} offset 0) r`,
    );
  }
  if (ways.length === 0) return [];
  const text =
    `select ${columns}, r.tokens from (${ways.join(' union ')}) r` +
    ` where ${visibilityOf(statement, 'r', visibility, source)} order by r.id limit ${limits.included + 1}`;
  const { rows: found } = await bounded(() => tx.query<RawRow>(queryOf(text, statement.values)));
  const literally = (hash: string) => !byName.has(hash) && (hashes.near.has(hash) || hashes.far.has(hash));
  if (found.length > limits.included) throw tooMany();
  // Rows found by a canonical may name another version of it.
  return found.map(foundRow).filter((row) => row.tokens?.some(literally) || isNamed(row, names));
}
