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
  let scheduled = false;

  const landed = (): void => {
    flying--;
    schedule();
  };
  const takeOff = (): void => {
    scheduled = false;
    while (flying < flights && queue.length > 0) {
      const batch = queue.length <= together ? queue : queue.slice(0, together);
      queue = queue.length <= together ? [] : queue.slice(together);
      flying++;
      void fly(batch).then(landed, landed);
    }
  };
  const schedule = (): void => {
    // Not at once: whoever else is handled in this turn of the event loop comes along.
    if (scheduled || queue.length === 0 || flying >= flights) return;
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
