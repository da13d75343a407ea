/**
 * The OpenID Connect provider, on oidc-provider. https://openid.net/specs/openid-connect-core-1_0.html with SMART App
 * Launch 2.2 scopes: authorisation code with PKCE for apps, client credentials with private_key_jwt for providers'
 * systems.
 */
import Provider, {
  type ClientMetadata,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { JWK } from 'jose';
import { acrs } from '#core/access/actor.ts';
import type { Gate } from '#core/access/gate-state.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { isStanding, offlineSeconds, sessionRefreshSeconds } from './app-life.ts';
import { appsStore } from './apps-store.ts';
import { proofAlgorithms } from './dpop.ts';
import { certificateOf } from './certificates.ts';
import type { PublishedKeys } from './machines/client-keys.ts';
import { artefactHash, clientAdapter, openIdAdapter } from './openid-adapter.ts';
import { completeAnswers } from './openid-answers.ts';
import { type KnownClient, openIdStore } from './openid-store.ts';
import { errorPage } from './openid-pages.ts';
import { grantable } from './scopes.ts';
import type { Keyring } from './sealing.ts';
import type { BrowserSessions } from './sessions.ts';
import type { SigningKeys } from './signing-keys.ts';
import { accountStore } from './store.ts';
import { signingAlgorithm, type Tokens } from './tokens.ts';

export interface OpenIdNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  keys: Keyring;
  signing: SigningKeys;
  sessions: BrowserSessions;
  /** Keys that clients publish at addresses. */
  published: PublishedKeys;
  /** Judges access tokens, when a client asks about one or gives one back. */
  tokens: Tokens;
  baseUrl: string;
  /** Where clients show certificates, if anywhere. */
  tlsUrl?: string | undefined;
  https: boolean;
  demonstration: boolean;
}

const minute = 60;
/** Life of an access token. SMART recommends 300 s for backend services; only demonstration clients may have more. */
export const accessTokenSeconds = 5 * minute;
const demonstrationTokenSeconds = 12 * 60 * minute;
/** RFC 7523; SMART: at most five minutes. */
const assertionSeconds = 5 * minute;

export const clientAuthAlgorithms = ['ES384', 'RS384', 'PS256', 'ES256'] as const;

/** The FHIR server that tokens are for. */
export const fhirBase = (baseUrl: string): string => `${baseUrl}/fhir/R4`;

type GrantedClient = ClientMetadata & { allowed_scopes: readonly string[]; token_seconds: number };

/** Builds the provider. Everything it keeps lies in PostgreSQL; this process holds no state of a flow. */
export function openIdProvider(needs: OpenIdNeeds): Provider {
  const { baseUrl, https } = needs;
  const provider = new Provider(baseUrl, configuration(needs));
  provider.proxy = https;
  provider.use(completeAnswers(needs));
  return provider;
}

function configuration(needs: OpenIdNeeds): Configuration {
  const { database, runtime, keys, signing, published, demonstration } = needs;
  const store = openIdStore(database, { demonstration });
  const apps = appsStore(database);
  const longestToken = demonstration ? demonstrationTokenSeconds : accessTokenSeconds;
  return {
    adapter: (model: string) =>
      model === 'Client'
        ? clientAdapter(store, { longestToken, published, now: runtime.now })
        : openIdAdapter(model, { store, apps, keys, runtime }),
    jwks: { keys: signing.jwks as never[] },
    routes: {
      authorization: '/oidc/auth',
      token: '/oidc/token',
      jwks: '/oidc/jwks',
      pushed_authorization_request: '/oidc/request',
      introspection: '/oidc/introspect',
      revocation: '/oidc/revoke',
    },
    ...(needs.tlsUrl ? { discovery: { mtls_endpoint_aliases: aliasesAt(needs.tlsUrl) } } : {}),
    // The defaults would advertise the implicit and hybrid flows.
    responseTypes: ['code'],
    pkce: { required: () => true },
    ...claimsAndScopes,
    ...clientRules(needs),
    cookies: cookieRules(needs),
    interactions: { url: (_ctx, { uid }) => `/sign-in?interaction=${uid}`, policy: policy(needs) },
    findAccount: findAccount(needs),
    extraTokenClaims: async (ctx, token) =>
      'grantId' in token && token.grantId
        ? { grant: artefactHash(token.grantId).toString('base64url') }
        : softwareClaims(ctx.oidc.client?.metadata()),
    renderError: async (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error, out.error_description);
    },
    extraParams: { aud: mustBeOurs(needs), launch: null },
    ttl: lives(needs),
    ...refreshRules,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true },
      mTLS: {
        enabled: needs.tlsUrl !== undefined,
        certificateBoundAccessTokens: true,
        getCertificate: (ctx) => certificateOf(ctx.req)?.pem,
      },
      clientCredentials: { enabled: true },
      // Whoever holds a token may ask about it and give it back, if it is theirs.
      introspection: { enabled: true, allowedPolicy: isTheirs },
      revocation: { enabled: true, allowedPolicy: isTheirs },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => fhirBase(needs.baseUrl),
        useGrantedResource: async () => true,
        getResourceServerInfo: async (ctx, resource) => resourceServer(ctx, resource, needs),
      },
    },
  };
}

/** Which software of whom got the token, and where it stood at the gate: for those who read tokens. */
function softwareClaims(metadata: ClientMetadata | undefined) {
  const { software, provider, gate } = (metadata ?? {}) as Partial<KnownClient & { provider: string; gate: Gate }>;
  const { vendor, product, version } = software ?? {};
  const claims = { vendor, product, software_version: version, provider, gate: gate?.state };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => typeof value === 'string'));
}

/** Scopes that speak of no data in the record. */
export const plainScopes = [
  'openid',
  'fhirUser',
  'profile',
  'launch',
  'launch/patient',
  'offline_access',
  'online_access',
] as const;

const isTheirs = async (_ctx: unknown, client: { clientId: string }, token: { clientId?: string }): Promise<boolean> =>
  token.clientId === client.clientId;

/** A refresh token is used once; one that comes a second time was stolen, and ends all that came of the grant. */
const refreshRules = {
  rotateRefreshToken: true,
  // The session that counts is the portal's (app_grant), not the provider's own.
  expiresWithSession: async () => false,
  issueRefreshToken: async (_ctx, client, { scopes }) =>
    client.grantTypeAllowed('refresh_token') && (scopes.has('offline_access') || scopes.has('online_access')),
} satisfies Configuration;

const claimsAndScopes = {
  scopes: [...plainScopes],
  // How and when the person signed in travels in every ID token, not only when asked for.
  claims: {
    openid: ['sub', 'acr', 'amr', 'auth_time'],
    fhirUser: ['fhirUser'],
    profile: ['name'],
    iss: null,
    sid: null,
  },
  conformIdTokenClaims: false,
  acrValues: [...acrs],
} satisfies Configuration;

const lives = ({ runtime }: OpenIdNeeds): NonNullable<Configuration['ttl']> => ({
  AuthorizationCode: minute,
  Interaction: 15 * minute,
  Session: 12 * 60 * minute,
  Grant: offlineSeconds,
  PushedAuthorizationRequest: minute,
  // Counted from the first of the family: rotation makes nothing longer.
  RefreshToken: (_ctx, { iiat, scope, jkt }, { clientAuthMethod }) => {
    const offline = scope?.split(' ').includes('offline_access') && (jkt !== undefined || clientAuthMethod !== 'none');
    const life = offline ? offlineSeconds : sessionRefreshSeconds;
    const age = iiat === undefined ? 0 : Math.floor(runtime.now().getTime() / 1000) - iiat;
    return Math.max(1, life - age);
  },
  IdToken: 5 * minute,
  AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? accessTokenSeconds,
  ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? accessTokenSeconds,
});

/** The endpoints where a client can show its certificate. https://www.rfc-editor.org/rfc/rfc8705#section-5 */
const aliasesAt = (tlsUrl: string) => ({
  token_endpoint: `${tlsUrl}/oidc/token`,
  introspection_endpoint: `${tlsUrl}/oidc/introspect`,
  revocation_endpoint: `${tlsUrl}/oidc/revoke`,
  pushed_authorization_request_endpoint: `${tlsUrl}/oidc/request`,
});

/** How clients prove who they are: by a signed assertion, or, public apps, by PKCE alone. Never by a shared secret. */
const clientRules = ({ runtime, baseUrl }: OpenIdNeeds): Configuration => ({
  clientAuthMethods: ['private_key_jwt', 'none'],
  clientDefaults: {
    id_token_signed_response_alg: signingAlgorithm,
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['authorization_code'],
    response_types: ['code'],
  },
  enabledJWA: {
    clientAuthSigningAlgValues: [...clientAuthAlgorithms],
    idTokenSigningAlgValues: [signingAlgorithm],
    dPoPSigningAlgValues: [...proofAlgorithms],
  },
  extraClientMetadata: {
    properties: ['allowed_scopes', 'token_seconds', 'certificates', 'software', 'provider', 'gate'],
  },
  // Our own pages send an Origin too when they post (the e-Profil as an app, decision 0050); nobody else's are let in.
  clientBasedCORS: (_ctx, origin) => origin === baseUrl,
  clockTolerance: 5,
  assertJwtClientAuthClaimsAndHeader: (ctx, claims, header, client) =>
    demandAssertion(ctx, claims, header, client.metadata(), runtime.now()),
});

/** What oidc-provider does not ask of a client assertion. @throws InvalidClientAuth */
function demandAssertion(
  { req }: KoaContextWithOIDC,
  { exp, iat, nbf }: { readonly [claim: string]: unknown },
  { kid }: { readonly [name: string]: unknown },
  metadata: ClientMetadata,
  now: Date,
): void {
  const { certificates = [], jwks } = metadata as { certificates?: readonly string[]; jwks?: { keys: JWK[] } };
  if (certificates.length > 0 && !certificates.includes(certificateOf({ socket: req.socket })?.thumbprint ?? '')) {
    throw new errors.InvalidClientAuth('this client shows a registered certificate');
  }
  // A key is named, and it is the named one that signed: no trying of others.
  if (!jwks?.keys.some((key) => key.kid === kid)) throw new errors.InvalidClientAuth('kid names no registered key');
  const seconds = now.getTime() / 1000;
  const isFuture = (time: unknown) => time !== undefined && !(Number(time) <= seconds + 5);
  if (isFuture(iat) || isFuture(nbf)) throw new errors.InvalidClientAuth('the client assertion is from the future');
  if (Number(exp) > seconds + assertionSeconds + 5) {
    throw new errors.InvalidClientAuth('the client assertion may live five minutes at most');
  }
}

const cookieRules = ({ keys, https }: OpenIdNeeds): Configuration['cookies'] => ({
  keys: [keys.key('cookie').toString('base64url')],
  // The interaction is finished below /api, so its cookie must travel there too.
  short: { httpOnly: true, sameSite: 'lax', secure: https, path: '/', signed: true },
  long: { httpOnly: true, sameSite: 'lax', secure: https, path: '/oidc', signed: true },
});

/** SMART: `aud` names the FHIR server that the app wants to reach; a foreign one means that the app was misled. */
const mustBeOurs =
  ({ baseUrl }: OpenIdNeeds) =>
  (ctx: KoaContextWithOIDC, value: string | undefined): void => {
    keepOffline(ctx);
    // It was asked when the request was pushed; since then `aud` says for whom the request itself is kept.
    if (ctx.oidc.entities.PushedAuthorizationRequest) return;
    if (value !== undefined && value.replace(/\/$/, '') !== fhirBase(baseUrl)) {
      throw new errors.InvalidRequest(`aud is not this FHIR server: ${fhirBase(baseUrl)}`);
    }
  };

/**
 * oidc-provider drops `offline_access` unless the app also says `prompt=consent`, as OpenID Connect demands and SMART
 * does not. Here consent is asked every time: that is said in the app's stead.
 */
function keepOffline({ oidc, query }: KoaContextWithOIDC): void {
  const { params, client, body } = oidc as typeof oidc & { body?: { scope?: unknown } };
  const asked = String(body?.scope ?? query.scope ?? '').split(' ');
  const dropped = asked.includes('offline_access') && !String(params?.scope).split(' ').includes('offline_access');
  if (!params || !dropped || params.prompt === 'none' || !client?.grantTypeAllowed('refresh_token')) return;
  params.scope = [params.scope, 'offline_access'].filter(Boolean).join(' ');
  params.prompt = [params.prompt, 'consent'].filter(Boolean).join(' ');
}

/** The FHIR server with those of the asked scopes that the client may have. */
function resourceServer(ctx: KoaContextWithOIDC, resource: string, { baseUrl }: OpenIdNeeds) {
  if (resource !== fhirBase(baseUrl)) throw new errors.InvalidTarget();
  const client = ctx.oidc.client?.metadata() as GrantedClient;
  const { AuthorizationCode: code, RefreshToken: refresh } = ctx.oidc.entities;
  const asked = (ctx.oidc.params?.scope as string | undefined) ?? code?.scope ?? refresh?.scope ?? '';
  const scopes = grantable(asked.split(' '), client.allowed_scopes ?? []);
  if (scopes.length === 0 && ctx.oidc.params?.grant_type === 'client_credentials') {
    throw new errors.InvalidScope(`ask for scopes of this client: ${(client.allowed_scopes ?? []).join(' ')}`, asked);
  }
  return {
    scope: scopes.join(' '),
    audience: fhirBase(baseUrl),
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: client.grant_types?.includes('client_credentials') ? client.token_seconds : accessTokenSeconds,
    jwt: { sign: { alg: signingAlgorithm } as const },
  };
}

/** A flow goes on without asking only while the browser's own session lives and belongs to the same person. */
function policy({ sessions }: OpenIdNeeds) {
  const prompts = interactionPolicy.base();
  prompts.get('login')?.checks.add(
    new interactionPolicy.Check('session_ended', 'the browser has no live session', async (ctx) => {
      const { accountId } = ctx.oidc.session ?? {};
      if (!accountId) return interactionPolicy.Check.NO_NEED_TO_PROMPT;
      const session = await sessions.find({ headers: ctx.req.headers });
      return session?.account.id === accountId && !session.lacks
        ? interactionPolicy.Check.NO_NEED_TO_PROMPT
        : interactionPolicy.Check.REQUEST_PROMPT;
    }),
  );
  return prompts;
}

function findAccount({
  database,
  runtime,
  demonstration,
  baseUrl,
}: OpenIdNeeds): NonNullable<Configuration['findAccount']> {
  return async (_ctx, sub, token) => {
    if (!/^[0-9a-f-]{36}$/.test(sub)) return undefined;
    const { grantId } = (token ?? {}) as { grantId?: string };
    if (grantId !== undefined) {
      const grant = await appsStore(database).grant(artefactHash(grantId));
      if (!grant || !isStanding(grant, runtime.now())) return undefined;
    }
    const account = await accountStore(database, { demonstration }).account(sub);
    if (!account || account.blockedAt) return undefined;
    const resource = account.practitioner ? `Practitioner/${account.practitioner}` : `Patient/${account.patient}`;
    const hasResource = account.practitioner ?? account.patient;
    return {
      accountId: sub,
      claims: async () => ({
        sub,
        name: account.name,
        ...(hasResource ? { fhirUser: `${fhirBase(baseUrl)}/${resource}` } : {}),
      }),
    };
  };
}
