/**
 * A document as a plain tree, read by the strict reader of signatures (no DOCTYPE, no entities, UTF-8), bounded in size
 * and depth; and what readers of documents do with it: find, demand, note what is wrong.
 */
import { XmlElement } from 'libxml2-wasm';
import { SignatureRefusal, strictText, withDocument } from '../xml-signature/document.ts';
import { namespaces } from './codes.ts';
import type { Fault } from './model.ts';

export interface Node {
  readonly name: string;
  /** Local names; those of other namespaces (`xsi:type`) keep a colon before them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  /** All text within, white space as it stands. */
  readonly text: string;
}

/** A document of one prescription has some 20 kB. */
export const documentLimit = 1024 * 1024;
const depthLimit = 64;
const elementLimit = 20_000;

/** Why a document cannot be read at all. */
export class Unreadable extends Error {
  readonly fault: Fault;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'Unreadable';
    this.fault = { severity: 'error', code, path: '/', message };
  }
}

/** Namespaces of documents; elements of others (a signature) are passed over. */
const known = (namespace: string): boolean =>
  namespace === namespaces.cda ||
  namespace === namespaces.pharm ||
  namespace.startsWith('http://www.csioz.gov.pl/xsd/extPL/');

/** @throws Unreadable when it is no XML of that size and depth. */
export function treeOf(source: string | Uint8Array): Node {
  if (source.length > documentLimit)
    throw new Unreadable('too-large', `A document has at most ${documentLimit} bytes.`);
  let count = 0;
  const walk = (element: XmlElement, depth: number): Node => {
    if (depth > depthLimit) throw new Unreadable('too-deep', `Elements lie more than ${depthLimit} deep.`);
    if (++count > elementLimit) throw new Unreadable('too-many', `More than ${elementLimit} elements are not read.`);
    const attributes: Record<string, string> = {};
    for (const { name, namespaceUri, content } of element.attrs) attributes[namespaceUri ? `:${name}` : name] = content;
    const children: Node[] = [];
    for (let node = element.firstChild; node; node = node.next) {
      if (node instanceof XmlElement && known(node.namespaceUri)) children.push(walk(node, depth + 1));
    }
    return { name: element.name, attributes, children, text: element.content };
  };
  try {
    return withDocument(strictText(source), ({ root }) => walk(root, 1));
  } catch (error) {
    if (error instanceof SignatureRefusal) throw new Unreadable(error.code, error.message);
    throw error;
  }
}

/** Elements down a path of names, all of them. */
export function all(node: Node | undefined, path: string): readonly Node[] {
  let found: readonly Node[] = node ? [node] : [];
  for (const step of path.split('/'))
    found = found.flatMap(({ children }) => children.filter(({ name }) => name === step));
  return found;
}

/** The first of them. */
export const one = (node: Node | undefined, path: string): Node | undefined => all(node, path)[0];

/** Every descendant of that name. */
export function within(node: Node | undefined, name: string): readonly Node[] {
  return (node?.children ?? []).flatMap((child) => [...(child.name === name ? [child] : []), ...within(child, name)]);
}

export const attribute = (node: Node | undefined, path: string, name: string): string | undefined =>
  (path === '' ? node : one(node, path))?.attributes[name];

/** Text of the element at a path, white space put in order; undefined when there is none. */
export const words = (node: Node | undefined, path = ''): string | undefined => {
  const said = (path === '' ? node : one(node, path))?.text.replaceAll(/\s+/g, ' ').trim();
  return said === '' ? undefined : said;
};

export const hasTemplate = (node: Node, root: string): boolean =>
  node.children.some(({ name, attributes }) => name === 'templateId' && attributes.root === root);

/** What is wrong, gathered on the way. A value that must be there is asked for by `must`. */
export class Reading {
  readonly faults: Fault[] = [];

  /** Notes an error and gives a stand-in, so that everything wrong is named at once. */
  must<Value>(value: Value | undefined, instead: Value, path: string, message: string): Value {
    if (value !== undefined) return value;
    this.error('missing', path, message);
    return instead;
  }

  /** One of a list of codes. */
  oneOf<Code extends string>(value: string | undefined, list: readonly Code[], path: string): Code {
    const found = list.find((code) => code === value);
    if (found !== undefined) return found;
    const says = `It must be one of ${list.join(', ')}; it is ${value === undefined ? 'missing' : `'${value.slice(0, 40)}'`}.`;
    this.error(value === undefined ? 'missing' : 'unknown-code', path, says);
    return list[0] as Code;
  }

  error(code: string, path: string, message: string): void {
    this.faults.push({ severity: 'error', code, path, message });
  }

  warning(code: string, path: string, message: string): void {
    this.faults.push({ severity: 'warning', code, path, message });
  }
}
