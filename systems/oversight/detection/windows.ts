/** Memory of fixed size for the rules: who or what was seen lately, how many different, and what is usual. */

/** FNV-1a. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Hashes with the second at which each was last seen: `[hash, second, hash, second …]`, the oldest first. */
export type Recent = number[];

/**
 * Remembers that something was seen; returns how many different ones were within `window` ms, at most `cap`: the
 * oldest makes room.
 */
export function remember(recent: Recent, what: string, at: number, window: number, cap: number): number {
  const second = Math.floor(at / 1000);
  const since = second - window / 1000;
  const hash = hash32(what);
  let kept = 0;
  for (let place = 0; place < recent.length; place += 2) {
    if ((recent[place + 1] as number) < since || recent[place] === hash) continue;
    recent[kept] = recent[place] as number;
    recent[kept + 1] = recent[place + 1] as number;
    kept += 2;
  }
  recent.length = kept;
  if (recent.length >= 2 * cap) recent.splice(0, recent.length - 2 * cap + 2);
  recent.push(hash, second);
  return recent.length / 2;
}

/** How many are still within the window. */
export function countRecent(recent: Recent, at: number, window: number): number {
  const since = Math.floor(at / 1000) - window / 1000;
  let count = 0;
  for (let place = 1; place < recent.length; place += 2) if ((recent[place] as number) >= since) count++;
  return count;
}

/**
 * HyperLogLog with 64 registers, as a text of 64 digits: how many different ones, within some 13 %.
 * https://algo.inria.fr/flajolet/Publications/FlFuGaMe07.pdf
 */
export type Distinct = string;
export const noDistinct: Distinct = '0'.repeat(64);

export function addDistinct(registers: Distinct, what: string): Distinct {
  // FNV mixes its high bits badly: finished as in MurmurHash3.
  let hash = hash32(what);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = (hash ^ (hash >>> 16)) >>> 0;
  const place = hash & 63;
  const rank = Math.min(Math.clz32(hash | 63) + 1, 26);
  if (rank <= Number.parseInt(registers[place] as string, 36)) return registers;
  return registers.slice(0, place) + rank.toString(36) + registers.slice(place + 1);
}

export function countDistinct(registers: Distinct): number {
  let sum = 0;
  let empty = 0;
  for (let place = 0; place < 64; place++) {
    const rank = Number.parseInt(registers[place] as string, 36);
    sum += 2 ** -rank;
    if (rank === 0) empty++;
  }
  const estimate = (0.709 * 64 * 64) / sum;
  return Math.round(estimate <= 160 && empty > 0 ? 64 * Math.log(64 / empty) : estimate);
}

/** What is usual of a count: mean and mean deviation of its logarithm, the newest weighing more. */
export interface Usual {
  mean: number;
  deviation: number;
  samples: number;
}
export const noUsual = (): Usual => ({ mean: 0, deviation: 0, samples: 0 });

const short = (value: number): number => Math.round(value * 1000) / 1000;

export function learn(usual: Usual, count: number, longest = 40): void {
  const value = Math.log1p(count);
  const weight = 1 / Math.min(usual.samples + 1, longest);
  const off = Math.abs(value - usual.mean);
  usual.deviation = short(usual.samples === 0 ? 0 : usual.deviation + weight * (off - usual.deviation));
  usual.mean = short(usual.mean + weight * (value - usual.mean));
  usual.samples = Math.min(usual.samples + 1, 9_999);
}

/** How many mean deviations above what is usual; the scale makes it like a z of the normal distribution. */
export function robustZ(usual: Usual, count: number, least = 0.15): number {
  return (Math.log1p(count) - usual.mean) / Math.max(1.2533 * usual.deviation, least);
}

export const usualCount = ({ mean }: Usual): number => Math.expm1(mean);
