/** The types of FHIR as the compiler sees them: every type, data types and backbone elements alike, with its fields. */
import type { ConstraintDefinition, ElementDefinition, StructureDefinition } from './structure-definition.ts';
import { corrected, moreTargets } from './errata.ts';

export interface FieldType {
  /** Name of a type in the model: `CodeableConcept`, `string`, `Observation.component`, `Resource`. */
  name: string;
  /** Resource types that a Reference may point to; undefined for any. */
  targets?: string[];
}

export interface Field {
  /** Name in FHIRPath: `value` of value[x]. */
  name: string;
  /** Name in JSON per type: `valueQuantity`; one entry, the name itself, where there is no choice. */
  jsonNames: { json: string; type: FieldType }[];
  isChoice: boolean;
  isArray: boolean;
  min: number;
  /** Infinity for `*`. */
  max: number;
  path: string;
  binding?: { strength: string; valueSet: string };
  constraints: ConstraintDefinition[];
}

export interface Type {
  name: string;
  kind: 'primitive' | 'complex' | 'resource';
  /** The type that this one specializes. */
  base: string | undefined;
  abstract: boolean;
  fields: Field[];
  /** Constraints on every value of the type. */
  constraints: ConstraintDefinition[];
}

export type Model = ReadonlyMap<string, Type>;

/** Builds the model of some StructureDefinitions with snapshots. */
export function buildModel(definitions: readonly StructureDefinition[]): Model {
  const model = new Map<string, Type>();
  for (const definition of definitions) addType(model, definition);
  return model;
}

function addType(model: Map<string, Type>, definition: StructureDefinition): void {
  const elements = definition.snapshot.element;
  const parents = new Set(elements.map(({ path }) => path.slice(0, path.lastIndexOf('.'))));
  const root = definition.type;
  for (const element of elements) {
    const isRoot = !element.path.includes('.');
    if (!isRoot && !parents.has(element.path)) continue;
    const own = elements.filter(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('.'))) === element.path);
    model.set(isRoot ? definition.name : element.path, {
      name: isRoot ? definition.name : element.path,
      kind: isRoot ? kindOf(definition) : 'complex',
      base: isRoot ? definition.baseDefinition?.split('/').at(-1) : element.type?.[0]?.code,
      abstract: isRoot && definition.abstract,
      fields: own.filter(({ sliceName }) => !sliceName).map((field) => fieldOf(field, root, parents)),
      constraints: isRoot ? constraintsOf(element) : [],
    });
  }
}

function constraintsOf({ constraint }: ElementDefinition): ConstraintDefinition[] {
  return (constraint ?? []).map((one) => ({ ...one, expression: corrected[one.key] ?? one.expression }));
}

function kindOf({ kind }: StructureDefinition): Type['kind'] {
  if (kind === 'primitive-type') return 'primitive';
  return kind === 'resource' ? 'resource' : 'complex';
}

function fieldOf(element: ElementDefinition, root: string, parents: ReadonlySet<string>): Field {
  const last = element.path.slice(element.path.lastIndexOf('.') + 1);
  const isChoice = last.endsWith('[x]');
  const name = isChoice ? last.slice(0, -3) : last;
  const types = typesOf(element, root, parents);
  return {
    name,
    jsonNames: types.map((type) => ({ json: isChoice ? name + capital(type.name) : name, type })),
    isChoice,
    isArray: (element.base?.max ?? element.max) !== '1',
    min: element.min,
    max: element.max === '*' ? Number.POSITIVE_INFINITY : Number(element.max),
    path: element.path,
    binding: element.binding?.valueSet
      ? { strength: element.binding.strength, valueSet: element.binding.valueSet.replace(/\|.*/, '') }
      : undefined,
    constraints: constraintsOf(element),
  };
}

function typesOf(element: ElementDefinition, root: string, parents: ReadonlySet<string>): FieldType[] {
  if (element.contentReference) return [{ name: element.contentReference.replace(/^.*#/, '') }];
  if (parents.has(element.path)) return [{ name: element.path }];
  return (element.type ?? []).map(({ code, extension, targetProfile, profile }) => {
    const system = extension?.find(({ url }) => url.endsWith('structuredefinition-fhir-type'))?.valueUrl;
    // Resource.id says "string" there, but its own description and HL7's validator say id.
    if (code.startsWith('http://hl7.org/fhirpath/')) return { name: idType(element, root) ?? system ?? 'string' };
    const name = profileType(code, profile);
    const targets = targetProfile?.map((target) => target.replace(/^.*\//, '')).concat(moreTargets[element.path] ?? []);
    return targets && !targets.includes('Resource') ? { name, targets } : { name };
  });
}

function idType(element: ElementDefinition, root: string): string | undefined {
  return element.base?.path === 'Resource.id' || `${root}.id` === 'Resource.id' ? 'id' : undefined;
}

/** SimpleQuantity and MoneyQuantity are profiles that the definitions use as types. */
function profileType(code: string, profile: string[] | undefined): string {
  const name = profile?.[0]?.replace(/^.*\//, '');
  return code === 'Quantity' && (name === 'SimpleQuantity' || name === 'MoneyQuantity') ? name : code;
}

/** `dateTime` → `DateTime`, as in `valueDateTime`. */
export function capital(name: string): string {
  const plain = name === 'SimpleQuantity' || name === 'MoneyQuantity' ? 'Quantity' : name;
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Is `name` the type `ancestor`, or one that specializes it? */
export function isA(
  model: ReadonlyMap<string, { readonly base: string | undefined }>,
  name: string,
  ancestor: string,
): boolean {
  for (let at: string | undefined = name; at !== undefined; at = model.get(at)?.base) if (at === ancestor) return true;
  return false;
}
