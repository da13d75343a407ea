/** Signing in, sessions and what must not open one. Real database, requests through the server in process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aPerson,
  type Browser,
  codeOf,
  type Person,
  type Platform,
  post,
  signIn,
  startPlatform,
  refusalIn,
} from './fixtures/platform.ts';
import { currentCode } from './second-factor.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

type Headers = Record<string, string>;
const get = (url: string, headers: Headers) => platform.server.inject({ method: 'GET', url: `/api${url}`, headers });
const whoAmI = (headers: Headers) => post(platform, '/test/who-am-i', {}, headers);
const withCsrf = ({ cookie, csrf }: Browser) => ({ cookie, 'x-csrf-token': csrf });
const handleOf = async ({ login, password }: Person): Promise<string> =>
  (await post(platform, '/accounts/sign-in', { login, password })).json().handle;

describe('two factors', () => {
  it('opens a session with password and code, and says who is signed in', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    const browser = await signIn(platform, person);
    const session = await get('/accounts/session', { cookie: browser.cookie });
    expect(session.json()).toMatchObject({
      login: person.login,
      role: 'physician',
      practitioner: `practitioner-of-${person.login}`,
      facility: 'facility-1',
      facilities: [{ facility: 'facility-1' }, { facility: 'facility-2' }],
      csrf: browser.csrf,
    });
    expect(session.json()).not.toHaveProperty('patient');
    expect((await whoAmI(withCsrf(browser))).json()).toMatchObject({
      role: 'physician',
      id: person.id,
      purpose: 'TREAT',
    });
    expect(platform.entries).toContainEqual(
      expect.objectContaining({
        kind: 'sign-in',
        outcome: 0,
        call: expect.objectContaining({ actor: expect.objectContaining({ id: person.id }) }),
      }),
    );
  });

  it('gives a cookie that scripts cannot read and that other sites cannot send along', async () => {
    const person = await aPerson(platform);
    const handle = await handleOf(person);
    const answer = await post(platform, '/accounts/second-factor', { handle, code: codeOf(person, platform) });
    const [session, device] = answer.headers['set-cookie'] as string[];
    expect(session).toMatch(/^ezdrowie=[\w-]{43}; .*Path=\/; .*HttpOnly; SameSite=Lax$/);
    expect(device).toMatch(/^ezdrowie-device=[\w-]{22}\.[\w-]{43}; Path=\/api\/accounts; HttpOnly; SameSite=Strict/);
    const [stored] = (await platform.database.query<{ hash: Buffer }>('select hash from accounts.session')).rows;
    expect(stored?.hash).toHaveLength(32);
  });

  it('gives operators a cookie that no link from elsewhere brings along', async () => {
    const [login, password, secondFactor] = ['osoba.dyrekcji', 'Cztery-Zielone-Slonie-1', Buffer.alloc(20, 7)];
    await platform.accounts.registration.register({
      ...{ login, password, secondFactor, name: 'Osoba z Dyrekcji' },
      positions: [{ role: 'operator', facility: null, facilityName: null }],
    });
    const { handle } = (await post(platform, '/accounts/sign-in', { login, password })).json();
    const { code } = currentCode(secondFactor, platform.clock.now());
    const answer = await post(platform, '/accounts/second-factor', { handle, code });
    expect((answer.headers['set-cookie'] as string[])[0]).toMatch(/HttpOnly; SameSite=Strict$/);
  });

  it('takes the password alone for nothing: the handle is no session and no token', async () => {
    const handle = await handleOf(await aPerson(platform));
    expect(handle).toHaveLength(43);
    const tries: Headers[] = [{ cookie: `ezdrowie=${handle}` }, { authorization: `Bearer ${handle}` }];
    for (const headers of tries) {
      expect((await get('/accounts/session', headers)).statusCode).toBe(401);
      expect((await whoAmI(headers)).statusCode).toBe(401);
    }
  });

  it('lets a handle be used once', async () => {
    const person = await aPerson(platform);
    const handle = await handleOf(person);
    expect(
      (await post(platform, '/accounts/second-factor', { handle, code: codeOf(person, platform) })).statusCode,
    ).toBe(200);
    const again = await post(platform, '/accounts/second-factor', { handle, code: codeOf(person, platform) });
    expect(again.json().code).toBe('handle-not-valid');
  });

  it('accepts the code of the present step and of the one before, and no other', async () => {
    const person = await aPerson(platform);
    const early = codeOf(person, platform);
    platform.clock.advance(30);
    expect(
      (await post(platform, '/accounts/second-factor', { handle: await handleOf(person), code: early })).statusCode,
    ).toBe(200);
    const late = codeOf(person, platform);
    platform.clock.advance(60);
    expect(
      (await post(platform, '/accounts/second-factor', { handle: await handleOf(person), code: late })).json().code,
    ).toBe('wrong-code');
  });

  it('refuses a code that was used', async () => {
    const person = await aPerson(platform);
    const code = codeOf(person, platform);
    const [one, two] = [await handleOf(person), await handleOf(person)];
    expect((await post(platform, '/accounts/second-factor', { handle: one, code })).statusCode).toBe(200);
    expect((await post(platform, '/accounts/second-factor', { handle: two, code })).json().code).toBe('code-used');
  });

  it('lets exactly one of many parallel uses of one code win', async () => {
    const person = await aPerson(platform);
    const code = codeOf(person, platform);
    const handles = await Promise.all(Array.from({ length: 4 }, () => handleOf(person)));
    const answers = await Promise.all(
      handles.map((handle) => post(platform, '/accounts/second-factor', { handle, code })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401, 401]);
  });

  it('pauses the second factor of an account after five wrong codes', async () => {
    const person = await aPerson(platform);
    for (let attempt = 0; attempt < 5; attempt++) {
      const wrong = String((Number(codeOf(person, platform)) + 500_000) % 1_000_000).padStart(6, '0');
      await post(platform, '/accounts/second-factor', { handle: await handleOf(person), code: wrong });
    }
    const right = () => ({ code: codeOf(person, platform) });
    const paused = await post(platform, '/accounts/second-factor', { handle: await handleOf(person), ...right() });
    expect([paused.statusCode, paused.json().code]).toEqual([429, 'second-factor-paused']);
    platform.clock.advance(15 * 60 + 1);
    expect(
      (await post(platform, '/accounts/second-factor', { handle: await handleOf(person), ...right() })).statusCode,
    ).toBe(200);
  });
});

describe('a password that does not open', () => {
  const attempt = async (login: string, password: string) => {
    const answer = await post(platform, '/accounts/sign-in', { login, password });
    const { date: _date, 'content-length': _length, ...headers } = answer.headers;
    return { statusCode: answer.statusCode, body: refusalIn(answer), headers };
  };

  it('answers the same bytes for unknown, wrong, locked and blocked', async () => {
    const [known, locked, blocked] = [await aPerson(platform), await aPerson(platform), await aPerson(platform)];
    await platform.accounts.registration.block(blocked.id);
    for (let count = 0; count < 5; count++) await attempt(locked.login, 'not the password');
    const wrong = await attempt(known.login, 'not the password');
    expect(wrong.statusCode).toBe(401);
    for (const [login, password] of [
      ['nikt.taki', 'not the password'],
      ['\u0000\ud800 no login', 'not the password'],
      [locked.login, locked.password],
      [blocked.login, blocked.password],
    ] as const) {
      expect(await attempt(login, password)).toEqual(wrong);
    }
  });

  it('finds the lock while many guesses are still under way', async () => {
    const person = await aPerson(platform);
    // Which of those sent at once is counted first is chance; five that were answered have been counted.
    let answered = 0;
    const { promise: locked, resolve: lock } = Promise.withResolvers<void>();
    const guesses = Array.from({ length: 12 }, async () => {
      const { statusCode } = await attempt(person.login, 'a wrong guess');
      if (++answered === 5) lock();
      return statusCode;
    });
    await locked;
    expect((await attempt(person.login, person.password)).statusCode).toBe(401);
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([401]));
  });

  it('leaves an audit entry of each failure, without what was typed', async () => {
    const before = platform.entries.length;
    await attempt('haslo.wpisane.jako.login', 'not the password');
    const [entry] = platform.entries.slice(before);
    expect(entry).toMatchObject({ kind: 'sign-in', outcome: 4, reason: 'wrong-credentials' });
    expect(JSON.stringify(entry)).not.toContain('haslo.wpisane');
  });

  it.each([
    [{}],
    [{ login: 'a' }],
    [{ login: 1, password: 'x' }],
    [{ login: 'a', password: 'b', role: 'operator' }],
    [[]],
  ])('refuses %j as a bad request', async (body) => {
    expect((await post(platform, '/accounts/sign-in', body)).statusCode).toBe(400);
  });
});

describe('a session', () => {
  it('demands its token and one of our own pages for every change', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    const refused: Headers[] = [
      { cookie: browser.cookie },
      { cookie: browser.cookie, 'x-csrf-token': 'guess' },
      { ...withCsrf(browser), origin: 'https://evil.example' },
      { ...withCsrf(browser), origin: 'null' },
      { ...withCsrf(browser), 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of refused) {
      const answer = await whoAmI(headers);
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'csrf']);
    }
    const own = { ...withCsrf(browser), origin: platform.baseUrl, 'sec-fetch-site': 'same-origin' };
    expect((await whoAmI(own)).statusCode).toBe(200);
    const signIns = await post(
      platform,
      '/accounts/sign-in',
      { login: 'x', password: 'y' },
      { origin: 'https://evil.example' },
    );
    expect(signIns.json().code).toBe('csrf');
  });

  it('is locked after 15 idle minutes, and polling in the background does not keep it', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    platform.clock.advance(10 * 60);
    expect((await get('/accounts/session', { cookie: browser.cookie })).statusCode).toBe(200);
    platform.clock.advance(10 * 60);
    expect((await get('/accounts/session', { cookie: browser.cookie, 'x-background': '1' })).statusCode).toBe(200);
    platform.clock.advance(6 * 60);
    expect((await get('/accounts/session', { cookie: browser.cookie })).json().code).toBe('session-locked');
  });

  it('ends after twelve hours however much it is used', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    for (let minutes = 0; minutes < 12 * 60; minutes += 14) {
      expect((await get('/accounts/session', { cookie: browser.cookie })).statusCode).toBe(200);
      platform.clock.advance(14 * 60);
    }
    expect((await get('/accounts/session', { cookie: browser.cookie })).statusCode).toBe(401);
  });

  it('ends at sign-out', async () => {
    const browser = await signIn(platform, await aPerson(platform));
    const out = await post(platform, '/accounts/sign-out', {}, withCsrf(browser));
    expect([out.statusCode, String(out.headers['set-cookie'])]).toEqual([200, expect.stringContaining('1970')]);
    expect((await whoAmI(withCsrf(browser))).statusCode).toBe(401);
  });

  it('is listed and ended by its owner, and by nobody else', async () => {
    const person = await aPerson(platform);
    const one = await signIn(platform, person);
    platform.clock.advance(30);
    const two = await signIn(platform, person);
    const stranger = await signIn(platform, await aPerson(platform));
    const list = (await get('/accounts/sessions', { cookie: two.cookie })).json();
    expect(list.map(({ id, current }: { id: string; current: boolean }) => [id, current])).toEqual([
      [two.session.id, true],
      [one.session.id, false],
    ]);
    const revoke = (browser: Browser) =>
      post(platform, `/accounts/sessions/${one.session.id}/revoke`, {}, withCsrf(browser));
    expect((await revoke(stranger)).statusCode).toBe(404);
    expect((await revoke(two)).statusCode).toBe(200);
    expect((await whoAmI(withCsrf(one))).statusCode).toBe(401);
    expect((await whoAmI(withCsrf(two))).statusCode).toBe(200);
  });

  it('moves between the facilities of its person, and to no other', async () => {
    const browser = await signIn(platform, await aPerson(platform, { role: 'physician' }));
    const moved = await post(platform, '/accounts/facility', { facility: 'facility-2' }, withCsrf(browser));
    expect(moved.json()).toMatchObject({ facility: 'facility-2', facilityName: 'Szpital' });
    expect((await whoAmI(withCsrf(browser))).json()).toMatchObject({ facility: 'facility-2' });
    expect((await post(platform, '/accounts/facility', { facility: 'facility-9' }, withCsrf(browser))).statusCode).toBe(
      403,
    );
  });

  it('ends in every process within seconds when its account is blocked', async () => {
    const person = await aPerson(platform);
    const browser = await signIn(platform, person);
    await platform.accounts.registration.block(person.id);
    platform.clock.advance(6);
    expect((await whoAmI(withCsrf(browser))).statusCode).toBe(401);
  });
});

describe('registration', () => {
  it('knows no account without a second factor, and no weak password', async () => {
    const { registration } = platform.accounts;
    const person = {
      login: 'nowa.osoba',
      name: 'Nowa Osoba',
      positions: [{ role: 'operator' as const, facility: null, facilityName: null }],
    };
    const seed = Buffer.alloc(20, 7);
    await expect(
      registration.register({ ...person, password: 'Dobre-Haslo-123', secondFactor: Buffer.alloc(0) }),
    ).rejects.toMatchObject({ code: 'weak-second-factor' });
    await expect(registration.register({ ...person, password: 'krótkie', secondFactor: seed })).rejects.toMatchObject({
      code: 'password-length',
    });
    await expect(
      registration.register({ ...person, password: 'Nowa.Osoba-12345', secondFactor: seed }),
    ).rejects.toMatchObject({ code: 'password-personal' });
    await expect(
      platform.database.query(`insert into accounts.account (id, login, name, password, demonstration, created_at)
      values (gen_random_uuid(), 'bez.czynnika', 'x', '$argon2id$', false, now())`),
    ).rejects.toThrow(/second_factor/);
  });
});
