/** The HTTP operations by which people look after their own ways of signing in, below /api/accounts. */
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { factorStore, type Passkey } from './factor-store.ts';
import { type Act, personRoles, type Session, schemas } from './model.ts';
import { noticeStore } from './notice-store.ts';
import { daysLeft } from './opening.ts';
import { currentSession } from './operations.ts';
import { type Passkeys, passkeysAtMost } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import type { PolicyInForce } from './policy/policy.ts';
import { type GivenProof, proofOf } from './proofs.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { refuse } from './refusals.ts';
import type { BrowserSessions } from './sessions.ts';
import type { StepUp } from './step-up.ts';
import { accountStore } from './store.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

export interface SecurityOperationsNeed {
  sessions: BrowserSessions;
  passkeys: Passkeys;
  passwords: Passwords;
  stepUp: StepUp;
  policy: PolicyInForce;
  runtime: Runtime;
  demonstration: boolean;
}

const self = { roles: personRoles, purpose: 'HOPERAT' } as const;
const holderOf = ({ account: { id, login, name } }: Session) => ({ id, login, name });

export function securityOperations(needs: SecurityOperationsNeed): Operation[] {
  return [...stepUpOperations(needs), ...passkeyOperations(needs), ...recoveryOperations(needs)];
}

function stepUpOperations({
  sessions,
  stepUp,
  passkeys,
  policy,
  runtime,
  demonstration,
}: SecurityOperationsNeed): Operation[] {
  return [
    operation({
      name: 'read-security',
      method: 'GET',
      path: '/accounts/security',
      summary: 'My passkeys, and how many recovery codes are left',
      access: self,
      audit: 'own', // nobody else's data are touched
      reply: schemas.security,
      handle: async ({ http: { request } }, { tx }) => {
        const { account, position } = (await currentSession(sessions, request)).session;
        const { codes } = await factorStore(tx).counts(account.id);
        const keys = await factorStore(tx).passkeys(account.id);
        // A page opened by the address of the machine cannot have passkeys: the screen then says where they work.
        const passkeysHere = request.headers.host === new URL(passkeys.party.origin).host;
        const known = await accountStore(tx, { demonstration }).account(account.id);
        const staff = position.role !== 'patient';
        const days = staff && known?.password ? daysLeft(known.passwordSetAt, policy, runtime.now()) : undefined;
        return {
          ...{ passkeys: keys.map(shown), recoveryCodes: codes, passkeysHere },
          ...{ authenticator: known?.secondFactor !== null, password: known?.password !== null },
          shortest: policy.of(staff ? 'staff.password.minLength' : 'patients.password.minLength'),
          ...(days === undefined ? {} : { passwordDays: days }),
        };
      },
    }),
    operation({
      name: 'ask-step-up',
      method: 'POST',
      path: '/accounts/step-up-challenge',
      summary: 'What the browser asks a passkey before a risky act',
      access: self,
      audit: 'own', // nobody's data are touched
      body: schemas.stepUpAsked,
      reply: schemas.passkeyOptions,
      handle: async ({ body, http: { request } }) =>
        stepUp.ask((await currentSession(sessions, request)).session, (body as { act: Act }).act),
    }),
    operation({
      name: 'step-up',
      method: 'POST',
      path: '/accounts/step-up',
      summary: 'Gives the second factor once more; the answer is good for one act within two minutes',
      access: self,
      audit: 'own',
      body: schemas.stepUp,
      reply: schemas.proof,
      handle: async ({ body, http: { request } }, { call }) => {
        const { act, ...given } = body as { act: Act } & GivenProof;
        const { session } = await currentSession(sessions, request);
        const proof = await stepUp.prove(session, act, proofOf(given), call);
        sessions.forget(session.id);
        return { proof };
      },
    }),
  ];
}

const shown = ({ id, name, deviceBound, createdAt, lastUsedAt }: Passkey) => ({
  id,
  name,
  deviceBound,
  created: createdAt.toISOString(),
  ...(lastUsedAt ? { lastUsed: lastUsedAt.toISOString() } : {}),
});

function passkeyOperations(needs: SecurityOperationsNeed): Operation[] {
  const { sessions, passkeys, stepUp } = needs;
  return [
    operation({
      name: 'offer-passkey',
      method: 'POST',
      path: '/accounts/passkeys/offer',
      summary: 'What the browser needs to make a passkey',
      access: self,
      audit: 'own', // nothing is changed yet
      reply: schemas.passkeyOptions,
      handle: async ({ http: { request } }, { tx }) => {
        const { session } = await currentSession(sessions, request);
        const have = await factorStore(tx).passkeys(session.account.id);
        if (have.length >= passkeysAtMost) throw refuse('too-many-passkeys');
        return passkeys.offer(holderOf(session), have);
      },
    }),
    operation({
      name: 'add-passkey',
      method: 'POST',
      path: '/accounts/passkeys',
      summary: 'Keeps a passkey that the browser made; needs fresh proof',
      access: self,
      audit: { action: 'C' },
      body: schemas.newPasskey,
      reply: schemas.passkey,
      handle: async ({ body, http: { request } }, { tx, call, now, newId }) => {
        const { proof, name, passkey } = body as { proof: string; name: string; passkey: unknown };
        const { session } = await currentSession(sessions, request);
        await stepUp.demand(tx, session, 'passkey-add', proof);
        const have = await factorStore(tx).passkeys(session.account.id);
        if (have.length >= passkeysAtMost) throw refuse('too-many-passkeys');
        const kept = await passkeys.keep(tx, holderOf(session), name.trim(), passkey);
        if (!kept) throw refuse('passkey-not-kept');
        await noticeStore(tx).tell(newId(), session.account.id, 'new-passkey', now(), { source: call.source });
        return shown(kept);
      },
    }),
    operation({
      name: 'remove-passkey',
      method: 'POST',
      path: '/accounts/passkeys/:id/remove',
      summary: 'Forgets one of my passkeys; needs fresh proof',
      access: self,
      audit: { action: 'D' },
      params: schemas.byId,
      body: schemas.passkeyRemoved,
      reply: schemas.nothing,
      handle: async ({ params, body, http: { request } }, { tx, actor, call, now, newId }) => {
        const { session } = await currentSession(sessions, request);
        await stepUp.demand(tx, session, 'passkey-remove', (body as { proof: string }).proof);
        await mustNotBeLast(needs, tx, session, String(params.id));
        if (!(await factorStore(tx).removePasskey(String(params.id), actor.id))) throw refuse('no-such-passkey');
        await noticeStore(tx).tell(newId(), actor.id, 'passkey-removed', now(), { source: call.source });
        return null;
      },
    }),
  ];
}

/** @throws Refusal `last-passkey` when nothing that the account demands would open it any more */
async function mustNotBeLast(
  { policy, demonstration }: SecurityOperationsNeed,
  tx: Tx,
  { account, position }: Session,
  removed: string,
): Promise<void> {
  const left = (await factorStore(tx).passkeys(account.id)).filter(({ id }) => id !== removed);
  const known = await accountStore(tx, { demonstration }).account(account.id);
  const boundDemanded = position.role === 'operator' && policy.of('operators.deviceBoundPasskey') === 1;
  if (boundDemanded ? !left.some(({ deviceBound }) => deviceBound) : known?.passkeyOnly && left.length === 0)
    throw refuse('last-passkey');
}

function recoveryOperations({ sessions, passwords, stepUp, runtime }: SecurityOperationsNeed): Operation[] {
  return [
    operation({
      name: 'make-recovery-codes',
      method: 'POST',
      path: '/accounts/recovery-codes',
      summary: 'Makes ten new recovery codes, shown once; the old ones stop working; needs fresh proof',
      access: self,
      audit: { action: 'C' },
      body: schemas.withProof,
      reply: schemas.recoveryCodes,
      handle: async ({ body, http }, { tx, actor, call, now, newId }) => {
        const { session } = await currentSession(sessions, http.request);
        await stepUp.demand(tx, session, 'recovery-codes', (body as { proof: string }).proof);
        const codes = makeRecoveryCodes(runtime);
        const stored = await Promise.all(
          codes.map(async ({ selector, rest }) => ({ selector, code: await passwords.hash(rest) })),
        );
        await factorStore(tx).replaceCodes(actor.id, stored, now());
        await noticeStore(tx).tell(newId(), actor.id, 'new-recovery-codes', now(), { source: call.source });
        http.reply.header('cache-control', 'no-store');
        return { codes: codes.map(({ shown: code }) => code) };
      },
    }),
  ];
}
