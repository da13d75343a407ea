/** One process at a time does one export or import: what is in its folder and what it writes are of one run. */
import type { Database } from '../db/database.ts';

/** After so long another process that found it taken looks again, ms. */
export const lookAgain = 30_000;

/**
 * Does the work unless another process is at it. The queue gives a job to others when its process was silent for half a
 * minute; a process that only stood still goes on where it was. The lock is its connection's: it ends with the
 * process, and with the machine as soon as the server misses its answers.
 * @returns false when another process does it. https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS
 */
export async function alone(database: Database, name: string, work: () => Promise<void>): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.query('set local idle_in_transaction_session_timeout = 0');
    await tx.query('set local tcp_keepalives_idle = 10');
    await tx.query('set local tcp_keepalives_interval = 5');
    await tx.query('set local tcp_keepalives_count = 3');
    const { rows } = await tx.query<{ taken: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 7202616)) as taken',
      [name],
    );
    if (!rows[0]?.taken) return false;
    await work();
    return true;
  });
}
