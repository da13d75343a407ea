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
const values = new Map([...alphabet].map((letter, value) => [letter, value]));
const epoch = Date.UTC(2020, 0, 1);
const serverId = /^0[0-9a-hjkmnp-tv-z]{25}$/;
/** Keys made by hashing a client's id carry this bit; keys made from the clock never reach it before 2089. */
const hashed = 1n << 62n;

/** Keys at or above this were hashed from an id that a client chose: the id cannot be told from them. */
const firstHashed = hashed.toString();
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
    const bits = BigInt(key);
    last = { key, time, prefix: prefixOf(time, bits), low: Number(bits & 15n) << 16 };
  }
  return last.prefix + fourLetters(last.low | count);
}

const letter = (bits: number): string => alphabet.charAt(bits & 31);
const twoLetters = Array.from({ length: 1024 }, (_, bits) => letter(bits >> 5) + letter(bits));
const two = (bits: number): string => twoLetters[bits & 1023] as string;
const fourLetters = (bits: number): string => two(bits >> 10) + two(bits);

/**
 * The id of the resource that owns the compartment (a Patient, or a resource that is no patient's): a function of the
 * key.
 */
export function ownerId(key: Key): string {
  const bits = BigInt(key);
  return prefixOf(Number(bits >> 21n) + epoch, bits) + fourLetters(Number(bits & 15n) << 16);
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

const thirtyBits = (1n << 30n) - 1n;

/** The first 22 letters: 2 bits of nothing, 48 of time, 1 unused, the upper 59 of the key. In numbers: big ones are slow. */
function prefixOf(time: number, key: bigint): string {
  const [early, late] = [Math.floor(time / 2 ** 25), time % 2 ** 25];
  const [high, low] = [Number((key >> 34n) & (thirtyBits >> 1n)), Number((key >> 4n) & thirtyBits)];
  const ofTime = (bits: number) => letter(bits >> 20) + fourLetters(bits);
  const ofKey = (bits: number) => two(bits >> 20) + fourLetters(bits);
  return ofTime(early) + ofTime(late) + ofKey(high) + ofKey(low);
}

function decodeKey(id: string): Key {
  const bitsOf = (from: number, to: number) => {
    let bits = 0;
    for (let place = from; place < to; place++) bits = (bits << 5) | (values.get(id.charAt(place)) ?? 0);
    return bits;
  };
  const [high, low, rest] = [bitsOf(10, 16), bitsOf(16, 22), bitsOf(22, 23) >> 1];
  return (((BigInt(high) & (thirtyBits >> 1n)) << 34n) | (BigInt(low) << 4n) | BigInt(rest)).toString();
}
