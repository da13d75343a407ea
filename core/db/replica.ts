/**
 * A streaming replica that serves reads whose caller has said how old the answer may be. How far it is behind is
 * proved, not believed: the primary's place in the log was read at a known instant, and the replica has replayed up to
 * it. A replica that was cut off therefore grows old by itself, though it reports no lag. No clock of another machine
 * counts.
 */
import pg from 'pg';
import type { Tx } from './tx.ts';

export interface Replica {
  /** Seconds by which an answer may be older than the primary's; Infinity while the replica does not answer. */
  behind(): number;
  /** What to ask when an answer may be `seconds` old: the replica, and the primary whenever the replica cannot. */
  reading(seconds: number, primary: Tx): Tx;
  /** Looks where both stand, now; for tests. Otherwise done twice a second. */
  look(): Promise<void>;
  close(): Promise<void>;
}

interface Sample {
  /** performance.now() before the primary was asked. */
  at: number;
  place: bigint;
}

const lookEvery = 500;
/** Places of the primary that the replica has not reached yet: an hour of them, then the oldest go. */
const mostSamples = 7_200;

const placeOf = (rows: Record<string, unknown>[]): bigint => BigInt(String(rows[0]?.place ?? 0));

export function replicaOf(replica: pg.Pool, primary: Tx): Replica {
  replica.on('error', () => undefined);
  let waiting: Sample[] = [];
  let reached: number | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const at = performance.now();
    try {
      const { rows } = await primary.query<{ place: string }>({
        name: 'replica-primary-place',
        text: `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as place`,
      });
      waiting.push({ at, place: placeOf(rows) });
      if (waiting.length > mostSamples) waiting = waiting.slice(-mostSamples);
    } catch {
      // Without the primary nothing is learned, and what is known grows old.
    }
    try {
      const { rows } = await replica.query(
        `select pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::text as place where pg_is_in_recovery()`,
      );
      const replayed = placeOf(rows);
      reached = waiting.findLast(({ place }) => place <= replayed)?.at ?? reached;
      waiting = waiting.filter(({ place }) => place > replayed);
    } catch {
      reached = undefined;
    }
  };
  const tick = (): void => {
    timer = setTimeout(() => void look().finally(() => stopped || tick()), lookEvery);
    timer.unref();
  };
  tick();

  const behind = (): number => (reached === undefined ? Infinity : (performance.now() - reached) / 1000);
  return {
    behind,
    look,
    reading(seconds, fallback) {
      if (!(behind() <= seconds)) return fallback;
      const query = async (asked: unknown, values?: unknown[]) => {
        try {
          const result = await replica.query(asked as string, values);
          return { rows: result.rows, rowCount: result.rowCount ?? 0 };
        } catch (error) {
          if (!mayAskPrimary(error)) throw error;
          return fallback.query(asked as string, values);
        }
      };
      return { query } as Tx;
    },
    async close() {
      stopped = true;
      clearTimeout(timer);
      await replica.end();
    },
  };
}

/**
 * The replica went away, or the statement stood in the way of the log. What is wrong with the question itself, or takes
 * too long (57014), would be wrong on the primary too.
 */
function mayAskPrimary(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return !(error instanceof pg.DatabaseError) || /^(40001|40P01|53...|57P0.|08...)$/.test(code);
}
