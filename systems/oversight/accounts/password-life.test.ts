/** Passwords of staff grow old, are changed with a second factor, do not come back, and are recovered by two things. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  agreeTo,
  aPerson,
  type Browser,
  codeOf,
  type Person,
  type Platform,
  post,
  signIn,
  signInByPasskey,
  startPlatform,
  refusalIn,
} from './fixtures/platform.ts';

let platform: Platform;
beforeAll(async () => {
  // Twelve hashes for each of twelve changes take long on a busy machine: three show the same, by a policy of the file.
  const home = mkdtempSync(join(tmpdir(), 'ezdrowie-passwords-'));
  const exception = { setting: 'password.history', value: 3, reason: 'test', owner: 'test', until: '9999-12-31' };
  writeFileSync(join(home, 'security-policy.json'), JSON.stringify({ exceptions: [exception] }));
  platform = await startPlatform({ profile: 'production', home });
  await agreeTo(platform, exception);
});
afterAll(() => platform.stop());

const headers = ({ cookie, csrf }: Browser) => ({ cookie, 'x-csrf-token': csrf });
const send = (browser: Browser, url: string, body: object = {}) =>
  post(platform, `/accounts${url}`, body, headers(browser));
const read = (browser: Browser, url: string) =>
  platform.server.inject({ method: 'GET', url: `/api/accounts${url}`, headers: { cookie: browser.cookie } });
const enter = (person: Person) => {
  platform.clock.advance(30);
  return signIn(platform, person);
};
const prove = async (browser: Browser, person: Person, act: string): Promise<string> => {
  platform.clock.advance(30);
  return (await send(browser, '/step-up', { act, code: codeOf(person, platform) })).json().proof;
};
const change = async (browser: Browser, person: Person, password: string) => {
  const proof = await prove(browser, person, 'password');
  return send(browser, '/password', { proof, old: person.password, password });
};
const days = (count: number) => platform.clock.advance(count * 24 * 3600);
const words = ['Cztery', 'Zielone', 'Rowery', 'Jadą', 'Przez', 'Mokre', 'Pole', 'Wieczorem', 'Latem'];
/** Passwords that are no near copies of each other. */
const another = (number: number) =>
  `${words[number % 9]} ${words[(number * 2 + 3) % 9]} ${words[(number * 5 + 1) % 9]} ${number}`;

describe('a change', () => {
  it('needs the old password and a fresh second factor, and is told to the person', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    const browser = await enter(person);
    const body = { old: person.password, password: another(1) };
    expect((await send(browser, '/password', { ...body, proof: 'x' })).json().code).toBe('proof-needed');
    const proof = await prove(browser, person, 'password');
    expect((await send(browser, '/password', { ...body, proof, old: 'not it' })).json().code).toBe(
      'wrong-old-password',
    );
    expect((await send(browser, '/password', { ...body, proof })).statusCode).toBe(200);
    const { login } = person;
    expect((await post(platform, '/accounts/sign-in', { login, password: person.password })).statusCode).toBe(401);
    expect((await post(platform, '/accounts/sign-in', { login, password: another(1) })).statusCode).toBe(200);
    expect((await read(browser, '/notices')).json()).toContainEqual(
      expect.objectContaining({ kind: 'password-changed' }),
    );
    expect(platform.entries).toContainEqual(expect.objectContaining({ kind: 'change-password', outcome: 4 }));
  });

  it('pauses after five wrong old passwords: a stolen session guesses no further', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    const browser = await enter(person);
    const body = { proof: 'x', old: 'not it', password: another(1) };
    for (let count = 0; count < 5; count++) await send(browser, '/password', body);
    expect((await send(browser, '/password', { ...body, old: person.password })).json().code).toBe(
      'second-factor-paused',
    );
  });

  it('takes none of the last (three here, else twelve), and no near copy', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    const first = person.password;
    const browser = await enter(person);
    expect((await change(browser, person, `${first}!`)).json().code).toBe('password-similar');
    for (let number = 1; number <= 3; number++) {
      const answer = await change(browser, person, another(number));
      expect(answer.statusCode, answer.body).toBe(200);
      person.password = another(number);
      expect((await change(browser, person, first)).json().code).toBe('password-used');
    }
    expect((await change(browser, person, another(4))).statusCode).toBe(200);
    person.password = another(4);
    expect((await change(browser, person, first)).statusCode).toBe(200);
  });
});

describe('a password of staff', () => {
  it('is changed after thirty days, after the second factor; until then the session is good for nothing else', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    days(24);
    expect((await read(await enter(person), '/notices')).json()).toMatchObject([{ kind: 'password-expiring' }]);
    days(7);
    const browser = await enter(person);
    expect(browser.session).toMatchObject({ lacks: 'password' });
    expect((await send(browser, '/../test/who-am-i')).json().code).toBe('password-change-needed');
    expect((await read(browser, '/sessions')).json().code).toBe('password-change-needed');
    expect((await change(browser, person, another(2))).statusCode).toBe(200);
    expect((await send(browser, '/../test/who-am-i')).statusCode).toBe(200);
    expect((await read(browser, '/session')).json()).not.toHaveProperty('lacks');
  });

  it('of a patient does not grow old', async () => {
    const person = await aPerson(platform);
    days(400);
    expect((await enter(person)).session).not.toHaveProperty('lacks');
  });

  it('is changed when an operator orders it, who neither sees nor sets it', async () => {
    const { registration } = platform.accounts;
    const operator = await registration.register({
      ...{ login: 'zarzadca.haslo', name: 'Zarządca', password: another(3), secondFactor: Buffer.alloc(20, 3) },
      positions: [{ role: 'operator', facility: null, facilityName: null }],
    });
    const console = await signInByPasskey(platform, operator);
    const person = await aPerson(platform, { role: 'physician' });
    const before = await enter(person);
    const ordered = await send(console, `/staff/${person.id}/password-change`, { reason: 'kartka na monitorze' });
    expect(ordered.statusCode).toBe(200);
    platform.clock.advance(6);
    expect((await read(before, '/session')).statusCode).toBe(401);
    const browser = await enter(person);
    expect(browser.session).toMatchObject({ lacks: 'password' });
    expect((await change(browser, person, another(4))).statusCode).toBe(200);
  });
});

describe('an operator', () => {
  it('without a security key gets a session that is good for making one, and with one signs in by nothing else', async () => {
    const seed = Buffer.alloc(20, 5);
    const login = 'operator.klucz';
    const id = await platform.accounts.registration.register({
      ...{ login, name: 'Bez Klucza', password: another(5), secondFactor: seed },
      positions: [{ role: 'operator', facility: null, facilityName: null }],
    });
    const person = { id, login, password: another(5), seed };
    const browser = await enter(person);
    expect(browser.session).toMatchObject({ lacks: 'passkey', acr: 'ez:aal2' });
    expect((await read(browser, '/staff')).json().code).toBe('security-key-missing');
    const strong = await signInByPasskey(platform, id);
    expect(strong.session).toMatchObject({ acr: 'ez:aal3' });
    expect((await read(strong, '/staff')).statusCode).toBe(200);
    await expect(enter(person)).rejects.toThrow(/security-key-needed/);
    const [key] = (await read(strong, '/security')).json().passkeys;
    const proof = await prove(strong, person, 'passkey-remove');
    expect((await send(strong, `/passkeys/${key.id}/remove`, { proof })).json().code).toBe('last-passkey');
  });

  it('shows a factor again before what gives power, a quarter of an hour after the last', async () => {
    const id = await platform.accounts.registration.register({
      ...{ login: 'operator.swiezy', name: 'Świeży', password: another(6), secondFactor: Buffer.alloc(20, 6) },
      positions: [{ role: 'operator', facility: null, facilityName: null }],
    });
    const browser = await signInByPasskey(platform, id);
    const unknown = '00000000-0000-4000-8000-000000000001';
    const issue = () => send(browser, `/requests/${unknown}/activation`);
    expect((await issue()).json().code).toBe('no-such-request');
    for (let minutes = 0; minutes < 16; minutes += 8) {
      platform.clock.advance(8 * 60);
      expect((await read(browser, '/session')).statusCode).toBe(200);
    }
    expect((await issue()).json().code).toBe('prove-again');
    const code = codeOf({ seed: Buffer.alloc(20, 6) }, platform);
    expect((await send(browser, '/step-up', { act: 'confirm', code })).statusCode).toBe(200);
    expect((await issue()).json().code).toBe('no-such-request');
  });
});

describe('recovery', () => {
  const codesOf = async (browser: Browser, person: Person): Promise<string[]> => {
    const proof = await prove(browser, person, 'recovery-codes');
    return (await send(browser, '/recovery-codes', { proof })).json().codes;
  };
  const recover = (body: object) => post(platform, '/accounts/recovery', body);
  const next = (person: Person) => {
    platform.clock.advance(30);
    return codeOf(person, platform);
  };

  it('takes a recovery code and the authenticator together, ends sessions, and staff wait a day', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    const browser = await enter(person);
    const [recoveryCode = ''] = await codesOf(browser, person);
    const { login } = person;
    const body = { login, recoveryCode, password: another(7) };
    const wrong = await recover({ ...body, code: '000000' });
    for (const changed of [{ recoveryCode: 'aaaa-bbbb-cccc-dddd' }, { login: 'nikt.taki' }]) {
      const answer = await recover({ ...body, code: next(person), ...changed });
      expect([answer.statusCode, refusalIn(answer)]).toEqual([401, refusalIn(wrong)]);
    }
    expect((await recover({ ...body, code: next(person), password: 'krótkie' })).json().code).toBe('password-length');
    expect((await recover({ ...body, code: next(person) })).statusCode).toBe(200);
    expect((await recover({ ...body, code: next(person), password: another(8) })).json().code).toBe('wrong-recovery');
    platform.clock.advance(6);
    expect((await read(browser, '/session')).statusCode).toBe(401);
    const after = await enter({ ...person, password: another(7) });
    expect(after.session.coolingUntil).toBeDefined();
    expect((await read(after, '/notices')).json()).toContainEqual(expect.objectContaining({ kind: 'recovered' }));
  });

  it('is followed by a day in which staff neither prescribe nor export', async () => {
    const login = 'operator.odzyskany';
    const seed = Buffer.alloc(20, 8);
    const id = await platform.accounts.registration.register({
      ...{ login, name: 'Odzyskany', password: another(13), secondFactor: seed },
      positions: [{ role: 'operator', facility: null, facilityName: null }],
    });
    const doctor = await aPerson(platform, { role: 'physician' });
    const recovered = 'update accounts.account set recovered_at = $2 where id = any($1)';
    await platform.database.query(recovered, [[id, doctor.id], platform.clock.now()]);
    const who = async (browser: Browser) => (await post(platform, '/test/who-am-i', {}, headers(browser))).json();
    const exported = async (browser: Browser) => (await read(browser, '/register/export')).json().code;
    const operator = await signInByPasskey(platform, id);
    expect([await exported(operator), (await who(operator)).cooling]).toEqual(['cooling', true]);
    expect((await read(operator, '/staff')).statusCode).toBe(200);
    // The decision of core/access refuses a cooling physician's prescriptions (access.test.ts).
    expect((await who(await enter(doctor))).cooling).toBe(true);
    platform.clock.advance(86_400);
    const after = await signInByPasskey(platform, id);
    expect([await exported(after), (await who(after)).cooling]).toEqual([undefined, undefined]);
    platform.clock.advance(-86_400);
  });

  it('lets exactly one of two parallel uses of one code win', async () => {
    const person = await aPerson(platform);
    const browser = await enter(person);
    const [recoveryCode = ''] = await codesOf(browser, person);
    const body = { login: person.login, recoveryCode, code: next(person) };
    const answers = await Promise.all([10, 11, 12].map((number) => recover({ ...body, password: another(number) })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401]);
  });

  it('brings back a password that too many failures switched off', async () => {
    const person = await aPerson(platform);
    const browser = await enter(person);
    const [recoveryCode = ''] = await codesOf(browser, person);
    await platform.database.query('update accounts.account set password_off_at = now() where id = $1', [person.id]);
    const { login, password } = person;
    expect((await post(platform, '/accounts/sign-in', { login, password })).statusCode).toBe(401);
    expect((await recover({ login, recoveryCode, code: next(person), password: another(9) })).statusCode).toBe(200);
    expect((await post(platform, '/accounts/sign-in', { login, password: another(9) })).statusCode).toBe(200);
  });
});

describe('a new authenticator', () => {
  it('takes the place of the old one with fresh proof and a code of its own', async () => {
    const person = await aPerson(platform);
    const browser = await enter(person);
    const { secret, state } = (await send(browser, '/authenticator/offer')).json();
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...secret].map((letter: string) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
    const seed = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
    const proof = await prove(browser, person, 'authenticator');
    const body = { proof, state, code: codeOf({ seed }, platform) };
    expect((await send(browser, '/authenticator', { ...body, code: '000000' })).json().code).toBe('wrong-code');
    expect((await send(browser, '/authenticator', { ...body, proof: 'x' })).json().code).toBe('proof-needed');
    expect((await send(browser, '/authenticator', { ...body, state: 'x' })).json().code).toBe('authenticator-over');
    expect((await send(browser, '/authenticator', body)).statusCode).toBe(200);
    await expect(enter(person)).rejects.toThrow(/wrong-code/);
    expect((await enter({ ...person, seed })).session).toMatchObject({ login: person.login });
  });
});
