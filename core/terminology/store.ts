/** What is asked of the tables of terminology; with indexing-store.ts the only SQL of this part. */
import type { Tx } from '../db/database.ts';
import { type CodeSystem, type Concept, keyOf, rootOf, type ValueSetContent } from './model.ts';

/** Columns of a code system as CodeSystem. */
const systemColumns = `s.id, s.url, s.version, s.source, s.resource, s.content, s.case_sensitive as "caseSensitive",
  s.hierarchical, s.supplements, s.concepts, s.header`;

/** Columns of a concept as Concept: ids fit into doubles. */
export const conceptColumns = `c.id::float8 as id, c.system, c.code, c.display, c.inactive, c.abstract,
  c.parents::float8[] as parents, c.definition, c.designations, c.properties`;

/** An asked version is that version, or an edition (SNOMED CT) of which a version is here. */
const isVersion = (parameter: number) => `($${parameter}::text is null or s.version = $${parameter}
  or starts_with(s.version, $${parameter} || '/version/'))`;

/** Supplements have urls of their own. */
export async function findSystem(tx: Tx, url: string, version?: string): Promise<CodeSystem | undefined> {
  const { rows } = await tx.query<CodeSystem>({
    name: 'terminology-system',
    text: `select ${systemColumns} from terminology.code_system s
           where s.url = $1 and s.ready and ${isVersion(2)} order by s.rank limit 1`,
    values: [url, version || null],
  });
  return rows[0];
}

/** The code system that came from a CodeSystem of the record. */
export async function systemOfResource(tx: Tx, resource: string): Promise<CodeSystem | undefined> {
  const { rows } = await tx.query<CodeSystem>({
    name: 'terminology-system-of-resource',
    text: `select ${systemColumns} from terminology.code_system s where s.resource = $1 and s.ready`,
    values: [resource],
  });
  return rows[0];
}

/** The code system all of whose codes a value set is (CodeSystem.valueSet). */
export async function systemOfValueSet(tx: Tx, url: string): Promise<CodeSystem | undefined> {
  const { rows } = await tx.query<CodeSystem>({
    name: 'terminology-system-of-value-set',
    text: `select ${systemColumns} from terminology.code_system s where s.value_set = $1 and s.ready
           order by s.rank limit 1`,
    values: [url],
  });
  return rows[0];
}

export async function supplementsOf(tx: Tx, url: string): Promise<CodeSystem[]> {
  const { rows } = await tx.query<CodeSystem>({
    name: 'terminology-supplements',
    text: `select ${systemColumns} from terminology.code_system s
           where (s.supplements = $1 or starts_with(s.supplements, $1 || '|')) and s.ready order by s.rank, s.id`,
    values: [url],
  });
  return rows;
}

export async function allSystems(tx: Tx): Promise<CodeSystem[]> {
  const { rows } = await tx.query<CodeSystem>(
    `select ${systemColumns} from terminology.code_system s where s.ready order by s.url, s.rank`,
  );
  return rows;
}

/** System and concept in one probe: the hot path of $lookup and $validate-code. */
export async function findCoded(
  tx: Tx,
  url: string,
  version: string | undefined,
  code: string,
): Promise<{ system: CodeSystem; concept: Concept | undefined } | undefined> {
  const { rows } = await tx.query<{ system: CodeSystem; concept: Concept | null }>({
    name: 'terminology-coded',
    text: `select to_json(s) as system, to_json(c) as concept
           from (select ${systemColumns} from terminology.code_system s
                 where s.url = $1 and s.ready and ${isVersion(2)} order by s.rank limit 1) s
           left join lateral (
             select ${conceptColumns} from terminology.concept c
             where c.system = s.id and c.key = case when s."caseSensitive" then $3 else lower($3) end
           ) c on true`,
    values: [url, version || null, code],
  });
  const found = rows[0];
  return found && { system: found.system, concept: found.concept ?? undefined };
}

export async function findConcept(tx: Tx, system: CodeSystem, code: string): Promise<Concept | undefined> {
  return (await findConcepts(tx, system, [code]))[0];
}

/** Those of the codes that are there. */
export async function findConcepts(tx: Tx, system: CodeSystem, codes: readonly string[]): Promise<Concept[]> {
  if (codes.length === 0) return [];
  const { rows } = await tx.query<Concept>({
    name: 'terminology-concepts',
    text: `select ${conceptColumns} from terminology.concept c where c.system = $1 and c.key = any($2)`,
    values: [system.id, codes.map((code) => keyOf(code, system.caseSensitive))],
  });
  return rows;
}

export async function conceptsById(tx: Tx, ids: readonly number[]): Promise<Map<number, Concept>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<Concept>({
    name: 'terminology-concepts-by-id',
    text: `select ${conceptColumns} from terminology.concept c where c.id = any($1)`,
    values: [ids],
  });
  return new Map(rows.map((concept) => [concept.id, concept]));
}

/** Codes of the concepts directly below. */
export async function childrenOf(tx: Tx, concept: number, most: number): Promise<{ code: string; display: string }[]> {
  const { rows } = await tx.query<{ code: string; display: string }>({
    name: 'terminology-children',
    // Found first, then put in order: walking the ids in order until enough are found would read the whole table.
    text: `with below as materialized (
             select c.id, c.code, c.display from terminology.concept c where c.parents @> array[$1::bigint])
           select code, display from below order by id limit $2`,
    values: [concept, most],
  });
  return rows;
}

/** Whether one concept lies below another (or is it): one probe of the lineage. */
export async function liesBelow(tx: Tx, concept: number, above: number): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'terminology-lies-below',
    text: 'select 1 from terminology.concept c where c.id = $1 and $2::bigint = any(c.lineage)',
    values: [concept, above],
  });
  return rowCount > 0;
}

/** Codes of a concept and all below it, in order. */
export async function codesBelow(tx: Tx, concept: number, most: number): Promise<string[]> {
  const { rows } = await tx.query<{ code: string }>({
    name: 'terminology-codes-below',
    text: `with below as materialized (
             select c.id, c.code from terminology.concept c where c.lineage @> array[$1::bigint])
           select code from below order by id limit $2`,
    values: [concept, most],
  });
  return rows.map(({ code }) => code);
}

/** Ids of a concept and all that is above it. */
export async function idsAbove(tx: Tx, concept: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>({
    name: 'terminology-ids-above',
    text: `select a.id::float8 as id from terminology.concept c, unnest(c.lineage) a(id)
           where c.id = $1 and a.id <> (c.system::bigint << 24)`,
    values: [concept],
  });
  return rows.map(({ id }) => id);
}

/** Concepts of a system from a place on, for those who must look at every one. `text` is a code, or a property's. */
export async function textsFrom(
  tx: Tx,
  system: number,
  after: number,
  property: 'code' | 'display' | 'definition' | { readonly code: string },
): Promise<{ id: number; text: string | null; texts: string[] | null }[]> {
  const column = typeof property === 'string' ? `c.${property}` : 'null';
  const values = typeof property === 'string' ? `null::text[]` : propertyTexts('$3');
  const { rows } = await tx.query<{ id: number; text: string | null; texts: string[] | null }>({
    text: `select c.id::float8 as id, ${column} as text, ${values} as texts from terminology.concept c
           where c.id > $1 and c.id < $2 order by c.id limit 5000`,
    values: [after, rootOf(system + 1), ...(typeof property === 'string' ? [] : [property.code])],
  });
  return rows;
}

/** The values of a property of a concept as texts. */
export const propertyTexts = (code: string): string =>
  `(select array_agg(coalesce(v.value ->> 'code', v.value #>> '{}')) from jsonb_array_elements(c.properties) p,
     jsonb_each(p) v where p ->> 'code' = ${code} and v.key like 'value%')`;

export interface StoredValueSet {
  readonly id: number;
  readonly url: string;
  readonly version: string;
  readonly content: ValueSetContent;
}

export async function findValueSet(tx: Tx, url: string, version?: string): Promise<StoredValueSet | undefined> {
  const { rows } = await tx.query<StoredValueSet>({
    name: 'terminology-value-set',
    text: `select s.id, s.url, s.version, s.content from terminology.value_set s
           where s.url = $1 and ($2::text is null or s.version = $2) order by s.rank limit 1`,
    values: [url, version || null],
  });
  return rows[0];
}

export async function valueSetOfResource(tx: Tx, resource: string): Promise<StoredValueSet | undefined> {
  const { rows } = await tx.query<StoredValueSet>({
    name: 'terminology-value-set-of-resource',
    text: 'select s.id, s.url, s.version, s.content from terminology.value_set s where s.resource = $1',
    values: [resource],
  });
  return rows[0];
}
