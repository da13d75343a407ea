/**
 * Resources as they lie in the database: the JSON text packed with a dictionary of what FHIR resources say all the time
 * (element names, code systems, Polish wording), 840 bytes in 180–240. The text comes back to the last byte.
 *
 * The first byte says that it is a packed text, the second how: 0 plain UTF-8, otherwise the number of the dictionary.
 * Dictionaries are never changed, only added (with a migration that brings them to record.dictionary, where SQL finds
 * them).
 */
import { dictionary1 } from './dictionary-1.ts';
import { Lz4 } from './lz4.ts';

const mark = 0xf5;
const plain = 0;
const newest = 1;

const packer = new Lz4(Buffer.from(dictionary1));
const head = Uint8Array.of(mark, newest);

export const pack = (text: string): Buffer => packer.pack(text, head);

/** The text of packed bytes; undefined when they are something else. */
export const unpack = (bytes: Buffer): string | undefined => inside(bytes)?.toString('utf8');

/** The UTF-8 in packed bytes, good until the next call. */
function inside(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== mark) return undefined;
  if (bytes[1] === plain) return bytes.subarray(2);
  return bytes[1] === newest ? packer.unpack(bytes, 2) : undefined;
}

const begins = new Set([`\\x${mark.toString(16)}00`, `\\x${mark.toString(16)}01`]);
/** Bytes as PostgreSQL writes them. */
export const bytesOf = (hex: string): Buffer => Buffer.from(hex.slice(2), 'hex');

/** The same for bytes as PostgreSQL writes them (`\xf501…`); most other bytes are told apart at once. */
export function unpackHex(hex: string): string | Buffer {
  const bytes = bytesOf(hex);
  if (!begins.has(hex.slice(0, 6))) return bytes;
  const text = unpack(bytes);
  // Whatever else begins like this (a hash may) is no text of a resource.
  return text?.startsWith('{"') ? text : bytes;
}

/**
 * A packed text, unpacked when somebody wants it: as text, or as the bytes in which it leaves. What only goes through
 * is never a string: pages of strings took half of what they cost to send.
 */
export class PackedText {
  readonly #packed: Buffer;
  #text: string | undefined;

  constructor(packed: Buffer) {
    this.#packed = packed;
  }

  get text(): string {
    this.#text ??= this.#inside.toString('utf8');
    return this.#text;
  }

  /** UTF-8, the caller's own. */
  get bytes(): Buffer {
    return Buffer.from(this.#inside);
  }

  get #inside(): Buffer {
    const found = inside(this.#packed);
    if (!found) throw new Error('A row holds bytes that are no packed text.');
    return found;
  }
}
