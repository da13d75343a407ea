/** The register of clients, their keys by value and address, and how fast an end is an end in another process. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people, type Platform, post, signInAs, startPlatform } from '../fixtures/platform.ts';

let platform: Platform;
let operator: Record<string, string>;
let pair: CryptoKeyPair;
let jwk: JWK;
let number = 0;

const aKey = async (alg = 'ES384', kid = 'one') => {
  const made = await generateKeyPair(alg, { extractable: true });
  return { pair: made as CryptoKeyPair, jwk: { ...(await exportJWK(made.publicKey)), kid, alg, use: 'sig' } as JWK };
};

beforeAll(async () => {
  platform = await startPlatform();
  await platform.accounts.seedDemonstration({ people });
  operator = await signInAs(platform, 'operator.wisniewska');
  ({ pair, jwk } = await aKey());
});
afterAll(() => platform.stop());

const aSystem = (changes: Record<string, unknown> = {}) => ({
  ...{ id: `system-${++number}`, name: 'System szpitala', kind: 'system', scopes: ['system/Observation.rs'] },
  provider: { id: 'facility-1', name: 'Szpital Miejski' },
  software: { vendor: 'Dostawca', product: 'HIS', version: '7.1' },
  jwks: { keys: [jwk] },
  ...changes,
});
const ask = (path: string, body: object, headers = operator) =>
  post(platform, `/accounts/clients${path}`, body, headers);
const seconds = () => Math.floor(platform.clock.now().getTime() / 1000);
const assertion = (id: string, changes: JWTPayload = {}, header: object = {}, key: CryptoKey = pair.privateKey) =>
  new SignJWT({ iss: id, sub: id, aud: platform.baseUrl, jti: platform.clock.newId(), exp: seconds() + 60, ...changes })
    .setProtectedHeader({ alg: 'ES384', kid: 'one', ...header })
    .sign(key);

async function token(id: string, signed: Promise<string> | string = assertion(id)) {
  const response = await fetch(`${platform.baseUrl}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signed,
      scope: 'system/Observation.rs',
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}
const works = async (bearer: string, of: Platform = platform) =>
  (await post(of, '/test/who-am-i', {}, { authorization: `Bearer ${bearer}` })).statusCode;
async function later<T>(work: () => Promise<T>, ahead = 31): Promise<T> {
  platform.clock.advance(ahead);
  return work().finally(() => platform.clock.advance(-ahead));
}
const registered = async (changes: Record<string, unknown> = {}) => {
  const system = aSystem(changes);
  const answer = await ask('', system);
  expect([answer.statusCode, answer.body]).toEqual([200, JSON.stringify({ id: system.id })]);
  // The compliance gate has tests of its own: here it is behind them.
  const passed = `update accounts.client set gate_state = 'verified', gate_until = 'infinity' where id = $1`;
  await platform.database.query({ text: passed, values: [system.id] });
  return system.id;
};

describe('the register of clients', () => {
  it('is kept by operators: a system registered here gets tokens, and its id is never given again', async () => {
    const id = await registered();
    expect((await token(id)).body).toMatchObject({ scope: 'system/Observation.rs', expires_in: 300 });
    expect((await ask('', aSystem({ id }))).json().code).toBe('client-taken');
    const list = await platform.server.inject({ url: '/api/accounts/clients', headers: operator });
    expect(list.json().clients).toContainEqual(
      expect.objectContaining({ id, kind: 'system', provider: 'facility-1', vendor: 'Dostawca', version: '7.1' }),
    );
    const doctor = await signInAs(platform, 'lekarz.nowak');
    expect((await ask('', aSystem(), doctor)).statusCode).toBe(403);
    expect(platform.entries).toContainEqual(expect.objectContaining({ kind: 'register-client', action: 'C' }));
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no provider', { provider: undefined }, 'client-not-valid'],
    ['scopes of people', { scopes: ['user/*.rs'] }, 'client-not-valid'],
    ['a scope that is not enforced', { scopes: ['system/Observation.rs?date=2020'] }, 'client-not-valid'],
    ['neither keys nor address', { jwks: undefined }, 'client-not-valid'],
    ['both', { jwksUri: 'http://127.0.0.1:1/jwks' }, 'client-not-valid'],
    ['a redirect address', { redirectUris: ['https://app.example/back'] }, 'client-not-valid'],
    ['keys at a foreign host', { jwks: undefined, jwksUri: 'https://other.example/jwks' }, 'host-not-allowed'],
    ['keys at an inner address', { jwks: undefined, jwksUri: 'https://169.254.169.254/jwks' }, 'host-not-allowed'],
    ['keys by http', { jwks: undefined, jwksUri: 'http://other.example/jwks' }, 'https-only'],
    ['no key', { jwks: { keys: [] } }, 'keys-not-valid'],
    ['a shared secret', { jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'one' }] } }, 'keys-not-valid'],
    ['another field', { admin: true }, 'invalid-request'],
  ])('refuses a system with %s', async (_, changes, code) => {
    const { statusCode, body } = await ask('', aSystem(changes));
    expect([statusCode < 500, JSON.parse(body).code]).toEqual([true, code]);
  });

  it('refuses keys that are private, weak, nameless, alike or too many', async () => {
    const weak = await generateKeyPair('RS384', { modulusLength: 2048, extractable: true });
    const short = { ...(await exportJWK(weak.publicKey)), n: 'wQ', kid: 'one' };
    const { kid: _kid, ...nameless } = jwk;
    const six = Array.from({ length: 6 }, (_, place) => ({ ...jwk, kid: String(place) }));
    const own = { ...(await exportJWK(pair.privateKey)), kid: 'one' };
    for (const keys of [[own], [short], [nameless], [jwk, jwk], six, [{ ...jwk, use: 'enc' }], [7]])
      expect((await ask('', aSystem({ jwks: { keys } }))).json().code).toBe('keys-not-valid');
  });

  it('shows one client to operators: keys by their thumbprints, no private part', async () => {
    const id = await registered();
    const seen = await platform.server.inject({ url: `/api/accounts/clients/${id}`, headers: operator });
    expect(seen.json()).toMatchObject({ id, kind: 'system', proves: 'private_key_jwt', disabledAt: null });
    expect(seen.json().keys).toEqual([
      { kid: expect.any(String), algorithm: 'EC P-384', thumbprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    const nobody = await platform.server.inject({ url: '/api/accounts/clients/nobody', headers: operator });
    expect([nobody.statusCode, nobody.json().code]).toEqual([404, 'no-such-client']);
  });

  it('demands in production that tokens of systems are bound to a key', async () => {
    const production = await startPlatform({ profile: 'production' });
    await production.accounts.registration.register({
      ...{ login: 'operator.prod', name: 'Operator', password: 'Zielony-Las-9-Rzeka' },
      secondFactor: platform.clock.randomBytes(20),
      positions: [{ role: 'operator', facility: null, facilityName: null }],
    });
    const { rows } = await production.database.query<{ id: string }>('select id from accounts.account');
    const actor = { role: 'operator', id: rows[0]?.id, name: '', purpose: 'HOPERAT', scopes: [] } as never;
    const register = production.accounts.operations.find(({ name }) => name === 'register-client');
    const add = (body: object) =>
      register?.handle({ body } as never, { tx: production.database, actor } as never) as Promise<unknown>;
    await expect(add(aSystem())).rejects.toMatchObject({ code: 'client-not-valid' });
    await expect(add(aSystem({ bound: 'dpop' }))).resolves.toBeDefined();
    await production.stop();
  });
});

describe('a client assertion', () => {
  let id: string;
  beforeAll(async () => {
    id = await registered();
  });

  it('is judged by registered keys, whatever its header offers', async () => {
    const thief = await aKey();
    const offers = { jwk: thief.jwk, jku: 'http://127.0.0.1:1/jwks', x5u: 'http://127.0.0.1:1/x' };
    const by = (header: object, key?: CryptoKey) => token(id, assertion(id, {}, header, key));
    expect((await by(offers)).status).toBe(200);
    const refused = [
      await by(offers, thief.pair.privateKey),
      await by({ kid: 'two', jwk: thief.jwk }, thief.pair.privateKey),
      await by({ kid: 'two' }),
      await token(id, assertion(id, { iss: 'system-0' })),
      await token(id, assertion(id, { exp: seconds() + 400 })),
      await token(id, assertion(id, { nbf: seconds() + 60 })),
      await token(id, assertion(id, { iat: seconds() + 3600 })),
      await token(id, unsigned(id)),
      await token(id, hmac(id)),
    ];
    const words = refused.map(({ status, body }) => `${status} ${body.error}: ${body.error_description}`);
    expect(words).toEqual(refused.map(() => '401 invalid_client: client authentication failed'));
    const reasons = platform.entries.filter(({ kind, outcome }) => kind === 'token' && outcome === 4);
    expect(reasons.length).toBeGreaterThanOrEqual(refused.length);
  });

  const claims = (of: string) => ({
    ...{ iss: of, sub: of, aud: platform.baseUrl, jti: platform.clock.newId(), exp: seconds() + 60 },
  });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = (of: string) => `${part({ alg: 'none', kid: 'one' })}.${part(claims(of))}.`;
  /** The public key taken for a shared secret. */
  const hmac = (of: string) =>
    new SignJWT(claims(of))
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(new TextEncoder().encode(JSON.stringify(jwk)));
});

describe('keys at an address', () => {
  let server: Server;
  let answer: () => { status?: number; body: string };
  let asked = 0;
  beforeEach(async () => {
    asked = 0;
    server = createServer((_request, response) => {
      asked++;
      const { status = 200, body } = answer();
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return () => new Promise((closed) => server.close(closed));
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;

  it('are read at most twice a minute; what is no longer published is refused within one', async () => {
    answer = () => ({ body: JSON.stringify({ keys: [jwk] }) });
    const id = await registered({ jwks: undefined, jwksUri: address() });
    for (let turn = 0; turn < 5; turn++) expect((await token(id)).status).toBe(200);
    expect(asked).toBe(2);
    const next = await aKey('ES384', 'two');
    answer = () => ({ body: JSON.stringify({ keys: [next.jwk] }) });
    const by = (key: CryptoKey, kid: string) => token(id, assertion(id, {}, { kid }, key));
    await later(async () => {
      expect((await by(next.pair.privateKey, 'two')).status).toBe(200);
      expect((await by(pair.privateKey, 'one')).status).toBe(401);
    });
  });

  it('that cannot be read count for a minute, then nothing does', async () => {
    answer = () => ({ body: JSON.stringify({ keys: [jwk] }) });
    const id = await registered({ jwks: undefined, jwksUri: address() });
    expect((await token(id)).status).toBe(200);
    answer = () => ({ status: 500, body: '' });
    await later(async () => expect((await token(id)).status).toBe(200), 40);
    await later(async () => expect((await token(id)).status).toBe(401), 61);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['far too long', `{"keys":[],"more":"${'x'.repeat(70_000)}"}`],
    ['six keys', '{"keys":[1,2,3,4,5,6]}'],
  ])('that are %s are told at registration', async (_, body) => {
    answer = () => ({ body });
    const refused = await ask('', aSystem({ jwks: undefined, jwksUri: address() }));
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'keys-not-valid']);
  });
});

describe('an end', () => {
  it('of a client, its keys or its tokens holds everywhere within half a minute', async () => {
    const other = await startPlatform({ home: platform.home, baseUrl: platform.baseUrl }, platform);
    const id = await registered();
    const good = async () => (await token(id)).body.access_token as string;
    const everywhere = async (bearer: string) => [await works(bearer), await works(bearer, other)];

    const first = await good();
    expect(await everywhere(first)).toEqual([200, 200]);
    const thirdKey = await aKey();
    // The old key is known to thieves: what it got ends too.
    const changed = await ask(`/${id}/keys`, { jwks: { keys: [thirdKey.jwk] }, compromised: true });
    expect(changed.statusCode).toBe(200);
    expect((await token(id)).status).toBe(401);
    other.clock.advance(31);
    await later(async () => expect(await everywhere(first)).toEqual([401, 401]));
    await ask(`/${id}/keys`, { jwks: { keys: [jwk] } });
    await new Promise((passed) => setTimeout(passed, 1100));

    const second = await good();
    expect(await everywhere(second)).toEqual([200, 200]);
    expect((await ask(`/${id}/stop`, { reason: 'Skradziony serwer' })).statusCode).toBe(200);
    expect((await token(id)).status).toBe(401);
    other.clock.advance(31);
    await later(async () => expect(await everywhere(second)).toEqual([401, 401]));
    expect((await ask(`/${id}/resume`, {})).statusCode).toBe(200);
    expect((await ask(`/${id}/tokens/end`, {})).statusCode).toBe(200);
    other.clock.advance(31);
    await later(async () => expect(await everywhere(second)).toEqual([401, 401]));
    for (const path of ['stop', 'keys', 'resume', 'tokens/end']) {
      const body = path === 'stop' ? { reason: 'x' } : path === 'keys' ? { jwks: { keys: [jwk] } } : {};
      expect((await ask(`/nobody/${path}`, body)).json().code).toBe('no-such-client');
    }
    await other.stop();
  });
});
