/**
 * Passwords: argon2id (RFC 9106) with m=19 MiB, t=2, p=1 and a pepper that lies outside the database. Hashing is the
 * one costly thing a stranger can ask for, so at most two run and 200 wait: a storm of sign-ins cannot starve the
 * record.
 */
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '#core/refusal/refusal.ts';

/** Limits of security/requirements C-07. */
const atOnce = 2;
const waitingAtMost = 200;

export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Compares with a stored hash, or with a hash of nobody: the work is the same.
   * @throws Refusal `unavailable` `sign-in-busy` when too many are waiting.
   */
  verify(stored: string | undefined, password: string): Promise<boolean>;
}

export function passwords(pepper: Buffer): Passwords {
  const turn = queue(atOnce, waitingAtMost);
  const options = { algorithm: 2 as const, memoryCost: 19_456, timeCost: 2, parallelism: 1, secret: pepper };
  const hashOf = (password: string) => turn(() => hash(password.normalize('NFC'), options));
  let nobody: Promise<string> | undefined;
  return {
    hash: hashOf,
    async verify(stored, password) {
      nobody ??= hash('a password of nobody', options);
      const against = stored ?? (await nobody);
      const right = await turn(() => verify(against, password.normalize('NFC'), options));
      return right && stored !== undefined;
    },
  };
}

/** Runs at most `running` pieces of work at once and lets `waiting` more wait. */
export function queue(running: number, waiting: number) {
  let active = 0;
  const line: (() => void)[] = [];
  return async function turn<T>(work: () => Promise<T>): Promise<T> {
    if (active >= running) {
      if (line.length >= waiting) {
        throw new Refusal('unavailable', 'sign-in-busy', {
          message: 'Too many are signing in. Try again shortly.',
          retryAfter: 5,
        });
      }
      // Whoever finishes hands over the place, so `active` does not change here.
      await new Promise<void>((go) => line.push(go));
    } else {
      active++;
    }
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else active--;
    }
  };
}
