/**
 * Changing a password: by its owner, who shows the old one and a second factor; or by recovery, with a recovery code
 * and the authenticator. security/requirements C-06, C-11
 */
import type { Call } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { factorStore } from './factor-store.ts';
import { afterFailure, isLocked, sourceOf } from './lockout.ts';
import type { KnownAccount, Session } from './model.ts';
import { noticeStore } from './notice-store.ts';
import type { PasswordJudge } from './password-judge.ts';
import { asLogin } from './password-step.ts';
import type { Passwords } from './passwords.ts';
import type { PersonalData } from './personal-data.ts';
import type { PolicyInForce } from './policy/policy.ts';
import { readRecoveryCode } from './recovery-codes.ts';
import { refuse } from './refusals.ts';
import type { Keyring } from './sealing.ts';
import { matchingStep } from './second-factor.ts';
import type { BrowserSessions } from './sessions.ts';
import type { StepUp } from './step-up.ts';
import { accountStore } from './store.ts';

export interface PasswordLifeNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  keys: Keyring;
  passwords: Passwords;
  judge: PasswordJudge;
  policy: PolicyInForce;
  sessions: BrowserSessions;
  stepUp: StepUp;
  personal: PersonalData;
  demonstration: boolean;
}

export type PasswordLife = ReturnType<typeof passwordLife>;

export function passwordLife(needs: PasswordLifeNeeds) {
  return {
    /** See change. */
    change: (session: Session, given: PasswordChange, call: Call) =>
      noted(needs, call, 'change-password', () => change(needs, session, given, call)),
    /** See recover. */
    recover: (given: Recovery, call: Call) => noted(needs, call, 'recover-password', () => recover(needs, given, call)),
  };
}

export interface PasswordChange {
  readonly proof: string;
  readonly old: string;
  readonly password: string;
}

export interface Recovery {
  readonly login: string;
  readonly recoveryCode: string;
  readonly code: string;
  readonly password: string;
}

const anywhere = '*';

/**
 * Sets a new password in a live session; what the session lacked for want of one is done.
 * @throws Refusal `no-password`, `wrong-old-password`, `second-factor-paused`, `password-…`, `proof-needed`
 */
async function change(needs: PasswordLifeNeeds, session: Session, given: PasswordChange, call: Call): Promise<void> {
  const { database, runtime, passwords } = needs;
  const now = runtime.now();
  const account = await accountStore(database, needs).account(session.account.id);
  if (!account?.password) throw refuse('no-password');
  const subject = needs.keys.mark('subject', `old password ${account.id}`);
  await counted(needs, subject, 'second-factor-paused');
  if (!(await passwords.verify(account.password, given.old))) throw refuse('wrong-old-password');
  await demandGood(needs, account, given.password, given.old, call);
  const hash = await passwords.hash(given.password);
  await database.transaction(async (tx) => {
    const store = accountStore(tx, needs);
    await needs.stepUp.demand(tx, session, 'password', given.proof);
    await store.clearFailures(subject, anywhere);
    await store.changePassword(account.id, hash, now, false);
    if (session.lacks === 'password') await store.completeSession(session.id);
    await noticeStore(tx).tell(runtime.newId(), account.id, 'password-changed', now, { source: call.source });
  });
  needs.sessions.forget(session.id);
}

/** Counts an attempt before it is judged. @throws Refusal when there were too many */
async function counted(
  { database, runtime, policy, demonstration }: PasswordLifeNeeds,
  subject: Buffer,
  code: 'second-factor-paused' | 'wrong-recovery',
): Promise<void> {
  const now = runtime.now();
  const before = await database.transaction(async (tx) => {
    const store = accountStore(tx, { demonstration });
    const row = await store.lockFailures(subject, anywhere, now);
    await store.saveFailures(subject, anywhere, afterFailure(row, now, policy.current.values));
    return row;
  });
  if (isLocked(before, now)) throw refuse(code);
}

async function demandGood(
  needs: PasswordLifeNeeds,
  account: KnownAccount,
  password: string,
  old: string | undefined,
  call: Call,
): Promise<void> {
  const { database, policy, judge, personal } = needs;
  const store = accountStore(database, needs);
  const positions = await store.positions(account.id, needs.runtime.now());
  const places = positions.flatMap(({ facilityName }) => facilityName ?? []);
  const { patient, practitioner } = account;
  const owner = {
    ...call.actor,
    ...(patient ? { role: 'patient' as const, patient } : {}),
    ...(practitioner ? { role: 'physician' as const, practitioner } : {}),
  };
  const fault = await judge.fault(
    password,
    {
      login: account.login,
      names: [account.name],
      staff: positions.some(({ role }) => role !== 'patient'),
      own: [...places, ...(await personal({ ...call, actor: owner }))],
    },
    {
      old: old ?? '',
      former: [
        account.password ?? '',
        ...(await store.formerPasswords(account.id, policy.of('password.history'))),
      ].filter(Boolean),
    },
  );
  if (fault) throw new Refusal('rule-broken', fault.code, fault.says);
}

/**
 * Sets a new password for somebody who forgot it, or whose password too many failures switched off: a recovery code and
 * the authenticator together. Sessions end; staff prescribe and export nothing for a day.
 * @throws Refusal `wrong-recovery` for whatever is wrong, `password-…` once both are right
 */
async function recover(needs: PasswordLifeNeeds, given: Recovery, call: Call): Promise<void> {
  const { database, runtime, keys, passwords } = needs;
  const now = runtime.now();
  const login = asLogin(given.login);
  const subject = keys.mark('subject', `recovery ${login}`);
  await counted(needs, subject, 'wrong-recovery');
  const account = await accountStore(database, needs).accountOfLogin(login);
  const read = readRecoveryCode(given.recoveryCode);
  const stored = account && read && (await factorStore(database).codeOf(account.id, read.selector));
  const rightCode = await passwords.verify(stored?.code, read?.rest ?? 'no code at all');
  const seed = account?.secondFactor ? await keys.open('second factor', account.id, account.secondFactor) : undefined;
  const step = matchingStep(seed ?? nobodysSeed, given.code, now);
  if (!account || account.blockedAt || !stored || !rightCode || !seed || step === undefined)
    throw refuse('wrong-recovery');
  await demandGood(needs, account, given.password, undefined, call);
  const hash = await passwords.hash(given.password);
  await database.transaction(async (tx) => {
    const store = accountStore(tx, needs);
    // Of two that use one code at the same moment, one recovers.
    const used = await factorStore(tx).useCode(account.id, stored.selector, now);
    if (!used || !(await store.useStep(account.id, step))) throw refuse('wrong-recovery');
    await store.clearFailures(subject, anywhere);
    await store.changePassword(account.id, hash, now, true);
    await store.endOldest(account.id, 0, now);
    await noticeStore(tx).tell(runtime.newId(), account.id, 'recovered', now, { source: sourceOf(call.source) });
  });
  needs.sessions.forgetOf(account.id);
}

const nobodysSeed = Buffer.alloc(20, 1);

/** Leaves the audit entry, of refusals too. */
async function noted(
  { audit, runtime }: PasswordLifeNeeds,
  call: Call,
  kind: string,
  work: () => Promise<void>,
): Promise<null> {
  const entry = { call, at: runtime.now(), action: 'U', kind } as const;
  try {
    await work();
  } catch (error) {
    if (error instanceof Refusal) await audit.write({ ...entry, outcome: 4, reason: error.code });
    throw error;
  }
  await audit.write({ ...entry, outcome: 0 });
  return null;
}
