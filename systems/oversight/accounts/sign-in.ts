/**
 * Signing in after the password: the second factor, or a passkey that is both factors in one. The password is judged in
 * password-step.ts; what follows from a sign-in is in opening.ts. Whatever is decided is written down, failures too,
 * each with its audit entry.
 */
import { hash } from 'node:crypto';
import type { Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { factorStore } from './factor-store.ts';
import { failuresAllowed } from './lockout.ts';
import { actorOf, type Position } from './model.ts';
import { noticeStore } from './notice-store.ts';
import { openSession } from './opening.ts';
import { givePassword } from './password-step.ts';
import type { PasskeyPurpose } from './passkeys.ts';
import { judgeProof, type Proof } from './proofs.ts';
import { refuse } from './refusals.ts';
import { note, type Place, type Refused, type SignedIn, type SignInNeeds, storeOn } from './sign-in-needs.ts';

const sha256 = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** The two steps of signing in, and the one act that is both. */
export function signingIn(needs: SignInNeeds) {
  return {
    /** See password-step.ts. */
    password: (login: string, given: string, place: Place) => givePassword(needs, login, given, place),
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

export type SigningIn = ReturnType<typeof signingIn>;

/**
 * Checks the second factor and opens a session.
 * @throws Refusal `handle-not-valid`, `wrong-code`, `code-used`, `wrong-recovery-code`, `passkey-not-valid`,
 * `second-factor-paused`, `security-key-needed`
 */
async function giveSecondFactor(needs: SignInNeeds, handle: string, proof: Proof, place: Place): Promise<SignedIn> {
  // Refusals leave the transaction as values: the failures it counted must be kept.
  const outcome = await needs.database.transaction((tx) => judge(needs, tx, handle, proof, place));
  return conclude(needs, outcome, place.call);
}

/**
 * Signs in by a passkey alone: possession and the person's own check in one act.
 * @throws Refusal `passkey-not-valid`: of nobody, of a blocked account, or not right; to a stranger these are one
 */
async function givePasskey(needs: SignInNeeds, response: unknown, place: Place): Promise<SignedIn> {
  const outcome = await needs.database.transaction(async (tx): Promise<SignedIn | Refused> => {
    const store = storeOn(needs, tx);
    const key = await needs.passkeys.verify(tx, 'sign-in', response);
    const account = key && (await store.account(key.account));
    if (!account || account.blockedAt) return { refused: 'passkey-not-valid', ...(account ? { account } : {}) };
    return openSession(needs, tx, account, { factors: ['passkey'], deviceBound: key.deviceBound, place });
  });
  return conclude(needs, outcome, place.call);
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

async function judge(
  needs: SignInNeeds,
  tx: Tx,
  handle: string,
  proof: Proof,
  place: Place,
): Promise<SignedIn | Refused> {
  const store = storeOn(needs, tx);
  const mark = sha256(handle);
  const now = needs.runtime.now();
  const pending = await store.lockHandle(mark, now);
  const account = pending && (await store.account(pending.account));
  if (!pending || !account || account.blockedAt) return { refused: 'handle-not-valid' };
  const { refused, deviceBound, paused } = await judgeProof(needs, tx, store, account, proof, purposeOf(handle));
  const where = { source: place.call.source, device: place.device };
  if (paused) await noticeStore(tx).tell(needs.runtime.newId(), account.id, 'second-factor-paused', now, where);
  if (refused === 'second-factor-paused') return { refused, account };
  if (refused) {
    if (pending.failures + 1 >= failuresAllowed) await store.dropHandle(mark);
    else await store.failHandle(mark);
    return { refused, account };
  }
  await store.dropHandle(mark);
  const { afterFailures } = pending;
  return openSession(needs, tx, account, {
    factors: ['password', proof.kind],
    place,
    afterFailures,
    ...(deviceBound === undefined ? {} : { deviceBound }),
  });
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

/** @throws Refusal `no-such-facility` when the person does not work there. */
export function positionAt(positions: readonly Position[], facility: string): Position {
  const position = positions.find((candidate) => candidate.facility === facility);
  if (!position) throw new Refusal('forbidden', 'no-such-facility', 'You have no position at this facility.');
  return position;
}
