/** The table of types and their elements in the order of the definitions, for what must walk any resource at run time. */
import type { ElementTable } from '../elements.ts';
import type { Model } from './model.ts';

/** Everything that XML, FHIRPath and patches ask about types. */
export function elementTable(model: Model): ElementTable {
  const table: ElementTable = {};
  for (const { name, kind, base, abstract, fields } of model.values()) {
    table[name] = {
      kind,
      base,
      abstract: abstract || undefined,
      elements: fields.map(({ name: element, isChoice, isArray, jsonNames }) => ({
        name: element,
        array: isArray || undefined,
        choice: isChoice || undefined,
        types: Object.fromEntries(jsonNames.map(({ json, type }) => [json, type.name])),
      })),
    };
  }
  return table;
}
