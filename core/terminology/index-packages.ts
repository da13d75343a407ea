/** Code systems and value sets of FHIR packages: bindings to lists that are too large for memory are answered by them. */
import type { Tx } from '../db/database.ts';
import type { Resource } from '../record/record.ts';
import { addWholeSystem } from './index-resources.ts';
import { addValueSets, lockUrls, removePackage } from './indexing-store.ts';
import { rank } from './ranking.ts';
import { conceptsOf, systemOf, valueSetOf } from './reading-resources.ts';

/** Takes the place of what the same package brought before; without resources it is taken away. */
export async function indexPackage(tx: Tx, name: string, resources: readonly Resource[], at: Date): Promise<void> {
  const systems = resources
    .filter(({ resourceType }) => resourceType === 'CodeSystem')
    .flatMap((resource) => readable(() => ({ system: systemOf(resource, 'package'), concepts: conceptsOf(resource) })))
    .flatMap(({ system, concepts }) => (system ? [{ system: { ...system, package: name }, concepts }] : []));
  const sets = resources
    .filter(({ resourceType }) => resourceType === 'ValueSet')
    .flatMap((resource) => readable(() => ({ ...valueSetOf(resource, 'package'), package: name })));
  await lockUrls(tx, [...systems.map(({ system }) => system.url), ...sets.map(({ url }) => url)]);
  const gone = await removePackage(tx, name);
  for (const { system, concepts } of systems) await addWholeSystem(tx, system, concepts, at);
  await addValueSets(tx, sets, at);
  await rank(tx, 'code_system', [...gone.systems, ...systems.map(({ system }) => system.url)]);
  await rank(tx, 'value_set', [...gone.sets, ...sets.map(({ url }) => url)]);
}

/** Published definitions are often no valid R4: what is not even in their form is left out. */
function readable<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}
