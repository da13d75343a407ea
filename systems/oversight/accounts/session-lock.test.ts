/** Sessions of one person: locked for want of use and opened by one factor, few at a time, worth what opened them. */
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
} from './fixtures/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const headers = ({ cookie, csrf }: Browser) => ({ cookie, 'x-csrf-token': csrf });
const read = ({ cookie }: Browser, url = '/session') =>
  platform.server.inject({ method: 'GET', url: `/api/accounts${url}`, headers: { cookie } });
const unlock = (browser: Browser, body: object) => post(platform, '/accounts/unlock', body, headers(browser));
const idle = () => platform.clock.advance(16 * 60);
const enter = (person: Person) => {
  platform.clock.advance(30);
  return signIn(platform, person);
};

describe('a locked session', () => {
  it('opens nothing, and one factor of its person opens it again', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    const browser = await enter(person);
    idle();
    expect((await read(browser)).json().code).toBe('session-locked');
    expect((await unlock(browser, { password: 'not the password' })).statusCode).toBe(403);
    expect((await unlock(browser, { password: person.password })).statusCode).toBe(200);
    expect((await read(browser)).statusCode).toBe(200);
    idle();
    expect((await unlock(browser, { code: codeOf(person, platform) })).statusCode).toBe(200);
    expect((await read(browser)).statusCode).toBe(200);
  });

  it('is ended by five wrong answers', async () => {
    const person = await aPerson(platform);
    const browser = await enter(person);
    idle();
    for (let count = 0; count < 5; count++) await unlock(browser, { password: 'not the password' });
    expect((await unlock(browser, { password: person.password })).json().code).toBe('session-ended');
    expect((await read(browser)).json().code).toBe('session-revoked');
  });

  it('takes nothing of another person, from another page, or without its token', async () => {
    const [person, other] = [await aPerson(platform), await aPerson(platform)];
    const browser = await enter(person);
    idle();
    expect((await unlock(browser, { code: codeOf(other, platform) })).json().code).toBe('wrong-code');
    const code = codeOf(person, platform);
    const evil = { ...headers(browser), origin: 'https://evil.example' };
    expect((await post(platform, '/accounts/unlock', { code }, evil)).json().code).toBe('csrf');
    expect((await post(platform, '/accounts/unlock', { code }, { cookie: browser.cookie })).json().code).toBe('csrf');
    expect((await unlock(browser, { code, password: person.password })).statusCode).toBe(400);
  });

  it('stays closed after its absolute end', async () => {
    const person = await aPerson(platform);
    const browser = await enter(person);
    platform.clock.advance(12 * 3600);
    expect((await unlock(browser, { password: person.password })).json().code).toBe('session-ended');
  });
});

describe('sessions of staff', () => {
  it('are three at most: the longest unused gives way, and the person is told', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    const browsers = [];
    for (let count = 0; count < 4; count++) browsers.push(await enter(person));
    platform.clock.advance(6);
    const states = await Promise.all(browsers.map(async (browser) => (await read(browser)).statusCode));
    expect(states).toEqual([401, 200, 200, 200]);
    // Ended from elsewhere: what a portal keeps on that device goes with it.
    expect((await read(browsers[0] as Browser)).json().code).toBe('session-revoked');
    const told = (await read(browsers[3] as Browser, '/notices')).json();
    expect(told).toContainEqual(expect.objectContaining({ kind: 'session-replaced' }));
  });

  it('of patients are not counted', async () => {
    const person = await aPerson(platform);
    const browsers = [];
    for (let count = 0; count < 5; count++) browsers.push(await enter(person));
    expect((await read(browsers[0] as Browser)).statusCode).toBe(200);
  });
});

describe('a draft', () => {
  const draft = (browser: Browser, method: 'GET' | 'PUT' | 'DELETE', text?: string) =>
    platform.server.inject({
      ...{ method, url: '/api/accounts/drafts/wizyta-1', headers: headers(browser) },
      ...(text === undefined ? {} : { payload: { text } }),
    });

  it('outlives the session by a day, is sealed, and is its author’s alone', async () => {
    const person = await aPerson(platform, { role: 'physician' });
    const browser = await enter(person);
    const text = 'Pacjent zgłasza kaszel od trzech dni.';
    expect((await draft(browser, 'PUT', text)).statusCode).toBe(200);
    const { rows } = await platform.database.query<{ sealed: Buffer }>('select sealed from accounts.draft');
    expect(rows[0]?.sealed.toString('utf8')).not.toContain('kaszel');
    expect((await draft(await enter(await aPerson(platform)), 'GET')).statusCode).toBe(404);
    platform.clock.advance(13 * 3600);
    const later = await enter(person);
    expect((await draft(later, 'GET')).json()).toEqual({ text });
    expect((await draft(later, 'PUT', 'x'.repeat(65_537))).statusCode).toBe(400);
    platform.clock.advance(12 * 3600);
    expect((await draft(await enter(person), 'GET')).statusCode).toBe(404);
  });

  it('is one of fifty at most', async () => {
    const browser = await enter(await aPerson(platform));
    const keep = (key: number) =>
      platform.server.inject({
        ...{ method: 'PUT', url: `/api/accounts/drafts/pismo-${key}`, headers: headers(browser) },
        payload: { text: 'tekst' },
      });
    for (let key = 0; key < 50; key++) expect((await keep(key)).statusCode).toBe(200);
    expect((await keep(50)).json().code).toBe('too-many-drafts');
    expect((await keep(3)).statusCode).toBe(200);
  });
});
