/** Guessing and what it meets: pauses, known devices, work, refusal; and what the owner of the account is told. */
import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Authenticator } from './fixtures/authenticator.ts';
import { aPerson, codeOf, type Person, type Platform, post, startPlatform } from './fixtures/platform.ts';
import { relyingParty } from './passkeys.ts';
import { zeroBits } from './proof-of-work.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

let addresses = 0;
/** An address that nobody has used yet. */
const anAddress = () => `198.51.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`;
const from = (remoteAddress: string, url: string, payload: object, cookie?: string) =>
  platform.server.inject({
    ...{ method: 'POST', url: `/api/accounts${url}`, payload, remoteAddress },
    headers: { 'user-agent': 'Przeglądarka', ...(cookie ? { cookie } : {}) },
  });
const guess = (login: string, where = anAddress(), cookie?: string) =>
  from(where, '/sign-in', { login, password: 'not the password' }, cookie);
const right = ({ login, password }: Person, where = anAddress(), cookie?: string) =>
  from(where, '/sign-in', { login, password }, cookie);

interface Entered {
  session: string;
  csrf: string;
  device: string;
}
/** Both factors; the codes of one person come one step after the other. */
async function enter(person: Person, device?: string, where?: string): Promise<Entered> {
  platform.clock.advance(30);
  const first = await right(person, where, device);
  expect(first.statusCode, first.body).toBe(200);
  const body = { handle: first.json().handle, code: codeOf(person, platform) };
  const answer = await from(where ?? anAddress(), '/second-factor', body, device);
  expect(answer.statusCode, answer.body).toBe(200);
  const [session = '', given = ''] = (answer.headers['set-cookie'] as string[]).map((cookie) => cookie.split(';')[0]);
  return { session, csrf: answer.json().csrf, device: given };
}
const notices = async ({ session }: Entered): Promise<string[]> =>
  (await platform.server.inject({ method: 'GET', url: '/api/accounts/notices', headers: { cookie: session } }))
    .json()
    .map(({ kind }: { kind: string }) => kind);

describe('five failures', () => {
  it('pause the password for all devices that never signed in there, wherever they are, for 15 minutes, then 30', async () => {
    const person = await aPerson(platform);
    for (let count = 0; count < 5; count++) expect((await guess(person.login)).statusCode).toBe(401);
    expect((await right(person)).statusCode).toBe(401);
    platform.clock.advance(15 * 60 + 1);
    for (let count = 0; count < 5; count++) await guess(person.login);
    platform.clock.advance(15 * 60 + 1);
    expect((await right(person)).statusCode).toBe(401);
    platform.clock.advance(15 * 60);
    expect((await right(person)).statusCode).toBe(200);
  });

  it('by others do not keep out the owner on a known device, who is told of them', async () => {
    const person = await aPerson(platform);
    const { device } = await enter(person);
    for (let count = 0; count < 6; count++) await guess(person.login);
    expect((await right(person)).statusCode).toBe(401);
    const again = await enter(person, device);
    expect(again.device).toBe(device);
    expect(await notices(again)).toEqual(expect.arrayContaining(['lockout', 'signed-in-after-failures']));
  });

  it('on a known device pause that device: a stolen cookie guesses no more than others', async () => {
    const person = await aPerson(platform);
    const { device } = await enter(person);
    for (let count = 0; count < 5; count++) await guess(person.login, anAddress(), device);
    expect((await right(person, anAddress(), device)).statusCode).toBe(401);
    expect((await right(person)).statusCode).toBe(200);
  });

  it('take a forged or foreign device cookie for nothing', async () => {
    const [person, other] = [await aPerson(platform), await aPerson(platform)];
    const { device: own } = await enter(person);
    const { device: foreign } = await enter(other);
    for (let count = 0; count < 5; count++) await guess(person.login);
    for (const cookie of [foreign, `${own.slice(0, -3)}AAA`, 'ezdrowie-device=x', own.slice(0, 38)])
      expect((await right(person, anAddress(), cookie)).statusCode).toBe(401);
    expect((await right(person, anAddress(), own)).statusCode).toBe(200);
  });

  it('do not keep out a passkey', async () => {
    const person = await aPerson(platform);
    const { session, csrf } = await enter(person);
    const key = new Authenticator(relyingParty(platform.baseUrl).origin);
    platform.clock.advance(30);
    const headers = { cookie: session, 'x-csrf-token': csrf };
    const ask = (url: string, body: object) => post(platform, `/accounts${url}`, body, headers);
    const { proof } = (await ask('/step-up', { act: 'passkey-add', code: codeOf(person, platform) })).json();
    const passkey = key.register((await ask('/passkeys/offer', {})).json());
    expect((await ask('/passkeys', { proof, name: 'Klucz', passkey })).statusCode).toBe(200);
    for (let count = 0; count < 6; count++) await guess(person.login);
    const challenge = (await post(platform, '/accounts/passkey-challenge')).json();
    const entered = await post(platform, '/accounts/passkey-sign-in', { passkey: key.sign(challenge) });
    expect([entered.statusCode, entered.json().acr]).toEqual([200, 'ez:aal3']);
  });
});

describe('a hundred failures in a row', () => {
  it('switch the password off until recovery, on every device; passkeys are not concerned', async () => {
    const person = await aPerson(platform);
    const { device } = await enter(person);
    for (let round = 0; round < 21; round++) {
      for (let count = 0; count < 5; count++) await guess(person.login);
      platform.clock.advance(24 * 3600 + 1);
    }
    expect((await right(person, anAddress(), device)).statusCode).toBe(401);
    const { rows } = await platform.database.query(
      'select password_off_at is not null as off from accounts.account where id = $1',
      [person.id],
    );
    expect(rows).toEqual([{ off: true }]);
    const told = await platform.database.query<{ kind: string }>(
      `select kind from accounts.notice where account = $1 and kind = 'password-off'`,
      [person.id],
    );
    expect(told.rowCount).toBe(1);
  });
});

describe('a source from which many accounts fail', () => {
  const work = async (where: string) => {
    const { challenge, bits } = (await from(where, '/work-challenge', {})).json();
    for (let nonce = 0; ; nonce++)
      if (zeroBits(hash('sha256', `${challenge}.${nonce}`, 'buffer')) >= bits)
        return { challenge, nonce: String(nonce) };
  };
  const withWork = async (person: { login: string; password: string }, where: string) =>
    from(where, '/sign-in', { login: person.login, password: person.password, work: await work(where) });

  it('must work for each attempt from ten on, and is refused for an hour from fifty on; known devices are not', async () => {
    const person = await aPerson(platform);
    const { device } = await enter(person);
    const where = anAddress();
    for (let count = 0; count < 10; count++) await guess(`zgaduje.${count}`, where);
    const needed = await right(person, where);
    expect([needed.statusCode, needed.json().code]).toEqual([429, 'work-needed']);
    const done = await work(where);
    const withDone = { login: person.login, password: person.password, work: done };
    expect((await from(anAddress(), '/sign-in', withDone)).statusCode).toBe(200);
    expect((await from(where, '/sign-in', withDone)).statusCode).toBe(200);
    expect((await from(where, '/sign-in', withDone)).json().code).toBe('work-needed');
    const foreign = { ...withDone, work: await work(anAddress()) };
    expect((await from(where, '/sign-in', foreign)).json().code).toBe('work-needed');
    for (let count = 10; count < 50; count++)
      await withWork({ login: `zgaduje.${count}`, password: 'not the password' }, where);
    const refused = await withWork(person, where);
    expect([refused.statusCode, refused.json().code, refused.headers['retry-after']]).toEqual([
      429,
      'too-many-failures',
      '3600',
    ]);
    expect((await right(person, where, device)).statusCode).toBe(200);
    platform.clock.advance(3601);
    expect((await right(person, where)).statusCode).toBe(200);
  }, 60_000);

  it('is asked nothing when most of its attempts are right: a hospital behind one address', async () => {
    const where = anAddress();
    const people = await Promise.all(Array.from({ length: 10 }, () => aPerson(platform)));
    for (const [place, person] of people.entries()) {
      await guess(`pomylka.${place}`, where);
      expect((await right(person, where)).statusCode).toBe(200);
    }
    expect((await guess('jeszcze.jedna', where)).statusCode).toBe(401);
  });
});

describe('the owner of an account', () => {
  it('is told of a new device, but not of the first', async () => {
    const person = await aPerson(platform);
    const first = await enter(person);
    expect(await notices(first)).toEqual([]);
    const second = await enter(person);
    expect(await notices(second)).toEqual(['new-device']);
    const headers = { cookie: second.session, 'x-csrf-token': second.csrf };
    const session = await platform.server.inject({ method: 'GET', url: '/api/accounts/session', headers });
    expect(session.json().notices).toBe(1);
    expect((await post(platform, '/accounts/notices/read', {}, headers)).statusCode).toBe(200);
    const after = await platform.server.inject({ method: 'GET', url: '/api/accounts/session', headers });
    expect(after.json().notices).toBe(0);
  });
});

describe('an unknown login', () => {
  it('costs the same work as a known one: the same statements, in the same order', async () => {
    const person = await aPerson(platform);
    const statements = async (login: string): Promise<(string | undefined)[]> => {
      const { heard, stop } = platform.listen();
      for (let count = 0; count < 6; count++) await guess(login);
      stop();
      return heard;
    };
    const known = await statements(person.login);
    expect(known.length).toBeGreaterThan(30);
    expect(await statements('nikogo.takiego')).toEqual(known);
  });

  it('takes the same time as a known one, as far as can be measured', async () => {
    const person = await aPerson(platform);
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let count = 0; count < 80; count++) {
      const both = [['known', person.login] as const, ['unknown', 'nikt.mierzony'] as const];
      for (const [which, login] of count % 2 ? both : both.reverse()) {
        const began = performance.now();
        await guess(login);
        times[which].push(performance.now() - began);
      }
    }
    // The quickest tenth: what the machine's other work adds is left out.
    const quick = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)] as number;
    expect(Math.abs(quick(times.known) - quick(times.unknown))).toBeLessThan(2);
  }, 30_000);
});
