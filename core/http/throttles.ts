/**
 * Who may make fewer requests for a while: written by whoever has a reason (systems/oversight/detection), heard by
 * every process within two seconds. security/requirements.md 4.4
 */
import type { Database, Tx } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';

export interface Throttles {
  /** Holds when `tx` commits. */
  throttle(tx: Tx, kind: 'source' | 'account' | 'client', who: string, perMinute: number, until: Date): Promise<void>;
  release(tx: Tx, kind: 'source' | 'account' | 'client', who: string): Promise<void>;
}

const hearEvery = 2_000;
/** More than that many at once is no throttle but a failure of the rules. */
const atMost = 10_000;

export function createThrottles({ database, runtime }: { database: Database; runtime: Runtime }) {
  let known: ReadonlyMap<string, { perMinute: number; until: number }> = new Map();
  const hear = async (): Promise<void> => {
    const { rows } = await database.query<{ key: string; perMinute: number; until: Date }>({
      name: 'rates-throttles',
      text: `select key, per_minute as "perMinute", until from rates.throttle where until > $1
        order by until desc limit ${atMost}`,
      values: [runtime.now()],
    });
    known = new Map(rows.map(({ key, perMinute, until }) => [key, { perMinute, until: until.getTime() }]));
  };
  const throttles: Throttles = {
    async throttle(tx, kind, who, perMinute, until) {
      await tx.query({
        name: 'rates-throttle',
        text: `insert into rates.throttle values ($1, $2, $3)
          on conflict (key) do update set per_minute = excluded.per_minute, until = excluded.until`,
        values: [`${kind} ${who}`, perMinute, until],
      });
    },
    async release(tx, kind, who) {
      await tx.query({
        name: 'rates-unthrottle',
        text: 'delete from rates.throttle where key = $1',
        values: [`${kind} ${who}`],
      });
    },
  };
  return {
    ...throttles,
    /** Asks the database who is throttled now. */
    hear,
    /** How many requests a minute are left to somebody; undefined: as many as to others. */
    of(kind: string, who: string): number | undefined {
      if (known.size === 0) return undefined;
      const found = known.get(`${kind} ${who}`);
      return found && found.until > runtime.now().getTime() ? found.perMinute : undefined;
    },
    start(): () => void {
      // Without the database each process goes on by what it heard last.
      const timer = setInterval(() => void hear().catch(() => undefined), hearEvery);
      timer.unref();
      void hear().catch(() => undefined);
      return () => clearInterval(timer);
    },
  };
}
