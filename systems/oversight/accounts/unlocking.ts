/**
 * The lock screen: a session that nobody used for a while is locked, and one factor of its person opens it again until
 * its absolute end. Five wrong answers end it. security/requirements C-12
 */
import type { Call } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database, Tx } from '#core/db/database.ts';
import { factorStore } from './factor-store.ts';
import { afterFailure, isLocked } from './lockout.ts';
import { actorOf, type KnownAccount, type Session } from './model.ts';
import type { PasskeyPurpose } from './passkeys.ts';
import { type GivenProof, judgeProof, proofOf, type ProofsNeed } from './proofs.ts';
import { refuse, type RefusalCode } from './refusals.ts';
import type { BrowserSessions } from './sessions.ts';
import { accountStore } from './store.ts';

export interface UnlockingNeeds extends ProofsNeed {
  database: Database;
  audit: AuditTrail;
  sessions: BrowserSessions;
  demonstration: boolean;
}

export type Unlocking = ReturnType<typeof unlocking>;

const purposeOf = (session: Session): PasskeyPurpose => `step-up unlock ${session.id}`;
const place = '*';

export function unlocking(needs: UnlockingNeeds) {
  return {
    ask: async (session: Session) =>
      needs.passkeys.ask(purposeOf(session), await factorStore(needs.database).passkeys(session.account.id)),
    /** See unlock. */
    unlock: (session: Session, given: GivenProof & { password?: string }, call: Call) =>
      unlock(needs, session, given, call),
  };
}

/**
 * Opens a locked session again.
 * @throws Refusal `wrong-credentials`, `wrong-code`, `code-used`, `passkey-not-valid`, `second-factor-paused`,
 * `session-ended`
 */
async function unlock(
  needs: UnlockingNeeds,
  session: Session,
  given: GivenProof & { password?: string },
  call: Call,
): Promise<void> {
  const { database, runtime, audit, sessions, keys, policy } = needs;
  const now = runtime.now();
  const subject = keys.mark('subject', `unlock ${session.id}`);
  const account = await accountStore(database, needs).account(session.account.id);
  const refused = await database.transaction(async (tx): Promise<RefusalCode | undefined> => {
    const store = accountStore(tx, needs);
    const before = await store.lockFailures(subject, place, now);
    if (!account || account.blockedAt || isLocked(before, now)) return 'session-ended';
    const after = afterFailure(before, now, policy.current.values);
    await store.saveFailures(subject, place, after);
    const wrong = await judge(needs, tx, session, account, given);
    if (!wrong) {
      await store.clearFailures(subject, place);
      await store.touchSession(session.id, now);
      await store.unlockSession(session.id);
      await store.proveSession(session.id, now);
    } else if (after.lockedUntil) {
      await store.endSession(session.id, account.id, now);
    }
    return wrong;
  });
  sessions.forget(session.id);
  const outcome = refused ? ({ outcome: 4, reason: refused } as const) : ({ outcome: 0 } as const);
  await audit.write({ call: { ...call, actor: actorOf(session) }, at: now, action: 'E', kind: 'unlock', ...outcome });
  // Not 401 for a wrong factor: the session is still there to be opened.
  if (refused) throw refused === 'session-ended' ? refuse(refused) : refuse(refused, 'forbidden');
}

async function judge(
  needs: UnlockingNeeds,
  tx: Tx,
  session: Session,
  account: KnownAccount,
  { password, ...proof }: GivenProof & { password?: string },
): Promise<RefusalCode | undefined> {
  if (password === undefined)
    return (await judgeProof(needs, tx, accountStore(tx, needs), account, proofOf(proof), purposeOf(session))).refused;
  const right = await needs.passwords.verify(account.password ?? undefined, password);
  return right && !account.passwordOffAt ? undefined : 'wrong-credentials';
}
