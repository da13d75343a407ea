/**
 * Compartment keys and ids. Every row of the record carries the key of the compartment it lies in: the patient's, or,
 * for what is no patient's (Organization, Practitioner …), the resource's own. The key is the distribution key of the
 * platform.
 *
 * An id given by the server is 26 characters of base32: 48 bits of time (so ids sort by age), the 63-bit key (so the
 * row is found from the id alone), 16 bits of count. Clients must treat it as opaque. An id chosen by a client has the
 * hash of `Type/id` as its key. Where the key of the id is not the key of the row's compartment (`Observation/example`
 * about `Patient/x`, or a resource that moved to another patient), record.alias says where the row lies.
 */
import { hash } from 'node:crypto';
import type { Runtime } from '../runtime/runtime.ts';

/** A compartment key: int8 as PostgreSQL writes it, in decimal. */
export type Key = string;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford: no i, l, o, u
/** Of each letter, by its character code. */
const values: number[] = [];
for (const [value, letter] of [...alphabet].entries()) values[letter.charCodeAt(0)] = value;
const epoch = Date.UTC(2020, 0, 1);
const serverId = /^0[0-9a-hjkmnp-tv-z]{25}$/;
/** Keys made by hashing a client's id carry this bit; keys made from the clock never reach it before 2089. */
const hashed = 1n << 62n;

/** Keys at or above this were hashed from an id that a client chose: the id cannot be told from them. */
export const firstHashed = hashed.toString();
export const isHashed = (key: Key): boolean => key.length === firstHashed.length && key >= firstHashed;

let drawn = { time: 0, random: 0 };

/**
 * A key for a new compartment: 41 bits of milliseconds, 21 random bits (counted on within a millisecond, so that one
 * process never gives a key twice). Two processes that collide on one type meet in the primary key.
 */
export function newKey(runtime: Runtime): Key {
  const time = runtime.now().getTime();
  const random = time === drawn.time ? drawn.random + 1 : runtime.randomBytes(4).readUInt32BE();
  drawn = { time, random: random & 0x1fffff };
  return ((BigInt(time - epoch) << 21n) | BigInt(drawn.random)).toString();
}

let count = 0;
/** The ids of one bundle share all but their last 20 bits: 16 of count and 4 of the key. */
let last = { key: '', time: 0, prefix: '', low: 0 };

/** The id of a new resource inside the compartment of `key`. */
export function newIdIn(key: Key, runtime: Runtime): string {
  count = (count % 0xffff) + 1;
  const time = runtime.now().getTime();
  if (time !== last.time || key !== last.key) {
    const bits = bitsOf(key);
    writePrefix(time, bits);
    last = { key, time, prefix: letters.toString('latin1', 0, 22), low: bits.rest << 16 };
  }
  return last.prefix + fourLetters(last.low | count);
}

/** An id is put together here, letter by letter: joined from pieces it would be copied many times over. */
const letters = Buffer.alloc(26);
const codes = Buffer.from(alphabet);

/** Writes the lowest bits, five a letter, up to (not with) the place `end`. */
function writeLetters(bits: number, count: number, end: number): void {
  let left = bits;
  for (let place = end - 1; place >= end - count; place--) {
    letters[place] = codes[left & 31] as number;
    left >>= 5;
  }
}

const twoLetters = Array.from({ length: 1024 }, (_, bits) => alphabet.charAt(bits >> 5) + alphabet.charAt(bits & 31));
const fourLetters = (bits: number): string =>
  `${twoLetters[(bits >> 10) & 1023] as string}${twoLetters[bits & 1023] as string}`;

/**
 * The id of the resource that owns the compartment (a Patient, or a resource that is no patient's): a function of the
 * key.
 */
export function ownerId(key: Key): string {
  const bits = bitsOf(key);
  const time = bits.high * 2 ** 13 + Math.floor(bits.low / 2 ** 17) + epoch;
  writePrefix(time, bits);
  writeLetters(bits.rest << 16, 4, 26);
  return letters.toString('latin1');
}

/** False for nearly all ids of what lies in another's compartment: the owner's id ends in a count of nothing. */
export const maybeOwnerId = (id: string): boolean => id.endsWith('000');

/** True for ids of the form that the server gives. imported-ids.ts says who may bring one along. */
export const isServerId = (id: string): boolean => serverId.test(id);

/** The key that an id speaks of: exact for owners, the first place to look for everything else. */
export function keyOfId(type: string, id: string): Key {
  // One after the other, the resources of a bundle ask for the key of the same patient.
  if (id !== recent.id || type !== recent.type) {
    recent = { type, id, key: isServerId(id) ? decodeKey(id) : hashedKey(type, id) };
  }
  return recent.key;
}

let recent = { type: '', id: '', key: '0' };

function hashedKey(type: string, id: string): Key {
  const bits = BigInt(`0x${hash('sha256', `${type}/${id}`, 'hex').slice(0, 16)}`);
  return ((bits & (hashed - 1n)) | hashed).toString();
}

/** A key in three parts, the upper 29 bits, 30 and 4: as numbers, since big ones take ten times as long. */
interface KeyBits {
  readonly high: number;
  readonly low: number;
  readonly rest: number;
}

const billion = 1_000_000_000;

/** Two decimal halves become 17 bits and what is left of them, and again: no product leaves what a number can hold. */
function bitsOf(key: Key): KeyBits {
  const [upper, lower] = [Number(key.slice(0, -9)), Number(key.slice(-9))];
  const [first, ofLower] = [upper % 2 ** 17, Math.floor(lower / 2 ** 9)];
  // key / 2^9, as far as it is above and below 2^17: a billion is 1,953,125 times 2^9.
  const sum = first * 1_953_125 + ofLower;
  const above = Math.floor(upper / 2 ** 17) * 1_953_125 + Math.floor(sum / 2 ** 17);
  const below = (above % 2 ** 8) * 2 ** 17 + (sum % 2 ** 17);
  return {
    high: Math.floor(above / 2 ** 8),
    low: below * 2 ** 5 + ((lower & 511) >> 4),
    rest: lower & 15,
  };
}

/** The first 22 letters: 2 bits of nothing, 48 of time, 1 unused, the upper 59 of the key. */
function writePrefix(time: number, { high, low }: KeyBits): void {
  writeLetters(Math.floor(time / 2 ** 25), 5, 5);
  writeLetters(time % 2 ** 25, 5, 10);
  writeLetters(high, 6, 16);
  writeLetters(low, 6, 22);
}

function decodeKey(id: string): Key {
  const lettersOf = (from: number, to: number) => {
    let bits = 0;
    for (let place = from; place < to; place++) bits = (bits << 5) | (values[id.charCodeAt(place)] ?? 0);
    return bits;
  };
  const [high, low, rest] = [lettersOf(10, 16) & 0x1fffffff, lettersOf(16, 22), lettersOf(22, 23) >> 1];
  // 29 bits, then twice 17 more: the decimal halves grow along.
  const once = high * 2 ** 17 + (low >> 13);
  const twice = (once % billion) * 2 ** 17 + (low & 0x1fff) * 2 ** 4 + rest;
  const upper = Math.floor(once / billion) * 2 ** 17 + Math.floor(twice / billion);
  return upper === 0 ? String(twice) : `${upper}${String(twice % billion).padStart(9, '0')}`;
}
