/** The HTTP operations of accounts, below /api/accounts. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { mustBeOwnPage } from './authenticator.ts';
import type { Devices } from './devices.ts';
import type { Interactions } from './interactions.ts';
import { personRoles, schemas } from './model.ts';
import { noticeStore } from './notice-store.ts';
import { coolingUntil } from './cooling.ts';
import { type EntitlementPort, mayAct } from './entitlement.ts';
import type { PolicyInForce } from './policy/policy.ts';
import { refuse } from './refusals.ts';
import { csrfToken, idleLeft } from './session-life.ts';
import type { BrowserSessions } from './sessions.ts';
import { practises } from './roles.ts';
import { type GivenProof, proofOf } from './proofs.ts';
import type { Work } from './proof-of-work.ts';
import type { Place, SignedIn } from './sign-in-needs.ts';
import { positionAt, type SigningIn } from './sign-in.ts';
import { accountStore } from './store.ts';

export interface OperationsOfAccountsNeed {
  signIn: SigningIn;
  sessions: BrowserSessions;
  interactions: Interactions;
  devices: Devices;
  policy: PolicyInForce;
  runtime: Runtime;
  baseUrl: string;
  demonstration: boolean;
  entitlement?: EntitlementPort;
}

/** People in a browser session, whatever their role, about their own account. */
const self = { roles: [...personRoles, 'proxy'], purpose: 'HOPERAT' } as const;

export function operationsOfAccounts(needs: OperationsOfAccountsNeed): Operation[] {
  return [signInOperations, readingOperations, sessionOperations, interactionOperations].flatMap((some) => some(needs));
}

/** Where a request comes from, with the number of a device that we know. */
export function placeOf({ devices }: OperationsOfAccountsNeed, request: FastifyRequest, call: Call): Place {
  const deviceId = devices.idOf(request);
  const device = (request.headers['user-agent'] ?? '').slice(0, 200);
  return { device, call, ...(deviceId === undefined ? {} : { deviceId }) };
}

/** Hands the cookies of a new session to the browser, and says what its screen needs to know. */
export async function welcome(needs: OperationsOfAccountsNeed, signedIn: SignedIn, reply: FastifyReply, tx: Tx) {
  signedIn.give(reply);
  needs.devices.give(reply, signedIn.deviceId);
  reply.header('cache-control', 'no-store');
  return describe(needs, tx, signedIn);
}

function signInOperations(needs: OperationsOfAccountsNeed): Operation[] {
  const { signIn, baseUrl } = needs;
  return [
    operation({
      name: 'sign-in',
      method: 'POST',
      path: '/accounts/sign-in',
      summary: 'Gives the password; the answer is a handle for the second factor and nothing else',
      access: 'anyone',
      audit: 'own',
      body: schemas.signIn,
      reply: schemas.handle,
      handle: async ({ body, http }, { call }) => {
        mustBeOwnPage(http.request, baseUrl);
        const { login, password, work } = body as { login: string; password: string; work?: Work };
        const place = { ...placeOf(needs, http.request, call), ...(work ? { work } : {}) };
        const handle = await signIn.password(login, password, place);
        return { handle, factors: await signIn.factorsOf(handle) };
      },
    }),
    operation({
      name: 'give-second-factor',
      method: 'POST',
      path: '/accounts/second-factor',
      summary: 'Gives the code of the authenticator, a recovery code or a passkey; opens the session',
      access: 'anyone',
      audit: 'own',
      body: schemas.secondFactor,
      reply: schemas.session,
      handle: async ({ body, http }, { call, tx }) => {
        mustBeOwnPage(http.request, baseUrl);
        const { handle, ...given } = body as { handle: string } & GivenProof;
        const place = placeOf(needs, http.request, call);
        return welcome(needs, await signIn.secondFactor(handle, proofOf(given), place), http.reply, tx);
      },
    }),
    ...passkeySignIn(needs),
  ];
}

function passkeySignIn(needs: OperationsOfAccountsNeed): Operation[] {
  const { signIn, baseUrl } = needs;
  return [
    operation({
      name: 'ask-passkey',
      method: 'POST',
      path: '/accounts/passkey-challenge',
      summary: 'What the browser asks a passkey: for the whole sign-in, or with a handle as its second step',
      access: 'anyone',
      audit: 'own', // nobody's data are touched
      body: schemas.passkeyAsked,
      reply: schemas.passkeyOptions,
      handle: async ({ body, http }) => {
        mustBeOwnPage(http.request, baseUrl);
        http.reply.header('cache-control', 'no-store');
        return signIn.askPasskey((body as { handle?: string }).handle);
      },
    }),
    operation({
      name: 'sign-in-by-passkey',
      method: 'POST',
      path: '/accounts/passkey-sign-in',
      summary: 'Gives a passkey, which is both factors in one; opens the session',
      access: 'anyone',
      audit: 'own',
      body: schemas.passkeyGiven,
      reply: schemas.session,
      handle: async ({ body, http }, { call, tx }) => {
        mustBeOwnPage(http.request, baseUrl);
        const { passkey } = body as { passkey: unknown };
        return welcome(needs, await signIn.passkey(passkey, placeOf(needs, http.request, call)), http.reply, tx);
      },
    }),
  ];
}

/** The session of the request itself; a token of an app cannot manage sessions. @throws Refusal `session-ended` */
export async function currentSession(sessions: BrowserSessions, request: FastifyRequest) {
  const secret = sessions.secretOf(request);
  const session = secret && !request.headers.authorization ? await sessions.find(request) : undefined;
  if (!session || !secret) throw refuse('session-ended');
  return { session, secret };
}

function readingOperations(needs: OperationsOfAccountsNeed): Operation[] {
  const { sessions, runtime, demonstration } = needs;
  return [
    operation({
      name: 'read-session',
      method: 'GET',
      path: '/accounts/session',
      summary: 'Who is signed in, and the token to send with changes',
      access: self,
      audit: 'own', // nobody's data are touched
      reply: schemas.session,
      handle: async ({ http }, { tx }) => {
        const { session, secret } = await currentSession(sessions, http.request);
        http.reply.header('cache-control', 'no-store');
        const positions = await accountStore(tx, { demonstration }).positions(session.account.id, runtime.now());
        return describe(needs, tx, { session, secret, positions });
      },
    }),
    operation({
      name: 'list-sessions',
      method: 'GET',
      path: '/accounts/sessions',
      summary: 'Where I am signed in',
      access: self,
      audit: 'own', // nobody else's data are touched
      reply: schemas.sessions,
      handle: async ({ http }, { tx, actor, now }) => {
        const { session } = await currentSession(sessions, http.request);
        const list = await accountStore(tx, { demonstration }).sessionsOf(actor.id, now());
        return list.map(({ id, startedAt, lastUsedAt, endsAt, source, device, factors }) => ({
          id,
          current: id === session.id,
          started: startedAt.toISOString(),
          lastUsed: lastUsedAt.toISOString(),
          expires: endsAt.toISOString(),
          source,
          device,
          factors,
        }));
      },
    }),
  ];
}

function sessionOperations(needs: OperationsOfAccountsNeed): Operation[] {
  const { sessions, demonstration } = needs;
  return [
    operation({
      name: 'sign-out',
      method: 'POST',
      path: '/accounts/sign-out',
      summary: 'Ends the session',
      access: self,
      audit: { action: 'E' },
      reply: schemas.nothing,
      handle: async ({ http }, { tx, actor, now }) => {
        const { session } = await currentSession(sessions, http.request);
        await accountStore(tx, { demonstration }).endSession(session.id, actor.id, now());
        sessions.forget(session.id);
        sessions.take(http.reply);
        return null;
      },
    }),
    operation({
      name: 'revoke-session',
      method: 'POST',
      path: '/accounts/sessions/:id/revoke',
      summary: 'Ends one of my sessions, on whatever device',
      access: self,
      audit: { action: 'E' },
      params: schemas.byId,
      reply: schemas.nothing,
      handle: async ({ params, http }, { tx, actor, now }) => {
        const { session } = await currentSession(sessions, http.request);
        const id = String(params.id);
        if (!(await accountStore(tx, { demonstration }).endSession(id, actor.id, now())))
          throw refuse('no-such-session');
        sessions.forget(id);
        if (id === session.id) sessions.take(http.reply);
        return null;
      },
    }),
    operation({
      name: 'switch-facility',
      method: 'POST',
      path: '/accounts/facility',
      summary: 'Says at which of my facilities I now work',
      access: self,
      audit: { action: 'E' },
      body: schemas.facility,
      reply: schemas.session,
      handle: async ({ body, http }, { tx, now }) => {
        const { session, secret } = await currentSession(sessions, http.request);
        const positions = await accountStore(tx, { demonstration }).positions(session.account.id, now());
        const position = positionAt(positions, (body as { facility: string }).facility);
        if (!(await mayAct(needs, session.account, position))) throw refuse('not-entitled');
        await accountStore(tx, { demonstration }).moveSession(session.id, position.number);
        sessions.forget(session.id);
        return describe(needs, tx, { session: { ...session, position }, secret, positions });
      },
    }),
  ];
}

function interactionOperations({ sessions, interactions }: OperationsOfAccountsNeed): Operation[] {
  return [
    operation({
      name: 'read-interaction',
      method: 'GET',
      path: '/accounts/interactions/:uid',
      summary: 'What an app asks to be allowed',
      access: self,
      audit: 'own', // nobody's data are touched
      params: schemas.byUid,
      reply: schemas.interaction,
      handle: async ({ params, http: { request, reply } }) =>
        interactions.describe(
          String(params.uid),
          (await currentSession(sessions, request)).session,
          request.raw,
          reply.raw,
        ),
    }),
    operation({
      name: 'answer-interaction',
      method: 'POST',
      path: '/accounts/interactions/:uid',
      summary: 'Allows or denies what an app asks; the browser goes on to the address in the answer',
      access: self,
      audit: { action: 'E' },
      params: schemas.byUid,
      body: schemas.decision,
      reply: schemas.onward,
      handle: async ({ params, body, http: { request, reply } }) => {
        const allow = (body as { decision: string }).decision === 'allow';
        const { session } = await currentSession(sessions, request);
        return { continue: await interactions.finish(String(params.uid), allow, session, request.raw, reply.raw) };
      },
    }),
  ];
}

/** What a screen needs to know about the session. */
async function describe(
  { runtime, policy, demonstration }: OperationsOfAccountsNeed,
  tx: Tx,
  { session, secret, positions }: Pick<SignedIn, 'session' | 'secret' | 'positions'>,
) {
  const { account, position, acr, lacks, acting } = session;
  const { role, facility, facilityName } = position;
  const now = runtime.now();
  const notices = await noticeStore(tx).unread(account.id);
  const cooling = coolingUntil(session, policy, now);
  return {
    id: session.id,
    name: account.name,
    login: account.login,
    role: acting ? 'proxy' : role,
    // While acting for somebody, every screen is about that person.
    ...(role === 'patient' && account.patient ? { patient: acting?.patient ?? account.patient } : {}),
    ...(acting ? { actingFor: { patient: acting.patient, name: acting.name, kind: acting.kind } } : {}),
    ...(practises(role) && account.practitioner ? { practitioner: account.practitioner } : {}),
    ...(facility && facilityName ? { facility, facilityName } : {}),
    facilities: positions.flatMap((one) =>
      one.facility && one.facilityName ? [{ facility: one.facility, facilityName: one.facilityName }] : [],
    ),
    csrf: csrfToken(secret),
    idleSeconds: Math.max(
      0,
      Math.floor(Math.min(idleLeft(session, now), session.endsAt.getTime() - now.getTime()) / 1000),
    ),
    expires: session.endsAt.toISOString(),
    demonstration,
    acr,
    notices,
    ...(lacks ? { lacks } : {}),
    ...(cooling ? { coolingUntil: cooling.toISOString() } : {}),
  };
}
