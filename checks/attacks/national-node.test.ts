/**
 * Signing in by the national node, through the whole platform: patients, staff, newcomers; the first link against the
 * registers; and what an attacker with a browser tries. security/requirements C-01, C-14, C-15
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApi } from '#apps/api/server.ts';
import { assemble, type Platform } from '#apps/platform.ts';
import { readSettings } from '#apps/settings.ts';
import { platformActor } from '#core/access/actor.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { makePesel } from '#libs/polish-identifiers/pesel.ts';
import { makeNpwz } from '#libs/polish-identifiers/npwz.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { currentCode } from '#systems/oversight/accounts/second-factor.ts';

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-node-'));
const baseUrl = 'http://127.0.0.1:8097';
const password = 'Zielony-Las-Rzeka-77';
const seed = systemRuntime.randomBytes(20);
let database: TestDatabase;
let platform: Platform;
let server: FastifyInstance;
const stops: (() => Promise<void>)[] = [];

const someone = (familyName: string, serial: number, birthDate = '1980-02-03') => ({
  ...{ givenName: 'Próba', familyName, birthDate, pesel: makePesel(birthDate, 'female', serial) },
});
const people = {
  patient: someone('Pacjentka', 1),
  other: someone('Inna', 2),
  newcomer: someone('Nowa', 3),
  doctor: someone('Lekarska', 4),
  misnamed: someone('Pomylona', 5),
  dead: someone('Zmarła', 6),
  stranger: someone('Nieznana', 7),
  blocked: someone('Zatrzymana', 8),
};
type Who = keyof typeof people;

const register = (login: string, more: object) =>
  platform.accounts.registration.register({
    ...{ login, name: `Próba ${login}`, password, secondFactor: seed },
    positions: [{ role: 'patient', facility: null, facilityName: null }],
    ...more,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = { EZDROWIE_HOME: home, PORT: '8097', LOG_LEVEL: 'silent' };
  platform = assemble(readSettings(settings), database);
  server = await buildApi(platform, async () => true);
  for (const system of platform.systems) {
    const stop = await system.start?.();
    if (stop) stops.push(stop);
  }
  const { identities, record } = platform;
  const call = { actor: platformActor('test'), source: 'local', trace: 't' };
  const from = new Date('2020-01-01T00:00:00Z');
  for (const who of ['patient', 'other', 'newcomer', 'misnamed', 'dead', 'blocked'] as const) {
    const { givenName, familyName, birthDate, pesel } = people[who];
    const identifier = [{ system: identifierSystems.pesel, value: pesel }];
    const name = [{ family: familyName, given: [givenName] }];
    await record.update(call, { resourceType: 'Patient', id: `node-${who}`, identifier, name, birthDate });
    if (who !== 'newcomer') await register(`node.${who}`, { patient: `node-${who}` });
  }
  const { dead, ...others } = people;
  await identities.population.tell([...Object.values(others), { ...dead, died: '2021-01-01' }], from);
  const { pesel } = people.doctor;
  const right = { practitioner: 'node-doctor', pesel, profession: 'lekarz', specialities: ['kardiologia'] };
  await identities.workers.tell([{ ...right, npwz: makeNpwz(123_456), status: 'valid', ends: null }], from);
  const facility = { role: 'physician', facility: 'facility-1', facilityName: 'Przychodnia' };
  await register('node.doctor', { practitioner: 'node-doctor', positions: [facility] });
  await platform.accounts.registration.block(await register('node.blocked', { patient: 'node-blocked' }));
}, 60_000);
afterAll(async () => {
  for (const stop of stops) await stop();
  await server.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

const post = (url: string, payload: object, cookie = '') =>
  server.inject({ method: 'POST', url, payload, headers: { origin: baseUrl, cookie } });
type Level = 'low' | 'substantial' | 'high';

/** A browser goes away, the person chooses who to be at the simulator, and the browser is back. */
async function away(who: Who, { asked, reached = 'substantial' }: { asked?: Level; reached?: Level } = {}) {
  const departure = await post('/api/accounts/node-sign-in', asked ? { level: asked } : {});
  const cookie = String(departure.headers['set-cookie']).split(';')[0] ?? '';
  const { action, fields } = departure.json() as { action: string; fields: Record<string, string> };
  const arrived = await server.inject({
    ...{ method: 'POST', url: action, payload: new URLSearchParams(fields).toString() },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const id = new URL(String(arrived.headers.location), baseUrl).searchParams.get('prosba');
  const choice = { pesel: people[who].pesel, level: reached };
  const chosen = await post(`/api/national-node/simulator/requests/${id}`, choice);
  const back = new URL((chosen.json() as { continue: string }).continue, baseUrl).searchParams;
  return { cookie, body: { artifact: back.get('SAMLart') ?? '', relayState: back.get('RelayState') ?? '' } };
}

const arrive = ({ cookie, body }: Awaited<ReturnType<typeof away>>) =>
  post('/api/accounts/node-sign-in/return', body, cookie);
const lastReason = async (): Promise<string | undefined> => {
  const text = `select reason from audit.event where kind = 'sign-in' order by sequence desc limit 1`;
  return (await database.query<{ reason: string }>(text)).rows[0]?.reason;
};

describe('a patient', () => {
  it('is signed in with two factors, first by the registers and then by what was linked', async () => {
    for (const level of ['substantial', 'high'] as const) {
      const answer = await arrive(await away('patient', { reached: level }));
      expect(answer.json()).toMatchObject({
        session: { login: 'node.patient', role: 'patient', patient: 'node-patient', acr: 'ez:aal2' },
      });
      expect(String(answer.headers['set-cookie'])).toMatch(/ezdrowie=[\w-]{43};/);
    }
    const { rows } = await database.query('select to_jsonb(i)::text as row from accounts.identity i');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(people.patient.pesel);
    const told = await database.query(`select from accounts.notice where kind = 'identity-linked'`);
    expect(told.rowCount).toBe(1);
  });

  it('identified at level low gives the own second factor too', async () => {
    const answer = await arrive(await away('patient', { asked: 'low', reached: 'low' }));
    const { handle, factors, session } = answer.json() as { handle: string; factors: string[]; session?: object };
    expect({ factors, session }).toEqual({ factors: ['totp'] });
    const { code } = currentCode(seed, systemRuntime.now());
    const second = await post('/api/accounts/second-factor', { handle, code });
    expect(second.json()).toMatchObject({ login: 'node.patient' });
  });

  it('without an account opens one, with factors of their own', async () => {
    const { newcomer } = (await arrive(await away('newcomer'))).json() as { newcomer: { proof: string; name: string } };
    expect(newcomer.name).toBe('Próba Nowa');
    const journey = (await post('/api/accounts/registration', { proof: newcomer.proof })).json() as { state: string };
    expect(journey).toMatchObject({ name: 'Próba Nowa', role: 'patient' });
    const altered = await post('/api/accounts/registration', { proof: `${newcomer.proof.slice(0, -4)}AAAA` });
    expect(altered.statusCode).toBe(401);
  });
});

describe('what is refused', () => {
  const stolen = async (): Promise<Awaited<ReturnType<typeof away>>> => ({ ...(await away('patient')), cookie: '' });
  const replayed = async () => {
    const back = await away('patient');
    await arrive(back);
    return back;
  };
  const swapped = async () => {
    const [mine, theirs] = [await away('other'), await away('patient')];
    return { cookie: mine.cookie, body: theirs.body };
  };
  /** Between the node's word and ours the register has learned another name. */
  const renamed = async () => {
    const back = await away('misnamed');
    const now = systemRuntime.now();
    await platform.identities.population.tell([{ ...people.misnamed, familyName: 'Inaczej' }], now);
    return back;
  };
  const rows: [string, () => Promise<Awaited<ReturnType<typeof away>>>, string][] = [
    ['a browser that was not sent away', stolen, 'node-other-browser'],
    ['the return of another browser', swapped, 'node-relay-state'],
    ['the same return again', replayed, 'node-request-used'],
    [
      'a forged cookie',
      async () => ({ ...(await away('patient')), cookie: `ezdrowie-node=${'A'.repeat(200)}` }),
      'node-other-browser',
    ],
    ['a weaker level than asked', () => away('patient', { asked: 'high' }), 'node-level'],
    ['a first link at level low', () => away('other', { asked: 'low', reached: 'low' }), 'identity-level'],
    ['a name that the population register does not have', renamed, 'identity-mismatch'],
    ['somebody who has died', () => away('dead'), 'identity-mismatch'],
    ['somebody whom no register here knows', () => away('stranger'), 'identity-unknown'],
    ['a blocked account', () => away('blocked'), 'node-account-blocked'],
  ];
  it.each(rows)('%s: in the same words, after the same time, and audited', async (_, prepare, reason) => {
    const back = await prepare();
    const began = performance.now();
    const answer = await arrive(back);
    const took = performance.now() - began;
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'node-refused' });
    expect(answer.body).not.toContain(reason);
    expect(took).toBeGreaterThan(395);
    expect(took).toBeLessThan(2000);
    expect(await lastReason()).toBe(reason);
  });

  it('the form of a page elsewhere, and a journey that such a page begins', async () => {
    for (const url of ['/api/accounts/node-sign-in', '/api/accounts/node-sign-in/return']) {
      const payload = url.endsWith('return') ? { artifact: 'x', relayState: 'x' } : {};
      const headers = { origin: 'https://evil.example' };
      expect((await server.inject({ method: 'POST', url, payload, headers })).statusCode).toBe(403);
    }
  });

  it('a request that we did not sign, by the simulator', async () => {
    const payload = new URLSearchParams({ SAMLRequest: Buffer.from('<x/>').toString('base64'), RelayState: 'x' });
    const answer = await server.inject({
      ...{ method: 'POST', url: '/symulator/wezel-krajowy/SingleSignOnService', payload: payload.toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in/symulator']);
  });
});

describe('a physician', () => {
  it('is signed in while the right to practise holds, by whatever way', async () => {
    expect((await arrive(await away('doctor'))).json()).toMatchObject({ session: { role: 'physician' } });
    const { identities } = platform;
    const { pesel } = people.doctor;
    const right = {
      npwz: makeNpwz(123_456),
      practitioner: 'node-doctor',
      pesel,
      profession: 'lekarz',
      specialities: [],
    };
    await identities.workers.tell([{ ...right, status: 'suspended', ends: null }], systemRuntime.now());
    // Another process has not asked in the last quarter of an hour.
    const beside = assemble(platform.settings, database);
    expect(await beside.identities.workers.entitlement('node-doctor')).toEqual({ entitled: false, why: 'suspended' });
    expect(await identities.workers.entitlement('node-doctor')).toMatchObject({ entitled: true });
    const other = await buildApi(beside, async () => true);
    const first = await other.inject({
      ...{ method: 'POST', url: '/api/accounts/sign-in', headers: { origin: baseUrl } },
      payload: { login: 'node.doctor', password },
    });
    const { handle } = first.json() as { handle: string };
    const payload = { handle, code: currentCode(seed, systemRuntime.now()).code };
    const headers = { origin: baseUrl };
    const second = await other.inject({ method: 'POST', url: '/api/accounts/second-factor', payload, headers });
    expect([second.statusCode, (second.json() as { code: string }).code]).toEqual([403, 'not-entitled']);
    expect(await lastReason()).toBe('not-entitled');
    await other.close();
  });

  it('had the right on a day before, and the patient index tells who had a PESEL when', async () => {
    const { rows } = await database.query<{ status: string }>(
      'select status from medical_workers.licence where practitioner = $1 order by known_from',
      ['node-doctor'],
    );
    expect(rows.map(({ status }) => status)).toEqual(['valid', 'suspended']);
    await expect(database.query(`update medical_workers.licence set status = 'valid'`)).rejects.toThrow(/appended/);
    const { population } = platform.identities;
    const renamed = { ...people.other, familyName: 'Po-Ślubie' };
    await population.tell([renamed], systemRuntime.now());
    expect((await population.person(people.other.pesel))?.familyName).toBe('Po-Ślubie');
    const before = await population.person(people.other.pesel, new Date('2021-01-01T00:00:00Z'));
    expect([before?.familyName, await population.person(people.other.pesel, new Date('2019-01-01T00:00:00Z'))]).toEqual(
      ['Inna', undefined],
    );
  });
});
