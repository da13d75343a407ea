/** The value of a resource as XML, elements in the order of the definitions. https://hl7.org/fhir/R4/xml.html */
import { elementsByJson, isResourceType, type NamedElement, specializes, typeOf } from '../elements.ts';
import { isNumber, numberText } from '../json.ts';
import { narrativeProblem } from '../validator/narrative.ts';
import { withoutNames } from './entities.ts';
import { fhirNamespace, xhtmlNamespace } from './from-xml.ts';

type Json = { readonly [name: string]: unknown };

export interface Place {
  readonly isRoot?: boolean;
  /** A line end and the space before an element; undefined writes everything in one line. */
  readonly indent: string | undefined;
}

const deeper = (indent: string | undefined): string | undefined => (indent === undefined ? undefined : `${indent}  `);

/** Writes one resource into `out`, piece by piece. */
export function writeResource(resource: Json, out: string[], { isRoot = false, indent }: Place): void {
  const type = String(resource.resourceType);
  if (!isResourceType(type)) throw new TypeError('what has no resource type of R4 cannot be written as XML');
  out.push(indent ?? '', '<', type, isRoot ? ` xmlns="${fhirNamespace}">` : '>');
  writeElements(resource, type, out, deeper(indent));
  out.push(indent ?? '', '</', type, '>');
}

function writeElements(value: Json, type: string, out: string[], indent: string | undefined): void {
  const isResource = typeOf(type)?.kind === 'resource';
  for (const named of elementsByJson(type).values()) {
    const { json, isPrimitive } = named;
    const own = value[json];
    if (isPrimitive) {
      const more = value[`_${json}`];
      if (own === undefined && more === undefined) continue;
      if (!isResource && (json === 'id' || (json === 'url' && specializes(type, 'Extension')))) continue;
      if (named.type === 'xhtml') out.push(indent ?? '', narrative(String(own)));
      else writePrimitives(named, own, more, out, indent);
    } else if (own !== undefined && own !== null) {
      for (const one of Array.isArray(own) ? own : [own]) writeComplex(named, one as Json, out, indent);
    }
  }
}

function writePrimitives(
  { json }: NamedElement,
  own: unknown,
  more: unknown,
  out: string[],
  indent: string | undefined,
): void {
  const values = Array.isArray(own) ? own : [own];
  const mores = Array.isArray(more) ? more : [more];
  for (let n = 0; n < Math.max(values.length, mores.length); n++) {
    const value: unknown = values[n] ?? undefined;
    const { id, extension } = (mores[n] ?? {}) as { id?: string; extension?: Json[] };
    out.push(indent ?? '', '<', json);
    if (id !== undefined) out.push(' id="', escaped(String(id)), '"');
    if (value !== undefined) out.push(' value="', escaped(textOf(value)), '"');
    if (!extension) {
      out.push('/>');
      continue;
    }
    out.push('>');
    for (const one of extension) writeComplex(extensionElement(), one, out, deeper(indent));
    out.push(indent ?? '', '</', json, '>');
  }
}

const extensionElement = (): NamedElement => elementsByJson('Element').get('extension') as NamedElement;

function writeComplex({ json, type }: NamedElement, value: Json, out: string[], indent: string | undefined): void {
  out.push(indent ?? '', '<', json);
  if (typeOf(type)?.kind === 'resource') {
    out.push('>');
    writeResource(value, out, { indent: deeper(indent) });
  } else {
    if (typeof value.id === 'string') out.push(' id="', escaped(value.id), '"');
    if (typeof value.url === 'string' && specializes(type, 'Extension')) out.push(' url="', escaped(value.url), '"');
    out.push('>');
    writeElements(value, type, out, deeper(indent));
  }
  out.push(indent ?? '', '</', json, '>');
}

const textOf = (value: unknown): string => (isNumber(value) ? numberText(value) : String(value));

const special = /[&<>"\t\n\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const outside = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Line ends and tabs would become spaces in an attribute; what XML cannot carry at all is replaced. */
const escaped = (text: string): string =>
  text.toWellFormed().replace(special, (character) => {
    if (character === '&') return '&amp;';
    if (character === '<') return '&lt;';
    if (character === '>') return '&gt;';
    if (character === '"') return '&quot;';
    if (character === '\t') return '&#x9;';
    if (character === '\n') return '&#xA;';
    return character === '\r' ? '&#xD;' : '\ufffd';
  });

/** The XHTML as it is kept, so far as XML can carry it: `&nbsp;` becomes a number, a carriage return a reference. */
function narrative(xhtml: string): string {
  if (narrativeProblem(xhtml) !== undefined) {
    // Only what never was validated can come here; as a text it does no harm.
    return `<div xmlns="${xhtmlNamespace}">${escaped(xhtml)}</div>`;
  }
  const plain = withoutNames(xhtml.toWellFormed().replace(outside, '\ufffd').trim())
    .replace(/<!--([^]*?)-->/g, (whole, inner: string) => (inner.includes('--') || inner.endsWith('-') ? '' : whole))
    .replaceAll(']]>', ']]&gt;');
  return plain.includes('\r') ? carriageReturns(plain) : plain;
}

/** In a text a reference keeps them; inside a tag they are only space. */
const carriageReturns = (xhtml: string): string =>
  xhtml.replace(/<[^>]*>|\r/g, (part) => (part === '\r' ? '&#xD;' : part.replace(/\r\n?/g, '\n')));
