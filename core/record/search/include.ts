/**
 * What the matches refer to, and what refers to them. https://hl7.org/fhir/R4/search.html#revinclude
 * References are read from the text of a resource; its hashes tell by which parameter each is found.
 */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { isLookup, referenceHash } from '#libs/fhir/search/values.ts';
import { bounded, tooCostly } from './bounded.ts';
import { visibilityOf } from './conditions.ts';
import { columns, type FoundRow, foundRow, type RawRow } from './found.ts';
import type { Include } from './include-parameter.ts';
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
  const known = new Set(matches.map(({ type, id }) => `${type}/${id}`));
  const found: FoundRow[] = [];
  let from = matches;
  for (let round = 0; round < limits.depth && from.length > 0; round++) {
    const asked = round === 0 ? includes : includes.filter(({ iterate }) => iterate);
    const next: FoundRow[] = [];
    const add = (rows: readonly FoundRow[]) => {
      for (const row of rows) {
        const reference = `${row.type}/${row.id}`;
        if (!known.has(reference)) next.push(row);
        known.add(reference);
      }
      if (found.length + next.length > limits.included) {
        throw tooCostly(`More than ${limits.included} resources would be included. Ask for smaller pages (_count).`);
      }
    };
    add(await referred(tx, from, asked, known, visibility));
    for (const include of asked) if (include.reverse) add(await referring(tx, from, include, visibility));
    found.push(...next);
    from = next;
  }
  return found;
}

const referenceText = /"reference":"([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})[/"]/g;

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
    for (const reference of referencesIn(row.content)) {
      if (!known.has(reference) && asked.some((include) => isAsked(include, row, reference))) wanted.add(reference);
    }
  }
  return readReferences(tx, [...wanted], visibility);
}

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

async function referring(
  tx: Tx,
  from: readonly FoundRow[],
  { source, params = [], target }: Include,
  visibility: Visibility,
): Promise<FoundRow[]> {
  const rows = target === undefined ? from : from.filter(({ type }) => type === target);
  if (source === undefined || rows.length === 0) return [];
  const statement = new Statement();
  const hashes = { near: new Set<string>(), far: new Set<string>() };
  for (const { type, id } of rows) {
    for (const param of params) {
      hashes[isLookup(source, param, type) ? 'far' : 'near'].add(referenceHash(param, `${type}/${id}`));
    }
  }
  const number = statement.bind(typeNumber(source), 'int2');
  const keys = statement.bind([...new Set(rows.map(({ key }) => key))], 'int8[]');
  const near = statement.bind([...hashes.near], 'int8[]');
  const far = statement.bind([...hashes.far], 'int8[]');
  const lookup =
    'select distinct l.patient, l.type, l.id from record.lookup l' +
    ` where l.token = any(${far}) and l.type = ${number}`;
  const text =
    `select ${columns}, r.tokens from (select r.* from unnest(${keys}) k(patient) cross join lateral` +
    ' (select * from record.resource r where r.patient = k.patient' +
    ` and r.type = ${number} and r.tokens && ${near} offset 0) r` +
    ` union select r.* from (${lookup}) l cross join lateral (select * from record.resource r` +
    ' where r.patient = l.patient and r.type = l.type and r.id = l.id offset 0) r) r' +
    ` where ${visibilityOf(statement, 'r', visibility, source)} order by r.id limit ${limits.included + 1}`;
  const { rows: found } = await bounded(() => tx.query<RawRow>(queryOf(text, statement.values)));
  return found.map(foundRow);
}
