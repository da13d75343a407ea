/**
 * What can be done at once to an account or a client of which something odd was seen: ask for a factor, end what is
 * open, hold it for a while. All of it can be taken back. The port of systems/oversight/detection.
 * security/requirements.md 4.4, C-53
 */
import type { Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { lifeStore } from './life/life-store.ts';
import { clientStore } from './machines/client-store.ts';
import { noticeStore } from './notice-store.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type Containment = ReturnType<typeof containment>;

export function containment({ runtime, demonstration }: { runtime: Runtime; demonstration: boolean }) {
  const run = async (tx: Tx, name: string, text: string, values: unknown[]) =>
    (await tx.query({ name: `accounts-contain-${name}`, text, values })).rowCount;
  return {
    /** Every open session of the account is locked until a factor is shown. How many. */
    async askForFactor(tx: Tx, account: string): Promise<number> {
      if (!uuid.test(account)) return 0;
      const now = runtime.now();
      const text = `update accounts.session set locked_at = $2
        where account = $1 and ended_at is null and ends_at > $2 and locked_at is null`;
      const locked = await run(tx, 'ask', text, [account, now]);
      if (locked > 0) await noticeStore(tx).tell(runtime.newId(), account, 'factor-asked', now);
      return locked;
    },
    /** Ends all sessions of an account, or all tokens and grants of a client. */
    async endSessions(tx: Tx, kind: 'account' | 'client', id: string): Promise<boolean> {
      if (kind === 'client') {
        await clientStore(tx, { demonstration }).endTokens(id, runtime.now());
        return true;
      }
      return uuid.test(id) && (await lifeStore(tx).endSessions(id, runtime.now())) > 0;
    },
    /** Stops an account, with its sessions, or a client. False when there is none, or it is stopped already. */
    async hold(tx: Tx, kind: 'account' | 'client', id: string, why: string): Promise<boolean> {
      const now = runtime.now();
      if (kind === 'client') {
        const text = `update accounts.client set disabled_at = $2, stop_reason = $3 where id = $1 and disabled_at is null`;
        return (await run(tx, 'hold-client', text, [id, now, why])) === 1;
      }
      if (!uuid.test(id)) return false;
      const text = `update accounts.account set blocked_at = $2, blocked_because = 'alert'
        where id = $1 and blocked_at is null`;
      if ((await run(tx, 'hold', text, [id, now])) !== 1) return false;
      await lifeStore(tx).endSessions(id, now);
      await noticeStore(tx).tell(runtime.newId(), id, 'held', now);
      return true;
    },
    /** Takes a hold back: only one of ours, never what an operator stopped. False when there is none. */
    async release(tx: Tx, kind: 'account' | 'client', id: string, why: string): Promise<boolean> {
      if (kind === 'client') {
        const text =
          'update accounts.client set disabled_at = null, stop_reason = null where id = $1 and stop_reason = $2';
        return (await run(tx, 'release-client', text, [id, why])) === 1;
      }
      if (!uuid.test(id)) return false;
      const text = `update accounts.account set blocked_at = null, blocked_because = null
        where id = $1 and blocked_because = 'alert'`;
      return (await run(tx, 'release', text, [id])) === 1;
    },
  };
}
