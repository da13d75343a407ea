/** Who asks: an access token, or the cookie of a session with proof that our own page sent the change. */
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#core/access/actor.ts';
import { demandDoor } from '#core/access/gate.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Authenticator } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { certificateOf, isTls } from './certificates.ts';
import { coolingUntil } from './cooling.ts';
import { demandProof, type ProofNeeds } from './dpop.ts';
import { browserActorOf } from './model.ts';
import type { PolicyInForce } from './policy/policy.ts';
import { refuse } from './refusals.ts';
import { changesState, csrfToken, isOwnPage, sameSecret, whyNone } from './session-life.ts';
import type { BrowserSessions } from './sessions.ts';
import type { Binding, Tokens } from './tokens.ts';

export interface AuthenticatorNeeds extends ProofNeeds {
  sessions: BrowserSessions;
  tokens: Tokens;
  baseUrl: string;
  policy: PolicyInForce;
  audit: AuditTrail;
  /** Where clients show certificates, if anywhere. */
  tlsUrl?: string | undefined;
}

/** What a session may do that lacks something: look after the account's own ways of signing in, and end. */
const whileLacking =
  /^\/api\/accounts\/(session|sign-out|security|step-up|step-up-challenge|passkeys|passkeys\/offer|password)(\?|$)/;

export function authenticator(needs: AuthenticatorNeeds): Authenticator {
  const { sessions, tokens, baseUrl, policy } = needs;
  return {
    async authenticate(request) {
      const { authorization } = request.headers;
      if (authorization !== undefined) {
        const [, scheme = '', token] = /^(Bearer|DPoP) ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
        if (!token) throw refuse('token-not-valid');
        const { actor, bound } = await tokens.verify(token);
        if (bound || scheme.toLowerCase() === 'dpop') await demandKey(request, scheme, token, bound, needs);
        await demandGate(request, actor, needs);
        // What a person allowed an app is the record, not the person's account or anything else that is served here.
        if (actor.role !== 'machine' && !isForApps(request)) throw refuse('fhir-only');
        return actor;
      }
      const secret = sessions.secretOf(request);
      if (secret === undefined) return undefined;
      const session = await sessions.find(request);
      if (!session) throw refuse(`session-${whyNone(await sessions.known(request), needs.runtime.now())}`);
      if (changesState(request.method) && !(fromOwnPage(request, baseUrl) && hasToken(request, secret)))
        throw refuse('csrf');
      if (session.lacks && !whileLacking.test(request.url))
        throw refuse(session.lacks === 'password' ? 'password-change-needed' : 'security-key-missing');
      const cooling = coolingUntil(session, policy, needs.runtime.now()) !== undefined;
      const acrWaived = policy.of('operators.deviceBoundPasskey') === 0;
      return { ...browserActorOf(session), acrWaived, ...(cooling ? { cooling } : {}) };
    },
  };
}

/**
 * What an app may ask for a person: the record, and what is made of it by reading through the record, whose answers the
 * scopes of the app limit as they limit the record's (decision 0050).
 */
const isForApps = ({ method, url }: FastifyRequest): boolean =>
  url.startsWith('/fhir/') || (method === 'GET' && /^\/api\/patient-profile\/[A-Za-z0-9.-]+\/[a-z]/.test(url));

/** A token that is bound to a key is nothing without it. @throws Refusal `token-not-valid` */
async function demandKey(
  request: FastifyRequest,
  scheme: string,
  token: string,
  bound: Binding | undefined,
  needs: AuthenticatorNeeds,
): Promise<void> {
  const { jkt, 'x5t#S256': certificate } = bound ?? {};
  if ((scheme.toLowerCase() === 'dpop') !== (jkt !== undefined)) throw refuse('token-not-valid');
  if (certificate !== undefined && certificateOf(request.raw)?.thumbprint !== certificate) {
    throw refuse('token-not-valid');
  }
  if (jkt === undefined) return;
  const { dpop } = request.headers;
  const proof = typeof dpop === 'string' ? dpop : undefined;
  const url = new URL(request.url, isTls(request.raw) ? needs.tlsUrl : needs.baseUrl).href;
  await demandProof({ proof, token, thumbprint: jkt, method: request.method, url }, needs);
}

/** The compliance gate, before anything else: every way in comes by here. A refusal leaves its entry in the trail. */
async function demandGate({ method, url, ip, id }: FastifyRequest, actor: Actor, needs: AuthenticatorNeeds) {
  const at = needs.runtime.now();
  try {
    demandDoor(actor, method, url, at.getTime());
  } catch (error) {
    const call = { actor, source: ip, trace: id };
    const reason = error instanceof Refusal ? error.code : 'fault';
    await needs.audit.write({ call, at, action: 'E', kind: 'compliance-gate', outcome: 4, reason });
    throw error;
  }
}

/** True when no header of the browser speaks against one of our own pages. */
export function fromOwnPage(request: FastifyRequest, baseUrl: string): boolean {
  const { origin, host, 'sec-fetch-site': fetchSite } = request.headers;
  const site = Array.isArray(fetchSite) ? fetchSite.join() : fetchSite;
  return isOwnPage({ method: request.method, origin, fetchSite: site, host }, baseUrl);
}

/** @throws Refusal `csrf` when a foreign page sent the sign-in: it would sign the victim in as somebody else. */
export function mustBeOwnPage(request: FastifyRequest, baseUrl: string): void {
  if (!fromOwnPage(request, baseUrl)) throw refuse('csrf');
}

/** True when the change carries the token of its session. */
export function hasToken(request: FastifyRequest, secret: string): boolean {
  const given = request.headers['x-csrf-token'];
  return typeof given === 'string' && sameSecret(given, csrfToken(secret));
}
