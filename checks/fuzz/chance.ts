/**
 * Chance that can be repeated: the same seed gives the same run on every machine. (sfc32, public domain, by C. Doty-
 * Humphrey.)
 */
export class Chance {
  /** Half of the requests are meant well: only what is right, so that it is stored and later requests meet it. */
  readonly careful: boolean;
  private a: number;
  private b: number;
  private c = 0x9e3779b9;
  private count = 1;

  constructor(seed: number, stream = 0) {
    this.a = seed | 0;
    this.b = (stream * 0x85ebca6b) | 0;
    for (let round = 0; round < 12; round++) this.bits();
    this.careful = this.once(2);
  }

  /** 32 random bits, unsigned. */
  bits(): number {
    const sum = (((this.a + this.b) | 0) + this.count) | 0;
    this.count = (this.count + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** True once in `times`, but never in a request that is meant well. */
  slip(times: number): boolean {
    return this.once(times) && !this.careful;
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return this.bits() % end;
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** 0 to `most` things. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}
