/**
 * The clock and the ids. Only this folder may ask the machine what time it is or for randomness
 * (`checks/tidy.test.ts` sees to it), so that a test can hold both still.
 */
import { randomBytes, randomUUID } from 'node:crypto';

export interface Runtime {
  /** The present instant. */
  now(): Date;
  /** A fresh UUID (version 4, lower case): request ids, trace ids, handles that are no secrets. */
  newId(): string;
  /** Cryptographically random bytes: keys, salts, secrets, session ids. */
  randomBytes(length: number): Buffer;
}

export const systemRuntime: Runtime = {
  now: () => new Date(),
  newId: () => randomUUID(),
  randomBytes: (length) => randomBytes(length),
};

export interface FixedRuntime extends Runtime {
  /** Moves the clock on. */
  advance(minutes: number): void;
}

/** A runtime for tests: the clock stands at `start` until it is advanced, ids count up, bytes are a counter. */
export function fixedRuntime(start: string): FixedRuntime {
  let now = Date.parse(start);
  let ids = 0;
  let draws = 0;
  return {
    now: () => new Date(now),
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    randomBytes: (length) => {
      const bytes = Buffer.alloc(length);
      bytes.writeUIntBE(++draws, Math.max(0, length - 4), Math.min(4, length));
      return bytes;
    },
    advance: (minutes) => {
      now += minutes * 60_000;
    },
  };
}
