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
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { artefactHash, clientAdapter, openIdAdapter } from './openid-adapter.ts';
import { openIdStore } from './openid-store.ts';
import { errorPage } from './openid-pages.ts';
import { grantable } from './scopes.ts';
import type { Keyring } from './sealing.ts';
import type { BrowserSessions } from './sessions.ts';
import type { SigningKeys } from './signing-keys.ts';
import { accountStore } from './store.ts';
import { signingAlgorithm } from './tokens.ts';

export interface OpenIdNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  keys: Keyring;
  signing: SigningKeys;
  sessions: BrowserSessions;
  baseUrl: string;
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
  provider.use(auditTokens(needs));
  return provider;
}

function configuration(needs: OpenIdNeeds): Configuration {
  const { database, runtime, keys, signing, demonstration } = needs;
  const store = openIdStore(database, { demonstration });
  const longestToken = demonstration ? demonstrationTokenSeconds : accessTokenSeconds;
  return {
    adapter: (model: string) =>
      model === 'Client' ? clientAdapter(store, { longestToken }) : openIdAdapter(model, { store, keys, runtime }),
    jwks: { keys: signing.jwks as never[] },
    routes: {
      authorization: '/oidc/auth',
      token: '/oidc/token',
      jwks: '/oidc/jwks',
      pushed_authorization_request: '/oidc/request',
    },
    // The defaults would advertise the implicit and hybrid flows.
    responseTypes: ['code'],
    pkce: { required: () => true },
    ...claimsAndScopes,
    ...clientRules(needs),
    cookies: cookieRules(needs),
    interactions: { url: (_ctx, { uid }) => `/sign-in?interaction=${uid}`, policy: policy(needs) },
    findAccount: findAccount(needs),
    extraTokenClaims: async (_ctx, token) =>
      'grantId' in token && token.grantId ? { grant: artefactHash(token.grantId).toString('base64url') } : undefined,
    renderError: async (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error, out.error_description);
    },
    extraParams: { aud: mustBeOurs(needs) },
    ttl: lives,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => fhirBase(needs.baseUrl),
        useGrantedResource: async () => true,
        getResourceServerInfo: async (ctx, resource) => resourceServer(ctx, resource, needs),
      },
    },
  };
}

const claimsAndScopes = {
  scopes: ['openid', 'fhirUser', 'profile'],
  // How and when the person signed in travels in every ID token, not only when asked for.
  claims: {
    openid: ['sub', 'acr', 'amr', 'auth_time'],
    fhirUser: ['fhirUser'],
    profile: ['name'],
    iss: null,
    sid: null,
  },
  conformIdTokenClaims: false,
  acrValues: ['ez:aal2'],
} satisfies Configuration;

const lives = {
  AuthorizationCode: minute,
  Interaction: 15 * minute,
  Session: 12 * 60 * minute,
  Grant: 12 * 60 * minute,
  IdToken: 5 * minute,
  AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? accessTokenSeconds,
  ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? accessTokenSeconds,
} satisfies Configuration['ttl'];

/** How clients prove who they are: by a signed assertion, or, public apps, by PKCE alone. Never by a shared secret. */
const clientRules = ({ runtime }: OpenIdNeeds): Configuration => ({
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
  },
  extraClientMetadata: { properties: ['allowed_scopes', 'token_seconds'] },
  clientBasedCORS: () => false,
  clockTolerance: 5,
  assertJwtClientAuthClaimsAndHeader: (_ctx, { exp }) => {
    if (Number(exp) > runtime.now().getTime() / 1000 + assertionSeconds + 5) {
      throw new errors.InvalidClientAuth('the client assertion may live five minutes at most');
    }
  },
});

const cookieRules = ({ keys, https }: OpenIdNeeds): Configuration['cookies'] => ({
  keys: [keys.key('cookie').toString('base64url')],
  // The interaction is finished below /api, so its cookie must travel there too.
  short: { httpOnly: true, sameSite: 'lax', secure: https, path: '/', signed: true },
  long: { httpOnly: true, sameSite: 'lax', secure: https, path: '/oidc', signed: true },
});

/** SMART: `aud` names the FHIR server that the app wants to reach; a foreign one means that the app was misled. */
const mustBeOurs =
  ({ baseUrl }: OpenIdNeeds) =>
  (_ctx: KoaContextWithOIDC, value: string | undefined): void => {
    if (value !== undefined && value.replace(/\/$/, '') !== fhirBase(baseUrl)) {
      throw new errors.InvalidRequest(`aud is not this FHIR server: ${fhirBase(baseUrl)}`);
    }
  };

/** The FHIR server with those of the asked scopes that the client may have. */
function resourceServer(ctx: KoaContextWithOIDC, resource: string, { baseUrl }: OpenIdNeeds) {
  if (resource !== fhirBase(baseUrl)) throw new errors.InvalidTarget();
  const client = ctx.oidc.client?.metadata() as GrantedClient;
  const asked = (ctx.oidc.params?.scope as string | undefined) ?? ctx.oidc.entities.AuthorizationCode?.scope ?? '';
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
      return session?.account.id === accountId
        ? interactionPolicy.Check.NO_NEED_TO_PROMPT
        : interactionPolicy.Check.REQUEST_PROMPT;
    }),
  );
  return prompts;
}

function findAccount({ database, demonstration, baseUrl }: OpenIdNeeds): NonNullable<Configuration['findAccount']> {
  return async (_ctx, sub) => {
    if (!/^[0-9a-f-]{36}$/.test(sub)) return undefined;
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

/** Every token given or refused leaves its audit entry before the answer does; without the entry there is no token. */
function auditTokens({ audit, runtime, database, demonstration }: OpenIdNeeds) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    if (ctx.oidc?.route !== 'token') return;
    const body = ctx.body as { error?: string; access_token?: string; patient?: string } | undefined;
    const id = ctx.oidc.account?.accountId ?? ctx.oidc.client?.clientId ?? 'anonymous';
    const name = ctx.oidc.client?.clientName ?? 'anonymous';
    try {
      if (ctx.oidc.account && body?.access_token) {
        // SMART: the launch context travels beside the token.
        const account = await accountStore(database, { demonstration }).account(ctx.oidc.account.accountId);
        if (account?.patient && !account.practitioner) body.patient = account.patient;
      }
      await audit.write({
        call: {
          actor: { role: 'machine', id, name, purpose: 'TREAT', scopes: [] },
          source: ctx.req.socket.remoteAddress ?? 'unknown',
          trace: runtime.newId(),
        },
        at: runtime.now(),
        action: 'E',
        kind: 'token',
        outcome: body?.error ? 4 : 0,
        ...(body?.error ? { reason: body.error.replaceAll('_', '-') } : {}),
      });
    } catch {
      ctx.status = 503;
      ctx.set('retry-after', '2');
      ctx.body = { error: 'temporarily_unavailable' };
    }
  };
}
