/**
 * A small seeded generator (sfc32, http://pracrand.sourceforge.net): the same seed gives the same people on every
 * machine. It uses whole numbers, + − × ÷ only, so no result depends on a library's way of computing logarithms.
 */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Whole number, both ends included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T;
  /** Bell-shaped about `mean`, never further than three deviations. */
  bell(mean: number, deviation: number): number;
}

/** A generator of its own for every (seed, stream, number): patient 17 is the same whoever comes before. */
export function seededRandom(seed: number, stream: string, number: number): Random {
  let [a, b, c, count] = [mix(seed, 0x9e3779b9), mix(number, hashText(stream)), mix(number ^ seed, 0x85ebca6b), 1];
  const bits = (): number => {
    const sum = (a + b + count++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) bits();
  const next = (): number => bits() / 4294967296;
  const at = <T>(list: readonly T[], place: number): T => {
    const item = list[place];
    if (item === undefined) throw new RangeError('picked from an empty list');
    return item;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => at(list, Math.floor(next() * list.length)),
    weighted(list) {
      let point = next() * list.reduce((sum, item) => sum + item.weight, 0);
      for (const item of list) {
        point -= item.weight;
        if (point < 0) return item;
      }
      return at(list, list.length - 1);
    },
    // Six uniform draws have a deviation of √½; their sum ends at three times that, and a bit.
    bell: (mean, deviation) =>
      mean + (next() + next() + next() + next() + next() + next() - 3) * 1.4142135623730951 * deviation,
  };
}

function hashText(text: string): number {
  let hash = 2166136261;
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 16777619);
  return hash >>> 0;
}

function mix(value: number, salt: number): number {
  let bits = (value ^ salt) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
