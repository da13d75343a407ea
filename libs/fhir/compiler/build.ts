/** Compiles HL7's definitions into what the platform loads: build/fhir. Run by `npm run build`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchParameter } from '../search/parameters.ts';
import { resourceTypes } from '../resource-types.ts';
import { patientCompartment, searchParameterDefinitions, structureDefinitions } from './definitions.ts';
import { compileExtractor } from './extractor.ts';
import { buildModel, type Model } from './model.ts';
import { type CompiledParameter, compileParameters } from './search-parameters.ts';

/** Writes all artefacts below `outDir`, which is made when it is missing. */
export async function buildFhir(outDir: string): Promise<void> {
  const model = buildModel(structureDefinitions());
  await buildSearch(model, outDir);
}

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
function published({ ways: _, special: __, components, ...parameter }: CompiledParameter): SearchParameter {
  if (!components) return parameter;
  return { ...parameter, components: components.map(({ code, parameter: part }) => ({ code, parameter: part })) };
}

if (import.meta.main) await buildFhir(join(import.meta.dirname, '../../../build/fhir'));
