/**
 * Cuts a source into parts: what is sent as one transaction. The cut depends on the source alone, so every run makes
 * the same.
 */
import { JsonRefused, parseJson } from '#libs/fhir/json.ts';
import type { Resource } from '../record/record.ts';
import type { Issue } from '../refusal/refusal.ts';
import { type Line, readLines, readWhole } from './lines.ts';
import type { Source } from './sources.ts';

/** Lines that share a transaction, and their bytes: four parts of large lines under way would fill the memory. */
const groupSize = 150;
const groupBytes = 8 * 1024 * 1024;

export interface Item {
  /** Line of an NDJSON file, or number of the entry in a Bundle; from 1. */
  readonly place: number;
  readonly entry: BundleEntry;
}
export interface BundleEntry {
  fullUrl?: string;
  resource?: Resource;
  request: { method: string; url: string; [key: string]: unknown };
}
/** What could not even be read as a resource. */
interface Unreadable {
  readonly place: number;
  readonly issues: readonly Issue[];
}
export interface Part {
  readonly number: number;
  readonly items: readonly Item[];
  readonly unreadable: readonly Unreadable[];
  /** The source is a transaction of its own: all or nothing. */
  readonly whole: boolean;
}

/** The source cannot be read at all; the rest of the import goes on. */
export class Damaged extends Error {}

type JsonObject = { [key: string]: unknown };
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const issue = (code: string, diagnostics: string): Issue => ({ severity: 'error', code, diagnostics });

/** A resource alone: to its own id where it has one, else a new one. */
function entryFor(resource: Resource, fullUrl?: string): BundleEntry {
  const { resourceType, id } = resource;
  const request = id ? { method: 'PUT', url: `${resourceType}/${id}` } : { method: 'POST', url: resourceType };
  // Only urn: addresses mean something inside the transaction; others would claim to be resources of another server.
  return { ...(fullUrl?.startsWith('urn:') && { fullUrl }), resource, request };
}

/**
 * The parts of an NDJSON file: 150 lines each, or as many as have 8 MiB. Of a gzip file that breaks off, the lines
 * before are among them. @throws Damaged when the file breaks off.
 */
export async function* ndjsonParts(source: Source, onBytes: (bytes: number) => void): AsyncIterable<Part> {
  let part = { number: 0, items: [] as Item[], unreadable: [] as Unreadable[], whole: false };
  let lines = 0;
  let bytes = 0;
  let last = 0;
  let broken: Error | undefined;
  try {
    for await (const line of readLines(source, onBytes)) {
      const read = readLine(line);
      if (read && 'entry' in read) part.items.push(read);
      else if (read) part.unreadable.push(read);
      last = line.number;
      bytes += line.text?.length ?? 0;
      if (++lines < groupSize && bytes < groupBytes) continue;
      yield part;
      part = { number: part.number + 1, items: [], unreadable: [], whole: false };
      lines = 0;
      bytes = 0;
    }
  } catch (error) {
    broken = error as Error;
  }
  // A disk that fails may give more the next time: what is cut here must then be cut the same.
  const isWhole = broken === undefined || isBrokenGzip(broken);
  if (isWhole && part.items.length + part.unreadable.length > 0) yield part;
  if (broken) throw new Damaged(`breaks off after line ${last}: ${broken.message}`);
}

const isBrokenGzip = (error: Error): boolean => (error as { code?: string }).code?.startsWith('Z_') ?? false;

function readLine({ number: place, text }: Line): Item | Unreadable | undefined {
  if (!text) return { place, issues: [issue('too-long', 'The line is longer than 16 MiB: leave it out or split it.')] };
  if (text.length < 80 && text.toString().trim() === '') return undefined;
  try {
    const resource = parseJson(text);
    if (isResource(resource)) return { place, entry: entryFor(resource) };
    return { place, issues: [issue('structure', 'The line is no FHIR resource: resourceType is missing.')] };
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    return { place, issues: [issue('structure', error.message)] };
  }
}

const isResource = (value: unknown): value is Resource => isObject(value) && typeof value.resourceType === 'string';

/** A part as it is sent: every resource as `prepare` wants it; what it refuses is among the unreadable. */
export function prepared(part: Part, prepare: ((resource: Resource) => Resource | readonly Issue[]) | undefined): Part {
  if (!prepare) return part;
  const items: Item[] = [];
  const unreadable = [...part.unreadable];
  for (const item of part.items) {
    const { place, entry } = item;
    const made = entry.resource && prepare(entry.resource);
    if (!made) items.push(item);
    else if ('resourceType' in made) items.push({ place, entry: { ...entry, resource: made } });
    else unreadable.push({ place, issues: made });
  }
  return { ...part, items, unreadable };
}

/** The parts of a JSON file: a Bundle, or one resource. @throws Damaged when it is neither; TooLarge above 64 MiB. */
export async function jsonParts(source: Source): Promise<Part[]> {
  let value: unknown;
  try {
    value = parseJson(await readWhole(source), { elements: 1_000_000 });
  } catch (error) {
    if (error instanceof JsonRefused)
      throw new Damaged(error.line ? `line ${error.line}: ${error.message}` : error.message);
    if ((error as { code?: string }).code?.startsWith('Z_')) throw new Damaged('the gzip file is damaged or cut off');
    throw error;
  }
  if (!isResource(value)) throw new Damaged('is no FHIR resource: resourceType is missing');
  if (value.resourceType !== 'Bundle') return [alone(value)];
  return bundleParts(value);
}

const alone = (resource: Resource): Part => ({
  number: 0,
  items: [{ place: 1, entry: entryFor(resource) }],
  unreadable: [],
  whole: true,
});

function bundleParts(bundle: Resource): Part[] {
  const { type } = bundle;
  if (type === 'history') throw new Damaged('is a history Bundle: only present versions can be imported');
  // A document or a message is one thing and is kept as one.
  if (type === 'document' || type === 'message') return [alone(bundle)];
  const entries = Array.isArray(bundle.entry) ? bundle.entry : [];
  const items: Item[] = [];
  const unreadable: Unreadable[] = [];
  entries.forEach((entry: unknown, index) => {
    const made = isObject(entry) ? entryOf(entry, type) : undefined;
    if (made) items.push({ place: index + 1, entry: made });
    else unreadable.push({ place: index + 1, issues: [issue('structure', 'The entry has no resource to load.')] });
  });
  const whole = type === 'transaction' || items.some(({ entry }) => entry.fullUrl?.startsWith('urn:'));
  if (whole) return [{ number: 0, items, unreadable, whole: type === 'transaction' }];
  const parts: Part[] = [];
  for (let from = 0; from < items.length; from += groupSize) {
    parts.push({ number: parts.length, items: items.slice(from, from + groupSize), unreadable: [], whole: false });
  }
  const [first = { number: 0, items: [], whole: false }, ...rest] = parts;
  return [{ ...first, unreadable }, ...rest];
}

function entryOf(entry: JsonObject, type: unknown): BundleEntry | undefined {
  const { resource, request, fullUrl } = entry;
  if (type === 'transaction' || type === 'batch')
    return isObject(request) ? (entry as unknown as BundleEntry) : undefined;
  return isResource(resource) ? entryFor(resource, typeof fullUrl === 'string' ? fullUrl : undefined) : undefined;
}
