/**
 * Proof of the second factor, whichever a person has: the code of the authenticator, a recovery code, or a passkey.
 * Signing in asks for one after the password; risky acts ask for a fresh one (step-up). Wrong ones are counted
 * together, wherever they are tried.
 */
import type { Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { factorStore } from './factor-store.ts';
import { afterFailure, isLocked } from './lockout.ts';
import type { Account } from './model.ts';
import type { PasskeyPurpose, Passkeys } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import type { PolicyInForce } from './policy/policy.ts';
import { readRecoveryCode } from './recovery-codes.ts';
import type { Keyring } from './sealing.ts';
import { matchingStep } from './second-factor.ts';
import type { AccountStore } from './store.ts';

export type Proof =
  | { readonly kind: 'totp'; readonly code: string }
  | { readonly kind: 'recovery'; readonly code: string }
  | { readonly kind: 'passkey'; readonly response: unknown };

/** A proof as it comes in a request; the schema has seen to it that there is exactly one. */
export interface GivenProof {
  readonly code?: string;
  readonly recoveryCode?: string;
  readonly passkey?: unknown;
}

export function proofOf({ code, recoveryCode, passkey }: GivenProof): Proof {
  if (code !== undefined) return { kind: 'totp', code };
  if (recoveryCode !== undefined) return { kind: 'recovery', code: recoveryCode };
  return { kind: 'passkey', response: passkey };
}

export type ProofRefused =
  | 'wrong-code'
  | 'code-used'
  | 'wrong-recovery-code'
  | 'passkey-not-valid'
  | 'second-factor-paused';

export interface ProofsNeed {
  runtime: Runtime;
  keys: Keyring;
  passwords: Passwords;
  passkeys: Passkeys;
  policy: PolicyInForce;
}

export interface Judged {
  /** Why not; undefined when the proof is right. */
  readonly refused?: ProofRefused;
  /** The passkey shown never leaves its device; undefined for other proofs. */
  readonly deviceBound?: boolean;
  /** This failure began a pause. */
  readonly paused?: boolean;
}

/** The second factor is paused for the account wherever it is tried: whoever gets there knows the password already. */
const anywhere = '*';

/**
 * Judges a proof in a transaction of the caller's, which must commit also when the answer is no: the failure counts.
 */
export async function judgeProof(
  needs: ProofsNeed,
  tx: Tx,
  store: AccountStore,
  account: Account,
  proof: Proof,
  purpose: PasskeyPurpose,
): Promise<Judged> {
  const { runtime, keys, policy } = needs;
  const now = runtime.now();
  const subject = keys.mark('subject', `second factor ${account.id}`);
  const counters = await store.lockFailures(subject, anywhere, now);
  // A passkey cannot be guessed, so a pause that somebody else caused does not keep its owner out.
  if (proof.kind !== 'passkey' && isLocked(counters, now)) return { refused: 'second-factor-paused' };
  const judged = await judgeOne(needs, tx, store, account, proof, purpose);
  if (!judged.refused) {
    await store.clearFailures(subject, anywhere);
    return judged;
  }
  const after = afterFailure(counters, now, policy.current.values);
  await store.saveFailures(subject, anywhere, after);
  return { ...judged, paused: after.locks > counters.locks };
}

async function judgeOne(
  { runtime, keys, passwords, passkeys }: ProofsNeed,
  tx: Tx,
  store: AccountStore,
  account: Account,
  proof: Proof,
  purpose: PasskeyPurpose,
): Promise<Judged> {
  const now = runtime.now();
  switch (proof.kind) {
    case 'totp': {
      if (!account.secondFactor) return { refused: 'wrong-code' };
      const step = matchingStep(await keys.open('second factor', account.id, account.secondFactor), proof.code, now);
      if (step === undefined) return { refused: 'wrong-code' };
      return (await store.useStep(account.id, step)) ? {} : { refused: 'code-used' };
    }
    case 'recovery': {
      const factors = factorStore(tx);
      const read = readRecoveryCode(proof.code);
      const stored = read && (await factors.codeOf(account.id, read.selector));
      const right = await passwords.verify(stored?.code, read?.rest ?? 'no code at all');
      const used = right && stored && (await factors.useCode(account.id, stored.selector, now));
      return used ? {} : { refused: 'wrong-recovery-code' };
    }
    case 'passkey': {
      const key = await passkeys.verify(tx, purpose, proof.response);
      return key?.account === account.id ? { deviceBound: key.deviceBound } : { refused: 'passkey-not-valid' };
    }
  }
}
