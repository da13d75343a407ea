/**
 * FHIRPath Patch. https://hl7.org/fhir/R4/fhirpatch.html
 * A Parameters resource whose operations name places by FHIRPath. It may come from anybody: how many operations there
 * are and what each may cost is bounded.
 */
import { elementsByJson, type ElementOf, isPrimitiveType, specializes, typeOf } from '#libs/fhir/elements.ts';
import { compileFhirPath, FhirPathRefused, type Item, type Spot } from '#libs/fhir/fhirpath/index.ts';
import { isNumber, parseJson, stringify, toNumber } from '#libs/fhir/json.ts';
import { Refusal } from '../../refusal/refusal.ts';

type Json = { [name: string]: unknown };

const mostOperations = 200;
/** What the paths of one patch may cost together: a resource of two megabytes has some 100,000 values. */
const mostSteps = 1_000_000;

/** What a patch brings: a value in JSON, and of a primitive its id and extensions. */
interface Value {
  readonly json: unknown;
  readonly more?: Json | undefined;
  /** Its type where it is said (`valueHumanName`); undefined for one that is put together from parts. */
  readonly type?: string | undefined;
  readonly parts?: readonly Json[] | undefined;
}

interface Operation {
  readonly type: string;
  readonly path: string;
  readonly name: string | undefined;
  readonly value: Value | undefined;
  readonly numbers: { readonly index?: number; readonly source?: number; readonly destination?: number };
}

/**
 * Applies the operations to `resource`, which is changed.
 * @throws Refusal `invalid` `bad-patch` for what is no such patch, `rule-broken` `patch-failed` for an operation that
 *   cannot be done here; both name the operation by its number.
 */
export function applyFhirPathPatch(resource: Json, patch: Json): Json {
  const list = patch.parameter ?? [];
  if (!Array.isArray(list)) throw new Refusal('invalid', 'bad-patch', 'Parameters.parameter must be a list.');
  if (list.length > mostOperations) {
    throw new Refusal('invalid', 'bad-patch', `A FHIRPath Patch may have at most ${mostOperations} operations.`);
  }
  const budget = { steps: mostSteps };
  list.forEach((parameter: unknown, number) => {
    try {
      apply(resource, readOperation(parameter), budget);
    } catch (error) {
      throw named(error, number);
    }
  });
  withoutEmpty(resource);
  return resource;
}

/** An element of which everything was deleted is none. True when nothing is left of `value`. */
function withoutEmpty(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(inner)) {
      if (withoutEmpty(inner)) delete value[key];
      continue;
    }
    const kept = inner.map((one) => (withoutEmpty(one) ? null : (one as unknown)));
    if (key.startsWith('_')) withoutEmptyPrimitives(value, key.slice(1), kept);
    else if (kept.every((one) => one === null)) delete value[key];
    else if (inner.every(isObject)) value[key] = kept.filter((one) => one !== null);
  }
  return Object.keys(value).length === 0;
}

/** Of primitives in a list those go that have neither a value nor an id nor extensions (any more). */
function withoutEmptyPrimitives(parent: Json, json: string, more: unknown[]): void {
  parent[`_${json}`] = more;
  const own = listAt(parent, json);
  for (let n = Math.max(own.length, more.length) - 1; n >= 0; n--) {
    if ((own[n] ?? null) === null && (more[n] ?? null) === null) splice(parent, json, n, 1);
  }
  if (listAt(parent, `_${json}`).every((one) => one === null)) delete parent[`_${json}`];
}

class Bad extends Error {}
class Failed extends Error {}

function named(error: unknown, number: number): unknown {
  const where = `Operation ${number} of the patch`;
  if (error instanceof Bad) return new Refusal('invalid', 'bad-patch', `${where}: ${error.message}`);
  if (error instanceof FhirPathRefused && error.kind !== 'execution') {
    return new Refusal('invalid', 'bad-patch', `${where}: the path cannot be read. ${error.message}`);
  }
  if (error instanceof Failed || error instanceof FhirPathRefused) {
    return new Refusal('rule-broken', 'patch-failed', `${where} failed: ${error.message}`);
  }
  return error;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);

const partsOf = (parameter: Json): readonly Json[] =>
  Array.isArray(parameter.part) ? (parameter.part as unknown[]).filter(isObject) : [];

function readOperation(parameter: unknown): Operation {
  if (!isObject(parameter) || parameter.name !== 'operation') throw new Bad('every parameter must be named operation.');
  const parts = new Map<unknown, Json>();
  for (const part of partsOf(parameter)) {
    if (parts.has(part.name)) throw new Bad(`it has ${String(part.name).slice(0, 60)} more than once.`);
    parts.set(part.name, part);
  }
  const text = (name: string): string | undefined => {
    const part = parts.get(name);
    const value = part?.valueString ?? part?.valueCode;
    return typeof value === 'string' ? value : undefined;
  };
  const whole = (name: string): number | undefined => {
    const value = parts.get(name)?.valueInteger;
    return isNumber(value) && Number.isInteger(toNumber(value)) ? toNumber(value) : undefined;
  };
  const [type, path] = [text('type'), text('path')];
  if (type === undefined || !kinds.has(type)) throw new Bad('it needs type: add, insert, delete, replace or move.');
  if (path === undefined) throw new Bad('it needs path: a FHIRPath such as Patient.birthDate.');
  const value = parts.get('value');
  const numbers = { index: whole('index'), source: whole('source'), destination: whole('destination') };
  return { type, path, name: text('name'), value: value && valueOf(value), numbers: numbers as Operation['numbers'] };
}

const kinds = new Set(['add', 'insert', 'delete', 'replace', 'move']);

/** The patch stays as it is: a change that somebody else was faster with is made again. */
const copyOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !isNumber(value) ? parseJson(stringify(value)) : value;

/** `valueX` of a part, its resource, or the parts of which a nameless type is put together. */
function valueOf(part: Json): Value {
  if (isObject(part.resource)) return { json: copyOf(part.resource), type: String(part.resource.resourceType) };
  const inside = partsOf(part);
  if (inside.length > 0) return { json: undefined, parts: inside };
  for (const { json, type, element } of elementsByJson('Parameters.parameter').values()) {
    if (element.name !== 'value') continue;
    const more = part[`_${json}`];
    if (part[json] !== undefined || more !== undefined) {
      return { json: copyOf(part[json]), more: isObject(more) ? (copyOf(more) as Json) : undefined, type };
    }
  }
  throw new Bad('a value has neither value[x], nor resource, nor parts.');
}

function apply(resource: Json, operation: Operation, budget: { steps: number }): void {
  const { type, path } = operation;
  const found = compileFhirPath(path, { type: String(resource.resourceType) }).evaluate(resource, { budget });
  if (type === 'insert' || type === 'move') return inList(resource, operation, found, budget);
  const [item, ...others] = found;
  if (others.length > 0) throw new Failed(`the path gives ${found.length} elements where one is needed.`);
  if (!item) {
    if (type === 'delete') return undefined;
    throw new Failed('the path gives no element.');
  }
  if (type === 'add') return add(item, operation);
  if (!item.spot) throw new Failed('the path names no place inside the resource.');
  return type === 'delete' ? remove(item.spot) : replace(item.spot, needed(operation));
}

function needed({ value, type }: Operation): Value {
  if (!value) throw new Bad(`${type} needs a value.`);
  return value;
}

/** The value as it will stand in an element of that name and type, and its name there. */
function fitting(of: string, said: string, value: Value): { element: ElementOf; json: string; value: Value } {
  const name = said.replace(/\[x\]$/, '');
  const names = [...elementsByJson(of).values()].filter(({ element, json }) => element.name === name || json === name);
  const [first] = names;
  if (!first) throw new Failed(`${of} has no element '${name.slice(0, 60)}'.`);
  const named = names.find(({ type }) => type === value.type) ?? (first.element.choice ? undefined : first);
  if (!named) throw new Failed(`'${name}' cannot be of type ${value.type ?? 'that is put together from parts'}.`);
  if (!value.parts) {
    if (!fits(value.type ?? '', named.type)) {
      throw new Failed(`'${name}' is of type ${named.type}, not ${value.type ?? ''}.`);
    }
    return { element: named.element, json: named.json, value };
  }
  if (named.isPrimitive || typeOf(named.type)?.abstract) {
    throw new Failed(`'${name}' is of type ${named.type}, which has no parts.`);
  }
  return {
    element: named.element,
    json: named.json,
    value: { json: built(named.type, value.parts, 0), type: named.type },
  };
}

/** Primitive types that are written alike: what exactly may stand there the validator says afterwards. */
const alike = [
  'string code id markdown uri url canonical oid uuid xhtml',
  'integer positiveInt unsignedInt decimal',
  'date dateTime instant',
].map((types) => new Set(types.split(' ')));

/** "Servers SHALL return an error if the type is wrong." https://hl7.org/fhir/R4/fhirpatch.html */
const fits = (given: string, wanted: string): boolean =>
  specializes(given, wanted) || alike.some((types) => types.has(given) && types.has(wanted));

/** Puts a value of `type` together. */
function built(type: string, parts: readonly Json[], depth: number): Json {
  if (depth > 20) throw new Bad('the parts of a value are nested too deep.');
  const into: Json = {};
  for (const part of parts) {
    const { name } = part;
    if (typeof name !== 'string') throw new Bad('a part of a value has no name.');
    const given = valueOf(part);
    const own = elementsByJson(type).get(name);
    const json = given.parts && own ? built(own.type, given.parts, depth + 1) : undefined;
    put(into, fitting(type, name, json ? { json, type: own?.type } : given));
  }
  return into;
}

/** Appends to a list, or sets what is not there yet. */
function put(parent: Json, { element, json, value }: ReturnType<typeof fitting>): void {
  if (element.array) {
    const length = lengthOf(parent, json);
    splice(parent, json, length, 0, value);
    return;
  }
  const taken = Object.keys(element.types).find(
    (name) => parent[name] !== undefined || parent[`_${name}`] !== undefined,
  );
  if (taken !== undefined) throw new Failed(`'${taken}' is there already, and may be there once: use replace.`);
  set(parent, json, value);
}

function set(parent: Json, json: string, { json: value, more }: Value): void {
  delete parent[json];
  delete parent[`_${json}`];
  if (value !== undefined) parent[json] = value;
  if (more !== undefined) parent[`_${json}`] = more;
}

const listAt = (parent: Json, key: string): unknown[] => (Array.isArray(parent[key]) ? (parent[key] as unknown[]) : []);
const lengthOf = (parent: Json, json: string): number =>
  Math.max(listAt(parent, json).length, listAt(parent, `_${json}`).length);

/** Changes a list and the list of its extensions together; lists that say nothing are left out. */
function splice(parent: Json, json: string, at: number, cut: number, ...values: Value[]): Value[] {
  const length = lengthOf(parent, json);
  const read = (key: string) => Array.from({ length }, (_, n) => listAt(parent, key)[n] ?? null);
  const [own, more] = [read(json), read(`_${json}`)];
  const removed = own.splice(at, cut, ...values.map(({ json: value }) => value ?? null));
  const removedMore = more.splice(at, cut, ...values.map((value) => value.more ?? null));
  for (const [key, list] of [
    [json, own],
    [`_${json}`, more],
  ] as const) {
    if (list.some((one) => one !== null)) parent[key] = list;
    else delete parent[key];
  }
  return removed.map((value, n) => ({
    json: value ?? undefined,
    more: (removedMore[n] ?? undefined) as Json | undefined,
  }));
}

function add(item: Item, operation: Operation): void {
  if (operation.name === undefined) throw new Bad('add needs a name.');
  const value = needed(operation);
  if (!isPrimitiveType(item.type)) {
    if (!isObject(item.value) || typeOf(item.type) === undefined) throw new Failed('nothing can be added there.');
    put(item.value, fitting(item.type, operation.name, value));
    return;
  }
  // What a primitive has beside its value stands in an object of its own, which may not be there yet.
  const { spot } = item;
  if (!spot) throw new Failed('the path names no place inside the resource.');
  const more = item.more ?? {};
  put(more, fitting('Element', operation.name, value));
  const whole = { json: item.value, more };
  if (spot.index === undefined) set(spot.parent, spot.json, whole);
  else splice(spot.parent, spot.json, spot.index, 1, whole);
}

function remove({ parent, json, index }: Spot): void {
  if (index === undefined) set(parent, json, { json: undefined });
  else splice(parent, json, index, 1);
}

function replace(spot: Spot, given: Value): void {
  if (spot.json === 'id' && specializes(spot.of, 'Resource') && given.json === undefined)
    throw new Bad('an id needs a value.');
  const { json, value } = fitting(spot.of, spot.element.name, given);
  if (spot.index !== undefined) {
    splice(spot.parent, json, spot.index, 1, value);
    return;
  }
  if (json !== spot.json) remove(spot);
  set(spot.parent, json, value);
}

function inList(resource: Json, operation: Operation, found: readonly Item[], budget: { steps: number }): void {
  const { type, numbers } = operation;
  const list = found[0]?.spot ?? (type === 'insert' ? emptyList(resource, operation, budget) : undefined);
  if (!list) throw new Failed('the path gives no list.');
  const length = lengthOf(list.parent, list.json);
  const isWhole =
    found.length === length && found.every(({ spot }, n) => spot?.parent === list.parent && spot.index === n);
  if (!isWhole || !list.element.array) throw new Failed('the path must give one whole list, such as Patient.name.');
  const place = (name: 'index' | 'source' | 'destination', most: number): number => {
    const at = numbers[name];
    if (at === undefined) throw new Bad(`${type} needs ${name}: a whole number.`);
    if (at < 0 || at > most) throw new Failed(`${name} ${at} lies outside of the list, which has ${length}.`);
    return at;
  };
  if (type === 'insert') {
    const at = place('index', length);
    splice(list.parent, list.json, at, 0, fitting(list.of, list.element.name, needed(operation)).value);
    return;
  }
  const [from, to] = [place('source', length - 1), place('destination', length - 1)];
  splice(list.parent, list.json, to, 0, ...splice(list.parent, list.json, from, 1));
}

/** `Patient.name`, or `name`, where there is no name yet: the list that would be there. */
function emptyList(resource: Json, { path }: Operation, budget: { steps: number }): Spot | undefined {
  const [, before = '$this', name] = /^(?:(.*)\.)?\s*([A-Za-z]\w*)\s*$/s.exec(path) ?? [];
  if (name === undefined) return undefined;
  const type = String(resource.resourceType);
  const [parent, ...others] = compileFhirPath(before, { type }).evaluate(resource, { budget });
  const named = parent && elementsByJson(parent.type).get(name);
  if (!named || others.length > 0 || !isObject(parent.value)) return undefined;
  return { parent: parent.value, of: parent.type, json: name, element: named.element, index: undefined };
}
