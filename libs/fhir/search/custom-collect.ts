/** Values of FHIRPath as search values: the bridge from what an expression gives to the collector. */
import { typeOf } from '../elements.ts';
import { type Item, textOf } from '../fhirpath/index.ts';
import { type Quantity, ucumCode } from '../fhirpath/quantity.ts';
import { isSystem } from '../fhirpath/values.ts';
import { Collector } from './collector.ts';
import { methods } from './datatypes.ts';
import type { SearchParameterType } from './parameters.ts';

type Method = (this: Collector, param: string, value: unknown, part?: number) => void;
type FormMethod = (this: Collector, value: unknown) => void;

/** FHIRPath's own types as those of FHIR. */
const fhirTypes: { readonly [type: string]: string | undefined } = {
  'System.String': 'string',
  'System.Boolean': 'boolean',
  'System.Integer': 'integer',
  'System.Decimal': 'decimal',
  'System.Date': 'dateTime',
  'System.DateTime': 'dateTime',
  'System.Quantity': 'Quantity',
};

/** The name of the collector's method for a data type, or for one that it specializes. */
function methodName(kind: SearchParameterType, type: string): string | undefined {
  const table = methods[kind] ?? {};
  for (let at: string | undefined = fhirTypes[type] ?? type; at !== undefined; at = typeOf(at)?.base) {
    if (Object.hasOwn(table, at)) return table[at];
  }
  return undefined;
}

const own = (name: string): unknown => (Collector.prototype as unknown as { [name: string]: unknown })[name];

/** Can a parameter of this type search values of that data type? */
export const isSearchable = (kind: SearchParameterType, type: string): boolean => methodName(kind, type) !== undefined;

/** The same inside a composite: as its first value (`form`), or as a later one. */
export function isSearchablePart(kind: SearchParameterType, type: string): boolean {
  const name = methodName(kind, type);
  return name !== undefined && typeof own(partName(kind, name)) === 'function';
}

const partName = (kind: SearchParameterType, name: string): string =>
  kind === 'token' || kind === 'reference' ? `${name}Form` : `${name}Part`;

/** Adds a value to a parameter's. */
export function collect(collector: Collector, kind: SearchParameterType, param: string, item: Item): void {
  const name = methodName(kind, item.type);
  if (name !== undefined) (own(name) as Method).call(collector, param, plainValue(item));
}

/** Adds a value to a part of the composite at hand; `part` counts from 0 for the first. */
export function collectPart(
  collector: Collector,
  kind: SearchParameterType,
  param: string,
  item: Item,
  part: number,
): void {
  const name = methodName(kind, item.type);
  const method = name === undefined ? undefined : own(partName(kind, name));
  if (method === undefined) return;
  if (kind === 'token' || kind === 'reference') (method as FormMethod).call(collector, plainValue(item));
  else (method as Method).call(collector, param, plainValue(item), part - 1);
}

/** As it would stand in JSON. */
function plainValue(item: Item): unknown {
  if (!isSystem(item)) return item.value;
  switch (item.type) {
    case 'System.Integer':
    case 'System.Decimal':
      return Number(textOf(item));
    case 'System.Quantity': {
      const of = item.value as Quantity;
      return { value: of.value.toNumber(), system: 'http://unitsofmeasure.org', code: ucumCode(of) };
    }
    case 'System.Date':
    case 'System.DateTime':
      return textOf(item);
    default:
      return item.value;
  }
}
