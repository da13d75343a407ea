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
const values = new Map([...alphabet].map((letter, value) => [letter, BigInt(value)]));
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
    last = { key, time, prefix: encode(BigInt(time), bits, 0n).slice(0, 22), low: Number(bits & 15n) << 16 };
  }
  const tail = last.low | count;
  return last.prefix + letter(tail >> 15) + letter(tail >> 10) + letter(tail >> 5) + letter(tail);
}

const letter = (bits: number): string => alphabet.charAt(bits & 31);

/**
 * The id of the resource that owns the compartment (a Patient, or a resource that is no patient's): a function of the
 * key.
 */
export function ownerId(key: Key): string {
  const bits = BigInt(key);
  return encode((bits >> 21n) + BigInt(epoch), bits, 0n);
}

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

function encode(time: bigint, key: bigint, counter: bigint): string {
  let bits = (time << 80n) | ((key & ((1n << 63n) - 1n)) << 16n) | counter; // 48 + 1 unused + 63 + 16 = 128
  let text = '';
  for (let place = 0; place < 26; place++) {
    text = alphabet[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}

function decodeKey(id: string): Key {
  let bits = 0n;
  for (const sign of id) bits = (bits << 5n) | (values.get(sign) ?? 0n);
  return ((bits >> 16n) & ((1n << 63n) - 1n)).toString();
}
