/**
 * One pass over the bytes of a JSON text before the native parser sees it: limits, keys said twice, keys that could
 * poison an object, broken characters, and which numbers would lose their text. It does not check the grammar: on
 * well-formed JSON its reading is exact, and everything else JSON.parse refuses afterwards.
 */
import { JsonRefused } from './json-refused.ts';

export interface JsonLimits {
  /** Objects and arrays inside each other. */
  depth: number;
  /** Keys of one object. */
  keys: number;
  /** Elements of one array. */
  elements: number;
  /** Bytes of one string. */
  string: number;
  /** Bytes of a string that is the value of a key `data` (base64 of Binary, Attachment, SampledData). */
  data: number;
  /** Characters of one number. */
  number: number;
}

/** A number that would be written differently after parsing, and the keys and indexes that lead to it. */
export interface RiskyNumber {
  path: (string | number)[];
  text: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
/** From this many keys on, an object's keys are looked up in a map instead of one after the other. */
const manyKeys = 24;

/** Scans the text; throws JsonRefused; gives the numbers whose text has to be kept. */
export function scan(bytes: Buffer, limits: JsonLimits): RiskyNumber[] {
  return new Scanner(bytes, limits).run();
}

/** What is open at one depth. Reused for every object and array there: no garbage per container. */
class Frame {
  isObject = false;
  /** Keys of the object, or elements of the array so far. */
  count = 0;
  keyStart = 0;
  keyEnd = 0;
  keyEscaped = false;
  hashes: number[] = [];
  starts: number[] = [];
  ends: number[] = [];
  escaped: boolean[] = [];
  /** hash → indexes into the lists above, once there are many keys. */
  many: Map<number, number[]> | undefined;
}

class Scanner {
  private readonly bytes: Buffer;
  private readonly limits: JsonLimits;
  private readonly frames: Frame[] = [new Frame()];
  private readonly risky: RiskyNumber[] = [];
  private depth = 0;
  private hash = 0;
  private escaped = false;

  constructor(bytes: Buffer, limits: JsonLimits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  run(): RiskyNumber[] {
    const bytes = this.bytes;
    const length = bytes.length;
    let expectsKey = false;
    let at = 0;
    let frame = this.frames[0] as Frame;
    while (at < length) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        const start = at + 1;
        if (expectsKey) {
          at = this.keyEnd(start);
          this.key(frame, start, at - 1);
          expectsKey = false;
        } else {
          at = this.stringEnd(start);
          this.checkLength(frame, start, at - 1);
        }
      } else if (byte === 0x2c) {
        if (frame.isObject) expectsKey = true;
        else if (++frame.count >= this.limits.elements) this.tooMany(at, 'array', this.limits.elements);
        at++;
      } else if (byte === 0x7b || byte === 0x5b) {
        frame = this.open(byte === 0x7b, at);
        expectsKey = byte === 0x7b;
        at++;
      } else if (byte === 0x7d || byte === 0x5d) {
        if (this.depth > 0) this.depth--;
        frame = this.frames[this.depth] as Frame;
        expectsKey = false;
        at++;
      } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
        at = this.number(at);
      } else at++;
    }
    return this.risky;
  }

  private open(isObject: boolean, at: number): Frame {
    if (++this.depth > this.limits.depth) {
      this.refuse('too-deep', `The JSON is nested deeper than ${this.limits.depth} levels.`, at);
    }
    let frame = this.frames[this.depth];
    if (!frame) {
      frame = new Frame();
      this.frames[this.depth] = frame;
    }
    frame.isObject = isObject;
    frame.count = 0;
    frame.many = undefined;
    return frame;
  }

  /** Reads a string whose first character is at `at`; gives the place behind its closing quote. */
  private stringEnd(at: number): number {
    const bytes = this.bytes;
    const length = bytes.length;
    for (let i = at; i < length; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) return i + 1;
      if (byte === BACKSLASH) i = this.escape(i + 1);
    }
    return length + 1; // never closed: JSON.parse will say so
  }

  /** The same for a key, hashed on the way. */
  private keyEnd(at: number): number {
    const bytes = this.bytes;
    const length = bytes.length;
    let hash = 0;
    this.escaped = false;
    for (let i = at; i < length; i++) {
      const byte = bytes[i] as number;
      if (byte === QUOTE) {
        this.hash = hash;
        return i + 1;
      }
      if (byte === BACKSLASH) {
        this.escaped = true;
        i = this.escape(i + 1);
      } else hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.hash = hash;
    return length + 1;
  }

  /** Checks the escape whose letter is at `at`; gives the place of its last character. */
  private escape(at: number): number {
    if (this.bytes[at] !== 0x75) return at;
    const unit = this.hex(at + 1);
    if (unit === 0) this.refuse('bad-text', 'A string contains the character NUL (\\u0000), which FHIR forbids.', at);
    if (unit >= 0xdc00 && unit <= 0xdfff) this.loneSurrogate(at);
    if (unit < 0xd800 || unit > 0xdbff) return at + 4;
    const low = this.bytes[at + 5] === BACKSLASH && this.bytes[at + 6] === 0x75 ? this.hex(at + 7) : 0;
    if (low < 0xdc00 || low > 0xdfff) this.loneSurrogate(at);
    return at + 10;
  }

  private hex(at: number): number {
    const text = this.bytes.toString('latin1', at, at + 4);
    return /^[0-9a-fA-F]{4}$/.test(text) ? Number.parseInt(text, 16) : -1;
  }

  private key(frame: Frame, start: number, end: number): void {
    const index = frame.count++;
    if (index >= this.limits.keys) this.tooMany(start, 'object', this.limits.keys);
    if (end - start > 1000) this.refuse('too-long', 'The name of an element is longer than 1000 bytes.', start);
    frame.keyStart = start;
    frame.keyEnd = end;
    frame.keyEscaped = this.escaped;
    const first = this.bytes[start];
    if (this.escaped || ((first === 0x5f || first === 0x63 || first === 0x70) && end - start >= 9)) {
      const name = this.keyText(start, end, this.escaped);
      if (forbidden.has(name)) this.refuse('forbidden-key', `An element may not be named "${name}".`, start);
      if (this.escaped) this.hash = hashOf(name);
    }
    this.remember(frame, index, start, end);
  }

  private remember(frame: Frame, index: number, start: number, end: number): void {
    const hash = this.hash;
    if (index < manyKeys) {
      for (let i = 0; i < index; i++) if (frame.hashes[i] === hash) this.compare(frame, i, start, end);
    } else {
      frame.many ??= indexed(frame.hashes, index);
      const same = frame.many.get(hash);
      // Thirty-two keys of one hash do not happen by chance: somebody wants to keep us busy.
      if (same && same.length > 32) this.refuse('too-many', 'An object has too many keys that look alike.', start);
      for (const i of same ?? []) this.compare(frame, i, start, end);
      if (same) same.push(index);
      else frame.many.set(hash, [index]);
    }
    frame.hashes[index] = hash;
    frame.starts[index] = start;
    frame.ends[index] = end;
    frame.escaped[index] = this.escaped;
  }

  private compare(frame: Frame, index: number, start: number, end: number): void {
    const name = this.keyText(start, end, this.escaped);
    const other = this.keyText(
      frame.starts[index] as number,
      frame.ends[index] as number,
      frame.escaped[index] as boolean,
    );
    if (name !== other) return;
    const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
    this.refuse('duplicate-key', `The element "${shown}" stands twice in one object.`, start);
  }

  private keyText(start: number, end: number, escaped: boolean): string {
    const text = this.bytes.toString('utf8', start, end);
    if (!escaped) return text;
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      return this.refuse('not-json', 'The name of an element has a broken escape.', start);
    }
  }

  private checkLength(frame: Frame, start: number, end: number): void {
    const length = end - start;
    if (length <= this.limits.string) return;
    const isData = frame.isObject && this.keyText(frame.keyStart, frame.keyEnd, frame.keyEscaped) === 'data';
    const limit = isData ? this.limits.data : this.limits.string;
    if (length > limit) this.refuse('too-long', `A string is longer than ${limit} bytes.`, start);
  }

  private number(start: number): number {
    const bytes = this.bytes;
    let at = start;
    let digits = 0;
    let fraction = -1;
    let plain = true;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte >= 0x30 && byte <= 0x39) digits++;
      else if (byte === 0x2e) fraction = digits;
      else if (byte === 0x65 || byte === 0x45 || byte === 0x2b) plain = false;
      else if (byte !== 0x2d) break;
    }
    if (at - start > this.limits.number) {
      this.refuse('bad-number', `A number is written with more than ${this.limits.number} characters.`, start);
    }
    // Fifteen significant digits survive; a trailing zero, a tiny fraction, a minus zero or an exponent may not.
    const safe = plain && digits <= 15 && (fraction < 0 || (bytes[at - 1] !== 0x30 && digits - fraction <= 6));
    if (!safe || (bytes[start] === 0x2d && bytes[start + 1] === 0x30)) this.keepNumber(start, at);
    return at;
  }

  private keepNumber(start: number, end: number): void {
    const text = this.bytes.toString('latin1', start, end);
    if (String(Number(text)) === text || !/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return;
    if (!Number.isFinite(Number(text))) this.refuse('bad-number', `The number ${text} is too large.`, start);
    const path: (string | number)[] = [];
    for (let depth = 1; depth <= this.depth; depth++) {
      const frame = this.frames[depth] as Frame;
      path.push(frame.isObject ? this.keyText(frame.keyStart, frame.keyEnd, frame.keyEscaped) : frame.count);
    }
    this.risky.push({ path, text });
  }

  private loneSurrogate(at: number): never {
    return this.refuse('bad-text', 'A string has a broken character (a lone surrogate).', at);
  }

  private tooMany(at: number, what: 'array' | 'object', limit: number): never {
    const parts = what === 'array' ? 'elements' : 'keys';
    return this.refuse('too-many', `An ${what} has more than ${limit} ${parts}.`, at);
  }

  private refuse(code: string, message: string, at: number): never {
    let line = 1;
    for (let i = this.bytes.indexOf(10); i >= 0 && i < at; i = this.bytes.indexOf(10, i + 1)) line++;
    throw new JsonRefused(code, `${message} (line ${line})`, line);
  }
}

function hashOf(name: string): number {
  let hash = 0;
  for (const byte of Buffer.from(name, 'utf8')) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
}

function indexed(hashes: readonly number[], count: number): Map<number, number[]> {
  const many = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const same = many.get(hashes[i] as number);
    if (same) same.push(i);
    else many.set(hashes[i] as number, [i]);
  }
  return many;
}
