/** Reading XML that a stranger wrote, before anything in it is believed: no DOCTYPE, no entities, bounded, ids once. */
import { ParseOption, XmlDocument, XmlElement } from 'libxml2-wasm';
import { exclusive, names } from './algorithms.ts';

/** Why a signed document is not believed; `code` is stable and kebab-case. */
export class SignatureRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'SignatureRefusal';
    this.code = code;
  }
}

/** Bytes of a document that is read at most. */
const limit = 32 * 1024 * 1024;
/** Ids of one document that are looked at, at most. */
const idLimit = 100_000;

/** The text of a document in UTF-8. @throws SignatureRefusal for another encoding, a DOCTYPE, or too much. */
export function strictText(source: string | Uint8Array): string {
  if (source.length > limit) throw new SignatureRefusal('too-large', `More than ${limit} bytes are not read.`);
  const text = typeof source === 'string' ? source : decoded(source);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new SignatureRefusal('doctype', 'A DOCTYPE is not allowed.');
  const encoding = /^\uFEFF?<\?xml[^>]*encoding=["']([^"']+)["']/.exec(text)?.[1];
  if (encoding && encoding.toLowerCase() !== 'utf-8') {
    throw new SignatureRefusal('encoding', `The encoding ${encoding} is not read; send UTF-8.`);
  }
  return text;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SignatureRefusal('encoding', 'The document is not UTF-8.');
  }
}

/** Reads a strict text, hands the document to `use` and frees it. */
export function withDocument<Result>(text: string, use: (document: XmlDocument) => Result): Result {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch (error) {
    const says = error instanceof Error ? error.message.split('\n')[0] : '';
    throw new SignatureRefusal('not-xml', `The document cannot be read as XML: ${says}`);
  }
  try {
    return use(document);
  } finally {
    document.dispose();
  }
}

/** Every id of a document with the elements that carry it: `Id`, `ID`, `id` and `xml:id` alike. */
export function idsOf(document: XmlDocument): ReadonlyMap<string, readonly XmlElement[]> {
  const found = document.find('//@*[translate(local-name(), "ID", "id") = "id"]');
  if (found.length > idLimit) throw new SignatureRefusal('too-many-ids', `More than ${idLimit} ids are not read.`);
  const ids = new Map<string, XmlElement[]>();
  for (const attribute of found) {
    const element = attribute.parent;
    if (!(element instanceof XmlElement)) continue;
    const carriers = ids.get(attribute.content) ?? [];
    // The same element may carry one id under two names.
    if (!carriers.some((carrier) => carrier.isSameNode(element))) carriers.push(element);
    ids.set(attribute.content, carriers);
  }
  return ids;
}

/** The one element of an id. @throws SignatureRefusal when there is none, or more than one (signature wrapping). */
export function elementOf(ids: ReadonlyMap<string, readonly XmlElement[]>, id: string): XmlElement {
  const [element, second] = ids.get(id) ?? [];
  if (!element)
    throw new SignatureRefusal('reference-nowhere', `Nothing has the id '${id}' that is said to be signed.`);
  if (second) throw new SignatureRefusal('id-twice', `The id '${id}' stands more than once.`);
  return element;
}

/** Child elements of that name in order. */
export const childrenOf = (parent: XmlElement, name: string, namespace: string = names.ds): XmlElement[] =>
  elementsOf(parent).filter((child) => child.name === name && child.namespaceUri === namespace);

/** All child elements. */
export function elementsOf(parent: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  for (let node = parent.firstChild; node; node = node.next) if (node instanceof XmlElement) found.push(node);
  return found;
}

/** The one child of that name. @throws SignatureRefusal when there is none or more than one. */
export function childOf(parent: XmlElement, name: string, namespace: string = names.ds): XmlElement {
  const [child, second] = childrenOf(parent, name, namespace);
  if (!child || second) {
    throw new SignatureRefusal('structure', `${parent.name} must hold ${name} exactly once.`);
  }
  return child;
}

export const attributeOf = (element: XmlElement, name: string): string | undefined =>
  element.attrs.find((attribute) => attribute.name === name && !attribute.namespaceUri)?.content;

/** The `Algorithm` of a method element; '' when it names none, which no list of allowed ones holds. */
export const algorithmOf = (element: XmlElement): string => attributeOf(element, 'Algorithm') ?? '';

/** `InclusiveNamespaces/@PrefixList` of an exclusive canonicalisation. */
export function prefixesOf(method: XmlElement): string[] {
  const list = childrenOf(method, 'InclusiveNamespaces', exclusive)[0];
  return list ? (attributeOf(list, 'PrefixList') ?? '').split(/\s+/).filter(Boolean) : [];
}

/** base64Binary of XML Schema. @throws SignatureRefusal for anything else. */
export function base64Of(element: XmlElement): Buffer {
  const text = element.content.replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw new SignatureRefusal('base64', `${element.name} is not base64.`);
  }
  return Buffer.from(text, 'base64');
}
