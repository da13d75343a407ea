/**
 * LZ4 blocks over a preset dictionary (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md): short texts that are
 * all alike become references into a text that both sides know. Written here because Node's zlib and zstd make a
 * context and read the dictionary anew for every text: 90 µs to pack 840 bytes and 13–40 to unpack them.
 */

const shortest = 4;
/** Places are found by five bytes: looking for matches of four takes a third longer and saves a hundredth. */
const hashed = 5;
/** The format wants a block to end in literals: its last match begins 12 bytes before the end and leaves 5. */
const lastMatch = 12;
const lastLiterals = 5;
const farthest = 0xffff;
const hashBits = 15;
/** Places tried for one match: more find little that is longer. */
const tries = 6;
/** A match this long is taken without looking on. */
const long = 64;
/**
 * After so many places in a row without a match (a power of two) every second is looked at, after twice as many every
 * third …: a picture in base64 has none, and 8 MB of it had stopped the process for more than a second.
 */
const patienceBits = 7;
/** Longest text that unpacks: far beyond what the record takes, and a bound for damaged blocks. */
const longestText = 64 * 1024 * 1024;

/** Packs and unpacks texts with one dictionary (at most 48 KiB), in buffers that are used again and again. */
export class Lz4 {
  private readonly dictionary: Uint8Array;
  private readonly begin: number;
  /** The dictionary, and behind it the text at hand: one row of bytes, as the format sees them. */
  private plain: Buffer;
  private packed = Buffer.alloc(64 * 1024);
  private out = 0;
  /** Where bytes with this hash were seen last; and, by place, where before that. 0 is nowhere. */
  private readonly latest = new Int32Array(1 << hashBits);
  private readonly earlier = new Int32Array(farthest + 1);
  private readonly latestAtFirst: Int32Array;
  private readonly earlierAtFirst: Int32Array;
  private seen = new Int32Array(1024);
  private seenCount = 0;

  constructor(dictionary: Uint8Array) {
    this.dictionary = dictionary;
    this.begin = dictionary.length;
    this.plain = Buffer.alloc(this.begin + 64 * 1024);
    this.plain.set(dictionary);
    for (let at = 1; at + hashed <= this.begin; at++) this.remember(at);
    this.seenCount = 0;
    this.latestAtFirst = this.latest.slice();
    this.earlierAtFirst = this.earlier.slice(0, this.begin);
  }

  /** The block of a text, behind `head`. */
  pack(text: string, head: Uint8Array): Buffer {
    this.makeRoom(text.length * 3);
    const end = this.begin + this.plain.write(text, this.begin, 'utf8');
    const most = head.length + (end - this.begin) * 1.01 + 16;
    if (this.packed.length < most) this.packed = Buffer.alloc(Math.ceil(most * 2));
    this.packed.set(head);
    this.out = head.length;
    let anchor = this.begin;
    let at = this.begin;
    let misses = 0;
    while (at <= end - lastMatch) {
      const [from, length] = this.longestMatch(at, end - lastLiterals - at);
      if (length < shortest) {
        this.remember(at);
        at += 1 + (misses++ >> patienceBits);
        continue;
      }
      misses = 0;
      this.write(anchor, at, at - from, length);
      // Some places are enough for being found again: most of a text is found in the dictionary.
      for (let place = at; place < at + length && place <= end - lastMatch; place += 4) this.remember(place);
      at += length;
      anchor = at;
    }
    this.write(anchor, end, 0, 0);
    this.forgetText(end);
    return Buffer.from(this.packed.subarray(0, this.out));
  }

  private longestMatch(at: number, limit: number): readonly [from: number, length: number] {
    const { plain, earlier } = this;
    let from = 0;
    let length = 0;
    let candidate = this.latest[this.hashAt(at)] as number;
    for (let tried = 0; candidate > 0 && tried < tries && at - candidate <= farthest; tried++) {
      if (plain[candidate + length] === plain[at + length]) {
        let same = 0;
        while (same < limit && plain[candidate + same] === plain[at + same]) same++;
        if (same > length) {
          length = same;
          from = candidate;
          if (length >= long || length === limit) break;
        }
      }
      const next = earlier[candidate & farthest] as number;
      if (next >= candidate) break;
      candidate = next;
    }
    return [from, length];
  }

  /** A sequence of the format: literals from `anchor` to `at`, then a match (none at the end of the block). */
  private write(anchor: number, at: number, distance: number, length: number): void {
    const { packed, plain } = this;
    const literals = at - anchor;
    const more = length - shortest;
    const token = this.out++;
    packed[token] = (Math.min(literals, 15) << 4) | (length > 0 ? Math.min(more, 15) : 0);
    if (literals >= 15) this.writeLength(literals - 15);
    if (literals < 16) for (let place = anchor; place < at; place++) packed[this.out++] = plain[place] as number;
    else {
      plain.copy(packed, this.out, anchor, at);
      this.out += literals;
    }
    if (length === 0) return;
    packed[this.out++] = distance & 0xff;
    packed[this.out++] = distance >> 8;
    if (more >= 15) this.writeLength(more - 15);
  }

  private writeLength(left: number): void {
    for (; left >= 255; left -= 255) this.packed[this.out++] = 255;
    this.packed[this.out++] = left;
  }

  private hashAt(at: number): number {
    const { plain } = this;
    const four =
      (plain[at] as number) |
      ((plain[at + 1] as number) << 8) |
      ((plain[at + 2] as number) << 16) |
      ((plain[at + 3] as number) << 24);
    const two = plain[at + 4] as number;
    return (Math.imul(four, 0x9e3779b1) ^ Math.imul(two, 0x85ebca6b)) >>> (32 - hashBits);
  }

  private remember(at: number): void {
    const hash = this.hashAt(at);
    if (this.seenCount === this.seen.length) this.seen = lengthened(this.seen);
    this.seen[this.seenCount++] = hash;
    this.earlier[at & farthest] = this.latest[hash] as number;
    this.latest[hash] = at;
  }

  /** Back to what the dictionary alone has. */
  private forgetText(end: number): void {
    for (let n = 0; n < this.seenCount; n++) {
      const hash = this.seen[n] as number;
      this.latest[hash] = this.latestAtFirst[hash] as number;
    }
    this.seenCount = 0;
    // Places are kept modulo 64 Ki: a long text has gone round and over those of the dictionary.
    if (end > farthest) this.earlier.set(this.earlierAtFirst);
  }

  private makeRoom(length: number): void {
    if (this.plain.length >= this.begin + length) return;
    this.plain = Buffer.alloc(this.begin + length * 2);
    this.plain.set(this.dictionary);
  }

  /**
   * The UTF-8 of the block that starts at `from`, in a buffer that the next call writes anew; undefined when it is no
   * such block.
   */
  unpack(block: Uint8Array, from: number): Buffer | undefined {
    let at = from;
    let out = this.begin;
    while (at < block.length) {
      const token = block[at++] as number;
      let literals = token >> 4;
      if (literals === 15) [literals, at] = readLength(block, at, 15);
      if (at + literals > block.length || out + literals > longestText) return undefined;
      if (this.plain.length < out + literals) this.grow(out, literals);
      for (let place = 0; place < literals; place++) this.plain[out++] = block[at++] as number;
      if (at === block.length) return this.plain.subarray(this.begin, out);
      const distance = (block[at] as number) | ((block[at + 1] as number) << 8);
      at += 2;
      let length = (token & 15) + shortest;
      if (length === 15 + shortest) [length, at] = readLength(block, at, length);
      if (!(distance > 0 && distance < out) || out + length > longestText) return undefined;
      if (this.plain.length < out + length) this.grow(out, length);
      out = this.repeat(out, distance, length);
    }
    return undefined;
  }

  private repeat(out: number, distance: number, length: number): number {
    const { plain } = this;
    if (length > 24 && distance >= length) {
      plain.copyWithin(out, out - distance, out - distance + length);
      return out + length;
    }
    for (const end = out + length; out < end; out++) plain[out] = plain[out - distance] as number;
    return out;
  }

  private grow(out: number, more: number): void {
    const wider = Buffer.alloc((out + more) * 2);
    wider.set(this.plain.subarray(0, out));
    this.plain = wider;
  }
}

function lengthened(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}

function readLength(block: Uint8Array, at: number, length: number): [length: number, at: number] {
  for (let more = 255; more === 255; length += more) more = block[at++] ?? 0;
  return [length, at];
}
