/** The life of accounts of staff: two people for every right, a code that opens once, an end that holds everywhere. */
import { compactVerify, createLocalJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { Authenticator } from '../fixtures/authenticator.ts';
import { type Browser, type Platform, post, signInByPasskey, startPlatform, refusalIn } from '../fixtures/platform.ts';
import { relyingParty } from '../passkeys.ts';
import { base32, currentCode } from '../second-factor.ts';

let platform: Platform;
let origin: string;
let asks: Browser;
let decides: Browser;
beforeAll(async () => {
  // As in production: no demonstration accounts, operators by security keys only.
  platform = await startPlatform({ profile: 'production' });
  ({ origin } = relyingParty(platform.baseUrl));
  asks = await anOperator('ewa.pierwsza');
  decides = await anOperator('adam.drugi');
});
afterAll(() => platform.stop());

/** An operator with a security key, made without the journey that needs two of them. */
async function anOperator(login: string): Promise<Browser> {
  const id = await platform.accounts.registration.register({
    login,
    name: 'Osoba Z Dyrekcji',
    password: 'Cztery-Zielone-Slonie-1',
    secondFactor: systemRuntime.randomBytes(20),
    positions: [{ role: 'operator', facility: null, facilityName: null }],
  });
  return signInByPasskey(platform, id);
}

const headers = ({ cookie, csrf }: Browser) => ({ cookie, 'x-csrf-token': csrf });
const send = (browser: Browser, url: string, body: object = {}) =>
  post(platform, `/accounts${url}`, body, headers(browser));
const get = (browser: Browser, url: string) =>
  platform.server.inject({ method: 'GET', url: `/api/accounts${url}`, headers: { cookie: browser.cookie } });
/** Days later; the operators have signed in again. */
const forward = async (days: number) => {
  platform.clock.advance(days * 24 * 3600);
  asks = await signInByPasskey(platform, asks.id as string);
  decides = await signInByPasskey(platform, decides.id as string);
};

const physician = {
  ...{ kind: 'grant', givenName: 'Zofia', familyName: 'Wrzos', post: 'lekarz', role: 'physician' },
  ...{ facility: 'facility-1', facilityName: 'Przychodnia Zdrowie', practitioner: 'practitioner-z' },
  ...{ scope: 'dokumentacja medyczna pacjentów poradni', employment: 'employee', reason: 'zatrudnienie' },
};
const request = async (body: object) => {
  const answer = await send(asks, '/requests', body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().id as string;
};
const approve = (id: string, body: object = {}, by = decides) =>
  send(by, `/requests/${id}/decision`, { decision: 'approve', ...body });
const admit = async (id: string) => {
  for (const kind of ['confidentiality', 'rules', 'training'])
    expect(
      (await send(asks, `/requests/${id}/admissions`, { kind, done: '2026-01-02', evidence: 'teczka 7' })).statusCode,
    ).toBe(200);
};
/** Asked, approved and admitted: the code that was printed. */
async function granted(login: string, body: object = physician): Promise<{ id: string; code: string }> {
  const id = await request({ ...body, practitioner: `practitioner-of-${login}` });
  expect((await approve(id, { login })).statusCode).toBe(200);
  await admit(id);
  const issued = await send(asks, `/requests/${id}/activation`);
  expect(issued.json()).toMatchObject({ login });
  return { id, code: issued.json().code };
}
const begin = (code: string) => post(platform, '/accounts/activation', { code });
const finish = (body: object) => post(platform, '/accounts/activation/factors', body);
const codeFor = (secret: string): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  expect(base32(Buffer.from(bytes))).toBe(secret);
  return currentCode(Buffer.from(bytes), platform.clock.now()).code;
};
const password = 'Kamień-Papier-Nożyce-8';
async function enrolled(login: string): Promise<{ account: string; browser: Browser }> {
  const { code } = await granted(login);
  const journey = (await begin(code)).json();
  const done = await finish({ state: journey.state, password, code: codeFor(journey.secret) });
  expect(done.statusCode, done.body).toBe(200);
  const { rows } = await platform.database.query<{ id: string }>('select id from accounts.account where login = $1', [
    login,
  ]);
  return { account: rows[0]?.id as string, browser: await enter(login, journey.secret) };
}
async function enter(login: string, secret: string): Promise<Browser> {
  platform.clock.advance(30);
  const { handle } = (await post(platform, '/accounts/sign-in', { login, password })).json();
  const answer = await post(platform, '/accounts/second-factor', { handle, code: codeFor(secret) });
  expect(answer.statusCode, answer.body).toBe(200);
  const cookie = String(answer.headers['set-cookie']).split(';')[0] as string;
  return { cookie, csrf: answer.json().csrf, session: answer.json() };
}

describe('a request', () => {
  it('is decided by another person, once, and a new person gets an identifier', async () => {
    const id = await request(physician);
    expect((await approve(id, { login: 'zofia.wrzos' }, asks)).json().code).toBe('own-request');
    expect((await approve(id)).json().code).toBe('identifier-needed');
    expect((await approve(id, { login: 'zofia.wrzos' })).statusCode).toBe(200);
    expect((await approve(id, { login: 'zofia.wrzos' })).json().code).toBe('decided-already');
    await expect(
      platform.database.query(`update accounts.request set decided_by = requested_by where id = $1`, [id]),
    ).rejects.toThrow(/decided_by_another/);
  });

  it.each([
    [{ ...physician, facility: undefined }, 'request-incomplete'],
    [{ ...physician, scope: undefined }, 'request-incomplete'],
    [{ kind: 'change', reason: 'zmiana' }, 'request-incomplete'],
    [{ ...physician, employment: 'contractor' }, 'end-needed'],
    [{ ...physician, employment: 'contractor', ends: '2099-01-01' }, 'end-too-far'],
    [{ kind: 'close', account: '00000000-0000-4000-8000-000000000000', reason: 'odejście' }, 'no-such-account'],
  ])('refuses %j', async (body, code) => expect((await send(asks, '/requests', body)).json().code).toBe(code));

  it('for somebody who has an account asks for a right on it, not for a second account', async () => {
    await enrolled('jedno.konto');
    const id = await request({ ...physician, practitioner: 'practitioner-of-jedno.konto' });
    expect((await approve(id, { login: 'drugie.konto' })).json().code).toBe('has-account');
  });

  it('of one operator is decided once when two decide at the same moment', async () => {
    const third = await anOperator('iga.trzecia');
    const id = await request(physician);
    const answers = await Promise.all([
      approve(id, { login: 'dwa.naraz' }),
      approve(id, { login: 'dwa.naraz-2' }, third),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });
});

describe('the first access', () => {
  it('waits for the declaration, the rules and the training', async () => {
    const id = await request(physician);
    await approve(id, { login: 'bez.szkolenia' });
    expect((await send(asks, `/requests/${id}/activation`)).json()).toMatchObject({ code: 'admission-missing' });
    await admit(id);
    expect((await send(asks, `/requests/${id}/activation`)).statusCode).toBe(200);
  });

  it('is opened by a code of 80 bits, once, for a day; what is not valid reads the same', async () => {
    const { id, code } = await granted('kod.raz');
    expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    const wrong = await begin('aaaa-bbbb-cccc-dddd');
    await forward(2);
    const late = await begin(code);
    expect([late.statusCode, refusalIn(late)]).toEqual([401, refusalIn(wrong)]);
    const again = (await send(asks, `/requests/${id}/activation`)).json().code;
    expect((await begin(again.toUpperCase())).statusCode).toBe(200);
  });

  it('lets exactly one of two parallel uses of one code make the account', async () => {
    const { code } = await granted('kod.naraz');
    const journeys = [(await begin(code)).json(), (await begin(code)).json()];
    const answers = await Promise.all(
      journeys.map(({ state, secret }) => finish({ state, password, code: codeFor(secret) })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    expect((await begin(code)).json().code).toBe('activation-not-valid');
  });

  it('sets an own password with an own second factor and gives ten recovery codes', async () => {
    const { code } = await granted('maria.nowa');
    const journey = (await begin(code)).json();
    expect(journey).toMatchObject({ login: 'maria.nowa', name: 'Zofia Wrzos', role: 'physician', deviceBound: false });
    const { state, secret } = journey;
    expect((await finish({ state, password })).json().code).toBe('factors-incomplete');
    expect((await finish({ state })).json().code).toBe('factors-incomplete');
    expect((await finish({ state, password, code: '000000' })).json().code).toBe('wrong-code');
    expect((await finish({ state, password: 'maria.nowa-12A', code: codeFor(secret) })).json().code).toBe(
      'password-personal',
    );
    expect((await finish({ state: `x${state}`, password, code: codeFor(secret) })).json().code).toBe(
      'activation-not-valid',
    );
    const done = await finish({ state, password, code: codeFor(secret) });
    expect(done.json().codes).toHaveLength(10);
    const browser = await enter('maria.nowa', secret);
    expect(browser.session).toMatchObject({ role: 'physician', facility: 'facility-1' });
    expect(platform.entries.map(({ kind }) => kind)).toContain('finish-activation');
  });

  it('of an operator demands a passkey bound to one device', async () => {
    const body = { ...physician, role: 'operator', facility: undefined, facilityName: undefined };
    const { code } = await granted('nowy.operator', body);
    const { state, secret, passkey, deviceBound } = (await begin(code)).json();
    expect(deviceBound).toBe(true);
    const byCode = { password, code: codeFor(secret) };
    expect((await finish({ state, ...byCode })).json().code).toBe('device-bound-passkey-needed');
    const synced = new Authenticator(origin).register(passkey, { flags: 0x4d });
    expect((await finish({ state, passkey: synced })).json().code).toBe('device-bound-passkey-needed');
    const bound = new Authenticator(origin);
    expect((await finish({ state, passkey: bound.register(passkey) })).statusCode).toBe(200);
    const challenge = (await post(platform, '/accounts/passkey-challenge', {})).json();
    const entered = await post(platform, '/accounts/passkey-sign-in', { passkey: bound.sign(challenge) });
    expect(entered.json()).toMatchObject({ login: 'nowy.operator', role: 'operator' });
  });
});

describe('the end', () => {
  it('comes at once by one person’s act, and the way back needs two', async () => {
    const { account, browser } = await enrolled('jan.zawieszony');
    expect((await send(asks, `/staff/${account}/suspension`, { reason: 'podejrzenie' })).statusCode).toBe(200);
    platform.clock.advance(6);
    expect((await get(browser, '/session')).statusCode).toBe(401);
    const id = await request({ kind: 'resume', account, reason: 'wyjaśniono' });
    expect((await approve(id, {}, asks)).statusCode).toBe(403);
    expect((await approve(id)).statusCode).toBe(200);
    const { accounts } = (await get(asks, '/staff?query=jan.z')).json();
    expect(accounts).toMatchObject([{ login: 'jan.zawieszony', state: 'active' }]);
  });

  it('for ever erases what opens the account, keeps the register, and gives the identifier to nobody', async () => {
    const { account, browser } = await enrolled('ola.odchodzi');
    expect((await approve(await request({ kind: 'close', account, reason: 'koniec pracy' }))).statusCode).toBe(200);
    platform.clock.advance(6);
    expect((await get(browser, '/session')).statusCode).toBe(401);
    expect((await post(platform, '/accounts/sign-in', { login: 'ola.odchodzi', password })).statusCode).toBe(401);
    const { rows } = await platform.database.query(
      `select password, second_factor, closed_at is not null as closed,
         (select count(*)::int from accounts.recovery_code where account = id) as codes
       from accounts.account where id = $1`,
      [account],
    );
    expect(rows).toEqual([{ password: null, second_factor: null, closed: true, codes: 0 }]);
    const { entries } = (await get(asks, '/register?identifier=ola.odchodzi')).json();
    expect(entries.map(({ endedOn }: { endedOn: string | null }) => endedOn !== null)).toEqual([false, true]);
    const again = await request(physician);
    expect((await approve(again, { login: 'ola.odchodzi' })).json().code).toBe('identifier-used');
    // Also when the account itself is erased: the keyed hash stays.
    await platform.database.query(`update accounts.account set login = 'wymazano' where id = $1`, [account]);
    expect((await approve(again, { login: 'ola.odchodzi' })).json().code).toBe('identifier-used');
  });
});

describe('the register of authorised persons', () => {
  it('has exactly the demanded fields, and a change is a new entry', async () => {
    const { account } = await enrolled('ewa.zmienia');
    const change = { kind: 'change', account, familyName: 'Wrzos-Kalina', scope: 'rejestracja', reason: 'ślub' };
    expect((await approve(await request(change))).statusCode).toBe(200);
    const { entries } = (await get(asks, '/register?identifier=ewa.zmienia')).json();
    expect(entries.map(({ familyName, scope }: Record<string, string>) => [familyName, scope])).toEqual([
      ['Wrzos', physician.scope],
      ['Wrzos-Kalina', 'rejestracja'],
    ]);
    expect(Object.keys(entries[0]).sort()).toEqual(
      ['number', 'recordedAt', 'givenName', 'familyName', 'post', 'grantedOn', 'endedOn', 'scope', 'identifier'].sort(),
    );
  });

  it('is only ever appended to', async () => {
    for (const change of ['update accounts.register_entry set scope = scope', 'delete from accounts.register_entry'])
      await expect(platform.database.query(change)).rejects.toThrow(/only ever appended/);
    await expect(platform.database.query('truncate accounts.register_entry')).rejects.toThrow(/only ever appended/);
  });

  it('is exported with a signature that an outsider checks, and no cell is a formula', async () => {
    const body = { ...physician, scope: '=HYPERLINK("http://evil.example")', familyName: 'Wrzos, młodsza' };
    expect((await approve(await request(body), { login: 'zla.komorka' })).statusCode).toBe(200);
    const keys = createLocalJWKSet((await platform.server.inject({ url: '/oidc/jwks' })).json());
    const json = (await get(asks, '/register/export')).json();
    const { payload } = await compactVerify(json.signature, keys);
    expect(JSON.parse(Buffer.from(payload).toString()).entries).toEqual(json.entries);
    const csv = await get(asks, '/register/export?format=csv');
    expect(csv.body).toContain(`"Wrzos, młodsza",lekarz`);
    expect(csv.body).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    const detached = String(csv.headers['x-jws-signature']);
    const whole = detached.replace('..', `.${Buffer.from(csv.body).toString('base64url')}.`);
    expect(Buffer.from((await compactVerify(whole, keys)).payload).toString()).toBe(csv.body);
    const forged = detached.replace('..', `.${Buffer.from(`${csv.body}x`).toString('base64url')}.`);
    await expect(compactVerify(forged, keys)).rejects.toThrow();
  });
});

describe('what operators see', () => {
  it('of a person: rights, factors, open sessions and what was asked, but no secret', async () => {
    const { account, browser } = await enrolled('widziana.osoba');
    const seen = await get(asks, `/staff/${account}`);
    expect(seen.json()).toMatchObject({
      ...{ login: 'widziana.osoba', state: 'active', password: true, authenticator: true, recoveryCodes: 10 },
      rights: [{ role: 'physician', facilityName: 'Przychodnia Zdrowie', endedAt: null }],
      sessions: [{ factors: ['password', 'totp'] }],
      requests: [{ kind: 'grant', requestedByName: 'Osoba Z Dyrekcji', approved: true }],
    });
    expect(seen.body).not.toMatch(/argon2|hash|secret/);
    expect((await get(browser, `/staff/${account}`)).statusCode).toBe(403);
    const nobody = await get(asks, '/staff/00000000-0000-4000-8000-000000000000');
    expect([nobody.statusCode, nobody.json().code]).toEqual([404, 'no-such-account']);
    await send(asks, `/staff/${account}/suspension`, { reason: 'urlop' });
    const blocked = (await get(asks, '/staff?query=widz&state=blocked')).json().accounts;
    expect(blocked).toMatchObject([{ login: 'widziana.osoba', blockedBecause: 'suspended' }]);
    expect((await get(asks, '/staff?query=widz&state=active')).json().accounts).toEqual([]);
    expect((await get(asks, '/staff?query=widz&role=operator')).json().accounts).toEqual([]);
  });

  it('of requests: those approved wait for their first sign-in, until it has been', async () => {
    const { id, code } = await granted('jeszcze.nie');
    const waiting = async () =>
      (await get(asks, '/requests?state=admission')).json().requests.find((one: { id: string }) => one.id === id);
    expect(await waiting()).toMatchObject({ login: 'jeszcze.nie', codeUsedAt: null, admissions: { length: 3 } });
    const journey = (await begin(code)).json();
    await finish({ state: journey.state, password, code: codeFor(journey.secret) });
    expect(await waiting()).toBeUndefined();
  });

  it('of rights with an end, the next to end first; and of roles, how many hold them', async () => {
    const day = (days: number) =>
      new Date(platform.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    for (const [login, days] of [
      ['konczy.pozniej', 90],
      ['konczy.wczesniej', 30],
    ] as const) {
      const { code } = await granted(login, { ...physician, employment: 'contractor', ends: day(days) });
      const journey = (await begin(code)).json();
      await finish({ state: journey.state, password, code: codeFor(journey.secret) });
    }
    const { rights } = (await get(asks, '/temporary-rights')).json();
    const logins = rights.map(({ login }: { login: string }) => login);
    expect(logins.indexOf('konczy.wczesniej')).toBe(logins.indexOf('konczy.pozniej') - 1);
    const { roles } = (await get(asks, '/roles')).json();
    const { rows: operators } = await platform.database.query(
      `select distinct account from accounts.position where role = 'operator' and ended_at is null`,
    );
    expect(roles).toContainEqual(
      expect.objectContaining({
        role: 'operator',
        holders: operators.length,
        idleMinutes: 10,
        deviceBoundPasskey: true,
      }),
    );
    expect(roles.find(({ role }: { role: string }) => role === 'physician').temporary).toBeGreaterThanOrEqual(2);
  });
});

describe('what nobody needs any more', () => {
  it('ends by itself: a contractor’s last day, no review in time, 60 days without use', async () => {
    const ends = new Date(platform.clock.now().getTime() + 20 * 24 * 3_600_000).toISOString().slice(0, 10);
    const { code } = await granted('na.czas', { ...physician, employment: 'contractor', ends });
    const journey = (await begin(code)).json();
    await finish({ state: journey.state, password, code: codeFor(journey.secret) });
    const { account } = await enrolled('nie.uzywa');
    await forward(22);
    expect((await post(platform, '/accounts/sign-in', { login: 'na.czas', password })).statusCode).toBe(200);
    expect((await platform.accounts.upkeep()).ended).toBe(1);
    expect((await post(platform, '/accounts/sign-in', { login: 'na.czas', password })).statusCode).toBe(401);
    await forward(9);
    expect((await platform.accounts.upkeep()).warned).toContain(account);
    expect((await platform.accounts.upkeep()).warned).not.toContain(account);
    await forward(30);
    expect((await platform.accounts.upkeep()).blocked).toContain(account);
    expect((await approve(await request({ kind: 'resume', account, reason: 'powrót' }))).statusCode).toBe(200);
    await forward(31);
    const due = (await get(asks, '/reviews')).json().rights;
    const right = due.find(({ login }: { login: string }) => login === 'nie.uzywa');
    expect(right).toBeDefined();
    const keep = { account, position: right.position, decision: 'keep' };
    expect((await send(asks, '/reviews', keep)).statusCode).toBe(200);
    const own = { ...keep, account: asks.id, position: 0 };
    expect((await send(asks, '/reviews', own)).json().code).toBe('own-right');
    expect((await send(decides, '/reviews', own)).statusCode).toBe(200);
    expect((await send(asks, '/reviews', { ...own, account: decides.id })).statusCode).toBe(200);
    await forward(29);
    await platform.accounts.upkeep();
    const left = async () =>
      (
        await platform.database.query('select from accounts.position where account = $1 and ended_at is null', [
          account,
        ])
      ).rowCount;
    expect(await left()).toBe(1);
    platform.clock.advance(120 * 24 * 3600);
    await platform.accounts.upkeep();
    expect(await left()).toBe(0);
  });
});
