/** The original of a document as text that a screen can show, for what it is: nothing of it ever runs. */
import { type Node, treeOf, Unreadable } from '#libs/cda/tree.ts';
import type { Original, OriginalPart } from './document-model.ts';
import { type Fhir, list } from './reading.ts';
import { plain } from './text.ts';

export interface Attachment {
  contentType?: string;
  data?: string;
  url?: string;
  title?: string;
  size?: number;
  language?: string;
}

/** Longest text and largest file that go to a screen. */
const mostCharacters = 200_000;
const mostBytes = 8 * 1024 * 1024;

/** Bytes of a base64 text; undefined when it is none. */
export function bytesOf(data: string): Buffer | undefined {
  const bare = data.replace(/\s+/g, '');
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return undefined;
  return Buffer.from(bare, 'base64');
}

/** `data` is what the attachment holds or points to; undefined when there is nothing of it here. */
export function originalOf(attachment: Attachment, data: string | undefined): Original {
  const { contentType, title, language, url } = attachment;
  const said = {
    ...(contentType ? { contentType } : {}),
    ...(title ? { title } : {}),
    ...(language ? { language } : {}),
  };
  const type = (contentType ?? '').toLowerCase().split(';')[0]?.trim() ?? '';
  const empty = { ...said, format: formatOf(type, ''), parts: [] };
  if (data === undefined || data === '') return { ...empty, state: url ? 'elsewhere' : 'missing' };
  const bytes = bytesOf(data);
  if (!bytes) return { ...empty, state: 'broken' };
  const size = bytes.length;
  if (size > mostBytes) return { ...empty, size, state: 'too-large' };
  const text = isText(type, bytes) ? decoded(bytes, contentType) : '';
  const format = formatOf(type, text);
  if (format === 'pdf')
    return {
      ...said,
      format,
      size,
      state: bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? 'pdf' : 'broken',
      parts: [],
    };
  if (format === 'image' || format === 'unknown') return { ...said, format, size, state: 'file', parts: [] };
  const whole = partsOf(format, text);
  const parts = cutTo(whole, mostCharacters);
  const isCut = whole.some(({ text: one }, place) => one.length !== parts[place]?.text.length);
  return { ...said, format, size, state: 'text', parts, ...(isCut ? { cut: true } : {}) };
}

const isText = (type: string, bytes: Buffer): boolean =>
  /^text\/|[/+](xml|json)$/.test(type) || (type === '' && !bytes.includes(0));

function formatOf(type: string, text: string): Original['format'] {
  if (type === 'application/pdf') return 'pdf';
  if (type.startsWith('image/')) return 'image';
  if (type.endsWith('html')) return 'html';
  if (type.endsWith('xml')) return text.includes('ClinicalDocument') ? 'cda' : 'text';
  if (type.endsWith('json')) return 'fhir';
  return type.startsWith('text/') || (type === '' && text !== '') ? 'text' : 'unknown';
}

/** In the charset that the sender names; UTF-8 without one, and for a charset that nobody knows. */
function decoded(bytes: Buffer, contentType: string | undefined): string {
  const charset = /charset=["']?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

function partsOf(format: Original['format'], text: string): OriginalPart[] {
  if (format === 'html') return [{ text: plain(text) }];
  const parts = format === 'cda' ? cdaParts(text) : format === 'fhir' ? fhirParts(text) : undefined;
  return parts && parts.length > 0 ? parts : [{ text }];
}

/** Titles and narratives of a CDA document; undefined for what cannot be read: then it is shown as it stands. */
function cdaParts(text: string): OriginalPart[] | undefined {
  try {
    const root = treeOf(text);
    const title = child(root, 'title')?.text.trim();
    const sections = all(root, 'section').map((section) => ({
      ...(child(section, 'title') ? { title: child(section, 'title')?.text.trim() ?? '' } : {}),
      text: narrativeOf(child(section, 'text')),
    }));
    return [...(title ? [{ text: title }] : []), ...sections].filter((one) => one.text || 'title' in one);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

const child = (node: Node, name: string): Node | undefined => node.children.find((one) => one.name === name);
const all = (node: Node, name: string): Node[] =>
  node.children.flatMap((one) => [...(one.name === name ? [one] : []), ...all(one, name)]);

const blocks = new Set(['paragraph', 'item', 'tr', 'caption']);

/** One line for each paragraph, item and row; the whole text where there is none of them. */
function narrativeOf(node: Node | undefined): string {
  if (!node) return '';
  const lines: string[] = [];
  const walk = (one: Node): void => {
    if (blocks.has(one.name)) {
      const cells = one.name === 'tr' ? one.children.map((cell) => bare(cell.text)).join(' · ') : bare(one.text);
      lines.push(cells);
    } else for (const next of one.children) walk(next);
  };
  walk(node);
  return lines.length > 0 ? lines.join('\n') : bare(node.text);
}
const bare = (text: string): string => text.replace(/\s+/g, ' ').trim();

interface Section {
  title?: string;
  text?: { div?: string };
  section?: Section[];
}

/** Sections of a Composition, alone or first in a document Bundle. https://hl7.org/fhir/R4/documents.html */
function fhirParts(text: string): OriginalPart[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const resource = read as Partial<Fhir> | null;
  const composition =
    resource?.resourceType === 'Bundle'
      ? list<{ resource?: Fhir }>(resource.entry).find((one) => one.resource?.resourceType === 'Composition')?.resource
      : resource;
  return composition?.resourceType === 'Composition' ? compositionParts(composition as Fhir) : undefined;
}

export const compositionParts = (composition: Fhir): OriginalPart[] =>
  list<Section>(composition.section).flatMap(function parts({ title, text, section }): OriginalPart[] {
    const said = typeof text?.div === 'string' ? plain(text.div) : '';
    return [{ ...(title ? { title } : {}), text: said }, ...list<Section>(section).flatMap(parts)];
  });

function cutTo(parts: readonly OriginalPart[], most: number): OriginalPart[] {
  let left = most;
  return parts.map((part) => {
    const text = part.text.slice(0, Math.max(0, left));
    left -= text.length;
    return { ...part, text };
  });
}
