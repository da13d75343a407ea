/** The HTTP operations of what happens around a session: unlocking it, work before it, notices in it. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { FastifyRequest } from 'fastify';
import { hasToken, mustBeOwnPage } from './authenticator.ts';
import { sourceOf } from './lockout.ts';
import { personRoles, type Session, schemas } from './model.ts';
import { noticeStore } from './notice-store.ts';
import type { PolicyInForce } from './policy/policy.ts';
import { askWork } from './proof-of-work.ts';
import type { GivenProof } from './proofs.ts';
import { refuse } from './refusals.ts';
import type { Keyring } from './sealing.ts';
import { isLocked } from './session-life.ts';
import type { BrowserSessions } from './sessions.ts';
import type { Unlocking } from './unlocking.ts';

export interface SessionOperationsNeed {
  sessions: BrowserSessions;
  unlocking: Unlocking;
  keys: Keyring;
  runtime: Runtime;
  policy: PolicyInForce;
  baseUrl: string;
}

const self = { roles: [...personRoles, 'proxy'], purpose: 'HOPERAT' } as const;

export function aroundSessions(needs: SessionOperationsNeed): Operation[] {
  return [...unlockOperations(needs), ...noticeOperations(), workOperation(needs)];
}

/** The session of our own page, locked (or not yet: the page may think so earlier than we). @throws Refusal `csrf`, `session-ended` */
async function lockedSession(
  { sessions, baseUrl, runtime }: SessionOperationsNeed,
  request: FastifyRequest,
): Promise<Session> {
  mustBeOwnPage(request, baseUrl);
  const secret = sessions.secretOf(request);
  const known = await sessions.known(request);
  const session = known && isLocked(known, runtime.now()) ? known : await sessions.find(request);
  if (!session || secret === undefined) throw refuse('session-ended');
  if (!hasToken(request, secret)) throw refuse('csrf');
  return session;
}

function unlockOperations(needs: SessionOperationsNeed): Operation[] {
  return [
    operation({
      name: 'ask-unlock',
      method: 'POST',
      path: '/accounts/unlock-challenge',
      summary: 'What the browser asks a passkey to open a locked session',
      access: 'anyone', // a locked session is nobody's until it is opened
      audit: 'own',
      reply: schemas.passkeyOptions,
      handle: async ({ http: { request, reply } }) => {
        reply.header('cache-control', 'no-store');
        return needs.unlocking.ask(await lockedSession(needs, request));
      },
    }),
    operation({
      name: 'unlock-session',
      method: 'POST',
      path: '/accounts/unlock',
      summary: 'Opens a session that was locked for want of use, by one factor',
      access: 'anyone',
      audit: 'own',
      body: schemas.unlock,
      reply: schemas.nothing,
      handle: async ({ body, http: { request } }, { call }) => {
        const session = await lockedSession(needs, request);
        await needs.unlocking.unlock(session, body as GivenProof & { password?: string }, call);
        return null;
      },
    }),
  ];
}

function noticeOperations(): Operation[] {
  return [
    operation({
      name: 'list-notices',
      method: 'GET',
      path: '/accounts/notices',
      summary: 'What happened to my account: new devices and factors, pauses, recovery',
      access: self,
      audit: 'own', // nobody else's data are touched
      reply: schemas.notices,
      handle: async (_input, { tx, actor }) =>
        (await noticeStore(tx).notices(actor.id)).map(({ id, kind, at, source, device, readAt }) => ({
          ...{ id, kind, at: at.toISOString(), read: readAt !== null },
          ...(source ? { source } : {}),
          ...(device ? { device } : {}),
        })),
    }),
    operation({
      name: 'read-notices',
      method: 'POST',
      path: '/accounts/notices/read',
      summary: 'I have seen them',
      access: self,
      audit: { action: 'U' },
      reply: schemas.nothing,
      handle: async (_input, { tx, actor, now }) => {
        await noticeStore(tx).readAll(actor.id, now());
        return null;
      },
    }),
  ];
}

const workOperation = ({ keys, runtime, policy, baseUrl }: SessionOperationsNeed): Operation =>
  operation({
    name: 'ask-work',
    method: 'POST',
    path: '/accounts/work-challenge',
    summary: 'What a browser must compute before it may sign in from a place where many sign-ins failed',
    access: 'anyone',
    audit: 'own', // nobody's data are touched
    reply: schemas.work,
    handle: async ({ http: { request, reply } }, { call }) => {
      mustBeOwnPage(request, baseUrl);
      reply.header('cache-control', 'no-store');
      return { challenge: askWork(keys, runtime, sourceOf(call.source)), bits: policy.of('lockout.workBits') };
    },
  });
