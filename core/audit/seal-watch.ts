/**
 * Watches how old the oldest event is that is not sealed: more than five minutes means that the sealer stands still,
 * and what happens now could be changed unseen. Security/requirements 3.3.
 */
import type { Tx } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Milliseconds. */
export const unsealedAlarm = 5 * 60_000;

/** Age in ms of the oldest event that is not sealed; 0 when all are. */
export async function unsealedAge(tx: Tx, now: Date): Promise<number> {
  const { rows } = await tx.query<{ at: Date }>({
    name: 'audit-unsealed-age',
    text: `with head as (select last_xid, last_sequence from audit.seal order by number desc limit 1)
      select e.at from audit.event e
      where (e.xid, e.sequence) > (coalesce((select last_xid from head), '0'::xid8),
        coalesce((select last_sequence from head), 0))
      order by e.xid, e.sequence limit 1`,
    values: [],
  });
  return rows[0] ? Math.max(0, now.getTime() - rows[0].at.getTime()) : 0;
}

export interface SealWatch {
  /** Looks now; for tests. */
  look(): Promise<void>;
  stop(): void;
}

/** Says so once when the age passes the bound, and once when all is well again. */
export function watchSeals(
  { database, runtime }: { readonly database: Tx; readonly runtime: Pick<Runtime, 'now'> },
  say: (says: string) => void,
  every = 30_000,
): SealWatch {
  let alarmed = false;
  const look = async (): Promise<void> => {
    const age = await unsealedAge(database, runtime.now()).catch(() => undefined);
    if (age === undefined || age > unsealedAlarm === alarmed) return;
    alarmed = !alarmed;
    const minutes = Math.round(age / 60_000);
    if (alarmed)
      say(`ALARM: the audit trail has not been sealed for ${minutes} minutes. See GET /api/audit-trail/chain.`);
    else say('The audit trail is sealed again.');
  };
  const timer = setInterval(() => void look(), every);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
