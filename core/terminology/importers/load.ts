/**
 * Loads an imported code system: first the hierarchy, which stays in memory (codes and parents, some 200 bytes a
 * concept), then everything else in batches. Nobody sees it before it is whole; then it takes the place of the same
 * version in one transaction. An interrupted import leaves nothing that is seen, and the next one clears it away.
 */
import type { Database } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { lineages } from '../hierarchy.ts';
import {
  addConcepts,
  addSystem,
  batchSize,
  finishSystem,
  hideSystems,
  lockUrls,
  type PlacedConcept,
  removeSystem,
  settle,
  systemsFrom,
} from '../indexing-store.ts';
import { keyOf, mostConcepts, rootOf } from '../model.ts';
import { rank } from '../ranking.ts';
import type { ImportedSystem, ImportOptions } from './importer.ts';

export interface Loaded {
  readonly url: string;
  readonly version: string;
  readonly concepts: number;
  readonly circular: number;
}

export interface LoadOptions extends Pick<ImportOptions, 'onProblem'> {
  /** Share done, 0 … 1. */
  progress?(share: number, concepts: number): void;
  readonly signal?: AbortSignal;
}

/**
 * Of two who load the same version at once, the second is told to wait: each would clear the other's half away.
 * @throws Refusal `interrupted`, `conflict` `import-under-way`, or what reading the files throws; nothing is changed
 *   then.
 */
export async function loadSystem(
  database: Database,
  runtime: Runtime,
  imported: ImportedSystem,
  options: LoadOptions,
): Promise<Loaded> {
  const { url, version } = imported.system;
  // The transaction holds nothing but the lock: what is loaded has its own, and the lock goes with the process.
  return database.transaction(async (tx) => {
    await tx.query('set local idle_in_transaction_session_timeout = 0');
    const { rows } = await tx.query<{ taken: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 7202616)) as taken',
      [`${url}|${version}`],
    );
    if (rows[0]?.taken) return loadLocked(database, runtime, imported, options);
    const says = `${url} ${version} is being imported by another command now. Wait for its end; perhaps that is enough.`;
    throw new Refusal('conflict', 'import-under-way', says);
  });
}

async function loadLocked(
  database: Database,
  runtime: Runtime,
  imported: ImportedSystem,
  options: LoadOptions,
): Promise<Loaded> {
  const { system } = imported;
  const hierarchy = await readHierarchy(imported, options);
  const count = hierarchy.places.size;
  if (count === 0) {
    throw new Refusal(
      'invalid',
      'no-concepts',
      'There is no concept in what was given: is it the right file and kind?',
    );
  }
  const id = await addSystem(database, system, runtime.now());
  const root = rootOf(id);
  const idOf = (place: number) => root + place + 1;
  const { lineages: lines, circular } = lineages(hierarchy.parents, idOf, root);
  try {
    let batch: PlacedConcept[] = [];
    let done = 0;
    const seen = new Uint8Array(count);
    for await (const concept of imported.concepts('all')) {
      const place = hierarchy.places.get(keyOf(concept.code, system.caseSensitive));
      if (place === undefined || seen[place]) continue;
      seen[place] = 1;
      const parents = (hierarchy.parents[place] ?? []).map(idOf);
      batch.push({ concept, id: idOf(place), parents, lineage: lines[place] as number[] });
      if (batch.length < batchSize) continue;
      stopIfAsked(options.signal);
      await addConcepts(database, id, system.caseSensitive, batch);
      done += batch.length;
      options.progress?.(done / count, done);
      batch = [];
    }
    await addConcepts(database, id, system.caseSensitive, batch);
    stopIfAsked(options.signal);
    await putInPlace(
      database,
      id,
      imported,
      count,
      hierarchy.parents.some((list) => list.length > 0),
    );
  } catch (error) {
    await removeSystem(database, id).catch(() => undefined);
    throw error;
  }
  return { url: system.url, version: system.version, concepts: count, circular: circular.length };
}

function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Refusal('unavailable', 'interrupted', 'Interrupted: nothing was changed.');
}

async function readHierarchy({ system, concepts }: ImportedSystem, { onProblem, signal }: LoadOptions) {
  const places = new Map<string, number>();
  const named: (readonly string[])[] = [];
  for await (const { code, parents = [] } of concepts('hierarchy')) {
    const key = keyOf(code, system.caseSensitive);
    if (places.has(key)) continue;
    places.set(key, named.length);
    named.push(parents);
    if (named.length > mostConcepts) {
      throw new Refusal('too-large', 'too-many-concepts', `A code system may have at most ${mostConcepts} concepts.`);
    }
    if (named.length % 10_000 === 0) stopIfAsked(signal);
  }
  let unknown = 0;
  const parents = named.map((codes, own) => {
    const found = new Set<number>();
    for (const code of codes) {
      const place = places.get(keyOf(code, system.caseSensitive));
      if (place === undefined) unknown++;
      else if (place !== own) found.add(place);
    }
    return [...found];
  });
  if (unknown > 0)
    onProblem({ line: 0, says: `${unknown} times a parent is named that is not in the file; left out.` });
  return { places, parents };
}

async function putInPlace(
  database: Database,
  id: number,
  { system }: ImportedSystem,
  count: number,
  hierarchical: boolean,
) {
  const former = await database.transaction(async (tx) => {
    await lockUrls(tx, [system.url]);
    const others = (await systemsFrom(tx, 'import', system.url, system.version)).filter((other) => other !== id);
    await hideSystems(tx, others);
    await finishSystem(tx, id, count, hierarchical);
    await rank(tx, 'code_system', [system.url]);
    return others;
  });
  for (const other of former) await removeSystem(database, other);
  await settle(database);
}
