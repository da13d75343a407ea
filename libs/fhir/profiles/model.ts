/** The types of R4 at run time, for profiles that are compiled then: build/fhir/model.json. */
import { artefactJson } from '../artefacts.ts';
import type { Field, Model, Type } from '../compiler/model.ts';

let known: Model | undefined;

export function model(): Model {
  known ??= new Map(artefactJson<Type[]>('model.json').map((type) => [type.name, { ...type, fields: revived(type) }]));
  return known;
}

/** JSON has no Infinity. */
function revived({ fields }: Type): Field[] {
  return fields.map((field) => ({ ...field, max: field.max ?? Number.POSITIVE_INFINITY }));
}
