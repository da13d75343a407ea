/** What expressions work on: values of FHIR and of FHIRPath itself. http://hl7.org/fhirpath/N1/#types */
import { elementsByJson, type ElementOf, isResourceType, specializes, typeOf } from '../elements.ts';
import { isNumber, numberText } from '../json.ts';
import { Decimal } from './decimal.ts';
import { Moment } from './moment.ts';
import { type Quantity, wordOfCode } from './quantity.ts';

export type Json = { [name: string]: unknown };

/** Where a value of a resource stands: what a patch changes. */
export interface Spot {
  readonly parent: Json;
  /** Type of the parent. */
  readonly of: string;
  readonly json: string;
  readonly element: ElementOf;
  /** Its place in the array; undefined where there is none. */
  readonly index: number | undefined;
}

export interface Item {
  /** `System.Integer`, or the name of a type of FHIR. */
  readonly type: string;
  /** Of System: boolean, string, Decimal, Moment, Quantity. Of FHIR: as in JSON; none where only extensions are. */
  readonly value: unknown;
  /** The id and the extensions of a primitive. */
  readonly more?: Json | undefined;
  readonly spot?: Spot | undefined;
}

export const isSystem = ({ type }: Item): boolean => type.startsWith('System.');
export const boolean = (value: boolean): Item => ({ type: 'System.Boolean', value });
export const string = (value: string): Item => ({ type: 'System.String', value });
export const decimal = (value: Decimal): Item => ({ type: 'System.Decimal', value });
export const moment = (value: Moment): Item => ({ type: `System.${value.kind}`, value });
export const quantity = (value: Quantity): Item => ({ type: 'System.Quantity', value });
export const number = (value: number): Item => ({ type: 'System.Integer', value: new Decimal(BigInt(value)) });

const largest = 2_147_483_647n;

/** Whole numbers have 32 bits: beyond them there is no result. */
export const integer = (value: Decimal): Item[] =>
  value.digits > largest || value.digits < -largest - 1n ? [] : [{ type: 'System.Integer', value }];

const longest = 9_223_372_036_854_775_807n;

/** Of 64 bits. http://hl7.org/fhirpath/#long */
export const long = (value: Decimal): Item[] =>
  value.digits > longest || value.digits < -longest - 1n ? [] : [{ type: 'System.Long', value }];

/** Integer, Long or Decimal. */
export const isNumeric = ({ type }: Item): boolean =>
  type === 'System.Integer' || type === 'System.Decimal' || type === 'System.Long';

/** The value of FHIRPath that a value of FHIR stands for; undefined for what stands for none. */
export function toSystem(item: Item): Item | undefined {
  if (isSystem(item)) return item;
  const { type, value } = item;
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return boolean(value);
  if (isNumber(value)) {
    const read = Decimal.read(numberText(value));
    return read && { type: type === 'decimal' || read.scale > 0 ? 'System.Decimal' : 'System.Integer', value: read };
  }
  if (typeof value === 'string') return textOf(type, value);
  return specializes(type, 'Quantity') ? quantityOf(value as Json) : undefined;
}

const momentKinds: { readonly [type: string]: 'Date' | 'DateTime' | 'Time' } = {
  date: 'Date',
  dateTime: 'DateTime',
  instant: 'DateTime',
  time: 'Time',
};

function textOf(type: string, value: string): Item | undefined {
  const kind = Object.hasOwn(momentKinds, type) ? momentKinds[type] : undefined;
  if (!kind) return string(value);
  const read = Moment.read(value, kind);
  return read && moment(read);
}

/** Units of time are those of the calendar: an Age of 18 'a' is 18 years. https://hl7.org/fhir/R4/fhirpath.html#quantity */
function quantityOf({ value, code, unit, system, comparator }: Json): Item | undefined {
  if (!isNumber(value) || comparator !== undefined) return undefined;
  const read = Decimal.read(numberText(value));
  const isUcum = system === 'http://unitsofmeasure.org';
  const word = isUcum ? wordOfCode(String(code)) : undefined;
  if (read && word) return quantity({ value: read, unit: word, isCalendar: true });
  const coded = isUcum ? code : (code ?? unit);
  return read && quantity({ value: read, unit: String(coded ?? '1'), isCalendar: false });
}

/** The children of that name, or all of them when no name is given. */
export function childrenOf(item: Item, name?: string): Item[] {
  if (item.type === 'System.ClassInfo') {
    const text = name === undefined ? undefined : (item.value as Json)[name];
    return text === undefined ? [] : [string(String(text))];
  }
  if (isSystem(item)) return [];
  const isPrimitive = typeOf(item.type)?.kind === 'primitive';
  if (isPrimitive && name === 'value') {
    const value = toSystem(item);
    return value ? [value] : [];
  }
  const parent = (isPrimitive ? item.more : item.value) as Json | undefined;
  if (typeof parent !== 'object' || parent === null) return [];
  const found: Item[] = [];
  for (const { element, json, type } of elementsByJson(isPrimitive ? 'Element' : item.type).values()) {
    if (name === undefined || element.name === name) collect(item.type, parent, element, json, type, found);
  }
  return found;
}

function collect(of: string, parent: Json, element: ElementOf, json: string, type: string, found: Item[]): void {
  const value = parent[json];
  const more = parent[`_${json}`];
  if (value === undefined && more === undefined) return;
  const place = { parent, of, json, element };
  if (!Array.isArray(value) && !Array.isArray(more)) {
    found.push({
      type: actual(type, value),
      value,
      more: more as Json | undefined,
      spot: { ...place, index: undefined },
    });
    return;
  }
  const [values, mores] = [(value ?? []) as unknown[], (more ?? []) as (Json | null)[]];
  for (let index = 0; index < Math.max(values.length, mores.length); index++) {
    const own = values[index] ?? undefined;
    found.push({ type: actual(type, own), value: own, more: mores[index] ?? undefined, spot: { ...place, index } });
  }
}

/** Where the definitions say Resource, the resource says what it is. */
export function actual(type: string, value: unknown): string {
  if (typeOf(type)?.kind !== 'resource') return type;
  const own = (value as Json | undefined)?.resourceType;
  return typeof own === 'string' && isResourceType(own) ? own : type;
}

/** A resource, or another value of a known type, as an item. */
export const itemOf = (value: unknown, type: string): Item => ({ type: actual(type, value), value });

/** Does the item have that type? `Quantity` alone is FHIR's and FHIRPath's own. */
export function isOf({ type }: Item, wanted: string): boolean {
  if (wanted.startsWith('FHIR.')) return specializes(type, wanted.slice(5));
  if (wanted.startsWith('System.')) return type === wanted;
  if (type.startsWith('System.')) return type === `System.${wanted}`;
  return specializes(type, wanted);
}

const systemTypes = new Set('Boolean String Integer Decimal Date DateTime Time Quantity ClassInfo Any Long'.split(' '));

export function isKnownType(name: string): boolean {
  if (name.startsWith('System.')) return isKnownType(name.slice(7));
  return name.startsWith('FHIR.') ? typeOf(name.slice(5)) !== undefined : systemTypes.has(name) || !!typeOf(name);
}
