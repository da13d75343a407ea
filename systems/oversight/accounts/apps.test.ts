/** Apps that act for people: refresh, launch, questions about tokens, their end; and what thieves of each try. */
import { hash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appFlow } from './fixtures/app-flow.ts';
import { aPerson, type Browser, type Person, type Platform, post, signIn, startPlatform } from './fixtures/platform.ts';

let platform: Platform;
const redirectUri = 'https://app.example/back';
const launchUri = 'https://app.example/launch';

beforeAll(async () => {
  platform = await startPlatform();
  for (const id of ['app', 'other-app']) {
    await platform.accounts.registration.registerClient({
      id,
      name: `Aplikacja ${id}`,
      metadata: {
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [redirectUri],
      },
      scopes: ['patient/*.cruds', 'user/*.cruds'],
      tokenSeconds: 300,
      launchUri,
    });
  }
});
afterAll(() => platform.stop());

let person: Person;
let browser: Browser;
beforeEach(async () => {
  person = await aPerson(platform);
  browser = await signIn(platform, person);
});

const flows = (id = 'app') => appFlow(platform, { id, redirectUri });
const headers = ({ cookie, csrf }: Browser) => ({ cookie, 'x-csrf-token': csrf });
const inFhir = (token: string, more: Record<string, string> = {}) =>
  platform.server.inject({
    url: '/fhir/R4/who-am-i',
    headers: { authorization: `Bearer ${token}`, host: new URL(platform.baseUrl).host, ...more },
  });
const form = async (path: string, values: Record<string, string>, more: Record<string, string> = {}) => {
  const url = `${platform.baseUrl}/oidc/${path}`;
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(values), headers: more });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
};
const refresh = (refresh_token: string, client_id = 'app') =>
  form('token', { grant_type: 'refresh_token', client_id, refresh_token });
const introspect = (token: string, client_id = 'app') => form('introspect', { token, client_id });
/** After the time for which a process may believe what it has read. */
async function later<T>(work: () => Promise<T>, seconds = 31): Promise<T> {
  platform.clock.advance(seconds);
  return work().finally(() => platform.clock.advance(-seconds));
}
const statusLater = (token: string) => later(async () => (await inFhir(token)).statusCode);
const scope = 'openid fhirUser launch/patient online_access patient/*.rs';

describe('a refresh token', () => {
  it('gives a new pair with the same context, and ends by itself when its second use is tried', async () => {
    const { tokens } = await flows().tokens(browser, scope);
    expect(tokens).toMatchObject({ expires_in: 300, patient: `patient-of-${person.login}` });
    const next = await refresh(tokens.refresh_token as string);
    expect(next).toMatchObject({ status: 200, body: { scope, patient: `patient-of-${person.login}` } });
    expect((await inFhir(next.body.access_token as string)).json()).toMatchObject({ role: 'patient' });
    // The thief, or the app that was robbed: whoever comes second ends it for both.
    expect((await refresh(tokens.refresh_token as string)).body.error).toBe('invalid_grant');
    expect((await refresh(next.body.refresh_token as string)).body.error).toBe('invalid_grant');
    for (const token of [tokens.access_token, next.body.access_token as string])
      expect(await statusLater(token)).toBe(401);
    expect(platform.entries).toContainEqual(expect.objectContaining({ kind: 'token', reason: 'invalid-grant' }));
  });

  it('is used by one of several that come at once', async () => {
    const { tokens } = await flows().tokens(browser, scope);
    const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(tokens.refresh_token as string)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
  });

  it('is nothing in the hands of another client, and never widens', async () => {
    const { tokens } = await flows().tokens(browser, 'openid online_access patient/Observation.rs');
    const token = tokens.refresh_token as string;
    expect((await refresh(token, 'other-app')).body.error).toBe('invalid_grant');
    const wider = { grant_type: 'refresh_token', client_id: 'app', refresh_token: token, scope: 'patient/*.rs' };
    expect((await form('token', wider)).body.error).toBe('invalid_scope');
    expect((await refresh(token)).body.scope).toBe('openid online_access patient/Observation.rs');
  });

  it('ends with the session of its person, when a public app holds no key', async () => {
    const { tokens } = await flows().tokens(browser, 'openid patient/*.rs offline_access');
    await post(platform, '/accounts/sign-out', {}, headers(browser));
    expect((await refresh(tokens.refresh_token as string)).body.error).toBe('invalid_grant');
    expect(await statusLater(tokens.access_token)).toBe(401);
  });

  it('is not given when nobody asks for it', async () => {
    const { tokens } = await flows().tokens(browser, 'openid patient/*.rs');
    expect(tokens.refresh_token).toBeUndefined();
  });
});

describe('a token that is bound to a key', () => {
  const aKey = async () => {
    const pair = await client.randomDPoPKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const proof = (claims: Record<string, unknown>, token: string, header: Record<string, unknown> = {}) =>
      new SignJWT({
        jti: platform.clock.newId(),
        htm: 'GET',
        htu: `${platform.baseUrl}/fhir/R4/who-am-i`,
        iat: Math.floor(platform.clock.now().getTime() / 1000),
        ath: hash('sha256', token, 'base64url'),
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
        .sign(pair.privateKey);
    return { pair, jwk, proof };
  };
  const asked = (token: string, dpop?: string, scheme = 'DPoP') =>
    inFhir(token, { authorization: `${scheme} ${token}`, ...(dpop ? { dpop } : {}) });

  async function bound(scopes: string) {
    const key = await aKey();
    const flow = await flows().begin(browser, scopes);
    const DPoP = client.getDPoPHandle(flow.config, key.pair);
    const tokens = await flows().exchange(flow, await flows().finish(flow, browser), { DPoP });
    return { ...key, flow, tokens, DPoP };
  }

  it('is refused without a fresh proof of that key for this very request', async () => {
    const { tokens, proof, jwk } = await bound('openid patient/*.rs');
    const token = tokens.access_token;
    expect(tokens.token_type.toLowerCase()).toBe('dpop');
    expect((await introspect(token)).body).toMatchObject({ cnf: { jkt: await calculateJwkThumbprint(jwk) } });
    const good = await proof({}, token);
    expect((await asked(token, good)).statusCode).toBe(200);
    const other = await aKey();
    const now = Math.floor(platform.clock.now().getTime() / 1000);
    const refused = [
      await asked(token, good), // replayed
      await asked(token), // none
      await inFhir(token), // as a bearer token
      await asked(token, await proof({}, token), 'Bearer'),
      await asked(token, await other.proof({}, token)),
      await asked(token, await proof({ htm: 'POST' }, token)),
      await asked(token, await proof({ htu: `${platform.baseUrl}/fhir/R4/Patient` }, token)),
      await asked(token, await proof({ htu: 'https://other.example/fhir/R4/who-am-i' }, token)),
      await asked(token, await proof({ iat: now - 120 }, token)),
      await asked(token, await proof({ iat: now + 120 }, token)),
      await asked(token, await proof({ ath: 'x'.repeat(43) }, token)),
      await asked(token, await proof({ jti: undefined }, token)),
      await asked(token, await proof({}, token, { typ: 'JWT' })),
      await asked(token, await proof({}, token, { jwk: other.jwk })),
    ];
    // The same words for every reason, and those of any other token that is not valid.
    const words = new Set(refused.map(({ statusCode, body }) => `${statusCode} ${body}`));
    expect([...words]).toEqual([expect.stringMatching(/^401 .*The access token is not valid/)]);
    expect((await inFhir('made.up.token')).body).toBe(refused[0]?.body);
  });

  it('goes on without the session when its owner said so, for thirty days and no longer', async () => {
    const { tokens, flow, DPoP } = await bound('openid patient/*.rs offline_access');
    await post(platform, '/accounts/sign-out', {}, headers(browser));
    const next = await client.refreshTokenGrant(flow.config, tokens.refresh_token as string, {}, { DPoP });
    expect(next.refresh_token).toBeDefined();
    // The refresh token is bound too: a thief has no key.
    expect((await refresh(next.refresh_token as string)).status).toBe(400);
    const again = await later(() => signIn(platform, person));
    const list = await platform.server.inject({ url: '/api/accounts/apps', headers: headers(again) });
    expect(list.json()).toEqual([expect.objectContaining({ name: 'Aplikacja app', offlineUntil: expect.any(String) })]);
    const monthLater = await later(() => introspect(next.access_token), 31 * 24 * 3600);
    expect(monthLater.body).toEqual({ active: false });
  });

  it('does not let staff go on without their session', async () => {
    browser = await signIn(platform, await aPerson(platform, { role: 'physician' }));
    const { tokens, flow, DPoP } = await bound('openid user/*.rs offline_access');
    await post(platform, '/accounts/sign-out', {}, headers(browser));
    const next = client.refreshTokenGrant(flow.config, tokens.refresh_token as string, {}, { DPoP });
    await expect(next).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('what a client hears about a token', () => {
  it('is all of its own, and of others not even that there is one', async () => {
    const { tokens } = await flows().tokens(browser, scope);
    const patient = `patient-of-${person.login}`;
    const { status, body } = await introspect(tokens.access_token);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ active: true, client_id: 'app', scope: 'patient/*.rs', sub: person.id, patient }),
    ]);
    expect((await introspect(tokens.refresh_token as string)).body).toMatchObject({ active: true, client_id: 'app' });
    for (const answer of [
      await introspect(tokens.access_token, 'other-app'),
      await introspect(tokens.refresh_token as string, 'other-app'),
      await introspect(`${tokens.access_token.slice(0, -6)}AAAAAA`),
      await introspect('guess'),
      await introspect(tokens.id_token as string),
    ])
      expect(answer).toEqual({ status: 200, body: { active: false } });
    expect((await form('introspect', { token: tokens.access_token })).status).toBe(400);
    expect((await introspect(tokens.access_token, 'nobody')).status).toBe(401);
  });

  it.each(['access_token', 'refresh_token'] as const)('is that it ended, once its %s was given back', async (which) => {
    const { tokens } = await flows().tokens(browser, scope);
    const token = tokens[which] as string;
    // A foreign client takes nothing away, and hears nothing else.
    expect((await form('revoke', { token, client_id: 'other-app' })).status).toBe(200);
    expect((await introspect(tokens.access_token)).body.active).toBe(true);
    expect(await form('revoke', { token, client_id: 'app' })).toEqual({ status: 200, body: {} });
    expect((await introspect(tokens.access_token)).body).toEqual({ active: false });
    expect(await statusLater(tokens.access_token)).toBe(401);
    expect((await refresh(tokens.refresh_token as string)).body.error).toBe('invalid_grant');
    expect((await form('revoke', { token: 'guess', client_id: 'app' })).status).toBe(200);
    expect(platform.entries).toContainEqual(expect.objectContaining({ kind: 'revocation', outcome: 0 }));
  });
});

describe('the list of apps', () => {
  it('shows whom the person let in, and ends it for good', async () => {
    const { tokens } = await flows().tokens(browser, scope);
    const list = async (of: Browser) =>
      (await platform.server.inject({ url: '/api/accounts/apps', headers: headers(of) })).json();
    const [app] = await list(browser);
    expect(app).toMatchObject({ name: 'Aplikacja app', scopes: scope.split(' ') });
    const stranger = await signIn(platform, await aPerson(platform));
    expect(await list(stranger)).toEqual([]);
    const foreign = await post(platform, `/accounts/apps/${app.id}/revoke`, {}, headers(stranger));
    expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'no-such-app']);
    expect((await post(platform, `/accounts/apps/${app.id}/revoke`, {}, headers(browser))).statusCode).toBe(200);
    expect(await list(browser)).toEqual([]);
    expect((await refresh(tokens.refresh_token as string)).status).toBe(400);
    expect(await statusLater(tokens.access_token)).toBe(401);
  });
});

describe('an app opened from a patient’s record', () => {
  const open = async (of: Browser, app = 'app', patient = 'patient-7') =>
    post(platform, '/accounts/launches', { app, patient }, headers(of));
  const launchScope = 'openid fhirUser launch patient/*.rs user/Observation.rs';
  let doctor: Browser;
  beforeEach(async () => {
    doctor = await signIn(platform, await aPerson(platform, { role: 'physician' }));
  });

  it('hears of that patient, and reaches only that one with patient scopes', async () => {
    const apps = await platform.server.inject({ url: '/api/accounts/launchable-apps', headers: headers(doctor) });
    expect(apps.json()).toContainEqual({ id: 'app', name: 'Aplikacja app' });
    const url = new URL((await open(doctor)).json().url);
    expect([url.origin + url.pathname, url.searchParams.get('iss')]).toEqual([
      launchUri,
      `${platform.baseUrl}/fhir/R4`,
    ]);
    const launch = url.searchParams.get('launch') as string;
    const flow = await flows().begin(doctor, launchScope, { launch });
    const shown = await platform.server.inject({
      url: `/api/accounts/interactions/${flow.uid}`,
      headers: { cookie: flow.cookies.header() },
    });
    expect(shown.json()).toMatchObject({ patient: 'patient-7', scopes: launchScope.split(' ') });
    const tokens = await flows().exchange(flow, await flows().finish(flow, doctor));
    expect(tokens).toMatchObject({ patient: 'patient-7', need_patient_banner: true });
    expect((await inFhir(tokens.access_token)).json()).toMatchObject({
      role: 'physician',
      scopes: ['patient/*.rs', 'user/Observation.rs'],
      app: { client: 'app', patient: 'patient-7' },
    });
    // Once.
    const again = await flows().begin(doctor, launchScope, { launch });
    expect((await flows().answer(doctor, again.uid, again.cookies.header())).json().code).toBe('launch-not-valid');
  });

  it('is refused a launch that is another app’s, another session’s, old or made up', async () => {
    const word = async (of: Browser, app = 'app') =>
      new URL((await open(of, app)).json().url).searchParams.get('launch') as string;
    const tried = async (launch: string, ahead = 0) => {
      const flow = await flows().begin(doctor, launchScope, { launch });
      return later(async () => (await flows().answer(doctor, flow.uid, flow.cookies.header())).json().code, ahead);
    };
    const colleague = await signIn(platform, await aPerson(platform, { role: 'physician' }));
    expect(await tried(await word(colleague))).toBe('launch-not-valid');
    expect(await tried(await word(doctor, 'other-app'))).toBe('launch-not-valid');
    expect(await tried('x'.repeat(43))).toBe('launch-not-valid');
    expect(await tried(await word(doctor), 301)).toBe('launch-not-valid');
    expect((await open(doctor, 'nobody')).statusCode).toBe(404);
    expect((await open(browser)).statusCode).toBe(403);
  });

  it('gets no patient scopes without a launch', async () => {
    const { tokens } = await flows().tokens(doctor, launchScope);
    expect(tokens.scope).toBe('openid fhirUser user/Observation.rs');
    expect(tokens.patient).toBeUndefined();
  });
});

describe('a pushed request', () => {
  it('is used once, by the client that pushed it', async () => {
    const flow = await flows().begin(browser, 'openid');
    const { config } = flow;
    const pushed = async () => {
      const url = await client.buildAuthorizationUrlWithPAR(config, {
        aud: `${platform.baseUrl}/fhir/R4`,
        redirect_uri: redirectUri,
        scope: 'openid patient/*.rs offline_access',
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        state: flow.state,
        nonce: flow.nonce,
      });
      return url.href;
    };
    const url = await pushed();
    const location = await flow.visit(url);
    const uid = /interaction=(.+)$/.exec(location)?.[1] ?? '';
    const back = await flows().finish({ ...flow, uid }, browser);
    const tokens = await flows().exchange(flow, back);
    expect(tokens.refresh_token).toBeDefined();
    expect(await flow.visit(url)).toContain('error=invalid_request_uri');
    const elsewhere = { aud: 'https://other.example/fhir', redirect_uri: redirectUri, scope: 'openid' };
    const pkce = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    const misled = client.buildAuthorizationUrlWithPAR(config, { ...elsewhere, ...pkce });
    await expect(misled).rejects.toMatchObject({ error: 'invalid_request' });
    expect(await flow.visit((await pushed()).replace('client_id=app', 'client_id=other-app'))).not.toContain(
      'interaction=',
    );
  });
});
