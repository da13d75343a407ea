/** How definitions get into the tables of terminology; with store.ts, map-store.ts and member-store.ts the only SQL. */
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import { foldedText, wordsOf } from './folding.ts';
import {
  type Content,
  type Header,
  keyOf,
  type NewConcept,
  rootOf,
  type Source,
  type ValueSetContent,
} from './model.ts';

export interface NewSystem {
  readonly url: string;
  readonly version: string;
  readonly source: Source;
  readonly resource?: string;
  /** `name#version`, when it came with a package. */
  readonly package?: string;
  readonly content: Content;
  readonly caseSensitive: boolean;
  readonly supplements?: string;
  readonly valueSet?: string;
  readonly header: Header;
}

/** Concepts in one statement. */
export const batchSize = 2_000;

/** Adds the row of a code system that nobody sees yet. Returns its id. */
export async function addSystem(tx: Tx, system: NewSystem, at: Date): Promise<number> {
  const { rows } = await tx.query<{ id: number }>({
    name: 'terminology-add-system',
    text: `insert into terminology.code_system (url, version, source, resource, content, case_sensitive, hierarchical,
             supplements, value_set, concepts, header, loaded, ready, package)
           values ($1, $2, $3, $4, $5, $6, false, $7, $8, 0, $9, $10, false, $11) returning id`,
    values: [
      system.url,
      system.version,
      system.source,
      system.resource ?? null,
      system.content,
      system.caseSensitive,
      system.supplements ?? null,
      system.valueSet ?? null,
      JSON.stringify(system.header),
      at,
      system.package ?? null,
    ],
  });
  return (rows[0] as { id: number }).id;
}

export interface PlacedConcept {
  readonly concept: NewConcept;
  readonly id: number;
  readonly parents: readonly number[];
  readonly lineage: readonly number[];
}

/** Adds concepts, some thousand at once. */
export async function addConcepts(
  tx: Tx,
  system: number,
  caseSensitive: boolean,
  placed: readonly PlacedConcept[],
): Promise<void> {
  for (let from = 0; from < placed.length; from += batchSize) {
    const rows = placed.slice(from, from + batchSize).map(({ concept, id, parents, lineage }) => {
      const folded = foldedText(concept);
      return {
        id,
        key: keyOf(concept.code, caseSensitive),
        code: concept.code,
        display: concept.display,
        folded,
        words: wordsOf(folded),
        inactive: concept.inactive ?? false,
        abstract: concept.abstract ?? false,
        parents,
        lineage,
        definition: concept.definition,
        designations: concept.designations ?? [],
        properties: concept.properties ?? [],
      };
    });
    await tx.query({
      name: 'terminology-add-concepts',
      text: `insert into terminology.concept (id, system, key, code, display, folded, words, inactive, abstract,
               parents, lineage, definition, designations, properties)
             select n.id, $1, n.key, n.code, n.display, n.folded, array_to_tsvector(n.words), n.inactive,
               n.abstract, n.parents, n.lineage, n.definition, n.designations, n.properties
             from json_to_recordset($2::json) as n(id bigint, key text, code text, display text, folded text,
               words text[], inactive boolean, abstract boolean, parents bigint[], lineage bigint[], definition text,
               designations jsonb, properties jsonb)`,
      values: [system, JSON.stringify(rows)],
    });
  }
}

/** Shows a loaded system to everybody. @throws Refusal when somebody took it away meanwhile. */
export async function finishSystem(tx: Tx, id: number, concepts: number, hierarchical: boolean): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'terminology-finish-system',
    text: `update terminology.code_system set concepts = $2, hierarchical = $3, ready = true where id = $1`,
    values: [id, concepts, hierarchical],
  });
  if (rowCount === 1) return;
  throw new Refusal('conflict', 'imported-twice', 'The same version was imported by somebody else at the same time.');
}

/** Takes systems out of sight, until their concepts are gone too. */
export async function hideSystems(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.query('update terminology.code_system set ready = false where id = any($1)', [ids]);
}

/** Takes a system and its concepts away, some thousand at once. */
export async function removeSystem(tx: Tx, id: number): Promise<void> {
  for (let from = rootOf(id); ; ) {
    const { rows } = await tx.query<{ last: string | null }>({
      name: 'terminology-remove-concepts',
      text: `with gone as (
               delete from terminology.concept where id = any(array(
                 select id from terminology.concept where id > $1 and id < $2 order by id limit 20000)) returning id)
             select max(id) as last from gone`,
      values: [from, rootOf(id + 1)],
    });
    const last = rows[0]?.last;
    if (last === null || last === undefined) break;
    from = Number(last);
  }
  await tx.query('delete from terminology.code_system where id = $1', [id]);
}

/** After a bulk load: statistics for the planner, and what waits before the indexes is put into them. */
export async function settle(tx: Tx): Promise<void> {
  await tx.query('analyze terminology.concept');
  // Only its owner may; autovacuum does the same a little later.
  for (const index of ['concept_lineage', 'concept_parents']) {
    await tx.query(`select gin_clean_pending_list('terminology.${index}')`).catch(() => undefined);
  }
}

/** Ids of the systems of a url and version that came from one source; those left half-loaded too. */
export async function systemsFrom(tx: Tx, source: Source, url: string, version: string): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    'select id from terminology.code_system where source = $1 and url = $2 and version = $3',
    [source, url, version],
  );
  return rows.map(({ id }) => id);
}

/** One change of the definitions of a url at a time, until the transaction ends. */
export async function lockUrls(tx: Tx, urls: readonly string[]): Promise<void> {
  await tx.query({
    name: 'terminology-lock',
    text: `select pg_advisory_xact_lock(7202613, k) from (
             select distinct hashtext(u) as k from unnest($1::text[]) u order by 1) l`,
    values: [urls],
  });
}

export type Kind = 'code_system' | 'value_set' | 'concept_map';

/** The definitions of some urls, to be ranked. */
export async function definitionsOf(tx: Tx, kind: Kind, urls: readonly string[]): Promise<RankedRow[]> {
  const status = kind === 'value_set' ? 'content' : 'header';
  const content = kind === 'code_system' ? `case when concepts > 0 then 'full' else content end` : `'full'`;
  const { rows } = await tx.query<RankedRow>(
    `select id, url, version, rank, source, ${status} ->> 'status' as status, ${content} as content
     from terminology.${kind} where url = any($1)`,
    [urls],
  );
  return rows;
}

export interface RankedRow {
  readonly id: number;
  readonly url: string;
  readonly version: string;
  readonly rank: number;
  readonly source: Source;
  readonly status: string | null;
  readonly content: string;
}

export async function setRanks(tx: Tx, kind: Kind, ids: readonly number[], ranks: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update terminology.${kind} t set rank = n.rank from unnest($1::int[], $2::int[]) n(id, rank) where t.id = n.id`,
    [ids, ranks],
  );
}

export interface NewValueSet {
  readonly url: string;
  readonly version: string;
  readonly source: Source;
  readonly resource?: string;
  readonly package?: string;
  readonly content: ValueSetContent;
}

export async function addValueSets(tx: Tx, sets: readonly NewValueSet[], at: Date): Promise<void> {
  if (sets.length === 0) return;
  await tx.query(
    `insert into terminology.value_set (url, version, source, resource, content, loaded, package)
     select n.url, n.version, n.source, n.resource, n.content, $2, n.package
     from json_to_recordset($1::json)
       as n(url text, version text, source text, resource text, content jsonb, package text)`,
    [JSON.stringify(sets), at],
  );
}

/** Takes away what came from these resources of the record. Returns the urls that are concerned. */
export async function removeResources(
  tx: Tx,
  kind: 'value_set' | 'concept_map',
  resources: readonly string[],
): Promise<string[]> {
  if (kind === 'concept_map') {
    await tx.query(
      `delete from terminology.mapping where map = any(array(
         select id from terminology.concept_map where resource = any($1)))`,
      [resources],
    );
  }
  const { rows } = await tx.query<{ url: string }>(
    `delete from terminology.${kind} where resource = any($1) returning url`,
    [resources],
  );
  return rows.map(({ url }) => url);
}

/** Takes away what came with a package. Returns the urls that are concerned. */
export async function removePackage(tx: Tx, name: string): Promise<{ systems: string[]; sets: string[] }> {
  const { rows: systems } = await tx.query<{ id: number; url: string }>(
    'select id, url from terminology.code_system where package = $1',
    [name],
  );
  for (const { id } of systems) await removeSystem(tx, id);
  const { rows: sets } = await tx.query<{ url: string }>(
    'delete from terminology.value_set where package = $1 returning url',
    [name],
  );
  return { systems: systems.map(({ url }) => url), sets: sets.map(({ url }) => url) };
}

/** Takes away all value sets and maps of one source, before they are loaded anew. */
export async function removeSource(tx: Tx, source: Source): Promise<void> {
  await tx.query(
    `delete from terminology.mapping where map = any(array(select id from terminology.concept_map where source = $1))`,
    [source],
  );
  await tx.query('delete from terminology.concept_map where source = $1', [source]);
  await tx.query('delete from terminology.value_set where source = $1', [source]);
}

export async function systemIdsOf(tx: Tx, source: Source): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>('select id from terminology.code_system where source = $1', [source]);
  return rows.map(({ id }) => id);
}

export interface NewMap {
  readonly url: string;
  readonly version: string;
  readonly source: Source;
  readonly resource?: string;
  readonly sourceScope?: string | undefined;
  readonly targetScope?: string | undefined;
  readonly header: object;
  readonly mappings: readonly NewMapping[];
}

export interface NewMapping {
  readonly section: number;
  readonly source_system: string;
  readonly source_code: string;
  readonly target_system: string;
  readonly target_code: string | null;
  readonly equivalence: string;
  readonly detail: object;
}

export async function addMap(tx: Tx, map: NewMap, at: Date): Promise<void> {
  const { rows } = await tx.query<{ id: number }>(
    `insert into terminology.concept_map (url, version, source, resource, source_scope, target_scope, header, loaded)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      map.url,
      map.version,
      map.source,
      map.resource ?? null,
      map.sourceScope ?? null,
      map.targetScope ?? null,
      JSON.stringify(map.header),
      at,
    ],
  );
  const { id } = rows[0] as { id: number };
  for (let from = 0; from < map.mappings.length; from += batchSize) {
    await tx.query(
      `insert into terminology.mapping (map, place, section, source_system, source_code, target_system, target_code,
         equivalence, detail)
       select $1, $2 + row_number() over (), n.section, n.source_system, n.source_code, n.target_system, n.target_code,
         n.equivalence, n.detail
       from json_to_recordset($3::json) as n(section int, source_system text, source_code text, target_system text,
         target_code text, equivalence text, detail jsonb)`,
      [id, from, JSON.stringify(map.mappings.slice(from, from + batchSize))],
    );
  }
}
