/** The definitions that are shipped: extensions, profiles and code lists of R4, and the packages of build/fhir. */
import { artefactJson } from '../artefacts.ts';
import type { CodeSystem, ValueSet } from '../compiler/definitions.ts';
import { Definitions } from './definitions.ts';
import type { ProfileDefinition } from './profile.ts';

let known: Definitions | undefined;

export function shippedDefinitions(): Definitions {
  if (known) return known;
  const code = artefactJson<{ [url: string]: string }>('profiles.json');
  known = new Definitions(undefined, (url) => (Object.hasOwn(code, url) ? code[url] : undefined));
  for (const definition of artefactJson<ProfileDefinition[]>('structures.json')) known.add(definition);
  const { valueSets, codeSystems } = artefactJson<{ valueSets: ValueSet[]; codeSystems: CodeSystem[] }>(
    'terminology.json',
  );
  for (const definition of [...valueSets, ...codeSystems]) known.add(definition);
  return known;
}
