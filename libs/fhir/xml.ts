/**
 * XML in and out, strict and without loss, as values of the same shape as JSON's. https://hl7.org/fhir/R4/xml.html
 * Comments and processing instructions are dropped, as the standard allows; a DOCTYPE, unknown elements and attributes,
 * and what is too deep or too big are refused before anything is built of them.
 */
import { isUtf8 } from 'node:buffer';
import { resourceFrom } from './xml/from-xml.ts';
import { XmlReader } from './xml/reader.ts';
import { XmlRefused } from './xml/refused.ts';
import { writeResource } from './xml/to-xml.ts';

export { XmlRefused } from './xml/refused.ts';

export interface XmlReading {
  /** For what others wrote and nobody asked us to judge: elements may stand in any order. */
  readonly anyOrder?: boolean;
}

/**
 * The resource that a document is, as parseJson would give it (decimals by their text).
 * Throws XmlRefused (code `not-xml`, `not-fhir`, `forbidden-doctype`, `unknown-entity`, `too-deep`, `too-many`,
 * `too-long`, `bad-text`, `bad-number`) with words for a person and the line.
 */
export function parseXml(input: Uint8Array | string, reading: XmlReading = {}): { [name: string]: unknown } {
  if (typeof input === 'string') return resourceFrom(new XmlReader(input), reading);
  const bytes = Buffer.isBuffer(input) ? input : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  if (!isUtf8(bytes)) throw new XmlRefused('bad-text', 'The text is not valid UTF-8. Send XML encoded as UTF-8.');
  // A byte order mark is allowed in XML.
  const text = bytes.toString('utf8');
  return resourceFrom(new XmlReader(text.startsWith('\ufeff') ? text.slice(1) : text), reading);
}

/** The XML text of a resource. Expects a valid one: what no definition knows is left out. */
export function writeXml(resource: { readonly [name: string]: unknown }, { pretty = false } = {}): string {
  const out: string[] = ['<?xml version="1.0" encoding="UTF-8"?>'];
  writeResource(resource, out, { isRoot: true, indent: pretty ? '\n' : undefined });
  return out.join('');
}
