/** The table of elements as what paths are walked by at run time. */
import type { PathModel } from '../compiler/search-paths.ts';
import { elementTypes } from '../elements.ts';

let model: PathModel | undefined;

/** Where a Reference may point to is not in it: an operator's parameter says so itself. */
export function pathModel(): PathModel {
  model ??= new Map(
    [...elementTypes()].map(([name, { kind, base, elements }]) => [
      name,
      {
        ...{ kind, base },
        fields: elements.map((element) => ({
          name: element.name,
          isArray: element.array ?? false,
          jsonNames: Object.entries(element.types).map(([json, type]) => ({ json, type: { name: type } })),
        })),
      },
    ]),
  );
  return model;
}
