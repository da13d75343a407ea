/** The log holds no secret: every way to sign in, to register and to get a token, right and wrong, at the finest level. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demonstrationToken } from './demonstration.ts';
import { aPerson, codeOf, people, type Platform, post, signIn, startPlatform } from './fixtures/platform.ts';

let platform: Platform;
const lines: string[] = [];
const mark = 'ZNACZNIK';
beforeAll(async () => {
  platform = await startPlatform({}, undefined, (line) => lines.push(line));
  await platform.accounts.seedDemonstration({ people });
});
afterAll(() => platform.stop());

it('holds none of what people and clients send to prove who they are', async () => {
  const person = await aPerson(platform);
  const { cookie, csrf } = await signIn(platform, person);
  const bearer = await demonstrationToken({
    baseUrl: platform.baseUrl,
    home: platform.home,
    profile: 'demo',
    client: 'demo-provider',
  });
  const inSession = { cookie, 'x-csrf-token': csrf };
  const { handle } = (await post(platform, '/accounts/sign-in', person)).json();
  const tries: [string, object, Record<string, string>?][] = [
    ['/accounts/sign-in', { login: person.login, password: `${mark}-hasło` }],
    ['/accounts/sign-in', { login: `${mark}\u0000`, password: 7 }],
    ['/accounts/second-factor', { handle: `${mark}-handle`, code: '000000' }],
    ['/accounts/second-factor', { handle, code: codeOf(person, platform) }],
    ['/accounts/second-factor', { handle, recoveryCode: `${mark}-kod` }],
    ['/accounts/activation', { code: `${mark}-aktywacja` }],
    ['/accounts/activation/factors', { state: `${mark}state`, password: `${mark}-Nowe-1`, code: '123456' }],
    ['/accounts/recovery', { login: person.login, recoveryCode: mark, code: '000000', password: `${mark}-Nowe-2` }],
    ['/accounts/password', { proof: mark, old: person.password, password: `${mark}-Nowe-3` }, inSession],
    ['/accounts/authenticator', { proof: mark, state: mark, code: '000000' }, inSession],
    ['/accounts/step-up', { act: 'password', code: '000000' }, inSession],
    ['/accounts/passkey-sign-in', { passkey: { id: mark, response: { clientDataJSON: mark } } }],
    ['/accounts/sign-in', {}, { cookie: `ezdrowie=${mark}`, authorization: `Bearer ${mark}`, dpop: mark }],
  ];
  for (const [address, body, headers] of tries) await post(platform, address, body, headers);
  for (const form of [
    `grant_type=client_credentials&client_assertion=${mark}&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer`,
    `grant_type=authorization_code&client_id=demo&code=${mark}&code_verifier=${mark}`,
    `grant_type=refresh_token&client_id=demo&refresh_token=${mark}`,
  ]) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(`${platform.baseUrl}/oidc/token`, { method: 'POST', headers, body: form });
  }
  await fetch(`${platform.baseUrl}/fhir/R4/who-am-i?token=${mark}`, { headers: { authorization: `Bearer ${bearer}` } });
  await fetch(`${platform.baseUrl}/fhir/R4/who-am-i`, { headers: { authorization: `Bearer ${bearer}${mark}` } });
  const all = lines.join('');
  const secrets = [mark, person.password, cookie.split('=')[1] as string, csrf, handle ?? mark, bearer];
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});

it('says of a fault where it was, and none of the values', async () => {
  const fault = (name: string, fail: () => Promise<unknown>) => [name, fail] as const;
  const parse = async () => JSON.parse(`{"pesel": ${mark}`);
  const { accounts, database } = platform;
  const found = accounts.authenticator;
  const original = found.authenticate.bind(found);
  const faults = [
    fault('of the database', () => database.query(`select $1::uuid`, [mark])),
    fault('of a row', () =>
      database.query(
        `insert into accounts.client (id, name, metadata, scopes, token_seconds, demonstration, created_at)
        values ('x', $1, '{}', '{}', 1, true, now())`,
        [mark],
      ),
    ),
    fault('of a parser', parse),
    fault('with a cause', () => parse().catch((cause) => Promise.reject(new Error('outer', { cause })))),
  ];
  for (const [name, fail] of faults) {
    lines.length = 0;
    Object.assign(found, { authenticate: fail });
    const answer = await fetch(`${platform.baseUrl}/fhir/R4/who-am-i`);
    Object.assign(found, { authenticate: original });
    const said = lines.join('');
    expect([name, answer.status, said.includes('"msg":"fault"'), said.includes(' at ')]).toEqual([
      name,
      500,
      true,
      true,
    ]);
    expect([name, said.includes(mark), (await answer.text()).includes(mark)]).toEqual([name, false, false]);
  }
});
