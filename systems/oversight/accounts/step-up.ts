/**
 * Fresh proof before risky acts: the second factor once more, for one act, in this session, good once within two
 * minutes. security/requirements 2.1 (step-up). A stolen session alone changes no way of signing in.
 */
import { hash } from 'node:crypto';
import type { Call } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database, Tx } from '#core/db/database.ts';
import { factorStore } from './factor-store.ts';
import type { Act, Session } from './model.ts';
import type { PasskeyPurpose } from './passkeys.ts';
import { judgeProof, type Proof, type ProofsNeed } from './proofs.ts';
import { refuse } from './refusals.ts';
import { accountStore } from './store.ts';

export interface StepUpNeeds extends ProofsNeed {
  database: Database;
  audit: AuditTrail;
  demonstration: boolean;
}

/** Milliseconds. */
const proofLife = 2 * 60_000;
const sha256 = (secret: string): Buffer => hash('sha256', secret, 'buffer');

export type StepUp = ReturnType<typeof stepUp>;

export function stepUp(needs: StepUpNeeds) {
  const { database, runtime, audit, passkeys, demonstration } = needs;
  const purposeOf = (session: Session, act: Act): PasskeyPurpose => `step-up ${session.id} ${act}`;
  return {
    /** The question to a passkey for one act. */
    ask: async (session: Session, act: Act) =>
      passkeys.ask(purposeOf(session, act), await factorStore(database).passkeys(session.account.id)),

    /**
     * Checks a factor; the answer goes along with the act.
     * @throws Refusal `wrong-code`, `code-used`, `wrong-recovery-code`, `passkey-not-valid`, `second-factor-paused`
     */
    async prove(session: Session, act: Act, proof: Proof, call: Call): Promise<string> {
      const secret = runtime.randomBytes(32).toString('base64url');
      const now = runtime.now();
      const refused = await database.transaction(async (tx) => {
        const store = accountStore(tx, { demonstration });
        const account = await store.account(session.account.id);
        if (!account || account.blockedAt) return 'session-ended' as const;
        const { refused: wrong } = await judgeProof(needs, tx, store, account, proof, purposeOf(session, act));
        if (!wrong) {
          await factorStore(tx).addProof(sha256(secret), session.id, act, new Date(now.getTime() + proofLife));
          await store.proveSession(session.id, now);
        }
        return wrong;
      });
      const outcome = refused ? ({ outcome: 4, reason: refused } as const) : ({ outcome: 0 } as const);
      await audit.write({ call, at: now, action: 'E', kind: 'step-up', ...outcome });
      // Not 401: the session lives, only the act was not allowed.
      if (refused) throw refused === 'second-factor-paused' ? refuse(refused) : refuse(refused, 'forbidden');
      return secret;
    },

    /** Takes the proof in the transaction of the act. @throws Refusal `proof-needed` */
    async demand(tx: Tx, session: Session, act: Act, proof: string): Promise<void> {
      if (!(await factorStore(tx).useProof(sha256(proof), session.id, act, runtime.now())))
        throw refuse('proof-needed');
    },
  };
}
