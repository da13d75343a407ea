/**
 * A set of words as a Bloom filter: small, never misses a member, takes one stranger in a million for one.
 * https://doi.org/10.1145/362686.362692
 */
import { createHash } from 'node:crypto';

/** Bits for each member, and how many of them a member sets: one false positive in a million. */
const bitsEach = 29;
const hashes = 20;
const magic = Buffer.from('EZKP1\n');

export interface KnownWords {
  has(word: string): boolean;
  readonly size: number;
}

/** Places of a word: two halves of one SHA-256 walked as Kirsch and Mitzenmacher showed to be enough. */
function* placesOf(word: string, bits: number): Generator<number> {
  const digest = createHash('sha256').update(word).digest();
  const first = digest.readUIntBE(0, 6);
  const step = digest.readUIntBE(6, 6) | 1;
  for (let count = 0; count < hashes; count++) yield (first + count * Math.abs(step)) % bits;
}

/** The words as bytes: what `readFilter` reads. The same words in any order give the same bytes. */
export function packFilter(words: ReadonlySet<string>): Buffer {
  const bits = Math.max(64, words.size * bitsEach);
  const table = Buffer.alloc(Math.ceil(bits / 8));
  for (const word of words) {
    for (const place of placesOf(word, bits)) {
      const byte = Math.floor(place / 8);
      table.writeUInt8(table.readUInt8(byte) | (1 << (place % 8)), byte);
    }
  }
  const size = Buffer.alloc(4);
  size.writeUInt32BE(words.size);
  return Buffer.concat([magic, size, table]);
}

/** @throws Error when the bytes are no filter */
export function readFilter(bytes: Buffer): KnownWords {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw new Error('This is no filter of known passwords.');
  const size = bytes.readUInt32BE(magic.length);
  const table = bytes.subarray(magic.length + 4);
  const bits = Math.max(64, size * bitsEach);
  return {
    size,
    has(word) {
      for (const place of placesOf(word, bits))
        if (((table[Math.floor(place / 8)] as number) & (1 << (place % 8))) === 0) return false;
      return true;
    },
  };
}
