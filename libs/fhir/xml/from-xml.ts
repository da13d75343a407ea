/**
 * XML into the same value that the JSON of the resource would give. https://hl7.org/fhir/R4/xml.html
 * The type of each element says what it becomes; nothing else is built.
 */
import {
  elementsByJson,
  isPrimitiveType,
  isResourceType,
  type NamedElement,
  specializes,
  typeOf,
} from '../elements.ts';
import { parseJson } from '../json.ts';
import type { XmlReader, Tag } from './reader.ts';

export const fhirNamespace = 'http://hl7.org/fhir';
export const xhtmlNamespace = 'http://www.w3.org/1999/xhtml';
const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** As in security/requirements.md 7.3; the same as for JSON. */
const limits = { depth: 64, elements: 20_000, string: 1024 * 1024, data: 16 * 1024 * 1024, number: 40 } as const;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const numeric = new Set(['integer', 'unsignedInt', 'positiveInt', 'decimal', 'integer64']);

type Json = { [name: string]: unknown };

/** Reads the one resource that the document is. */
export function resourceFrom(reader: XmlReader, { anyOrder = false } = {}): Json {
  const root = nextTag(reader);
  const resource = new Builder(reader, anyOrder).resource(root);
  const rest = nextTag(reader);
  if (rest.kind !== 'end') throw reader.refused('not-xml', 'There is something behind the resource.');
  return resource;
}

/** Only white space may stand between the elements of FHIR. */
function nextTag(reader: XmlReader): Tag {
  for (;;) {
    const tag = reader.next();
    if (tag.kind !== 'text') return tag;
    if (!tag.isBlank) {
      const says = 'FHIR has no text between elements: a value stands in the attribute value="…".';
      throw reader.refused('not-fhir', says, tag.start);
    }
  }
}

class Builder {
  private readonly reader: XmlReader;
  private readonly anyOrder: boolean;

  constructor(reader: XmlReader, anyOrder: boolean) {
    this.reader = reader;
    this.anyOrder = anyOrder;
  }

  private wrong(says: string, { start }: Tag): Error {
    return this.reader.refused('not-fhir', says, start);
  }

  resource(tag: Tag): Json {
    if (tag.namespace !== fhirNamespace) {
      throw this.wrong(`<${short(tag.qualified)}> is not of FHIR: the root needs xmlns="${fhirNamespace}".`, tag);
    }
    if (!isResourceType(tag.name)) throw this.wrong(`'${short(tag.name)}' is no resource type of R4.`, tag);
    for (const { namespace, name } of tag.attributes) {
      if (namespace !== instanceNamespace) throw this.noAttribute(name, tag);
    }
    const resource: Json = { resourceType: tag.name };
    this.children(tag, tag.name, resource);
    return resource;
  }

  private noAttribute(name: string, tag: Tag): Error {
    return this.wrong(`<${short(tag.name)}> has no attribute "${short(name)}".`, tag);
  }

  /** Reads what is inside `tag`, up to its end, into `into`. */
  private children(tag: Tag, type: string, into: Json): void {
    if (tag.isEmpty) return;
    if (this.reader.depth > limits.depth) {
      throw this.reader.refused('too-deep', `Elements may be nested ${limits.depth} deep at most.`, tag.start);
    }
    const known = elementsByJson(type);
    const primitives = new Map<string, Primitives>();
    const kind = typeOf(type)?.kind;
    let last: NamedElement | undefined;
    for (let child = nextTag(this.reader); child.kind !== 'close'; child = nextTag(this.reader)) {
      const named = known.get(child.name);
      this.inOrder(last, named, child);
      last = named;
      if (named?.type === 'xhtml' && child.namespace === xhtmlNamespace) this.narrative(child, into);
      else if (!named || isAttribute(named, type, kind) || child.namespace !== fhirNamespace) {
        throw this.wrong(`${type} has no element '${short(child.qualified)}'.`, child);
      } else if (named.isPrimitive) {
        const list = primitives.get(named.json) ?? this.firstOf(named, primitives);
        this.primitive(child, named, list);
      } else this.add(into, named, this.complex(child, named.type), child);
    }
    for (const [name, list] of primitives) settle(into, name, list);
    for (const name of Object.keys(into)) if (into[name] === undefined) delete into[name];
  }

  /** Elements stand in the order of their type, repeated ones together. https://hl7.org/fhir/R4/xml.html */
  private inOrder(last: NamedElement | undefined, named: NamedElement | undefined, tag: Tag): void {
    if (this.anyOrder || !last || !named || last.order <= named.order) return;
    const says = `<${short(tag.name)}> stands after <${last.json}> but belongs before it: FHIR's XML has a fixed order.`;
    throw this.wrong(says, tag);
  }

  private firstOf({ json, element }: NamedElement, primitives: Map<string, Primitives>): Primitives {
    const list: Primitives = { isArray: element.array === true, values: [], more: [] };
    primitives.set(json, list);
    return list;
  }

  private add(into: Json, { json, element }: NamedElement, value: unknown, tag: Tag): void {
    if (!element.array) {
      if (into[json] !== undefined) throw this.wrong(`'${json}' may be there once.`, tag);
      into[json] = value;
      return;
    }
    into[json] ??= [];
    const list = into[json] as unknown[];
    if (list.length >= limits.elements) throw this.tooMany(json, tag);
    list.push(value);
  }

  private tooMany(name: string, { start }: Tag): Error {
    return this.reader.refused('too-many', `'${name}' may repeat ${limits.elements} times at most.`, start);
  }

  private complex(tag: Tag, type: string): Json {
    if (typeOf(type)?.kind === 'resource') return this.inner(tag);
    const into: Json = {};
    const isExtension = specializes(type, 'Extension');
    for (const { namespace, name, value } of tag.attributes) {
      if (namespace !== '' || (name !== 'id' && !(isExtension && name === 'url'))) throw this.noAttribute(name, tag);
      into[name] = this.text(value, tag);
    }
    this.children(tag, type, into);
    return into;
  }

  /** The resource inside `contained`, `resource` and the like: exactly one. */
  private inner(tag: Tag): Json {
    const [attribute] = tag.attributes;
    if (attribute) throw this.noAttribute(attribute.name, tag);
    const child = tag.isEmpty ? undefined : nextTag(this.reader);
    if (child?.kind !== 'open') throw this.wrong(`<${short(tag.name)}> needs a resource inside.`, tag);
    if (this.reader.depth > limits.depth) {
      throw this.reader.refused('too-deep', `Elements may be nested ${limits.depth} deep at most.`, tag.start);
    }
    const resource = this.resource(child);
    const end = nextTag(this.reader);
    if (end.kind !== 'close') throw this.wrong(`<${short(tag.name)}> may have one resource only.`, end);
    return resource;
  }

  private primitive(tag: Tag, { json, type }: NamedElement, list: Primitives): void {
    if (list.values.length > 0 && !list.isArray) throw this.wrong(`'${json}' may be there once.`, tag);
    if (list.values.length >= limits.elements) throw this.tooMany(json, tag);
    let value: unknown;
    const more: Json = {};
    for (const { namespace, name, value: text } of tag.attributes) {
      if (namespace === '' && name === 'value') value = this.valueOf(text, json, type, tag);
      else if (namespace === '' && name === 'id') more.id = this.text(text, tag);
      else throw this.noAttribute(name, tag);
    }
    this.children(tag, 'Element', more);
    const hasMore = Object.keys(more).length > 0;
    if (value === undefined && !hasMore) throw this.wrong(`<${short(tag.name)}> needs a value or an extension.`, tag);
    list.values.push(value);
    list.more.push(hasMore ? more : undefined);
  }

  private valueOf(text: string, name: string, type: string, tag: Tag): unknown {
    const most = name === 'data' || type === 'base64Binary' ? limits.data : limits.string;
    this.text(text, tag, most);
    // What is no number or boolean stays a text: validation says what is wrong with it, with its place.
    if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
    if (!numeric.has(type)) return text;
    if (text.length > limits.number) {
      throw this.reader.refused('bad-number', `A number may have ${limits.number} characters.`, tag.start);
    }
    return jsonNumber.test(text) ? parseJson(text) : text;
  }

  private text(text: string, tag: Tag, most: number = limits.string): string {
    if (text === '') throw this.wrong(`An attribute of <${short(tag.name)}> is empty: leave it out.`, tag);
    // A length in UTF-16 units times three is never less than the bytes.
    if (text.length * 3 > most && Buffer.byteLength(text) > most) {
      throw this.reader.refused('too-long', `A text may have ${most / 1024 / 1024} MiB at most.`, tag.start);
    }
    return text;
  }

  /** Keeps the XHTML as it stands; whether it is safe is asked when the resource is validated. */
  private narrative(tag: Tag, into: Json): void {
    if (into.div !== undefined) throw this.wrong("'div' may be there once.", tag);
    if (tag.name !== tag.qualified || !tag.declares) {
      throw this.wrong(`Write the narrative as <div xmlns="${xhtmlNamespace}">, without prefixes.`, tag);
    }
    let end = tag.end;
    const depth = this.reader.depth;
    while (!tag.isEmpty && this.reader.depth >= depth) end = this.reader.next().end;
    // The writer's way to keep a carriage return through XML's own line ends.
    into.div = this.reader.text.slice(tag.start, end).replaceAll('&#xD;', '\r');
  }
}

interface Primitives {
  isArray: boolean;
  values: unknown[];
  more: (Json | undefined)[];
}

/** `given` and `_given`, each only where it says something, filled with null where one of them says nothing. */
function settle(into: Json, name: string, { isArray, values, more }: Primitives): void {
  const hasValues = values.some((value) => value !== undefined);
  const hasMore = more.some((one) => one !== undefined);
  if (!isArray) {
    if (hasValues) into[name] = values[0];
    if (hasMore) into[`_${name}`] = more[0];
    return;
  }
  if (hasValues) into[name] = values.map((value) => value ?? null);
  if (hasMore) into[`_${name}`] = more.map((one) => one ?? null);
}

/** What stands as an attribute in XML may not come as an element. */
function isAttribute({ json }: NamedElement, type: string, kind: string | undefined): boolean {
  if (kind === 'resource') return false;
  return json === 'id' || (json === 'url' && specializes(type, 'Extension')) || isPrimitiveType(type);
}

const short = (name: string): string => name.slice(0, 60);
