/** Access tokens on the way in: what is believed, what is not, and how long. */
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileVault } from '#core/vault/index.ts';
import { demonstrationToken } from './demonstration.ts';
import { people, type Platform, post, startPlatform } from './fixtures/platform.ts';
import { keyring, masterKey } from './sealing.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await platform.accounts.seedDemonstration({ people });
});
afterAll(() => platform.stop());

const whoAmI = (token: string) => post(platform, '/test/who-am-i', {}, { authorization: `Bearer ${token}` });
const seconds = () => Math.floor(platform.clock.now().getTime() / 1000);
const goodToken = () =>
  demonstrationToken({ baseUrl: platform.baseUrl, home: platform.home, client: 'demo-provider', profile: 'demo' });

const claims = () => ({
  iss: platform.baseUrl,
  aud: `${platform.baseUrl}/fhir/R4`,
  sub: 'demo-provider',
  client_id: 'demo-provider',
  jti: platform.clock.newId(),
  iat: seconds(),
  exp: seconds() + 60,
  scope: 'system/*.cruds',
});
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

it('refuses tokens that are forged, unsigned, or signed with the public key as a secret', async () => {
  const { keys } = (await (await fetch(`${platform.baseUrl}/oidc/jwks`)).json()) as { keys: JWK[] };
  const header = { typ: 'at+jwt', kid: keys[0]?.kid as string };
  const foreign = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(foreign.publicKey);
  const forge = (changes: object) =>
    new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', ...header, ...changes }).sign(foreign.privateKey);
  const forged = [
    await forge({}),
    await forge({ kid: 'unknown' }),
    await forge({ kid: undefined }),
    await forge({ jwk }),
    await forge({ jku: 'https://evil.example/keys' }),
    await new SignJWT(claims())
      .setProtectedHeader({ ...header, alg: 'HS256' })
      .sign(Buffer.from(JSON.stringify(keys[0]))),
    `${part({ alg: 'none', ...header })}.${part(claims())}.`,
    `${part({ alg: 'None', ...header })}.${part(claims())}.AAAA`,
    'x',
    'a.b.c',
    'A'.repeat(9000),
  ];
  for (const token of forged) expect((await whoAmI(token)).json().code).toBe('token-not-valid');
  const basic = await post(platform, '/test/who-am-i', {}, { authorization: 'Basic YTpi' });
  expect(basic.statusCode).toBe(401);
});

it('refuses tokens that are altered, expired, for another server, of another issuer or of another type', async () => {
  const own = await ownKey();
  const sign = (changes: object, typ = 'at+jwt') =>
    new SignJWT({ ...claims(), ...changes }).setProtectedHeader({ alg: 'ES256', typ, kid: own.kid }).sign(own.key);
  expect((await whoAmI(await sign({}))).statusCode).toBe(200);
  const refused = [
    await sign({ exp: seconds() - 10 }),
    await sign({ aud: 'https://other.example/fhir/R4' }),
    await sign({ aud: platform.baseUrl }),
    await sign({ iss: 'https://other.example' }),
    await sign({ iat: seconds() + 3600 }),
    await sign({ client_id: 'unknown' }),
    await sign({ sub: 'somebody-else' }),
    await sign({}, 'JWT'),
    (await sign({})).replace(/.{6}$/, 'AAAAAA'),
  ];
  for (const token of refused) expect((await whoAmI(token)).json().code).toBe('token-not-valid');
});

it('remembers a verdict for ten seconds, and asks neither the database nor the signature again', async () => {
  const token = await goodToken();
  const request = { url: '/fhir/R4/Patient', headers: { authorization: `Bearer ${token}` } } as never;
  const { query } = platform.database;
  let asked = 0;
  platform.database.query = (...parts) => {
    asked++;
    return query(...parts);
  };
  for (let turn = 0; turn < 100; turn++) await platform.accounts.authenticator.authenticate(request);
  expect(asked).toBe(1);
  platform.clock.advance(31);
  await platform.accounts.authenticator.authenticate(request);
  expect(asked).toBe(2);
  platform.database.query = query;
  platform.clock.advance(-31);
});

it('lets the demonstration client have a token for twelve hours and no longer', async () => {
  const token = await goodToken();
  expect((await whoAmI(token)).json()).toMatchObject({ role: 'machine', scopes: ['system/*.cruds'] });
  platform.clock.advance(12 * 3600 - 60);
  expect((await whoAmI(token)).statusCode).toBe(200);
  platform.clock.advance(120);
  expect((await whoAmI(token)).statusCode).toBe(401);
  platform.clock.advance(-12 * 3600 - 60);
});

/** The platform's own key, opened as the platform does: to prove that the checks, not the signature, refuse. */
async function ownKey() {
  const { rows } = await platform.database.query<{ kid: string; sealed: Buffer }>(
    'select kid, sealed from accounts.signing_key',
  );
  const [{ kid, sealed }] = rows as [{ kid: string; sealed: Buffer }];
  const vault = fileVault(platform.database, platform.home, platform.clock);
  const keys = keyring(masterKey(platform.home, platform.clock), vault);
  const jwk = JSON.parse((await keys.open('signing key', kid, sealed)).toString()) as JWK;
  return { kid, key: await importJWK(jwk, 'ES256') };
}
