/**
 * Group commit: entries that arrive while a flush is on its way share the next one, so that many callers pay for one
 * commit. Each caller is answered when its entry is durable.
 */
import { sqlState } from '../db/database.ts';
import { gather } from '../db/gather.ts';
import { Refusal } from '../refusal/refusal.ts';

export interface GroupCommitLimits {
  /** Most entries of one flush. */
  readonly batch: number;
  /** Most entries waiting; more are refused, so that a slow disk cannot fill the memory. */
  readonly waiting: number;
  /** Flushes on their way at once. */
  readonly flights: number;
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

/** Returns the function that writes one entry through `flush`. */
export function groupCommit<Entry>(
  flush: (entries: readonly Entry[]) => Promise<void>,
  limits: GroupCommitLimits = { batch: 500, waiting: 20_000, flights: 2 },
): (entry: Entry) => Promise<void> {
  const send = async (batch: readonly Waiting<Entry>[]): Promise<void> => {
    try {
      await flush(batch.map(({ entry }) => entry));
      for (const { done } of batch) done();
    } catch (error) {
      // A value that PostgreSQL does not take (SQLSTATE class 22) must not fail the others that share its flush.
      if (batch.length > 1 && sqlState(error)?.startsWith('22')) {
        for (const single of batch) await send([single]);
      } else {
        for (const { failed } of batch)
          failed(unavailable('The access cannot be recorded now. Try again shortly.', error));
      }
    }
  };
  const queue = gather<Waiting<Entry>>({ together: limits.batch, flights: limits.flights }, send);
  return (entry) =>
    new Promise((done, failed) => {
      if (queue.waiting() >= limits.waiting) return failed(unavailable('Too many requests wait for the audit trail.'));
      queue.add({ entry, done, failed });
    });
}

function unavailable(message: string, cause?: unknown): Refusal {
  const refusal = new Refusal('unavailable', 'audit-unavailable', { message, retryAfter: 5 });
  refusal.cause = cause;
  return refusal;
}
