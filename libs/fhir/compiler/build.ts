/** Compiles HL7's definitions into what the platform loads: build/fhir. Run by `npm run build`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchParameter } from '../search/parameters.ts';
import { resourceTypes } from '../resource-types.ts';
import { buildProfiles } from './build-profiles.ts';
import { patientCompartment, searchParameterDefinitions, structureDefinitions, terminology } from './definitions.ts';
import { elementTable } from './elements.ts';
import { compileExtractor } from './extractor.ts';
import { buildModel, isA, type Model, type Type } from './model.ts';
import { type CompiledParameter, compileParameters } from './search-parameters.ts';
import { jsonWays } from './search-paths.ts';
import { rootElements } from './summary.ts';
import { compileTypes } from './validator.ts';
import { ValueSets } from './value-sets.ts';

/** Writes all artefacts below `outDir`, which is made when it is missing. */
export async function buildFhir(outDir: string): Promise<void> {
  const definitions = structureDefinitions();
  const model = buildModel(definitions);
  await buildSearch(model, outDir);
  await buildValidators(model, outDir);
  await writeFile(join(outDir, 'elements.json'), JSON.stringify(elementTable(model)));
  await buildProfiles(model, outDir);
  await writeFile(join(outDir, 'summary.json'), JSON.stringify(rootElements(definitions)));
}

async function buildValidators(model: Model, outDir: string): Promise<void> {
  const folder = join(outDir, 'validators');
  await mkdir(folder, { recursive: true });
  const { valueSets, codeSystems } = terminology();
  const sets = ValueSets.of(valueSets, codeSystems);
  const used: { [valueSet: string]: { [system: string]: string[] } } = {};
  const codes = {
    has(valueSet: string): boolean {
      const expansion = valueSet === currencies.url ? currencies.expansion() : sets.expand(valueSet);
      if (!expansion) return false;
      used[valueSet] ??= Object.fromEntries([...expansion].map(([system, list]) => [system, [...list]]));
      return true;
    },
  };
  const all = [...model.values()];
  const isResource = ({ name }: Type) => isA(model, name.split('.')[0] as string, 'Resource');
  const dataTypes = all.filter((type) => type.kind === 'complex' && !isResource(type));
  await writeFile(join(folder, 'types.js'), compileTypes(model, dataTypes, codes));
  for (const type of resourceTypes) {
    const own = all.filter(({ name }) => name === type || name.startsWith(`${type}.`));
    await writeFile(join(folder, `${type}.js`), compileTypes(model, own, codes));
  }
  await writeFile(join(outDir, 'value-sets.json'), JSON.stringify(used));
}

/** ISO 4217 is not in HL7's files; the run time's own list is. */
const currencies = {
  url: 'http://hl7.org/fhir/ValueSet/currencies',
  expansion: () => new Map([['urn:iso:std:iso:4217', new Set(Intl.supportedValuesOf('currency'))]]),
};

async function buildSearch(model: Model, outDir: string): Promise<void> {
  await mkdir(join(outDir, 'search'), { recursive: true });
  const definitions = searchParameterDefinitions();
  const memberships: { [type: string]: { parameters: string[]; paths: string[][] } } = {};
  const compartment = new Map(patientCompartment().resource.map(({ code, param }) => [code, param]));
  for (const type of resourceTypes) {
    const parameters = compileParameters(model, type, definitions);
    await writeFile(join(outDir, 'search', `${type}.js`), compileExtractor(model, type, parameters));
    await writeFile(join(outDir, 'search', `${type}.json`), JSON.stringify(parameters.map(published)));
    const members = compartment.get(type)?.map((code) => parameters.find((parameter) => parameter.code === code));
    const known = (members ?? []).filter((parameter) => parameter !== undefined);
    const paths = known.flatMap(({ ways }) => ways.map(({ steps }) => steps.map(({ json }) => json)));
    if (known.length > 0) memberships[type] = { parameters: known.map(({ code }) => code), paths };
  }
  await writeFile(join(outDir, 'compartment.json'), JSON.stringify(memberships));
}

/** What stays of a parameter at run time. */
function published(compiled: CompiledParameter): SearchParameter {
  const { code, type, url, expression, storedAs, targets, datatypes, valueSets, sort } = compiled;
  const components = compiled.components?.map((part) => ({ code: part.code, parameter: part.parameter }));
  const paths = jsonWays(compiled.ways);
  return { code, type, url, expression, storedAs, targets, components, datatypes, valueSets, paths, sort };
}

if (import.meta.main) await buildFhir(join(import.meta.dirname, '../../../build/fhir'));
