/** OpenID Connect and tokens, spoken by an independent client (openid-client) to a listening server. */
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appFlow, type Begun } from './fixtures/app-flow.ts';
import { aPerson, type Browser, type Platform, post, signIn, startPlatform } from './fixtures/platform.ts';

let platform: Platform;
let machineKey: CryptoKey;
const redirectUri = 'https://app.example/back';

beforeAll(async () => {
  platform = await startPlatform();
  const pair = await generateKeyPair('ES384', { extractable: true });
  machineKey = pair.privateKey;
  const { registration } = platform.accounts;
  await registration.registerClient({
    id: 'provider-system',
    name: 'System szpitala',
    metadata: {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES384',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'ES384', use: 'sig', kid: 'one' } as JWK] },
    },
    scopes: ['system/Observation.cruds', 'system/Patient.rs'],
    tokenSeconds: 300,
  });
  await registration.registerClient({
    id: 'app',
    name: 'Aplikacja zdrowotna',
    metadata: {
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [redirectUri],
    },
    scopes: ['patient/*.cruds', 'user/*.cruds'],
    tokenSeconds: 300,
  });
});
afterAll(() => platform.stop());

const whoAmI = (token: string) => post(platform, '/test/who-am-i', {}, { authorization: `Bearer ${token}` });
const inFhir = (token: string) =>
  platform.server.inject({ url: '/fhir/R4/who-am-i', headers: { authorization: `Bearer ${token}` } });
const seconds = () => Math.floor(platform.clock.now().getTime() / 1000);

const assertion = (changes: JWTPayload = {}, key: CryptoKey = machineKey, alg = 'ES384') =>
  new SignJWT({
    iss: 'provider-system',
    sub: 'provider-system',
    aud: platform.baseUrl,
    jti: platform.clock.newId(),
    exp: seconds() + 60,
    ...changes,
  })
    .setProtectedHeader({ alg, kid: 'one' })
    .sign(key);

const askToken = async (form: Record<string, string>) => {
  const response = await fetch(`${platform.baseUrl}/oidc/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};
const askMachineToken = async (client_assertion: string, changes: Record<string, string> = {}) =>
  askToken({
    grant_type: 'client_credentials',
    client_id: 'provider-system',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    scope: 'system/Observation.rs system/Patient.rs',
    ...changes,
  });

describe('discovery', () => {
  it('lists the code flow and nothing else', async () => {
    const response = await fetch(`${platform.baseUrl}/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'evil.example' },
    });
    const found = (await response.json()) as Record<string, unknown>;
    expect(found).toMatchObject({
      issuer: platform.baseUrl,
      authorization_endpoint: `${platform.baseUrl}/oidc/auth`,
      token_endpoint: `${platform.baseUrl}/oidc/token`,
      jwks_uri: `${platform.baseUrl}/oidc/jwks`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      introspection_endpoint: `${platform.baseUrl}/oidc/introspect`,
      revocation_endpoint: `${platform.baseUrl}/oidc/revoke`,
      pushed_authorization_request_endpoint: `${platform.baseUrl}/oidc/request`,
      authorization_response_iss_parameter_supported: true,
      dpop_signing_alg_values_supported: ['ES256', 'ES384', 'PS256', 'RS256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'none'],
      id_token_signing_alg_values_supported: ['ES256'],
    });
    expect(JSON.stringify(found)).not.toMatch(/implicit|token id_token|id_token token|HS256|evil/);
    const smart: Record<string, unknown> = platform.accounts.smartConfiguration;
    for (const [name, value] of Object.entries(smart)) {
      // What both documents say, they say alike; SMART's has scopes of the record and its own words besides.
      if (name in found && name !== 'scopes_supported') expect([name, value]).toEqual([name, found[name]]);
    }
  });

  it('shows public keys only', async () => {
    const { keys } = (await (await fetch(`${platform.baseUrl}/oidc/jwks`)).json()) as { keys: JWK[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty('d');
  });
});

describe('a machine client', () => {
  it('gets a token by private_key_jwt, narrowed to its own scopes, for five minutes', async () => {
    const { status, body } = await askMachineToken(await assertion());
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 300]);
    expect(body.scope).toBe('system/Observation.rs system/Patient.rs');
    expect((await whoAmI(body.access_token as string)).json()).toEqual({
      gate: { state: 'verified', limit: 'none' },
      role: 'machine',
      id: 'provider-system',
      name: 'System szpitala',
      purpose: 'TREAT',
      scopes: ['system/Observation.rs', 'system/Patient.rs'],
      until: expect.any(Number),
    });
    expect(platform.entries).toContainEqual(expect.objectContaining({ kind: 'token', outcome: 0 }));
  });

  it.each(['system/*.cruds', 'system/Patient.u', 'patient/*.rs', 'admin', ''])(
    'is refused the scope %j',
    async (scope) => {
      const { status, body } = await askMachineToken(await assertion(), { scope });
      expect([status, body.error]).toEqual([400, 'invalid_scope']);
    },
  );

  it('may use an assertion once, also when both come at the same moment', async () => {
    const replayed = await assertion();
    expect((await askMachineToken(replayed)).status).toBe(200);
    expect((await askMachineToken(replayed)).status).toBe(401);
    const parallel = await assertion();
    const answers = await Promise.all(Array.from({ length: 4 }, () => askMachineToken(parallel)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('is refused an assertion that lives too long, expired, is for another server or signed by another key', async () => {
    const { privateKey: foreign } = await generateKeyPair('ES384');
    const refused = [
      assertion({ exp: seconds() + 3600 }),
      assertion({ exp: seconds() - 60 }),
      assertion({ aud: 'https://other.example' }),
      assertion({ jti: undefined }),
      assertion({}, foreign),
    ];
    for (const one of refused) expect((await askMachineToken(await one)).status).toBe(401);
    const secret = { grant_type: 'client_credentials', client_id: 'provider-system', client_secret: 'guess' };
    expect((await askToken(secret)).status).toBe(401);
    expect((await askMachineToken('not.a.jwt')).status).toBe(400);
    expect((await askMachineToken(await assertion(), { client_id: '\u0000' })).status).toBe(400);
  });

  it('is told plainly about other ways that are not offered', async () => {
    for (const grant_type of ['password', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code']) {
      const { status, body } = await askMachineToken(await assertion(), { grant_type });
      expect([status, body.error]).toEqual([400, 'unsupported_grant_type']);
    }
  });

  it('loses its tokens within a minute when it is stopped', async () => {
    const token = (await askMachineToken(await assertion())).body.access_token as string;
    expect((await whoAmI(token)).statusCode).toBe(200);
    await platform.database.query(`update accounts.client set disabled_at = now() where id = 'provider-system'`);
    platform.clock.advance(61);
    expect((await whoAmI(token)).statusCode).toBe(401);
    expect((await askMachineToken(await assertion())).status).toBe(401);
    await platform.database.query(`update accounts.client set disabled_at = null where id = 'provider-system'`);
    platform.clock.advance(-61);
  });
});

describe('an app by code and PKCE', () => {
  const app = () => appFlow(platform, { id: 'app', redirectUri });
  const begin = (browser: Browser, scope: string, changes: Record<string, string> = {}) =>
    app().begin(browser, scope, changes);
  const answer = (browser: Browser, uid: string, cookie: string, decision = 'allow') =>
    app().answer(browser, uid, cookie, decision);
  const finish = (flow: Begun, browser: Browser) => app().finish(flow, browser);

  it('gets a token for the patient’s own record, with ID token, fhirUser and launch context', async () => {
    const person = await aPerson(platform);
    const browser = await signIn(platform, person);
    const flow = await begin(browser, 'openid fhirUser patient/*.rs patient/Observation.rs user/*.cruds system/*.rs');
    expect(flow.location).toMatch(/^\/sign-in\?interaction=/);
    const asked = await platform.server.inject({
      url: `/api/accounts/interactions/${flow.uid}`,
      headers: { cookie: flow.cookies.header() },
    });
    expect(asked.json()).toEqual({
      client: 'Aplikacja zdrowotna',
      scopes: ['openid', 'fhirUser', 'patient/*.rs', 'patient/Observation.rs'],
    });
    const back = await finish(flow, browser);
    const tokens = await client.authorizationCodeGrant(flow.config, back, {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
    });
    const patient = `patient-of-${person.login}`;
    expect(tokens.claims()).toMatchObject({
      sub: person.id,
      fhirUser: `${platform.baseUrl}/fhir/R4/Patient/${patient}`,
      acr: 'ez:aal2',
      amr: ['pwd', 'otp'],
    });
    expect(tokens).toMatchObject({ patient, scope: expect.stringContaining('patient/*.rs') });
    expect(tokens.refresh_token).toBeUndefined();
    expect((await inFhir(tokens.access_token)).json()).toMatchObject({
      role: 'patient',
      patient,
      scopes: ['patient/*.rs', 'patient/Observation.rs'],
      app: { client: 'app' },
    });
    // A token of an app is no browser session, and ends with the session it was given in.
    const session = await platform.server.inject({
      url: '/api/accounts/session',
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect([session.statusCode, session.json().code]).toEqual([403, 'fhir-only']);
    expect((await inFhir(tokens.id_token as string)).statusCode).toBe(401);
    await post(platform, '/accounts/sign-out', {}, { cookie: browser.cookie, 'x-csrf-token': browser.csrf });
    platform.clock.advance(61);
    expect((await inFhir(tokens.access_token)).statusCode).toBe(401);
    platform.clock.advance(-61);
    // The provider's own session must not outlive ours.
    expect((await begin({ ...browser, cookie: flow.cookies.header() }, 'openid')).location).toMatch(/^\/sign-in/);
  });

  it('reaches nothing with a token that carries no scope of the record', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    const flow = await begin(browser, 'openid user/Observation.rs');
    const tokens = await client.authorizationCodeGrant(flow.config, await finish(flow, browser), {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
    });
    const answer = await inFhir(tokens.access_token);
    expect([answer.statusCode, answer.body]).toEqual([
      403,
      expect.stringContaining('stands for nothing in the record'),
    ]);
  });

  it('may use a code once; the second use ends what came of it', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    const flow = await begin(browser, 'openid patient/*.rs');
    const back = await finish(flow, browser);
    const exchange = () =>
      askToken({
        grant_type: 'authorization_code',
        client_id: 'app',
        redirect_uri: redirectUri,
        code: back.searchParams.get('code') as string,
        code_verifier: flow.verifier,
      });
    const answers = await Promise.all([exchange(), exchange(), exchange()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect((await exchange()).body.error).toBe('invalid_grant');
  });

  it('is refused without PKCE, with plain PKCE, with another redirect address or another FHIR server', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    const wrong = async (changes: Record<string, string>) => (await begin(browser, 'openid', changes)).location;
    expect(await wrong({ code_challenge_method: 'plain' })).toContain('error=invalid_request');
    expect(await wrong({ code_challenge: '' })).toContain('error=invalid_request');
    expect(await wrong({ aud: 'https://other.example/fhir' })).toContain('error=invalid_request');
    expect(await wrong({ resource: 'https://other.example/fhir' })).toContain('error=invalid_target');
    expect(await wrong({ redirect_uri: 'https://evil.example/' })).toBe('');
    expect(await wrong({ response_type: 'token' })).toContain('error=unsupported_response_type');
  });

  it('is refused a wrong code verifier', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    const flow = await begin(browser, 'openid patient/*.rs');
    const back = await finish(flow, browser);
    const form = {
      grant_type: 'authorization_code',
      client_id: 'app',
      redirect_uri: redirectUri,
      code: back.searchParams.get('code') as string,
    };
    expect((await askToken({ ...form, code_verifier: 'x'.repeat(43) })).body.error).toBe('invalid_grant');
  });

  it('hears a person’s no', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    const flow = await begin(browser, 'openid patient/*.rs');
    const denied = await answer(browser, flow.uid, flow.cookies.header(), 'deny');
    expect(await flow.visit(denied.json().continue)).toContain('error=access_denied');
  });

  it('cannot be finished in another browser than the one it began in', async () => {
    const [attacker, victim] = [
      await signIn(platform, await aPerson(platform)),
      await signIn(platform, await aPerson(platform)),
    ];
    const flow = await begin(attacker, 'openid patient/*.rs');
    expect((await answer(victim, flow.uid, victim.cookie)).json().code).toBe('interaction-not-found');
  });

  it('keeps neither codes nor grants readable in the database', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    const flow = await begin(browser, 'openid patient/*.rs');
    const code = (await finish(flow, browser)).searchParams.get('code') as string;
    const { rows } = await platform.database.query<{ all: string }>(
      `select string_agg(a::text, ' ') as all from accounts.artefact a`,
    );
    expect(rows[0]?.all).not.toContain(code);
    expect(rows[0]?.all).not.toContain(Buffer.from(code).toString('hex'));
  });
});
