/**
 * Counts what was shown, by rule, speciality and day, without patients: in memory, and to the tables every two seconds.
 * The same alert shown again to the same person on one day counts once.
 */
import type { Database } from '#core/db/database.ts';
import { alertStore, type Counts } from './store.ts';

const flushEvery = 2_000;
const mostRemembered = 50_000;

export interface Counting {
  /** @param once by what a repetition is known: who, which alert */
  add(count: Pick<Counts, 'rule' | 'speciality' | 'day'> & Partial<Counts>, once?: string): void;
  /** One order that was signed. @param once by what it is known when its signing is begun again */
  addSigned(speciality: string, day: string, once: string): void;
  flush(): Promise<void>;
  start(): () => Promise<void>;
}

export function counting(database: Database): Counting {
  let waiting = new Map<string, Counts>();
  let signed = new Map<string, { speciality: string; day: string; signed: number }>();
  let seen = new Set<string>();
  const flush = async (): Promise<void> => {
    if (waiting.size === 0 && signed.size === 0) return;
    const [counts, orders] = [[...waiting.values()], [...signed.values()]];
    [waiting, signed] = [new Map(), new Map()];
    await database.transaction(async (tx) => {
      const store = alertStore(tx);
      if (counts.length > 0) await store.count(counts);
      for (const one of orders.sort((a, b) => (a.speciality < b.speciality ? -1 : 1)))
        await store.countSigned(one.speciality, one.day, one.signed);
    });
  };
  const isKnown = (key: string): boolean => {
    if (seen.has(key)) return true;
    if (seen.size >= mostRemembered) seen = new Set();
    seen.add(key);
    return false;
  };
  return {
    add({ rule, speciality, day, shown = 0, interrupted = 0, accepted = 0, overridden = 0 }, once) {
      if (once !== undefined && isKnown(`${day} ${once}`)) return;
      const key = `${rule} ${speciality} ${day}`;
      const known = waiting.get(key);
      waiting.set(key, {
        ...{ rule, speciality, day, shown: (known?.shown ?? 0) + shown },
        interrupted: (known?.interrupted ?? 0) + interrupted,
        accepted: (known?.accepted ?? 0) + accepted,
        overridden: (known?.overridden ?? 0) + overridden,
      });
    },
    addSigned(speciality, day, once) {
      if (isKnown(`${day} signed ${once}`)) return;
      const known = signed.get(`${speciality} ${day}`);
      signed.set(`${speciality} ${day}`, { speciality, day, signed: (known?.signed ?? 0) + 1 });
    },
    flush,
    start() {
      // What could not be counted is statistics of two seconds: the next round goes on.
      const timer = setInterval(() => void flush().catch(() => undefined), flushEvery);
      timer.unref();
      return async () => {
        clearInterval(timer);
        await flush().catch(() => undefined);
      };
    },
  };
}
