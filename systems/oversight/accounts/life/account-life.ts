/**
 * The life of an account of staff: asked for by one person, decided by another, first opened by the person alone, ended
 * at once everywhere. Each right that begins, changes or ends leaves its entry in the register of authorised persons.
 * security/requirements C-03, C-04, C-05.
 */
import type { Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { PolicyInForce } from '../policy/policy.ts';
import { refuse } from '../refusals.ts';
import type { Keyring } from '../sealing.ts';
import { base32 } from '../second-factor.ts';
import { accountStore } from '../store.ts';
import { type EndedPosition, lifeStore } from './life-store.ts';
import type { AccountRequest, AdmissionKind, NewEntry } from './model.ts';
import { admissionsLacking, type AskedFor, checkDecision, checkRequest } from './request-rules.ts';

export interface AccountLifeNeeds {
  runtime: Runtime;
  keys: Keyring;
  policy: PolicyInForce;
  demonstration: boolean;
}

export type AccountLife = ReturnType<typeof accountLife>;

const hour = 60 * 60_000;
const day = (at: Date): string => at.toISOString().slice(0, 10);

export function accountLife(needs: AccountLifeNeeds) {
  return {
    /** See ask. */
    ask: (tx: Tx, asked: AskedFor, by: string) => ask(needs, tx, asked, by),
    /** See decide. */
    decide: (tx: Tx, id: string, decision: Decision, by: string) => decide(needs, tx, id, decision, by),
    /** See suspend. */
    suspend: (tx: Tx, account: string, reason: string, by: string) => suspend(needs, tx, account, reason, by),
    /** See issueActivation. */
    issueActivation: (tx: Tx, id: string, by: string) => issueActivation(needs, tx, id, by),
  };
}

export interface Decision {
  readonly approve: boolean;
  readonly login?: string;
  readonly reason?: string;
}

/** A request of which nothing is said yet. */
export const nothingSaid = {
  ...{ account: null, givenName: null, familyName: null, post: null, role: null, facility: null, facilityName: null },
  ...{ practitioner: null, scope: null, endsAt: null, decidedBy: null, decidedAt: null, approved: null },
  ...{ decisionReason: null, login: null },
} as const satisfies Partial<AccountRequest>;

/** Writes a request down. @throws Refusal `request-incomplete`, `end-needed`, `end-too-far`, `no-such-account` */
async function ask(needs: AccountLifeNeeds, tx: Tx, asked: AskedFor, by: string): Promise<AccountRequest> {
  const now = needs.runtime.now();
  const endsAt = checkRequest(asked, now, needs.policy.of('contractors.days')) ?? null;
  if (asked.account) await accountOf(needs, tx, asked.account);
  const { employment: _employment, ends: _ends, ...said } = asked;
  const request = { ...nothingSaid, ...said, id: needs.runtime.newId(), endsAt, requestedBy: by, requestedAt: now };
  await lifeStore(tx).addRequest(request);
  return request;
}

/** @throws Refusal `no-such-account` when it is not there or closed */
async function accountOf({ demonstration }: AccountLifeNeeds, tx: Tx, id: string) {
  const account = await accountStore(tx, { demonstration }).account(id);
  if (!account || !(account.password || account.passkeyOnly))
    throw new Refusal('not-found', 'no-such-account', 'There is no such account, or it is closed.');
  return account;
}

/** @throws Refusal `no-such-request` */
async function requestOf(tx: Tx, id: string): Promise<AccountRequest> {
  const request = await lifeStore(tx).lockRequest(id);
  if (!request) throw new Refusal('not-found', 'no-such-request', 'There is no such request.');
  return request;
}

/**
 * Decides a request, and does what it asks when approved.
 * @throws Refusal `no-such-request`, `decided-already`, `own-request`, `identifier-needed`, `identifier-used`,
 * `has-account`
 */
async function decide(needs: AccountLifeNeeds, tx: Tx, id: string, decision: Decision, by: string): Promise<void> {
  const store = lifeStore(tx);
  const request = await requestOf(tx, id);
  checkDecision(request, decision, by);
  const now = needs.runtime.now();
  const isNew = decision.approve && !request.account;
  if (isNew && request.practitioner && (await accountStore(tx, needs).hasAccount(request.practitioner)))
    throw refuse('has-account');
  const login = isNew ? (decision.login ?? null) : null;
  if (login && !(await store.useIdentifier(needs.keys.mark('identifier', login)))) {
    const says = 'This identifier was given before, and none is given twice. Choose another.';
    throw new Refusal('conflict', 'identifier-used', says);
  }
  await store.decide(id, by, now, decision.approve, decision.reason ?? null, login);
  if (!decision.approve) return;
  const decided: AccountRequest = { ...request, decidedAt: now, decidedBy: by, approved: true, login };
  if (request.account) await carryOut(needs, tx, decided, request.account);
  else await store.append(entryOfGrant(decided, decided), now);
}

async function carryOut(needs: AccountLifeNeeds, tx: Tx, request: AccountRequest, id: string): Promise<void> {
  const store = lifeStore(tx);
  const now = needs.runtime.now();
  const account = await accountOf(needs, tx, id);
  switch (request.kind) {
    case 'grant': {
      const lacking = admissionsLacking(await store.admissions(request.id));
      if ((await store.rights(id)).length === 0 && lacking.length > 0) throw admissionMissing(lacking);
      await store.setPractitioner(id, request.practitioner);
      await store.grantPosition(id, request);
      const [right] = await store.rights(id);
      const names = right ?? { givenName: account.name, familyName: '', post: null };
      return void (await store.append(entryOfGrant(request, { ...names, login: account.login }), now));
    }
    case 'change':
      return change(tx, request, id, now);
    case 'resume':
      return void (await store.resume(id, now));
    case 'close': {
      const rights = await store.rights(id);
      await store.endRights(id, now);
      for (const right of rights) await store.append(ended(right, now), now);
      await store.endSessions(id, now);
      await store.forgetFactors(id);
      return void (await store.close(id, now));
    }
  }
}

/** A new name, post or scope is a new entry; the old ones stay as they were (SEC-229). */
async function change(tx: Tx, { givenName, familyName, post, scope }: AccountRequest, id: string, now: Date) {
  const store = lifeStore(tx);
  const [first] = await store.rights(id);
  if (!first) throw new Refusal('rule-broken', 'no-rights', 'This account has no rights of staff to change.');
  await store.describe(id, givenName ?? first.givenName, familyName ?? first.familyName, post ?? first.post);
  if (scope) await store.rescope(id, scope);
  for (const { account: _account, number: _number, ...right } of await store.rights(id))
    await store.append({ ...right, endedOn: null }, now);
}

type Names = Pick<AccountRequest, 'givenName' | 'familyName' | 'post' | 'login'>;

const entryOfGrant = (request: AccountRequest, { givenName, familyName, post, login }: Names): NewEntry => ({
  givenName: givenName ?? '',
  familyName: familyName ?? '',
  post: request.post ?? post,
  grantedOn: day(request.decidedAt as Date),
  endedOn: request.endsAt ? day(new Date(request.endsAt.getTime() - 1)) : null,
  scope: request.scope ?? request.role ?? '',
  identifier: login ?? '',
});

/** The entry of a right that ended. */
export const ended = ({ account: _account, ...right }: EndedPosition, now: Date): NewEntry => ({
  ...right,
  endedOn: day(now),
});

const admissionMissing = (lacking: readonly AdmissionKind[]): Refusal =>
  new Refusal('rule-broken', 'admission-missing', `Before the first access record: ${lacking.join(', ')}.`);

/** Stops an account at once, by one person: sessions end, what it holds is kept. Its return needs two. */
async function suspend(needs: AccountLifeNeeds, tx: Tx, account: string, reason: string, by: string): Promise<void> {
  await accountOf(needs, tx, account);
  const store = lifeStore(tx);
  const now = needs.runtime.now();
  await store.setBlock(account, now, 'suspended');
  await store.endSessions(account, now);
  const said = { account, reason, requestedBy: by, requestedAt: now, decidedBy: by, decidedAt: now, approved: true };
  await store.addRequest({ ...nothingSaid, ...said, id: needs.runtime.newId(), kind: 'suspend' });
}

/**
 * Makes the one-time code that opens a granted account for the first time (or anew, after `renew`): 80 random bits,
 * good for a day, once. Only the person whom it is handed to sets what signs in afterwards.
 * @throws Refusal `no-such-request`, `not-approved`, `admission-missing`, `activated-already`
 */
export async function issueActivation(needs: AccountLifeNeeds, tx: Tx, id: string, by: string | null) {
  const store = lifeStore(tx);
  const request = await requestOf(tx, id);
  const opens = request.kind === 'renew' || (request.kind === 'grant' && !request.account);
  if (!request.approved || !opens) {
    throw new Refusal(
      'rule-broken',
      'not-approved',
      'A code is issued for an approved grant to a new person, or renewal.',
    );
  }
  const lacking = request.kind === 'grant' ? admissionsLacking(await store.admissions(id)) : [];
  if (lacking.length > 0) throw admissionMissing(lacking);
  const letters = base32(needs.runtime.randomBytes(10)).toLowerCase();
  const code = letters.match(/.{4}/g)?.join('-') ?? letters;
  const expires = new Date(needs.runtime.now().getTime() + needs.policy.of('activation.hours') * hour);
  if ((await store.putActivation(id, markOfCode(needs.keys, letters), expires, by)) !== 1)
    throw new Refusal('conflict', 'activated-already', 'This account has been opened. Ask for a renewal instead.');
  const account = request.account ? await accountOf(needs, tx, request.account) : undefined;
  return { login: account?.login ?? request.login, code, expires: expires.toISOString() };
}

/** What is kept of a code: typed with capitals or dashes or not. */
export const markOfCode = (keys: Keyring, typed: string): Buffer =>
  keys.mark(
    'activation',
    typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('0', 'o').replaceAll('1', 'l').slice(0, 64),
  );
