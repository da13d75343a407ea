/**
 * JSON in and out, strict and without loss. https://hl7.org/fhir/R4/json.html, RFC 8259, RFC 7493 (I-JSON)
 *
 * One pass over the bytes (json-scanner.ts) checks what JSON.parse lets through; then the native parser does the work.
 * FHIR decimals keep their precision (https://hl7.org/fhir/R4/json.html#decimal): a number whose text would change on
 * the way (`1.0`, `1e2`, twenty digits) becomes a JSON.rawJSON object, every other one an ordinary number.
 */
import { isUtf8 } from 'node:buffer';
import { JsonRefused } from './json-refused.ts';
import { type JsonLimits, type RiskyNumber, scan } from './json-scanner.ts';

export { JsonRefused } from './json-refused.ts';
export type { JsonLimits } from './json-scanner.ts';

export const defaultLimits: JsonLimits = {
  depth: 64,
  keys: 1000,
  elements: 20_000,
  string: 1024 * 1024,
  data: 16 * 1024 * 1024,
  number: 40,
};

/** A number that keeps its text. */
export interface RawJson {
  readonly rawJSON: string;
}
const native = JSON as unknown as { rawJSON(text: string): RawJson; isRawJSON(value: unknown): value is RawJson };

/** Is this a number? JSON.rawJSON objects made by parseJson count by their text. */
export function isNumber(value: unknown): value is number | RawJson {
  return typeof value === 'number' || native.isRawJSON(value);
}

/** The text of a number as it stood in the input. */
export function numberText(value: number | RawJson): string {
  return typeof value === 'number' ? String(value) : value.rawJSON;
}

/** The nearest double. */
export function toNumber(value: number | RawJson): number {
  return typeof value === 'number' ? value : Number(value.rawJSON);
}

/**
 * Parses JSON in time linear to its length. Throws JsonRefused (code `not-json`, `too-deep`, `too-many`, `too-long`,
 * `duplicate-key`, `forbidden-key`, `bad-text`, `bad-number`) with words for a person and the line.
 */
export function parseJson(input: Uint8Array | string, limits?: Partial<JsonLimits>): unknown {
  if (typeof input === 'string' && !input.isWellFormed()) {
    throw new JsonRefused('bad-text', 'The text has a broken character (a lone surrogate).');
  }
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : asBuffer(input);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new JsonRefused(
      'bad-text',
      'The text begins with a byte order mark. Send JSON as plain UTF-8 without it.',
      1,
    );
  }
  if (typeof input !== 'string' && !isUtf8(bytes)) {
    throw new JsonRefused('bad-text', 'The text is not valid UTF-8. Send JSON encoded as UTF-8.');
  }
  const risky = scan(bytes, limits ? { ...defaultLimits, ...limits } : defaultLimits);
  const text = typeof input === 'string' ? input : bytes.toString('utf8');
  const value = parse(text);
  return risky.length === 0 ? value : withRawNumbers(value, risky);
}

/**
 * The JSON text of a value; numbers that parseJson kept by their text are written as they came. Half a character, left
 * where somebody cut a string within one, becomes U+FFFD: JSON.stringify writes it, and nobody reads it again.
 */
export function stringify(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes('\\ud') ? text.replace(escape, (one) => (half.test(one) ? '\ufffd' : one)) : text;
}
const escape = /\\(?:u[0-9a-f]{4}|.)/g;
const half = /^\\ud[89a-f]/;

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's message may quote the input, which may be about a person: only the position is taken over.
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    if (position === undefined) throw new JsonRefused('not-json', 'This is not well-formed JSON.');
    const before = text.slice(0, Number(position)).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    const where = `line ${before.length}, column ${column}`;
    throw new JsonRefused('not-json', `This is not well-formed JSON: look at ${where}.`, before.length);
  }
}

/** Puts the numbers whose text matters in their places. The scanner knows the way to each. */
function withRawNumbers(root: unknown, risky: readonly RiskyNumber[]): unknown {
  const holder = { root } as { [step: string | number]: unknown };
  for (const { path, text } of risky) {
    let place = holder;
    let step: string | number = 'root';
    for (const next of path) {
      place = place[step] as typeof holder;
      step = next;
    }
    place[step] = native.rawJSON(text);
  }
  return holder.root;
}
