/** Passkeys, recovery codes and fresh proof: what they open, and every forgery that must open nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Authenticator, type Forgery } from './fixtures/authenticator.ts';
import {
  aPerson,
  type Browser,
  codeOf,
  type Person,
  type Platform,
  post,
  signIn,
  startPlatform,
} from './fixtures/platform.ts';
import { relyingParty } from './passkeys.ts';

let platform: Platform;
let origin: string;
beforeAll(async () => {
  platform = await startPlatform();
  ({ origin } = relyingParty(platform.baseUrl));
});
afterAll(() => platform.stop());

const withCsrf = ({ cookie, csrf }: Browser) => ({ cookie, 'x-csrf-token': csrf });
const ask = (browser: Browser, url: string, body: object = {}) => post(platform, url, body, withCsrf(browser));
/** A code opens once: a later proof of the same person needs the next one. */
const nextCode = (person: Person) => {
  platform.clock.advance(30);
  return codeOf(person, platform);
};
const prove = async (browser: Browser, person: Person, act: string): Promise<string> =>
  (await ask(browser, '/accounts/step-up', { act, code: nextCode(person) })).json().proof;

async function withPasskey(): Promise<{ person: Person; browser: Browser; device: Authenticator }> {
  const person = await aPerson(platform);
  const browser = await signIn(platform, person);
  const device = new Authenticator(origin);
  const proof = await prove(browser, person, 'passkey-add');
  const options = (await ask(browser, '/accounts/passkeys/offer')).json();
  const kept = await ask(browser, '/accounts/passkeys', { proof, name: 'Telefon', passkey: device.register(options) });
  expect(kept.statusCode, kept.body).toBe(200);
  return { person, browser, device };
}

const challenge = async (body: object = {}) => (await post(platform, '/accounts/passkey-challenge', body)).json();
const enter = (passkey: object) => post(platform, '/accounts/passkey-sign-in', { passkey });

describe('a passkey', () => {
  it('signs in alone, is audited, and the session says by what it was opened', async () => {
    const { person, device } = await withPasskey();
    const options = await challenge();
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    expect(options.allowCredentials ?? []).toEqual([]);
    const answer = await enter(device.sign(options));
    expect([answer.statusCode, answer.json().login]).toEqual([200, person.login]);
    const cookie = String(answer.headers['set-cookie']).split(';')[0] as string;
    const list = await platform.server.inject({ method: 'GET', url: '/api/accounts/sessions', headers: { cookie } });
    expect(list.json()).toContainEqual(expect.objectContaining({ current: true, factors: ['passkey'] }));
    expect(platform.entries.at(-1)).toMatchObject({ kind: 'sign-in', outcome: 0 });
  });

  it('is the second step after the password too, and is offered first', async () => {
    const { person, device } = await withPasskey();
    const { login, password } = person;
    const first = (await post(platform, '/accounts/sign-in', { login, password })).json();
    expect(first.factors).toEqual(['passkey', 'totp']);
    const options = await challenge({ handle: first.handle });
    expect(options.allowCredentials).toEqual([expect.objectContaining({ id: device.id.toString('base64url') })]);
    const passkey = device.sign(options);
    const answer = await post(platform, '/accounts/second-factor', { handle: first.handle, passkey });
    expect([answer.statusCode, answer.json().login]).toEqual([200, login]);
  });

  it.each<[string, (device: Authenticator) => Forgery]>([
    ['another origin', () => ({ origin: 'https://e-zdrowie.example' })],
    ['another domain', () => ({ party: 'example.org' })],
    ['a challenge of somebody else', () => ({ challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })],
    ['no check of the person', () => ({ flags: 0x01 })],
    ['no presence of the person', () => ({ flags: 0x04 })],
    ['the answer to a registration', () => ({ type: 'webauthn.create' })],
    ['the key of another device', () => ({ key: new Authenticator(origin).privateKey })],
  ])('opens nothing with %s', async (_, forge) => {
    const { device } = await withPasskey();
    const answer = await enter(device.sign(await challenge(), forge(device)));
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'passkey-not-valid']);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(platform.entries.at(-1)).toMatchObject({ kind: 'sign-in', outcome: 4, reason: 'passkey-not-valid' });
  });

  it('opens nothing when its counter went back: somebody made a copy', async () => {
    const { device } = await withPasskey();
    expect((await enter(device.sign(await challenge(), { counter: 9 }))).statusCode).toBe(200);
    expect((await enter(device.sign(await challenge(), { counter: 8 }))).statusCode).toBe(401);
  });

  it('of nobody, and one whose account is blocked, read the same', async () => {
    const { person, device } = await withPasskey();
    await platform.accounts.registration.block(person.id);
    const blocked = await enter(device.sign(await challenge()));
    const unknown = await enter(new Authenticator(origin).sign(await challenge()));
    expect([blocked.statusCode, blocked.json().detail]).toEqual([401, unknown.json().detail]);
  });

  it('answers a challenge once, also when two come at the same moment', async () => {
    const { device } = await withPasskey();
    const options = await challenge();
    const answers = await Promise.all([enter(device.sign(options)), enter(device.sign(options))]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    expect((await enter(device.sign(options))).statusCode).toBe(401);
  });

  it('answers no challenge that is older than five minutes, or that was for something else', async () => {
    const { person, browser, device } = await withPasskey();
    const old = await challenge();
    platform.clock.advance(301);
    expect((await enter(device.sign(old))).statusCode).toBe(401);
    const forAnAct = (await ask(browser, '/accounts/step-up-challenge', { act: 'recovery-codes' })).json();
    expect((await enter(device.sign(forAnAct))).statusCode).toBe(401);
    const { login, password } = person;
    const { handle } = (await post(platform, '/accounts/sign-in', { login, password })).json();
    const passkey = device.sign(await challenge());
    expect((await post(platform, '/accounts/second-factor', { handle, passkey })).statusCode).toBe(401);
  });

  it('of another person is no second step of mine', async () => {
    const mine = await withPasskey();
    const other = await withPasskey();
    const { login, password } = mine.person;
    const { handle } = (await post(platform, '/accounts/sign-in', { login, password })).json();
    const passkey = other.device.sign(await challenge({ handle }));
    const answer = await post(platform, '/accounts/second-factor', { handle, passkey });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'passkey-not-valid']);
  });

  it('still opens while wrong codes have paused the second factor', async () => {
    const { person, device } = await withPasskey();
    const { login, password } = person;
    const { handle } = (await post(platform, '/accounts/sign-in', { login, password })).json();
    for (let tries = 0; tries < 5; tries++) await post(platform, '/accounts/second-factor', { handle, code: '000000' });
    const again = (await post(platform, '/accounts/sign-in', { login, password })).json().handle;
    const paused = await post(platform, '/accounts/second-factor', { handle: again, code: nextCode(person) });
    expect(paused.json().code).toBe('second-factor-paused');
    expect((await enter(device.sign(await challenge()))).statusCode).toBe(200);
  });

  it('is refused in words when it is nonsense', async () => {
    for (const passkey of [{}, { id: 'x', rawId: 'x', type: 'public-key', response: {} }, { id: 1 }]) {
      expect((await enter(passkey)).statusCode).toBeGreaterThanOrEqual(400);
      expect((await enter(passkey)).statusCode).toBeLessThan(500);
    }
  });
});

describe('looking after passkeys', () => {
  it('lists, and removes with proof; a removed one opens nothing', async () => {
    const { person, browser, device } = await withPasskey();
    const security = () =>
      platform.server.inject({ method: 'GET', url: '/api/accounts/security', headers: { cookie: browser.cookie } });
    const [key] = (await security()).json().passkeys;
    expect(key).toMatchObject({ name: 'Telefon', deviceBound: true });
    const proof = await prove(browser, person, 'passkey-remove');
    expect((await ask(browser, `/accounts/passkeys/${key.id}/remove`, { proof })).statusCode).toBe(200);
    expect((await security()).json().passkeys).toEqual([]);
    expect((await enter(device.sign(await challenge()))).statusCode).toBe(401);
  });

  it('needs fresh proof: none, one for another act, one of another session, one used, one too old', async () => {
    const { person, browser } = await withPasskey();
    const other = await withPasskey();
    const codes = (proof: string) => ask(browser, '/accounts/recovery-codes', { proof });
    const used = await prove(browser, person, 'recovery-codes');
    expect((await codes(used)).statusCode).toBe(200);
    const wrong = [
      'x'.repeat(43),
      await prove(browser, person, 'passkey-add'),
      await prove(other.browser, other.person, 'recovery-codes'),
      used,
    ];
    for (const proof of wrong) expect((await codes(proof)).json().code).toBe('proof-needed');
    const old = await prove(browser, person, 'recovery-codes');
    platform.clock.advance(121);
    expect((await codes(old)).json().code).toBe('proof-needed');
  });

  it('cannot remove the passkey of another', async () => {
    const { person, browser } = await withPasskey();
    const other = await withPasskey();
    const headers = { cookie: other.browser.cookie };
    const theirs = await platform.server.inject({ method: 'GET', url: '/api/accounts/security', headers });
    const proof = await prove(browser, person, 'passkey-remove');
    const answer = await ask(browser, `/accounts/passkeys/${theirs.json().passkeys[0].id}/remove`, { proof });
    expect(answer.statusCode).toBe(404);
  });

  it('keeps no credential twice, and none made for another person or challenge', async () => {
    const { person, browser, device } = await withPasskey();
    const offer = async () => (await ask(browser, '/accounts/passkeys/offer')).json();
    const add = async (passkey: object) => {
      const proof = await prove(browser, person, 'passkey-add');
      return (await ask(browser, '/accounts/passkeys', { proof, name: 'x', passkey })).json().code;
    };
    expect(await add(device.register(await offer()))).toBe('passkey-not-kept');
    const fresh = new Authenticator(origin);
    const other = await withPasskey();
    const theirs = (await ask(other.browser, '/accounts/passkeys/offer')).json();
    expect(await add(fresh.register(theirs))).toBe('passkey-not-kept');
    expect(await add(fresh.register(await offer(), { flags: 0x41 }))).toBe('passkey-not-kept');
    expect(await add(fresh.register(await offer(), { origin: 'https://evil.example' }))).toBe('passkey-not-kept');
    expect(await add(fresh.register(await offer()))).toBeUndefined();
  });
});

describe('recovery codes', () => {
  async function withCodes() {
    const person = await aPerson(platform);
    const browser = await signIn(platform, person);
    const proof = await prove(browser, person, 'recovery-codes');
    const { codes } = (await ask(browser, '/accounts/recovery-codes', { proof })).json() as { codes: string[] };
    const step = async (recoveryCode: string) => {
      const { login, password } = person;
      const { handle } = (await post(platform, '/accounts/sign-in', { login, password })).json();
      return post(platform, '/accounts/second-factor', { handle, recoveryCode });
    };
    return { person, browser, codes, step };
  }

  it('are ten, open once each however they are typed, and are never stored in clear', async () => {
    const { person, codes, step } = await withCodes();
    expect(new Set(codes).size).toBe(10);
    expect((await step(codes[0]?.toUpperCase().replaceAll('-', ' ') ?? '')).statusCode).toBe(200);
    expect((await step(codes[0] ?? '')).json().code).toBe('wrong-recovery-code');
    expect((await step(codes[1] ?? '')).statusCode).toBe(200);
    const { rows } = await platform.database.query<{ code: string }>(
      'select code from accounts.recovery_code where account = $1',
      [person.id],
    );
    expect(rows).toHaveLength(10);
    for (const { code } of rows) expect(code).toMatch(/^\$argon2id\$/);
  });

  it('give one session when one code comes twice at once', async () => {
    const { codes, step } = await withCodes();
    const answers = await Promise.all([step(codes[3] ?? ''), step(codes[3] ?? '')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  });

  it('stop working when new ones are made; those of another are nothing to me', async () => {
    const { person, browser, codes, step } = await withCodes();
    const other = await withCodes();
    expect((await step(other.codes[0] ?? '')).statusCode).toBe(401);
    const proof = await prove(browser, person, 'recovery-codes');
    await ask(browser, '/accounts/recovery-codes', { proof });
    expect((await step(codes[5] ?? '')).statusCode).toBe(401);
  });

  it('pause with the other second factors after five wrong ones', async () => {
    const { codes, step } = await withCodes();
    for (let tries = 0; tries < 5; tries++) await step('aaaa-bbbb-cccc-dddd');
    expect((await step(codes[0] ?? '')).json().code).toBe('second-factor-paused');
  });
});
