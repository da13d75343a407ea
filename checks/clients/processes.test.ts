/**
 * Two processes of the platform on one database, as they run behind a balancer: what an operator ends by one of them is
 * over in the other within a minute. And the listener where clients show certificates.
 */
import { hash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import 'reflect-metadata';
import { X509CertificateGenerator } from '@peculiar/x509';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '#core/db/database.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { listDemonstrationAccounts } from '#systems/oversight/accounts/index.ts';
import { freePort, type OwnPlatform, startOwnPlatform } from '../own-platform.ts';

let one: OwnPlatform;
let other: OwnPlatform;
let otherUrl: string;
let tlsUrl: string;
let operator: Record<string, string>;
let key: CryptoKeyPair;
let jwk: JWK;
let database: Database;

beforeAll(async () => {
  const [tlsPort, otherPort] = [await freePort(), await freePort()];
  one = await startOwnPlatform('process-one', { EZDROWIE_TLS_PORT: String(tlsPort) });
  // What several processes share is their keys. The address is the balancer's; here the first one stands for it.
  const { databaseUrl, baseUrl } = one.instance;
  database = openDatabase(databaseUrl, { connections: 1 });
  const second = { DATABASE_URL: databaseUrl, PORT: String(otherPort), EZDROWIE_BASE_URL: baseUrl };
  other = await startOwnPlatform('process-two', second, (home) => {
    for (const folder of ['keys', 'demo'])
      cpSync(path.join(one.home, folder), path.join(home, folder), { recursive: true });
  });
  otherUrl = `http://127.0.0.1:${otherPort}`;
  tlsUrl = `https://127.0.0.1:${tlsPort}`;
  operator = await signIn('operator');
  key = (await generateKeyPair('ES384', { extractable: true })) as CryptoKeyPair;
  jwk = { ...(await exportJWK(key.publicKey)), alg: 'ES384', use: 'sig', kid: 'one' };
}, 240_000);
afterAll(async () => {
  await database?.close();
  await other?.stop();
  await one?.stop();
}, 60_000);

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const api = (address: string, body: unknown) => post(`${one.instance.baseUrl}/api/accounts${address}`, body, operator);

async function signIn(login: string): Promise<Record<string, string>> {
  const known = listDemonstrationAccounts({ home: one.home, profile: 'demo' });
  const { password, code } = known.find((person) => person.login === login) as (typeof known)[number];
  const address = `${one.instance.baseUrl}/api/accounts`;
  const { handle } = (await (await post(`${address}/sign-in`, { login, password })).json()) as { handle: string };
  const answer = await post(`${address}/second-factor`, { handle, code });
  const { csrf } = (await answer.json()) as { csrf: string };
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': csrf };
}

const register = async (id: string, changes: object = {}) => {
  const answer = await api('/clients', {
    ...{ id, name: id, kind: 'system', scopes: ['system/Patient.rs'], provider: { id: 'p1', name: 'Szpital' } },
    jwks: { keys: [jwk] },
    ...changes,
  });
  expect([answer.status, await answer.json()]).toEqual([200, { id }]);
  // Behind the compliance gate, which has tests of its own (checks/attacks/gate.test.ts).
  const text = `update accounts.client set gate_state = 'verified', gate_until = 'infinity' where id = $1`;
  await database.query({ text, values: [id] });
};

async function form(id: string): Promise<URLSearchParams> {
  const seconds = Math.floor(systemRuntime.now().getTime() / 1000);
  const claims = { iss: id, sub: id, aud: one.instance.baseUrl, jti: systemRuntime.newId(), exp: seconds + 60 };
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await new SignJWT(claims).setProtectedHeader({ alg: 'ES384', kid: 'one' }).sign(key.privateKey),
    scope: 'system/Patient.rs',
  });
}
const token = async (url: string, id: string) => {
  const answer = await fetch(`${url}/oidc/token`, { method: 'POST', body: await form(id) });
  return { status: answer.status, ...((await answer.json()) as { access_token: string }) };
};
const read = async (url: string, bearer: string) =>
  (await fetch(`${url}/fhir/R4/Patient?_count=1`, { headers: { authorization: `Bearer ${bearer}` } })).status;

describe('two processes', { timeout: 120_000 }, () => {
  it('agree within a minute that a client was stopped by one of them', async () => {
    await register('stopped');
    const { access_token: bearer } = await token(otherUrl, 'stopped');
    expect([await read(one.instance.baseUrl, bearer), await read(otherUrl, bearer)]).toEqual([200, 200]);
    expect((await api('/clients/stopped/stop', { reason: 'Skradziony klucz' })).status).toBe(200);
    const stopped = systemRuntime.now().getTime();
    expect((await token(otherUrl, 'stopped')).status).toBe(401);
    const over = async () =>
      (await read(one.instance.baseUrl, bearer)) === 401 && (await read(otherUrl, bearer)) === 401;
    while (!(await over())) await new Promise((passed) => setTimeout(passed, 500));
    expect(systemRuntime.now().getTime() - stopped).toBeLessThan(60_000);
  });
});

describe('the listener by TLS', () => {
  interface Certificate {
    cert: string;
    key: string;
    thumbprint: string;
  }

  async function aCertificate(): Promise<Certificate> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const made = await X509CertificateGenerator.createSelfSigned({ name: 'CN=HIS', signingAlgorithm: algorithm, keys });
    const secret = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    return {
      cert: made.toString('pem'),
      key: `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
      thumbprint: hash('sha256', Buffer.from(made.rawData), 'base64url'),
    };
  }

  const secure = (address: string, shown: Certificate | undefined, bearer?: string, body?: URLSearchParams) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const ca = readFileSync(path.join(one.home, 'tls', 'server.crt'), 'utf8');
      const asked = request(
        `${tlsUrl}${address}`,
        {
          ...{ ca, ...(shown ? { cert: shown.cert, key: shown.key } : {}), agent: false },
          method: body ? 'POST' : 'GET',
          headers: {
            ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
            ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
            // A proxy's word for a certificate is no certificate.
            'x-ssl-client-cert': encodeURIComponent(shown?.cert ?? 'none'),
          },
        },
        async (answer) => resolve({ status: answer.statusCode ?? 0, body: (await answer.toArray()).join('') }),
      );
      asked.on('error', reject);
      asked.end(body?.toString());
    });

  it('binds a token to the certificate that its client showed, a registered one', async () => {
    const [own, stolen] = [await aCertificate(), await aCertificate()];
    await register('bound', { bound: 'mtls', certificates: [own.thumbprint] });
    const discovered = await (await fetch(`${one.instance.baseUrl}/.well-known/openid-configuration`)).json();
    expect(discovered).toMatchObject({
      tls_client_certificate_bound_access_tokens: true,
      mtls_endpoint_aliases: { token_endpoint: `${tlsUrl}/oidc/token` },
    });
    const ask = async (shown: Certificate | undefined) => secure('/oidc/token', shown, undefined, await form('bound'));
    expect((await ask(undefined)).status).toBe(401);
    expect((await ask(stolen)).status).toBe(401);
    expect((await token(one.instance.baseUrl, 'bound')).status).toBe(401);
    const bearer = JSON.parse((await ask(own)).body).access_token as string;
    const fhir = (shown: Certificate | undefined) => secure('/fhir/R4/Patient?_count=1', shown, bearer);
    expect((await fhir(own)).status).toBe(200);
    expect((await fhir(stolen)).status).toBe(401);
    expect((await fhir(undefined)).status).toBe(401);
    expect(await read(one.instance.baseUrl, bearer)).toBe(401);
  });
});
