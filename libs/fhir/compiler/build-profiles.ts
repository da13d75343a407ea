/** Compiles the profiles that are shipped, and keeps what compiling others at run time needs: build/fhir. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from '../json.ts';
import { trimmedProfile, trimmedSet, trimmedSystem } from '../profiles/trim.ts';
import { coreProfiles, terminology } from './definitions.ts';
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
  const definitions = coreProfiles().map(trimmedProfile);
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
    valueSets: valueSets.map(trimmedSet),
    codeSystems: codeSystems.map(trimmedSystem),
  });
}

const keysOf = (constraints: readonly { key: string }[]) => constraints.map(({ key }) => ({ key }));
