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
import { factorStore } from './factor-store.ts';
import { type Account, actorOf, type Position, type Session } from './model.ts';
import type { PasskeyPurpose, Passkeys } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import { judgeProof, type Proof, type ProofRefused } from './proofs.ts';
import { refuse } from './refusals.ts';
import type { Keyring } from './sealing.ts';
import type { BrowserSessions } from './sessions.ts';
import { accountStore, type OpenedFrom } from './store.ts';

const handleLife = 5 * 60_000;

export interface SignInNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  keys: Keyring;
  passwords: Passwords;
  passkeys: Passkeys;
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

/** Where the person is. */
export interface Place {
  readonly device: string;
  readonly call: Call;
}

/** The two steps of signing in, and the one act that is both. */
export function signingIn(needs: SignInNeeds) {
  return {
    /** See givePassword. */
    password: (login: string, given: string, call: Call) => givePassword(needs, login, given, call),
    /** See giveSecondFactor. */
    secondFactor: (handle: string, proof: Proof, place: Place) => giveSecondFactor(needs, handle, proof, place),
    /** See givePasskey. */
    passkey: (response: unknown, place: Place) => givePasskey(needs, response, place),
    /** What the second step may be asked for: `totp` always, the others when the person has them. */
    factorsOf: (handle: string) => factorsOf(needs, handle),
    /** The question to a passkey: as the whole sign-in, or as the second step of one. */
    askPasskey: (handle?: string) => askPasskey(needs, handle),
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
  const right = await passwords.verify(account?.password ?? undefined, given);
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
 * Checks the second factor and opens a session.
 * @throws Refusal `handle-not-valid`, `wrong-code`, `code-used`, `wrong-recovery-code`, `passkey-not-valid`,
 * `second-factor-paused`
 */
async function giveSecondFactor(
  needs: SignInNeeds,
  handle: string,
  proof: Proof,
  { device, call }: Place,
): Promise<SignedIn> {
  // Refusals leave the transaction as values: the failures it counted must be kept.
  const outcome = await needs.database.transaction((tx) =>
    judge(needs, tx, handle, proof, { source: call.source, device, factors: ['password', proof.kind] }),
  );
  return conclude(needs, outcome, call);
}

/**
 * Signs in by a passkey alone: possession and the person's own check in one act.
 * @throws Refusal `passkey-not-valid`: of nobody, of a blocked account, or not right; to a stranger these are one
 */
async function givePasskey(needs: SignInNeeds, response: unknown, { device, call }: Place): Promise<SignedIn> {
  const outcome = await needs.database.transaction(async (tx): Promise<SignedIn | Refused> => {
    const store = storeOn(needs, tx);
    const key = await needs.passkeys.verify(tx, 'sign-in', response);
    const account = key && (await store.account(key.account));
    if (!account || account.blockedAt) return { refused: 'passkey-not-valid', ...(account ? { account } : {}) };
    return open(needs, tx, account, { source: call.source, device, factors: ['passkey'] });
  });
  return conclude(needs, outcome, call);
}

/** Leaves the audit entry, and turns a refusal into one. */
async function conclude(needs: SignInNeeds, outcome: SignedIn | Refused, call: Call): Promise<SignedIn> {
  if ('refused' in outcome) {
    await note(needs, call, outcome.account, outcome.refused);
    throw refuse(outcome.refused);
  }
  await note(needs, { ...call, actor: actorOf(outcome.session) }, undefined, undefined);
  return outcome;
}

type Refused = { refused: 'handle-not-valid' | ProofRefused; account?: Account };

async function judge(
  needs: SignInNeeds,
  tx: Tx,
  handle: string,
  proof: Proof,
  from: OpenedFrom,
): Promise<SignedIn | Refused> {
  const store = storeOn(needs, tx);
  const mark = sha256(handle);
  const pending = await store.lockHandle(mark, needs.runtime.now());
  const account = pending && (await store.account(pending.account));
  if (!pending || !account || account.blockedAt) return { refused: 'handle-not-valid' };
  const refused = await judgeProof(needs, tx, store, account, proof, purposeOf(handle));
  if (refused === 'second-factor-paused') return { refused, account };
  if (refused) {
    if (pending.failures + 1 >= failuresAllowed) await store.dropHandle(mark);
    else await store.failHandle(mark);
    return { refused, account };
  }
  await store.dropHandle(mark);
  return open(needs, tx, account, from);
}

async function open(needs: SignInNeeds, tx: Tx, account: Account, from: OpenedFrom): Promise<SignedIn | Refused> {
  const now = needs.runtime.now();
  const positions = await storeOn(needs, tx).positions(account.id, now);
  const [first] = positions;
  if (!first) return { refused: 'handle-not-valid', account };
  await storeOn(needs, tx).signedIn(account.id, now);
  return { ...(await needs.sessions.open(tx, account, first, from)), positions };
}

/** A question to a passkey as the second step is for the handle of that sign-in only. */
const purposeOf = (handle: string): PasskeyPurpose => `second-factor ${sha256(handle).toString('hex')}`;

/** The account of a handle that is still good. @throws Refusal `handle-not-valid` */
async function holderOf(needs: SignInNeeds, handle: string): Promise<string> {
  const pending = await needs.database.transaction((tx) =>
    storeOn(needs, tx).lockHandle(sha256(handle), needs.runtime.now()),
  );
  if (!pending) throw refuse('handle-not-valid');
  return pending.account;
}

async function factorsOf(needs: SignInNeeds, handle: string): Promise<('passkey' | 'totp' | 'recovery')[]> {
  const { passkeys, codes } = await factorStore(needs.database).counts(await holderOf(needs, handle));
  return [...(passkeys > 0 ? (['passkey'] as const) : []), 'totp', ...(codes > 0 ? (['recovery'] as const) : [])];
}

async function askPasskey(needs: SignInNeeds, handle?: string) {
  if (handle === undefined) return needs.passkeys.ask('sign-in');
  const have = await factorStore(needs.database).passkeys(await holderOf(needs, handle));
  return needs.passkeys.ask(purposeOf(handle), have);
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
