/**
 * Signing in: password, then second factor, then a session. The rules are in lockout.ts, second-factor.ts and
 * session-life.ts; here they are asked in order and what they decide is written down, failures too, each with its audit
 * entry.
 */
import { hash } from 'node:crypto';
import type { Actor, Call } from '#core/access/actor.ts';
import type { AuditEntry, AuditTrail } from '#core/audit/index.ts';
import type { Database, Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import {
  afterFailure,
  failingLoginsAllowed,
  failingLoginsWindow,
  failuresAllowed,
  isLocked,
  sourceOf,
} from './lockout.ts';
import { type Account, actorOf, type Position, type Session } from './model.ts';
import type { Passwords } from './passwords.ts';
import { refuse } from './refusals.ts';
import type { Keyring } from './sealing.ts';
import { matchingStep } from './second-factor.ts';
import type { BrowserSessions } from './sessions.ts';
import { accountStore } from './store.ts';

const handleLife = 5 * 60_000;
/** The second factor is paused for the account wherever it is tried: whoever gets there knows the password already. */
const anywhere = '*';

export interface SignInNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  keys: Keyring;
  passwords: Passwords;
  sessions: BrowserSessions;
  demonstration: boolean;
}

export interface SignedIn {
  session: Session;
  secret: string;
  positions: readonly Position[];
  give: Awaited<ReturnType<BrowserSessions['open']>>['give'];
}

const sha256 = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** What was typed as a login, in the form logins have; what cannot be one becomes the login of nobody. */
function asLogin(typed: string): string {
  const login = typed.trim().toLowerCase();
  return /^[a-z0-9][a-z0-9.-]{2,63}$/.test(login) ? login : '';
}

/** The two steps of signing in. */
export function signingIn(needs: SignInNeeds) {
  return {
    /** See givePassword. */
    password: (login: string, given: string, call: Call) => givePassword(needs, login, given, call),
    /** See giveSecondFactor. */
    secondFactor: (handle: string, code: string, device: string, call: Call) =>
      giveSecondFactor(needs, handle, code, device, call),
  };
}

const storeOn = ({ demonstration }: SignInNeeds, tx: Tx) => accountStore(tx, { demonstration });

export type SigningIn = ReturnType<typeof signingIn>;

/**
 * Checks the password. Unknown, blocked and paused logins cost the same and read the same as a wrong password.
 * @returns a handle that only `secondFactor` accepts, once, for five minutes
 * @throws Refusal `wrong-credentials`, `too-many-failures` (this source), `sign-in-busy`
 */
async function givePassword(needs: SignInNeeds, login: string, given: string, call: Call): Promise<string> {
  const { database, runtime, keys, passwords } = needs;
  const now = runtime.now();
  const source = sourceOf(call.source);
  const store = storeOn(needs, database);
  const failing = await store.failingSubjects(source, new Date(now.getTime() - failingLoginsWindow));
  if (failing >= failingLoginsAllowed) {
    await note(needs, call, undefined, 'too-many-failures');
    throw refuse('too-many-failures');
  }
  const subject = keys.mark('subject', `password ${asLogin(login)}`);
  // Counted as a failure before it is judged: of many guesses sent at once, the sixth already finds the lock.
  const before = await database.transaction(async (tx) => {
    const row = await storeOn(needs, tx).lockFailures(subject, source, now);
    await storeOn(needs, tx).saveFailures(subject, source, afterFailure(row, now));
    return row;
  });
  const account = await store.accountOfLogin(asLogin(login));
  const right = await passwords.verify(account?.password, given);
  if (!account || !right || account.blockedAt || isLocked(before, now)) {
    await note(needs, call, account, 'wrong-credentials');
    throw refuse('wrong-credentials');
  }
  const handle = runtime.randomBytes(32).toString('base64url');
  await store.clearFailures(subject, source);
  await store.addHandle(sha256(handle), account.id, new Date(now.getTime() + handleLife));
  return handle;
}

/**
 * Checks the code and opens a session.
 * @throws Refusal `handle-not-valid`, `wrong-code`, `code-used`, `second-factor-paused`
 */
async function giveSecondFactor(
  needs: SignInNeeds,
  handle: string,
  code: string,
  device: string,
  call: Call,
): Promise<SignedIn> {
  // Refusals leave the transaction as values: the failures it counted must be kept.
  const outcome = await needs.database.transaction((tx) =>
    judge(needs, tx, handle, code, { source: call.source, device }),
  );
  if ('refused' in outcome) {
    await note(needs, call, outcome.account, outcome.refused);
    throw refuse(outcome.refused);
  }
  await note(needs, { ...call, actor: actorOf(outcome.session) }, undefined, undefined);
  return outcome;
}

type Refused = {
  refused: 'handle-not-valid' | 'wrong-code' | 'code-used' | 'second-factor-paused';
  account?: Account;
};

async function judge(
  needs: SignInNeeds,
  tx: Tx,
  handle: string,
  code: string,
  from: { source: string; device: string },
): Promise<SignedIn | Refused> {
  const { runtime, keys, sessions } = needs;
  const store = storeOn(needs, tx);
  const now = runtime.now();
  const mark = sha256(handle);
  const pending = await store.lockHandle(mark, now);
  const account = pending && (await store.account(pending.account));
  if (!pending || !account || account.blockedAt) return { refused: 'handle-not-valid' };
  const subject = keys.mark('subject', `second factor ${account.id}`);
  const counters = await store.lockFailures(subject, anywhere, now);
  if (isLocked(counters, now)) return { refused: 'second-factor-paused', account };
  const step = matchingStep(keys.open('second factor', account.id, account.secondFactor), code, now);
  const fresh = step !== undefined && (await store.useStep(account.id, step));
  if (!fresh) {
    await store.saveFailures(subject, anywhere, afterFailure(counters, now));
    if (pending.failures + 1 >= failuresAllowed) await store.dropHandle(mark);
    else await store.failHandle(mark);
    return { refused: step === undefined ? 'wrong-code' : 'code-used', account };
  }
  await store.dropHandle(mark);
  await store.clearFailures(subject, anywhere);
  const positions = await store.positions(account.id);
  const [first] = positions;
  if (!first) return { refused: 'handle-not-valid', account };
  return { ...(await sessions.open(tx, account, first, from)), positions };
}

/**
 * Writes the audit entry of a success (no reason) or of a refusal. What an unknown person typed is not written down.
 */
function note(
  { audit, runtime }: SignInNeeds,
  call: Call,
  account: Account | undefined,
  reason: string | undefined,
): Promise<void> {
  const actor: Actor = account ? { ...call.actor, id: account.id, name: account.name } : call.actor;
  const entry: AuditEntry = {
    call: { ...call, actor },
    at: runtime.now(),
    action: 'E',
    kind: 'sign-in',
    outcome: reason === undefined ? 0 : 4,
    ...(reason === undefined ? {} : { reason }),
  };
  return audit.write(entry);
}

/** @throws Refusal `no-such-facility` when the person does not work there. */
export function positionAt(positions: readonly Position[], facility: string): Position {
  const position = positions.find((candidate) => candidate.facility === facility);
  if (!position) throw new Refusal('forbidden', 'no-such-facility', 'You have no position at this facility.');
  return position;
}
