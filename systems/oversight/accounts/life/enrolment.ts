/**
 * The first sign-in: a one-time code, or a proof of identity, opens one journey and nothing else: an own password (if
 * wanted), an own second factor, recovery codes. Between its steps the server keeps nothing: what it must know again
 * travels sealed. security/requirements C-01, C-08.
 */
import type { Database, Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { factorStore, type StoredCode } from '../factor-store.ts';
import type { Passkeys } from '../passkeys.ts';
import type { PasswordJudge } from '../password-judge.ts';
import type { Passwords } from '../passwords.ts';
import type { PolicyInForce } from '../policy/policy.ts';
import { makeRecoveryCodes } from '../recovery-codes.ts';
import { refuse } from '../refusals.ts';
import type { PersonRole } from '../roles.ts';
import type { Keyring } from '../sealing.ts';
import { base32, matchingStep } from '../second-factor.ts';
import { accountStore } from '../store.ts';
import { markOfCode } from './account-life.ts';
import { lifeStore } from './life-store.ts';
import type { AccountRequest } from './model.ts';

/** What a source of identity says of a person, at assurance level substantial or high (eIDAS art. 8). */
export interface ProvenPerson {
  readonly givenName: string;
  readonly familyName: string;
  /** Logical id of the person's Patient resource. */
  readonly patient: string;
}

/** What accounts need of the national node: who stands behind a proof that a browser brought. Undefined: not proven. */
export interface IdentityProof {
  prove(proof: string): Promise<ProvenPerson | undefined>;
}

export interface EnrolmentNeeds {
  database: Database;
  runtime: Runtime;
  keys: Keyring;
  passwords: Passwords;
  passkeys: Passkeys;
  judge: PasswordJudge;
  policy: PolicyInForce;
  demonstration: boolean;
  identity?: IdentityProof;
}

/** What the last step gives: a code of the new authenticator with a password, a passkey, or both. */
export interface Chosen {
  readonly password?: string;
  readonly code?: string;
  readonly passkey?: unknown;
}

interface Enrollee {
  readonly account: string;
  readonly login: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly role: PersonRole;
  readonly patient?: string;
  /** Mark of the code, base64url; none when identity was proven. */
  readonly code?: string;
  readonly seed: string;
  readonly until: number;
}

const journeyLife = 30 * 60_000;
const sealedFor = 'enrolment';

export type Enrolment = ReturnType<typeof enrolment>;

export function enrolment(needs: EnrolmentNeeds) {
  return {
    /** See begin. */
    begin: (code: string) => begin(needs, code),
    /** See beginProven. */
    beginProven: (proof: string) => beginProven(needs, proof),
    /** See finish. */
    finish: (state: string, chosen: Chosen) => finish(needs, state, chosen),
  };
}

/**
 * What a code opens. Unknown, used up and old codes read the same.
 * @throws Refusal `activation-not-valid`
 */
async function begin(needs: EnrolmentNeeds, typed: string) {
  const { database, runtime, keys, demonstration } = needs;
  const code = markOfCode(keys, typed);
  const request = await lifeStore(database).requestOfCode(code, runtime.now());
  if (!request) throw refuse('activation-not-valid');
  const known = request.account ? await accountStore(database, { demonstration }).account(request.account) : undefined;
  if (request.account && !known) throw refuse('activation-not-valid');
  const positions = known ? await accountStore(database, { demonstration }).positions(known.id, runtime.now()) : [];
  return journey(needs, {
    account: known?.id ?? runtime.newId(),
    login: known?.login ?? request.login ?? '',
    givenName: request.givenName ?? known?.name ?? '',
    familyName: request.familyName ?? '',
    role: request.role ?? positions[0]?.role ?? 'patient',
    code: code.toString('base64url'),
  });
}

/**
 * The same for a patient whose identity the national node has proven. @throws Refusal `identity-not-proven`,
 * `has-account`
 */
async function beginProven(needs: EnrolmentNeeds, proof: string) {
  const person = await needs.identity?.prove(proof);
  if (!person) throw refuse('identity-not-proven');
  const { givenName, familyName, patient } = person;
  if (await accountStore(needs.database, needs).accountOfPatient(patient)) throw refuse('has-account');
  const login = `pacjent-${base32(needs.runtime.randomBytes(5)).toLowerCase()}`;
  return journey(needs, { account: needs.runtime.newId(), login, givenName, familyName, role: 'patient', patient });
}

async function journey(needs: EnrolmentNeeds, person: Omit<Enrollee, 'seed' | 'until'>) {
  const { runtime, keys, passkeys, policy } = needs;
  const seed = runtime.randomBytes(20);
  const until = runtime.now().getTime() + journeyLife;
  const enrollee: Enrollee = { ...person, seed: seed.toString('base64url'), until };
  const name = `${person.givenName} ${person.familyName}`.trim();
  const secret = base32(seed);
  const label = encodeURIComponent(`e-Zdrowie:${person.login}`);
  return {
    login: person.login,
    name,
    role: person.role,
    deviceBound: person.role === 'operator' && policy.of('operators.deviceBoundPasskey') === 1,
    secret,
    otpauth: `otpauth://totp/${label}?secret=${secret}&issuer=e-Zdrowie&algorithm=SHA1&digits=6&period=30`,
    passkey: await passkeys.offer({ id: person.account, login: person.login, name }, []),
    state: (await keys.seal('enrolment', sealedFor, JSON.stringify(enrollee))).toString('base64url'),
  };
}

async function opened({ keys, runtime }: EnrolmentNeeds, state: string): Promise<Enrollee> {
  try {
    const text = await keys.open('enrolment', sealedFor, Buffer.from(state, 'base64url'));
    const enrollee = JSON.parse(text.toString()) as Enrollee;
    if (enrollee.until > runtime.now().getTime()) return enrollee;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // not sealed by us: the same as one that is over
  }
  throw refuse('activation-not-valid');
}

/**
 * The last step: the account comes to be (or, renewed, gets new factors in place of all old ones), and the code is used
 * up. @returns the account, and ten recovery codes that are shown once
 * @throws Refusal `activation-not-valid`, `factors-incomplete`, `device-bound-passkey-needed`, `weak-password`,
 * `wrong-code`, `passkey-not-kept`
 */
async function finish(needs: EnrolmentNeeds, state: string, chosen: Chosen) {
  const { database, runtime, keys, passwords } = needs;
  const enrollee = await opened(needs, state);
  const code = enrollee.code === undefined ? undefined : Buffer.from(enrollee.code, 'base64url');
  const now = runtime.now();
  const request = code && (await lifeStore(database).requestOfCode(code, now));
  if (code && !request) throw refuse('activation-not-valid');
  const seed = Buffer.from(enrollee.seed, 'base64url');
  const step = chosen.code === undefined ? undefined : matchingStep(seed, chosen.code, now);
  await check(needs, enrollee, chosen, step !== undefined);
  const withPassword = chosen.password !== undefined;
  const password = withPassword ? await passwords.hash(chosen.password as string) : null;
  const secondFactor = withPassword ? await keys.seal('second factor', enrollee.account, seed) : null;
  const codes = makeRecoveryCodes(runtime);
  const stored: StoredCode[] = [];
  for (const { selector, rest } of codes) stored.push({ selector, code: await passwords.hash(rest) });
  await database.transaction(async (tx) => {
    if (code && !(await lifeStore(tx).useCode(code, now))) throw refuse('activation-not-valid');
    await keep(needs, tx, enrollee, { password, secondFactor }, request);
    if (chosen.passkey !== undefined) await keepPasskey(needs, tx, enrollee, chosen.passkey);
    if (step !== undefined) await accountStore(tx, needs).useStep(enrollee.account, step);
    await factorStore(tx).replaceCodes(enrollee.account, stored, now);
  });
  return { account: enrollee.account, login: enrollee.login, codes: codes.map(({ shown }) => shown) };
}

async function check(needs: EnrolmentNeeds, enrollee: Enrollee, chosen: Chosen, rightCode: boolean): Promise<void> {
  const { password, code, passkey } = chosen;
  const staff = enrollee.role !== 'patient';
  if (enrollee.role === 'operator' && needs.policy.of('operators.deviceBoundPasskey') === 1 && passkey === undefined)
    throw refuse('device-bound-passkey-needed');
  if ((password === undefined) !== (code === undefined) || (password === undefined && passkey === undefined))
    throw refuse('factors-incomplete');
  if (password === undefined) return;
  if (!rightCode) throw refuse('wrong-code', 'rule-broken');
  const { login, givenName, familyName } = enrollee;
  const fault = await needs.judge.fault(password, { login, names: [givenName, familyName], staff });
  if (fault) throw new Refusal('rule-broken', fault.code, fault.says);
}

type Secrets = { password: string | null; secondFactor: Buffer | null };

async function keep(
  needs: EnrolmentNeeds,
  tx: Tx,
  enrollee: Enrollee,
  secrets: Secrets,
  request: AccountRequest | undefined,
): Promise<void> {
  const store = accountStore(tx, needs);
  const life = lifeStore(tx);
  const now = needs.runtime.now();
  const { account: id, login, givenName, familyName, patient = null } = enrollee;
  const passkeyOnly = secrets.password === null;
  if (request?.account) {
    // Whoever lost the old factors, or took them, has none of them any more.
    await life.forgetFactors(id);
    await life.endSessions(id, now);
    await store.changeCredentials(id, secrets, now);
    return;
  }
  const person = {
    id,
    login,
    name: `${givenName} ${familyName}`,
    patient,
    practitioner: request?.practitioner ?? null,
  };
  const { demonstration } = needs;
  if (!request && !(await life.useIdentifier(needs.keys.mark('identifier', login))))
    throw refuse('activation-not-valid');
  const account = { ...person, ...secrets, passkeyOnly, demonstration, blockedAt: null };
  if (!(await store.addAccount(account, now))) throw refuse('has-account');
  await life.describe(id, givenName, familyName, request?.post ?? null);
  if (request) await life.grantPosition(id, request);
  else await store.addPosition(id, { number: 0, role: 'patient', facility: null, facilityName: null });
}

async function keepPasskey(needs: EnrolmentNeeds, tx: Tx, enrollee: Enrollee, given: unknown): Promise<void> {
  const { account: id, login, givenName, familyName, role } = enrollee;
  const kept = await needs.passkeys.keep(
    tx,
    { id, login, name: `${givenName} ${familyName}` },
    'Pierwszy klucz',
    given,
  );
  if (!kept) throw refuse('passkey-not-kept');
  if (role === 'operator' && needs.policy.of('operators.deviceBoundPasskey') === 1 && !kept.deviceBound)
    throw refuse('device-bound-passkey-needed');
}
