/**
 * Gathers what is asked at the same time: whoever comes while statements are under way waits and goes along with the
 * next one. Idle, one goes at once and alone; there is no timer.
 */
export interface GatherLimits {
  /** Most in one batch. */
  readonly together: number;
  /** Batches under way at once: while one is with the database, the answers of the other are worked on. */
  readonly flights: number;
}

export interface Gathered<Item> {
  add(item: Item): void;
  /** How many wait. */
  waiting(): number;
}

/** `fly` takes a batch to its end and never throws. */
export function gather<Item>(
  { together, flights }: GatherLimits,
  fly: (batch: readonly Item[]) => Promise<void>,
): Gathered<Item> {
  let queue: Item[] = [];
  let flying = 0;
  let aboard = 0;
  let scheduled = false;

  /** Beside a full flight a nearly empty one does not pay: it would cost as much, and there is soon a place. */
  const mayFly = (): boolean => queue.length > 0 && flying < flights && queue.length * 2 * flying >= aboard;
  const takeOff = (): void => {
    scheduled = false;
    while (mayFly()) {
      const batch = queue.length <= together ? queue : queue.slice(0, together);
      queue = queue.length <= together ? [] : queue.slice(together);
      flying++;
      aboard += batch.length;
      const landed = (): void => {
        flying--;
        aboard -= batch.length;
        schedule();
      };
      void fly(batch).then(landed, landed);
    }
  };
  const schedule = (): void => {
    // Not at once: whoever else is handled in this turn of the event loop comes along.
    if (scheduled || !mayFly()) return;
    scheduled = true;
    setImmediate(takeOff);
  };
  return {
    add(item) {
      queue.push(item);
      schedule();
    },
    waiting: () => queue.length,
  };
}
