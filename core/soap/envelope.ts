/**
 * Reading an envelope that a stranger sent: bounded, no DOCTYPE, no entities, one body with one element, and no header
 * that must be understood and is not. https://www.w3.org/TR/soap12-part1/
 */
import type { XmlDocument } from 'libxml2-wasm';
import { XmlElement } from 'libxml2-wasm';
import { SignatureRefusal, elementsOf, strictText, withDocument } from '#libs/xml-signature/document.ts';
import { SoapFault, type Version } from './fault.ts';
import type { Field, Value, Values } from './model.ts';
import { ns } from './names.ts';

/** A package of five signed documents has some 150 kB. */
export const messageLimit = 2 * 1024 * 1024;
const depthLimit = 40;
const elementLimit = 5_000;

const broken = (says: string): SoapFault => new SoapFault('niepoprawnyKomunikat', says);

export interface Envelope {
  readonly version: Version;
  readonly security: XmlElement | undefined;
  /** `kontekstWywolania`, wherever in the header it stands. */
  readonly context: XmlElement | undefined;
  readonly body: XmlElement;
  /** The element within the body. */
  readonly content: XmlElement;
}

/** Hands the envelope to `use` and frees it. @throws SoapFault for what is no envelope of ours. */
export async function withEnvelope<Result>(
  message: string | Uint8Array,
  use: (envelope: Envelope, document: XmlDocument, text: string) => Result,
): Promise<Result> {
  if (message.length > messageLimit) throw broken(`Komunikat ma więcej niż ${messageLimit} bajtów. Podziel go.`);
  try {
    const text = strictText(message);
    return withDocument(text, (document) => use(partsOf(document.root), document, text));
  } catch (error) {
    if (error instanceof SignatureRefusal) throw broken(`Komunikatu nie da się przeczytać jako XML: ${error.message}`);
    throw error;
  }
}

/** The version by the namespace of the root; undefined when it is neither. */
export const versionOf = (namespace: string): Version | undefined =>
  namespace === ns.soap12 ? '1.2' : namespace === ns.soap11 ? '1.1' : undefined;

function partsOf(root: XmlElement): Envelope {
  const version = versionOf(root.namespaceUri);
  if (root.name !== 'Envelope' || !version) throw broken('Korzeniem musi być Envelope SOAP 1.2 lub 1.1.');
  const parts = elementsOf(root);
  const own = (name: string) => parts.filter((one) => one.name === name && one.namespaceUri === root.namespaceUri);
  const [header, ...moreHeaders] = own('Header');
  const [body, ...moreBodies] = own('Body');
  if (!body || moreBodies.length > 0 || moreHeaders.length > 0 || parts.length !== (header ? 2 : 1)) {
    throw broken('Koperta ma najwyżej jeden nagłówek (Header) i dokładnie jedną treść (Body).');
  }
  const contents = elementsOf(body);
  const [content] = contents;
  if (!content || contents.length !== 1) throw broken('Treść (Body) ma mieć dokładnie jeden element.');
  const headers = header ? elementsOf(header) : [];
  const securities = headers.filter((one) => one.name === 'Security' && one.namespaceUri === ns.wsse);
  if (securities.length > 1) throw broken('Nagłówek Security może być jeden.');
  const [security] = securities;
  const contexts = [...headers, ...(security ? elementsOf(security) : [])].filter(
    ({ name }) => name === 'kontekstWywolania',
  );
  if (contexts.length > 1) throw broken('kontekstWywolania może być jeden.');
  for (const one of headers) {
    if (one !== security && one.name !== 'kontekstWywolania' && isDemanded(one, root.namespaceUri)) {
      throw broken(`Nagłówka ${one.name} nie znamy, a jest oznaczony mustUnderstand.`);
    }
  }
  return { version, security, context: contexts[0], body, content };
}

const isDemanded = (header: XmlElement, namespace: string): boolean =>
  header.attrs.some(
    ({ name, namespaceUri, content }) =>
      name === 'mustUnderstand' && namespaceUri === namespace && (content === '1' || content === 'true'),
  );

/** What an element says by its fields. @throws SoapFault naming what is missing, unknown or not of its type. */
export function valuesOf(element: XmlElement, fields: readonly Field[]): Values {
  let count = 0;
  const read = (parent: XmlElement, wanted: readonly Field[], path: string, depth: number): Values => {
    if (depth > depthLimit) throw broken('Elementy są zagnieżdżone zbyt głęboko.');
    const values: Record<string, Value> = {};
    for (const child of elementsOf(parent)) {
      if (++count > elementLimit) throw broken('Komunikat ma zbyt wiele elementów.');
      const at = `${path}/${child.name}`;
      const field = wanted.find(({ name }) => name === child.name);
      if (!field) throw broken(`Elementu ${at} nie ma w opisie usługi (WSDL).`);
      const value =
        typeof field.type === 'string' ? simple(child, field.type, at) : read(child, field.type, at, depth + 1);
      const known = values[child.name];
      if (field.times === '*') values[child.name] = [...((known as readonly Values[]) ?? []), value] as Value;
      else if (known !== undefined) throw broken(`Element ${at} może być jeden.`);
      else values[child.name] = value;
    }
    for (const { name, times } of wanted) {
      if (times === undefined && values[name] === undefined) throw broken(`Brakuje elementu ${path}/${name}.`);
    }
    return values;
  };
  return read(element, fields, element.name, 0);
}

const forms: Readonly<Record<string, RegExp>> = {
  base64: /^[A-Za-z0-9+/]+={0,2}$/,
  int: /^-?\d{1,9}$/,
  dateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
  boolean: /^(true|false|0|1)$/,
};

function simple(element: XmlElement, type: string, at: string): string {
  if (elementsOf(element).length > 0) throw broken(`Element ${at} ma zawierać tekst.`);
  const said = type === 'base64' ? element.content.replaceAll(/\s+/g, '') : element.content.trim();
  if (forms[type] && !forms[type].test(said)) throw broken(`Element ${at} nie jest typu ${type}.`);
  if (type === 'string' && said.length > 4_000) throw broken(`Element ${at} jest zbyt długi.`);
  return said;
}

/** Attributes of the context by the last part of their names. @throws SoapFault */
export function contextOf(element: XmlElement | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const attribute of element ? elementsOf(element) : []) {
    const name = attribute.attrs
      .find((one) => one.name === 'nazwa')
      ?.content.split(':')
      .at(-1);
    const [value] = elementsOf(attribute);
    if (attribute.name !== 'atrybut' || !name || !value || Object.hasOwn(found, name)) {
      throw new SoapFault(
        'niepoprawnyKomunikat',
        'kontekstWywolania ma mieć atrybuty z nazwą i wartością.',
        'bladKontekstu',
      );
    }
    found[name] = value.content.trim().slice(0, 200);
  }
  return found;
}
