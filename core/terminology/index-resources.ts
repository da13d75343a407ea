/** Keeps the tables in step with the record: what a change of a CodeSystem, ValueSet or ConceptMap does to them. */
import type { Tx } from '../db/database.ts';
import type { Change, Resource } from '../record/record.ts';
import { Refusal } from '../refusal/refusal.ts';
import { lineages } from './hierarchy.ts';
import {
  addConcepts,
  addMap,
  addSystem,
  addValueSets,
  finishSystem,
  lockUrls,
  type NewSystem,
  type PlacedConcept,
  removeResources,
  removeSystem,
} from './indexing-store.ts';
import { keyOf, mostConcepts, type NewConcept, rootOf } from './model.ts';
import { rank } from './ranking.ts';
import { conceptsOf, mapOf, systemOf, valueSetOf } from './reading-resources.ts';
import { systemOfResource } from './store.ts';

/** Gives concepts their ids, parents and lineages. Codes that are one when case does not matter are one concept. */
export function placeConcepts(system: number, caseSensitive: boolean, concepts: readonly NewConcept[]) {
  const root = rootOf(system);
  const places = new Map<string, number>();
  const kept: NewConcept[] = [];
  for (const concept of concepts) {
    const key = keyOf(concept.code, caseSensitive);
    if (places.has(key)) continue;
    places.set(key, kept.length);
    kept.push(concept);
  }
  const idOf = (place: number) => root + place + 1;
  const parents = kept.map((concept, own) => [
    ...new Set(
      (concept.parents ?? [])
        .map((code) => places.get(keyOf(code, caseSensitive)))
        .filter((place) => place !== undefined && place !== own) as number[],
    ),
  ]);
  const { lineages: lines } = lineages(parents, idOf, root);
  const placed: PlacedConcept[] = kept.map((concept, at) => ({
    concept,
    id: idOf(at),
    parents: (parents[at] as number[]).map(idOf),
    lineage: lines[at] as number[],
  }));
  return { placed, hierarchical: parents.some((list) => list.length > 0) };
}

/** Adds a code system whole, in the caller's transaction. */
export async function addWholeSystem(
  tx: Tx,
  system: NewSystem,
  concepts: readonly NewConcept[],
  at: Date,
): Promise<void> {
  if (concepts.length > mostConcepts) {
    throw new Refusal('too-large', 'too-many-concepts', `A code system may have at most ${mostConcepts} concepts.`);
  }
  const id = await addSystem(tx, system, at);
  const { placed, hierarchical } = placeConcepts(id, system.caseSensitive, concepts);
  await addConcepts(tx, id, system.caseSensitive, placed);
  await finishSystem(tx, id, placed.length, hierarchical);
}

const kinds = { CodeSystem: 'code_system', ValueSet: 'value_set', ConceptMap: 'concept_map' } as const;
export const indexedTypes = Object.keys(kinds) as (keyof typeof kinds)[];

/** The hook of the record: in the transaction of the change, so that what is written is at once what is answered. */
export async function indexChanges(tx: Tx, changes: readonly Change[], at: Date): Promise<void> {
  for (const type of indexedTypes) {
    const own = changes.filter((change) => change.type === type);
    if (own.length === 0) continue;
    // Of several changes of one resource in a transaction the last one stands.
    const latest = [...new Map(own.map((change) => [change.id, change])).values()];
    const living = latest.flatMap(({ method, resource }) => (method === 'delete' || !resource ? [] : [resource]));
    await lockUrls(
      tx,
      living.map(({ url }) => String(url ?? '')),
    );
    const ids = latest.map(({ id }) => id);
    const urls = await write[type](tx, ids, living, at);
    await rank(tx, kinds[type], urls);
  }
}

type Write = (tx: Tx, ids: readonly string[], living: readonly Resource[], at: Date) => Promise<string[]>;

const write: { readonly [type in keyof typeof kinds]: Write } = {
  async CodeSystem(tx, ids, living, at) {
    const urls: string[] = [];
    for (const id of ids) {
      const former = await systemOfResource(tx, id);
      if (!former) continue;
      urls.push(former.url);
      await removeSystem(tx, former.id);
    }
    for (const resource of living) {
      const system = systemOf(resource, 'record');
      if (!system) continue;
      urls.push(system.url);
      await addWholeSystem(tx, system, conceptsOf(resource), at);
    }
    return urls;
  },
  async ValueSet(tx, ids, living, at) {
    const gone = await removeResources(tx, 'value_set', ids);
    const sets = living.map((resource) => valueSetOf(resource, 'record'));
    await addValueSets(tx, sets, at);
    return [...gone, ...sets.map(({ url }) => url)];
  },
  async ConceptMap(tx, ids, living, at) {
    const gone = await removeResources(tx, 'concept_map', ids);
    const maps = living.map((resource) => mapOf(resource, 'record'));
    for (const map of maps) await addMap(tx, map, at);
    return [...gone, ...maps.map(({ url }) => url)];
  },
};
