/** The compliance gate on the real server: what is declared, checked, passed, and what forged papers get. */
import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people, type Platform, post, signIn, signInAs, startPlatform } from '../../fixtures/platform.ts';
import { kitCaseIds, requirementIds } from './requirements.ts';

interface Key {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

let platform: Platform;
let operator: Record<string, string>;
let second: Record<string, string>;
let vendor: Key;
let key: Key;
let number = 0;

const vendorId = 'https://dostawca.example';
const provider = 'facility-1';
const seconds = () => Math.floor(platform.clock.now().getTime() / 1000);
const dayFrom = (days: number) =>
  new Date(platform.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

async function aKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('ES384', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES384', use: 'sig' } };
}

beforeAll(async () => {
  platform = await startPlatform();
  await platform.accounts.seedDemonstration({ people });
  [vendor, key] = [await aKey('vendor'), await aKey('one')];
  operator = await signInAs(platform, 'operator.wisniewska');
  const other = { login: 'operator.drugi', password: 'Zielony-Las-7-Rzeka', seed: Buffer.alloc(20, 7) };
  await platform.accounts.registration.register({
    ...{ login: other.login, name: 'Drugi Operator', password: other.password, secondFactor: other.seed },
    positions: [{ role: 'operator', facility: null, facilityName: null }],
  });
  const { cookie, csrf } = await signIn(platform, { ...other, id: '' });
  second = { cookie, 'x-csrf-token': csrf };
  const registered = await ask('/vendors', { id: vendorId, name: 'Dostawca', jwks: { keys: [vendor.jwk] } });
  expect(registered.statusCode).toBe(200);
});
afterAll(() => platform.stop());

const ask = (path: string, body: object, headers = operator) => post(platform, `/accounts${path}`, body, headers);
const see = (path: string, headers = operator) =>
  platform.server.inject({ url: `/api/accounts${path}`, headers }).then((answer) => answer.json());

function paper(typ: string, claims: JWTPayload, by: Key, header: object = {}): Promise<string> {
  const usual = { aud: platform.baseUrl, iat: seconds(), exp: seconds() + 300, jti: platform.clock.newId() };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: 'ES384', kid: by.jwk.kid as string, typ, ...header })
    .sign(by.privateKey);
}

const statement = (client: string, changes: JWTPayload = {}, by = vendor, header: object = {}) =>
  paper(
    'software-statement+jwt',
    {
      ...{ iss: vendorId, client_id: client, provider, jwks: { keys: [key.jwk] } },
      ...{ software_id: 'his', software_name: 'HIS', software_version: '7.1' },
      ...changes,
    },
    by,
    header,
  );
const rows = (met = true) => Object.fromEntries(requirementIds.map((id) => [id, { met, how: 'Opisane w dokumencie' }]));
const declaration = (client: string, changes: JWTPayload = {}, by = key, header: object = {}) =>
  paper(
    'ezdrowie-declaration+jwt',
    { iss: client, software_version: '7.1', valid_until: dayFrom(200), requirements: rows(), ...changes },
    by,
    header,
  );
const report = (client: string, run: string, changes: Record<string, string> = {}) =>
  paper(
    'ezdrowie-test-report+jwt',
    {
      ...{ iss: client, run },
      cases: { ...Object.fromEntries(kitCaseIds.map((id) => [id, 'passed'])), ...changes },
    },
    key,
  );

const aSystem = (id: string, changes: object = {}) => ({
  ...{ id, name: 'System szpitala', kind: 'system', scopes: ['system/*.cruds'], bound: 'dpop' },
  provider: { id: provider, name: 'Szpital Miejski' },
  jwks: { keys: [key.jwk] },
  ...changes,
});
async function registered(): Promise<string> {
  const id = `gated-${++number}`;
  const answer = await ask('/clients', aSystem(id, { softwareStatement: await statement(id) }));
  expect([answer.statusCode, answer.body]).toEqual([200, JSON.stringify({ id })]);
  return id;
}

const thumbprintOf = (token: string) => createHash('sha256').update(token).digest('base64url');
async function proof(method: string, url: string, token?: string): Promise<string> {
  const { kid: _kid, use: _use, alg: _alg, ...jwk } = key.jwk;
  const ath = token === undefined ? {} : { ath: thumbprintOf(token) };
  return new SignJWT({ htm: method, htu: url, jti: platform.clock.newId(), iat: seconds(), ...ath })
    .setProtectedHeader({ alg: 'ES384', typ: 'dpop+jwt', jwk })
    .sign(key.privateKey);
}

/** A token bound to the client's key, and a caller that shows it. */
async function asClient(id: string, of: Platform = platform) {
  const url = `${platform.baseUrl}/oidc/token`;
  const assertion = await new SignJWT({ jti: platform.clock.newId(), exp: seconds() + 60 })
    .setProtectedHeader({ alg: 'ES384', kid: 'one' })
    .setIssuer(id)
    .setSubject(id)
    .setAudience(platform.baseUrl)
    .sign(key.privateKey);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { dpop: await proof('POST', url) },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: 'system/*.cruds',
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const call = async (method: 'GET' | 'POST', path: string, payload?: object, at: Platform = of) => {
    const dpop = await proof(method, `${platform.baseUrl}${path.split('?')[0]}`, token);
    const headers = { authorization: `DPoP ${token}`, dpop };
    return at.server.inject({ method, url: path, headers, ...(payload ? { payload } : {}) });
  };
  return { token, call };
}

async function passed(id: string): Promise<void> {
  const { call } = await asClient(id);
  expect(
    (await call('POST', '/api/accounts/gate/declaration', { declaration: await declaration(id) })).json(),
  ).toMatchObject({
    state: 'declared',
    limit: 'restricted',
  });
  const { run } = (await call('POST', '/api/accounts/gate/tests', {})).json();
  expect((await call('POST', '/api/accounts/gate/tests/report', { report: await report(id, run) })).statusCode).toBe(
    200,
  );
  const decided = await ask(`/clients/${id}/gate/decision`, { decision: 'pass', reason: 'Sprawdzone' }, second);
  expect([decided.statusCode, decided.body]).toEqual([200, 'null']);
}

/** A door that the restricted set opens, and one that it does not. */
const record = '/fhir/R4/Observation/1';
const everything = '/fhir/R4/$export';

describe('software that has not passed', () => {
  it('is restricted from registration on, sees what is missing, and is opened by a second person when it passes', async () => {
    const id = await registered();
    const { call, token } = await asClient(id);
    expect(JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString())).toMatchObject({
      ...{ vendor: 'Dostawca', product: 'HIS', software_version: '7.1', provider, gate: 'undeclared' },
    });
    const own = (await call('GET', '/api/accounts/gate')).json();
    expect(own).toMatchObject({ state: 'undeclared', limit: 'restricted', daysLeft: 180, product: 'HIS' });
    expect(
      own.checks
        .filter(({ outcome }: { outcome: string }) => outcome === 'failed')
        .map((one: { check: string }) => one.check),
    ).toEqual(['declaration', 'requirements', 'two-factor', 'test-kit']);
    expect((await call('GET', record)).statusCode).toBe(200);
    const refused = await call('GET', everything);
    expect([refused.statusCode, refused.body.includes('days are left')]).toEqual([403, true]);
    expect(platform.entries.at(-1)).toMatchObject({
      kind: 'compliance-gate',
      outcome: 4,
      reason: 'compliance-restricted',
    });

    const early = await ask(`/clients/${id}/gate/decision`, { decision: 'pass', reason: 'Bez sprawdzenia' }, second);
    expect([early.statusCode, early.json().code]).toEqual([422, 'gate-checks-failed']);
    const own2 = await ask(`/clients/${id}/gate/decision`, { decision: 'pass', reason: 'Sam sobie' });
    expect([own2.statusCode, own2.json().code]).toEqual([403, 'own-request']);
    await passed(id);
    platform.clock.advance(11);
    expect((await call('GET', everything)).statusCode).toBe(200);
    const { steps, until } = await see(`/clients/${id}/gate`);
    expect(steps.map(({ step }: { step: string }) => step)).toEqual(['pass', 'declare', 'restate', 'register']);
    expect(until.slice(0, 10)).toBe(dayFrom(201));
    expect((await see('/clients')).clients).toContainEqual(expect.objectContaining({ id, gateState: 'verified' }));
  });

  it('is closed out when its time is over, in every process within a minute, but may still declare', async () => {
    const other = await startPlatform({ home: platform.home, baseUrl: platform.baseUrl }, platform);
    const id = await registered();
    await passed(id);
    const { call } = await asClient(id);
    platform.clock.advance(11);
    for (const at of [platform, other]) expect((await call('GET', everything, undefined, at)).statusCode).toBe(200);
    const suspended = await ask('/software/suspension', { softwareId: 'his', version: '7.1', reason: 'Błąd w wersji' });
    expect(suspended.json().suspended).toContain(id);
    platform.clock.advance(11);
    other.clock.advance(22);
    for (const at of [platform, other]) {
      const answer = await call('GET', record, undefined, at);
      expect([answer.statusCode, answer.body.includes('the time to is over')]).toEqual([403, true]);
      expect((await call('GET', '/api/accounts/gate', undefined, at)).json().state).toBe('suspended');
    }
    const again = await call('POST', '/api/accounts/gate/declaration', { declaration: await declaration(id) });
    expect(again.json().code).toBe('not-now');
    const back = await ask(`/clients/${id}/gate/reinstatement`, { reason: 'Poprawiono' });
    expect([back.statusCode, (await see(`/clients/${id}/gate`)).state]).toEqual([200, 'undeclared']);
    await other.stop();
  });

  it('gets a longer transition by two people, a shorter one by one', async () => {
    const id = await registered();
    const until = (days: number, headers = operator) =>
      ask(`/clients/${id}/gate/transition`, { until: dayFrom(days), reason: 'Szpital w budowie' }, headers);
    const asked = (await until(300)).json();
    expect(asked.set).toBe(false);
    expect((await see(`/clients/${id}/gate`)).daysLeft).toBe(180);
    const decide = (headers: Record<string, string>) =>
      ask(`/proposals/${asked.proposal}/decision`, { decision: 'approve' }, headers);
    expect((await decide(operator)).json().code).toBe('own-request');
    expect((await decide(second)).statusCode).toBe(200);
    expect((await decide(second)).json().code).toBe('decided-already');
    expect((await see(`/clients/${id}/gate`)).daysLeft).toBeGreaterThan(299);
    expect((await until(10)).json()).toEqual({ set: true });
    expect((await see(`/clients/${id}/gate`)).daysLeft).toBeLessThan(12);
    expect((await until(4000)).json().code).toBe('bad-end');
    expect((await until(1, await signInAs(platform, 'lekarz.nowak'))).statusCode).toBe(403);
  });

  it('begins anew with another version, with a while to declare it', async () => {
    const id = await registered();
    await passed(id);
    await platform.database.query({
      text: 'update accounts.client set transition_ends = now() where id = $1',
      values: [id],
    });
    const { call } = await asClient(id);
    const state = async (changes: JWTPayload) =>
      call('POST', '/api/accounts/gate/statement', { software_statement: await statement(id, changes) });
    expect((await state({})).json()).toMatchObject({ state: 'verified' });
    expect((await state({ software_version: '7.2' })).json()).toMatchObject({
      ...{ state: 'undeclared', limit: 'restricted', daysLeft: 30, version: '7.2' },
    });
    const old = await call('POST', '/api/accounts/gate/declaration', { declaration: await declaration(id) });
    expect([old.statusCode, old.json().code]).toEqual([422, 'another-version']);
    expect((await see(`/clients/${id}/gate`)).checks).toContainEqual(
      expect.objectContaining({ check: 'test-kit', outcome: 'failed' }),
    );
  });

  it('ends by itself with its declaration, and that is written down', async () => {
    const id = await registered();
    await passed(id);
    await platform.database.query({
      text: `update accounts.client set gate_until = now() - interval '1 s' where id = $1`,
      values: [id],
    });
    expect((await see(`/clients/${id}/gate`)).state).toBe('expired');
    await platform.accounts.upkeep();
    const { state, limit, steps } = await see(`/clients/${id}/gate`);
    expect([state, limit, steps[0].step]).toEqual(['expired', 'restricted', 'expire']);
    const rewritten = platform.database.query({
      text: 'delete from accounts.gate_step where client = $1',
      values: [id],
    });
    await expect(rewritten).rejects.toThrow(/only ever appended/);
  });
});

describe('a software statement', () => {
  const added = async (id: string, softwareStatement: string, changes: object = {}) => {
    const answer = await ask('/clients', aSystem(id, { softwareStatement, ...changes }));
    return [answer.statusCode, answer.json().code];
  };

  it.each<[string, (id: string) => Promise<string>, string]>([
    ['signed by another key', async (id) => statement(id, {}, await aKey('vendor')), 'paper-not-valid'],
    ['signed by the client itself', (id) => statement(id, {}, key), 'paper-not-valid'],
    ['of a vendor that is not registered', (id) => statement(id, { iss: 'https://inny.example' }), 'vendor-not-known'],
    ['that has expired', (id) => statement(id, { exp: seconds() - 60 }), 'paper-not-valid'],
    ['from the future', (id) => statement(id, { iat: seconds() + 600, exp: seconds() + 900 }), 'paper-not-valid'],
    ['for another platform', (id) => statement(id, { aud: 'https://inna.example' }), 'paper-not-valid'],
    ['of another type', (id) => statement(id, {}, vendor, { typ: 'JWT' }), 'paper-not-valid'],
    ['for another client', () => statement('his-of-others'), 'statement-not-valid'],
    ['for another provider', (id) => statement(id, { provider: 'facility-9' }), 'statement-not-valid'],
    [
      'for other keys',
      async (id) => statement(id, { jwks: { keys: [(await aKey('one')).jwk] } }),
      'statement-not-valid',
    ],
    ['without keys', (id) => statement(id, { jwks: undefined }), 'statement-not-valid'],
    ['without a version', (id) => statement(id, { software_version: undefined }), 'statement-not-valid'],
    ['that is no paper', async () => 'x.y.z', 'vendor-not-known'],
    ['without signature', async (id) => unsigned(await statement(id)), 'paper-not-valid'],
  ])('%s is refused, and the client is not there', async (_, made, code) => {
    const id = `forged-${++number}`;
    expect(await added(id, await made(id))).toEqual([400, code]);
    const { rowCount } = await platform.database.query({
      text: 'select from accounts.client where id = $1',
      values: [id],
    });
    expect(rowCount).toBe(0);
  });

  it('is for one client, once: who holds a copy cannot hide behind it', async () => {
    const id = `copied-${++number}`;
    const copy = await statement(id);
    expect(await added(id, copy)).toEqual([200, undefined]);
    expect(await added(`copied-${++number}`, copy)).toEqual([400, 'statement-not-valid']);
    const again = await ask(`/clients/${id}/statement`, { software_statement: copy });
    expect(again.json().code).toBe('statement-used');
    // Foreign software with keys of its own, and a stolen statement of verified software that nobody has used.
    const stolen = `copied-${++number}`;
    const foreign = (await aKey('one')).jwk;
    const unused = await statement(stolen);
    expect(await added(stolen, unused, { jwks: { keys: [foreign] } })).toEqual([400, 'statement-not-valid']);
    expect(await added(stolen, unused, { software: { vendor: 'A', product: 'B', version: '1' } })).toEqual([
      ...[400, 'client-not-valid'],
    ]);
  });

  it('of a vendor that was stopped is believed no more', async () => {
    const third = await aKey('third');
    const id = 'https://trzeci.example';
    await ask('/vendors', { id, name: 'Trzeci', jwks: { keys: [third.jwk] } });
    const client = `stopped-${++number}`;
    expect((await ask('/vendors/stop', { id, reason: 'Klucz skradziony' })).statusCode).toBe(200);
    expect(await added(client, await statement(client, { iss: id }, third))).toEqual([400, 'vendor-not-known']);
  });
});

describe('a declaration', () => {
  it.each<[string, (id: string) => Promise<string>, string]>([
    ['signed by another key', async (id) => declaration(id, {}, await aKey('one')), 'paper-not-valid'],
    ['of another client', () => declaration('gated-1'), 'paper-not-valid'],
    ['that is a software statement', (id) => statement(id, { iss: id }, key), 'paper-not-valid'],
    ['that is old', (id) => declaration(id, { iat: seconds() - 1200 }), 'paper-not-valid'],
    [
      'with a row missing',
      (id) => declaration(id, { requirements: { 'MR-01': { met: true, how: 'tak' } } }),
      'declaration-not-valid',
    ],
    [
      'with a row that nobody asked',
      (id) => declaration(id, { requirements: { ...rows(), 'MR-99': {} } }),
      'declaration-not-valid',
    ],
    ['without end', (id) => declaration(id, { valid_until: '9999-12-31' }), 'declaration-not-valid'],
    ['that names a further claim', (id) => declaration(id, { gate: 'verified' }), 'declaration-not-valid'],
  ])('%s is refused', async (_, made, code) => {
    const id = await registered();
    const { call } = await asClient(id);
    const answer = await call('POST', '/api/accounts/gate/declaration', { declaration: await made(id) });
    expect([answer.statusCode, answer.json().code]).toEqual([400, code]);
  });

  it('counts once, and with a requirement unmet it cannot pass', async () => {
    const id = await registered();
    const { call } = await asClient(id);
    const lacking = { ...rows(), 'MR-08': { met: false, how: 'Szyfrowanie w przyszłym roku' } };
    const once = await declaration(id, { requirements: lacking });
    const send = (text: string) => call('POST', '/api/accounts/gate/declaration', { declaration: text });
    expect((await send(once)).json().checks).toContainEqual(
      expect.objectContaining({ check: 'requirements', outcome: 'failed', says: 'Not met: MR-08' }),
    );
    expect((await send(once)).json().code).toBe('paper-used');
    const decision = (word: string) => ask(`/clients/${id}/gate/decision`, { decision: word, reason: 'MR-08' }, second);
    expect((await decision('pass')).json().code).toBe('gate-checks-failed');
    expect((await decision('fail')).statusCode).toBe(200);
    expect((await call('GET', '/api/accounts/gate')).json().state).toBe('failed');
  });
});

const unsigned = (paperText: string) => {
  const [, body] = paperText.split('.');
  return `${Buffer.from('{"alg":"none","typ":"software-statement+jwt","kid":"vendor"}').toString('base64url')}.${body}.`;
};
