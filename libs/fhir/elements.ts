/** Types of R4 and their elements, in order. https://hl7.org/fhir/R4/elementdefinition.html */
import { artefactJson } from './artefacts.ts';

export interface ElementOf {
  /** Name in FHIRPath: `value` of value[x]. */
  readonly name: string;
  /** May it repeat (an array in JSON)? */
  readonly array?: boolean | undefined;
  /** Is it a choice of types (value[x])? */
  readonly choice?: boolean | undefined;
  /** Name in JSON and XML → name of the type; several for a choice. */
  readonly types: { readonly [json: string]: string };
}

export interface TypeOf {
  readonly kind: 'primitive' | 'complex' | 'resource';
  readonly base?: string | undefined;
  readonly abstract?: boolean | undefined;
  readonly elements: readonly ElementOf[];
}

/** By name: `Observation`, `Observation.component`, `HumanName`, `string`. */
export interface ElementTable {
  [type: string]: TypeOf;
}

/** One name as it stands in JSON and XML, with what may stand there. */
export interface NamedElement {
  readonly element: ElementOf;
  readonly json: string;
  readonly type: string;
  readonly isPrimitive: boolean;
  /** Place among the elements of the type. */
  readonly order: number;
}

let table: ReadonlyMap<string, TypeOf> | undefined;
const byJson = new Map<string, ReadonlyMap<string, NamedElement>>();

function types(): ReadonlyMap<string, TypeOf> {
  table ??= new Map(Object.entries(artefactJson<ElementTable>('elements.json')));
  return table;
}

/** All types by name. */
export const elementTypes = (): ReadonlyMap<string, TypeOf> => types();

export const typeOf = (name: string): TypeOf | undefined => types().get(name);

export const isPrimitiveType = (name: string): boolean => typeOf(name)?.kind === 'primitive';

/** A resource type that can be instantiated. */
export function isResourceType(name: string): boolean {
  const type = typeOf(name);
  return type?.kind === 'resource' && !type.abstract;
}

/** Is `name` the type `ancestor`, or one that specializes it? */
export function specializes(name: string, ancestor: string): boolean {
  for (let at: string | undefined = name; at !== undefined; at = typeOf(at)?.base) if (at === ancestor) return true;
  return false;
}

/** The elements of a type by their name in JSON, in the order of the definitions. Empty for what is no type. */
export function elementsByJson(type: string): ReadonlyMap<string, NamedElement> {
  let found = byJson.get(type);
  if (found) return found;
  const definition = typeOf(type);
  if (!definition) return new Map();
  found = new Map(
    definition.elements.flatMap((element, order) =>
      Object.entries(element.types).map(([json, name]) => [
        json,
        { element, json, type: name, isPrimitive: isPrimitiveType(name), order },
      ]),
    ),
  );
  byJson.set(type, found);
  return found;
}
