/** Compiles the profiles that are shipped, and keeps what compiling others at run time needs: build/fhir. */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { stringify } from '../json.ts';
import type { Definition } from '../profiles/definitions.ts';
import type { ProfileDefinition } from '../profiles/profile.ts';
import { polishProfiles, polishValueSets } from '../profiles-pl/index.ts';
import { trimmedProfile, trimmedSet, trimmedSystem } from '../profiles/trim.ts';
import { type CodeSystem, coreProfiles, terminology, type ValueSet } from './definitions.ts';
import type { Model } from './model.ts';
import { compileProfile } from './profile-compiler.ts';
import { BadProfile, type Structures } from './profile-tree.ts';

export async function buildProfiles(model: Model, outDir: string): Promise<void> {
  const write = (name: string, content: unknown) => writeFile(join(outDir, name), stringify(content));
  const types = [...model.values()].map((type) => ({
    ...type,
    constraints: keysOf(type.constraints),
    fields: type.fields.map((field) => ({ ...field, constraints: keysOf(field.constraints) })),
  }));
  await write('model.json', types);
  const shipped = packages();
  const profiles = shipped.filter(isProfile);
  const core = coreProfiles();
  const known = new Set(core.map(({ url }) => url));
  const others = profiles.filter(({ url }) => !known.has(url));
  const all = [...core.map((one) => widened(one, profiles)), ...others, ...polishProfiles];
  const definitions = all.map(trimmedProfile).map(withoutSnapshot);
  await write('structures.json', definitions);
  const byUrl = new Map(definitions.map((definition) => [definition.url, definition]));
  const structures: Structures = { structure: (canonical) => byUrl.get(canonical.split('|')[0] as string) };
  const code: { [url: string]: string } = {};
  for (const definition of definitions) {
    try {
      code[definition.url] = compileProfile(model, structures, definition);
    } catch (error) {
      if (!(error instanceof BadProfile)) throw error;
      throw new Error(`${definition.url}: ${error.message}`, { cause: error });
    }
  }
  await write('profiles.json', code);
  const { valueSets, codeSystems } = terminology();
  await write('terminology.json', {
    valueSets: [...valueSets, ...shipped.filter(isSet), ...polishValueSets].map(trimmedSet),
    codeSystems: [...codeSystems, ...shipped.filter(isSystem)].map(trimmedSystem),
  });
}

const isProfile = (one: Definition): one is ProfileDefinition =>
  one.resourceType === 'StructureDefinition' && one.kind !== 'logical';

/** R4's extensions stand as R4 defines them, and also where HL7 lets them stand since: the pack holds for all versions. */
function widened(definition: ProfileDefinition, later: readonly ProfileDefinition[]): ProfileDefinition {
  const more = later.filter(({ url }) => url === definition.url).flatMap(({ context = [] }) => context);
  return more.length === 0 ? definition : { ...definition, context: [...(definition.context ?? []), ...more] };
}

/** The bases of what is shipped are shipped too. */
function withoutSnapshot({ snapshot, ...definition }: ProfileDefinition): ProfileDefinition {
  return definition.differential || !snapshot ? definition : { ...definition, snapshot };
}

/** The packages of others that lie in packages/, one definition a line. */
function packages(): Definition[] {
  const folder = new URL('../packages/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.ndjson.gz'));
  return files.flatMap((file) => {
    const lines = gunzipSync(readFileSync(new URL(file, folder)))
      .toString('utf8')
      .trim()
      .split('\n');
    return lines.map((line) => JSON.parse(line) as Definition);
  });
}

const isSet = (one: Definition): one is ValueSet => one.resourceType === 'ValueSet';
const isSystem = (one: Definition): one is CodeSystem => one.resourceType === 'CodeSystem';

const keysOf = (constraints: readonly { key: string }[]) => constraints.map(({ key }) => ({ key }));
