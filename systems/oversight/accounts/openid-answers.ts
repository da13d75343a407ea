/**
 * What our provider's answers have beyond oidc-provider's own: the launch context beside a token (SMART App Launch
 * 2.2), questions about and returns of access tokens that are signed (RFC 7662, RFC 7009: oidc-provider leaves them
 * to the server they are for), and an audit entry before every answer.
 */
import { TLSSocket } from 'node:tls';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Gate } from '#core/access/gate-state.ts';
import type { AuditEntry, AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { mayGoOffline, offlineSeconds } from './app-life.ts';
import { type AppGrant, appsStore } from './apps-store.ts';
import { gateStore } from './machines/gate/gate-store.ts';
import { artefactHash } from './openid-adapter.ts';
import { grantOfToken, tokenHash, type Tokens } from './tokens.ts';

export interface AnswersNeed {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  tokens: Tokens;
}

type Body = { error?: string; access_token?: string } & Record<string, unknown>;

const audited = new Set(['token', 'introspection', 'revocation', 'pushed_authorization_request']);

/** Without its entry there is no answer. */
export function completeAnswers(needs: AnswersNeed) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    // Discovery and keys the library would open to pages of every origin (CORS).
    for (const name of Object.keys(ctx.response.headers)) if (name.startsWith('access-control-')) ctx.remove(name);
    const route = ctx.oidc?.route;
    if (!audited.has(route ?? '')) return;
    try {
      const signed = (ctx.body as Body | undefined)?.error === 'unsupported_token_type' && ctx.oidc.client;
      if (signed && route === 'introspection') await introspect(ctx, needs);
      else if (signed && route === 'revocation') await revoke(ctx, needs);
      else if (route === 'token') {
        await addContext(ctx, needs);
        await noteConnection(ctx, needs);
      }
      await needs.audit.write(entryOf(ctx, route as string, needs.runtime));
    } catch {
      ctx.status = 503;
      ctx.set('retry-after', '2');
      ctx.body = { error: 'temporarily_unavailable' };
    }
  };
}

function entryOf({ oidc, req, body }: KoaContextWithOIDC, kind: string, runtime: Runtime): AuditEntry {
  const { error } = (body ?? {}) as Body;
  const { gate } = (oidc.client?.metadata() ?? {}) as { gate?: Gate };
  return {
    call: {
      actor: {
        role: 'machine',
        id: oidc.account?.accountId ?? oidc.client?.clientId ?? 'anonymous',
        name: oidc.client?.clientName ?? 'anonymous',
        purpose: 'TREAT',
        scopes: [],
        ...(gate ? { gate } : {}),
      },
      source: req.socket.remoteAddress ?? 'unknown',
      trace: runtime.newId(),
    },
    at: runtime.now(),
    action: 'E',
    kind,
    outcome: error ? 4 : 0,
    ...(error ? { reason: error.replaceAll('_', '-') } : {}),
  };
}

/** Over which TLS a system comes: the compliance gate asks it. Behind a proxy it is not known. */
async function noteConnection({ oidc, req, body }: KoaContextWithOIDC, { database, runtime }: AnswersNeed) {
  const { client } = oidc;
  if (!client || (body as Body | undefined)?.error || !client.grantTypeAllowed('client_credentials')) return;
  const tls = req.socket instanceof TLSSocket ? req.socket.getProtocol() : null;
  await gateStore(database).saw(client.clientId, tls, runtime.now());
}

/** SMART: the launch context travels beside the token, with every token of the grant. */
async function addContext({ oidc, body }: KoaContextWithOIDC, { database, runtime }: AnswersNeed): Promise<void> {
  const answer = body as Body | undefined;
  const { AccessToken: token, RefreshToken: refresh } = oidc.entities;
  if (!answer?.access_token || !token?.grantId) return;
  const mark = artefactHash(token.grantId);
  const apps = appsStore(database);
  const grant = await apps.grant(mark);
  if (!grant) return;
  // oidc-provider names what the access token is for; SMART all that the app may do.
  const granted = grant.scopes.filter(
    (scope) => token.scopes.has(scope) || !scope.includes('/') || scope === 'launch/patient',
  );
  Object.assign(answer, contextOf(grant), { scope: granted.join(' ') });
  const holdsKey = refresh?.jkt !== undefined || oidc.client?.clientAuthMethod !== 'none';
  const scopes = refresh?.scope?.split(' ') ?? [];
  const offline = mayGoOffline(grant.session.position.role, scopes, holdsKey);
  const now = runtime.now();
  await apps.usedGrant(mark, now, offline ? new Date(now.getTime() + offlineSeconds * 1000) : null);
}

function contextOf({ session, patient }: AppGrant): Record<string, unknown> {
  const { account, position } = session;
  if (position.role === 'patient') return account.patient ? { patient: account.patient } : {};
  // The portal shows whose record it is; the app still has to: it opens in a window of its own.
  return patient === null ? {} : { patient, need_patient_banner: true };
}

/** https://hl7.org/fhir/smart-app-launch/token-introspection.html: what is not the client's own is not active. */
async function introspect(ctx: KoaContextWithOIDC, { database, tokens }: AnswersNeed): Promise<void> {
  ctx.status = 200;
  ctx.body = { active: false };
  const judged = await inspected(ctx, tokens);
  if (!judged) return;
  const { payload, actor, bound } = judged;
  const mark = grantOfToken(payload);
  const grant = mark && (await appsStore(database).grant(mark));
  const { iss, aud, sub, exp, iat, jti, client_id, scope } = payload;
  ctx.body = {
    ...{ active: true, iss, aud, sub, exp, iat, jti, client_id, scope },
    token_type: bound?.jkt === undefined ? 'Bearer' : 'DPoP',
    ...(bound ? { cnf: bound } : {}),
    ...(grant ? contextOf(grant) : {}),
    ...(actor.practitioner ? { fhirUser: `${aud}/Practitioner/${actor.practitioner}` } : {}),
    ...(actor.patient ? { fhirUser: `${aud}/Patient/${actor.patient}` } : {}),
  };
}

/** An access token of a person takes the whole grant with it, one of a machine only itself. */
async function revoke(ctx: KoaContextWithOIDC, { database, runtime, tokens }: AnswersNeed): Promise<void> {
  ctx.status = 200;
  ctx.body = '';
  const judged = await inspected(ctx, tokens);
  if (!judged) return;
  const { payload } = judged;
  const mark = grantOfToken(payload);
  const apps = appsStore(database);
  if (mark) await apps.endGrant(mark, runtime.now());
  else await apps.revokeToken(tokenHash(String(payload.jti)), new Date((payload.exp as number) * 1000));
}

/** The token asked about, if it is good and was given to the client that asks. */
async function inspected({ oidc }: KoaContextWithOIDC, tokens: Tokens) {
  try {
    const judged = await tokens.inspect(String(oidc.params?.token));
    return judged.payload.client_id === oidc.client?.clientId ? judged : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
