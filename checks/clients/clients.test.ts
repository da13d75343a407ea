/**
 * Clients that others have written, unmodified, against the whole platform: openid-client, oauth4webapi, fhirclient. A
 * person in Chromium says yes in between.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, type Stage, setStage, settled } from '../journeys/stage.ts';
import { type FhirClientApp, startFhirClientApp } from './fhirclient-app.ts';

const insecure = { [oauth.allowInsecureRequests]: true } as const;
let stage: Stage;
let patient: Page;
let app: FhirClientApp;
/** Where apps are sent back to; what came is kept. */
let callback: { url: string; next(): Promise<URL>; close(): Promise<void> };

beforeAll(async () => {
  stage = await setStage(3);
  app = await startFhirClientApp({
    clientId: 'fhirclient-app',
    scope:
      'openid fhirUser launch launch/patient online_access patient/Patient.rs patient/Observation.rs?category=laboratory',
    iss: `${stage.url}/fhir/R4`,
  });
  callback = await startCallback();
  const publicApp = {
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
  const people = { scopes: ['patient/*.cruds', 'user/*.cruds'], tokenSeconds: 300 };
  const { registration } = stage.accounts;
  const metadata = (redirect: string) => ({ ...publicApp, redirect_uris: [redirect] });
  await registration.registerClient({
    ...{ id: 'fhirclient-app', name: 'Dzienniczek zdrowia', ...people },
    ...{ metadata: metadata(`${app.url}/back`), launchUri: `${app.url}/launch` },
  });
  await registration.registerClient({ id: 'app', name: 'Aplikacja', ...people, metadata: metadata(callback.url) });
  patient = await stage.enter('anna.wisniowiecka');
}, 180_000);
afterAll(async () => {
  await app?.close();
  await callback?.close();
  await stage?.close();
}, 30_000);

async function startCallback(): Promise<typeof callback> {
  const waiting: ((url: URL) => void)[] = [];
  const server = createServer((request, response) => {
    response.end('ok');
    waiting.shift()?.(new URL(request.url ?? '', callback.url));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/back`,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** The person follows the app's link and says yes; the address at which the app hears of it. */
async function agree(page: Page, address: URL): Promise<URL> {
  const back = callback.next();
  await page.goto(address.href);
  await page.getByRole('button', { name: 'Zgadzam się', exact: true }).click();
  // The page too has to arrive: else its next step is interrupted.
  await page.waitForURL((url) => url.href.startsWith(callback.url));
  return back;
}

const read = (token: string, path: string) =>
  fetch(`${stage.url}/fhir/R4/${path}`, { headers: { authorization: `Bearer ${token}` } });

describe('openid-client', { timeout: 60_000 }, () => {
  it('gets tokens by code and PKCE, refreshes, asks about them and gives them back', async () => {
    const options = { execute: [openid.allowInsecureRequests] };
    const config = await openid.discovery(new URL(stage.url), 'app', undefined, openid.None(), options);
    const verifier = openid.randomPKCECodeVerifier();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: callback.url,
      scope: 'openid fhirUser online_access patient/*.rs',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...{ state, nonce, aud: `${stage.url}/fhir/R4` },
    });
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
    const tokens = await openid.authorizationCodeGrant(config, await agree(patient, address), checks);
    expect(tokens.claims()?.fhirUser).toBe(`${stage.url}/fhir/R4/Patient/${tokens.patient}`);
    expect((await read(tokens.access_token, `Patient/${tokens.patient}`)).status).toBe(200);
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token as string);
    expect((await read(next.access_token, 'Observation?_count=1')).status).toBe(200);
    expect(await openid.tokenIntrospection(config, next.access_token)).toMatchObject({
      active: true,
      client_id: 'app',
    });
    await openid.tokenRevocation(config, next.refresh_token as string);
    expect(await openid.tokenIntrospection(config, next.access_token)).toMatchObject({ active: false });
    const again = openid.refreshTokenGrant(config, next.refresh_token as string);
    await expect(again).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('oauth4webapi', { timeout: 60_000 }, () => {
  const issuer = async () => {
    const url = new URL(stage.url);
    return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, insecure));
  };

  it.each(['ES384', 'PS256', 'RS384'])('is a machine with a key for %s, and a token bound to another', async (alg) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    const id = `provider-${alg.toLowerCase()}`;
    await stage.accounts.registration.registerClient({
      ...{ id, name: id, scopes: ['system/Patient.rs'], tokenSeconds: 300 },
      metadata: {
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: alg,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), alg, use: 'sig', kid: 'one' } as JWK] },
      },
    });
    const client: oauth.Client = { client_id: id };
    const as = await issuer();
    // oauth4webapi knows ES384 and PS256 by the key; RS384 too.
    const authentication = oauth.PrivateKeyJwt({ key: pair.privateKey, kid: 'one' });
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const asked = new URLSearchParams({ scope: 'system/Patient.rs' });
    const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, asked, {
      DPoP,
      ...insecure,
    });
    const token = await oauth.processClientCredentialsResponse(as, client, response);
    expect(token).toMatchObject({ token_type: 'dpop', scope: 'system/Patient.rs' });
    const url = new URL(`${stage.url}/fhir/R4/Patient?_count=1`);
    const found = await oauth.protectedResourceRequest(token.access_token, 'GET', url, undefined, undefined, {
      ...{ DPoP, ...insecure },
    });
    expect((await found.json()).resourceType).toBe('Bundle');
    expect((await read(token.access_token, 'Patient')).status).toBe(401);
  });

  it('pushes its request, and knows by iss who answered', async () => {
    const as = await issuer();
    const client: oauth.Client = { client_id: 'app' };
    const verifier = oauth.generateRandomCodeVerifier();
    const pushed = await oauth.pushedAuthorizationRequest(
      ...([as, client, oauth.None()] as const),
      new URLSearchParams({
        response_type: 'code',
        redirect_uri: callback.url,
        scope: 'openid patient/Observation.rs?category=laboratory',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
      insecure,
    );
    const { request_uri } = await oauth.processPushedAuthorizationResponse(as, client, pushed);
    const address = new URL(as.authorization_endpoint as string);
    address.search = new URLSearchParams({ client_id: 'app', request_uri }).toString();
    const parameters = oauth.validateAuthResponse(as, client, await agree(patient, address), oauth.expectNoState);
    const answer = await oauth.authorizationCodeGrantRequest(
      ...([as, client, oauth.None(), parameters, callback.url, verifier, insecure] as const),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer);
    const found = await (await read(tokens.access_token, 'Observation?_count=50')).json();
    const categories = found.entry.map(({ resource }: never) =>
      JSON.stringify((resource as { category: [] }).category),
    );
    expect(categories.length).toBeGreaterThan(0);
    for (const category of categories) expect(category).toContain('laboratory');
  });
});

describe('fhirclient', { timeout: 90_000 }, () => {
  it('is started by the patient, who sees what it will see, and ends it again', async () => {
    await patient.goto(`${app.url}/launch`);
    await patient.getByText('Aplikacja „Dzienniczek zdrowia” prosi o dostęp').waitFor();
    await patient.getByText('zobaczy wyniki badań laboratoryjnych (Twoje)').waitFor();
    await inspect(patient, 'zgoda-aplikacji');
    await patient.getByRole('button', { name: 'Zgadzam się', exact: true }).click();
    await patient.getByRole('heading', { name: 'Wiśniowiecka' }).waitFor();
    await patient.getByText(/Wyniki: [1-9]/).waitFor();
    const { tokenResponse } = app.state() as { tokenResponse: { access_token: string } };
    await patient.goto(`${stage.url}/ikp/bezpieczenstwo#aplikacje`);
    await patient.getByText('Dzienniczek zdrowia').waitFor();
    await settled(patient);
    await inspect(patient, 'ikp-polaczone-aplikacje');
    await patient.getByRole('button', { name: 'Odbierz dostęp: Dzienniczek zdrowia' }).click();
    await patient.getByText('nie ma już dostępu').waitFor();
    const again = await openid.tokenIntrospection(
      await openid.discovery(new URL(stage.url), 'fhirclient-app', undefined, openid.None(), {
        execute: [openid.allowInsecureRequests],
      }),
      tokenResponse.access_token,
    );
    expect(again.active).toBe(false);
  });

  it('is opened by a doctor from a patient’s profile, for that patient', async () => {
    const doctor = await stage.enter('jan.nowak');
    await doctor.getByRole('searchbox').fill('wisniow an');
    await doctor.keyboard.press('Enter');
    await doctor.getByRole('link', { name: /Wiśniowiecka/ }).click();
    await doctor.getByRole('link', { name: 'Otwórz aplikację' }).click();
    await doctor.getByRole('button', { name: 'Otwórz: Dzienniczek zdrowia' }).waitFor();
    await inspect(doctor, 'gabinet-otworz-aplikacje');
    await doctor.getByRole('button', { name: 'Otwórz: Dzienniczek zdrowia' }).click();
    await doctor.getByText('zobaczy dane osobowe i kontaktowe (tego pacjenta)').waitFor();
    await doctor.getByRole('button', { name: 'Zgadzam się', exact: true }).click();
    await doctor.getByRole('heading', { name: 'Wiśniowiecka' }).waitFor();
    await doctor.context().close();
  });
});
