/** Links over HTTP, opened by a client that nobody here wrote; and the seven things that must never open one. */
import { createHash } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { SHLViewer } from 'kill-the-clipboard';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { keyOfId } from '#core/record/keys.ts';
import { fixedRuntime } from '#core/runtime/runtime.ts';
import { healthLinks } from './index.ts';
import type { PrintedLink } from './needs.ts';
import type { Payload } from './shlink.ts';
import type { Link, Made, Part } from './model.ts';
import { parts } from './model.ts';

let database: TestDatabase;
let server: FastifyInstance;
let heard: { name: string; patient: string }[] = [];
const runtime = { ...fixedRuntime('2026-11-26T12:00:00Z') };
let draws = 0;
// A counter's bytes repeat: here each draw is its own.
runtime.randomBytes = (length) => createHash('sha256').update(`${++draws}`).digest().subarray(0, length);
const patient = (id: string): Actor => ({
  ...{ role: 'patient', id: `account-${id}`, name: id, purpose: 'PATRQT', patient: id, scopes: [] },
});
const actors: Record<string, Actor> = { anna: patient('anna'), ewa: patient('ewa') };
const section = (code: string, title: string, reference: string) => ({
  ...{ title, code: { coding: [{ system: 'http://loinc.org', code }] }, entry: [{ reference }] },
});
let medicine = 'Ramipryl 5 mg';
const summary = (id: string) => ({
  ...{ resourceType: 'Bundle', type: 'document' },
  entry: [
    {
      fullUrl: 'urn:uuid:1',
      resource: {
        ...{ resourceType: 'Composition', subject: { reference: 'urn:uuid:2' }, text: { div: 'Ramipryl, penicylina' } },
        section: [section('48765-2', 'Alergie', 'urn:uuid:3'), section('10160-0', 'Leki', 'urn:uuid:4')],
      },
    },
    { fullUrl: 'urn:uuid:2', resource: { resourceType: 'Patient', id } },
    { fullUrl: 'urn:uuid:3', resource: { resourceType: 'AllergyIntolerance', code: { text: 'Penicylina' } } },
    { fullUrl: 'urn:uuid:4', resource: { resourceType: 'MedicationStatement', code: { text: medicine } } },
  ],
});

const ask = async (who: string, method: 'GET' | 'POST', url: string, body?: object) => {
  const headers = who ? { authorization: who } : {};
  const answer = await server.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, body: isJson ? answer.json() : answer.payload, headers: answer.headers };
};
const make = async (more: object = {}, who = 'anna') => {
  const asked = { label: 'Wakacje', hours: 24, parts: [...parts], language: 'pl', keepsUp: false, ...more };
  return ask(who, 'POST', '/api/health-links', asked);
};
const made = async (more: object = {}, who = 'anna'): Promise<Made> => (await make(more, who)).body as Made;
const payloadOf = ({ shlink }: Made) =>
  JSON.parse(Buffer.from(shlink.slice('shlink:/'.length), 'base64url').toString()) as Payload;
const open = (link: Made, more: object = {}) =>
  ask('', 'POST', new URL(payloadOf(link).url).pathname, { recipient: 'dr Rossi, Bergamo', ...more });
const read = async (link: Made, file: string) => {
  const { plaintext } = await compactDecrypt(file, Buffer.from(payloadOf(link).key, 'base64url'));
  return new TextDecoder().decode(plaintext);
};
const list = async (who = 'anna'): Promise<Link[]> =>
  ((await ask(who, 'GET', '/api/health-links')).body as { links: Link[] }).links;
const one = async ({ id }: Made): Promise<Link> => (await list()).find((link) => link.id === id) as Link;

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const authenticator = {
    authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) =>
      actors[String(headers.authorization)],
  };
  const summaries = {
    summaryOf: async ({ actor }: { actor: Actor }, id: string) => {
      heard.push({ name: actor.name, patient: id });
      return summary(id);
    },
    cardOf: async (_call: unknown, id: string, { address, hasPin, ends }: PrintedLink) =>
      Buffer.from(`%PDF ${id} ${address} ${hasPin} ${ends.toISOString()}`),
  };
  const secret = Buffer.alloc(32, 5);
  const { operations } = healthLinks({
    ...{ database, audit, runtime, summaries, secret, baseUrl: 'http://localhost:8080' },
  });
  serveOperations(server, operations, { database, audit, runtime, authenticator });
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});
beforeEach(() => {
  heard = [];
});

describe('a link', () => {
  it('is a payload as the specification has it, and its key is nowhere here', async () => {
    const link = await made({ pin: 'kot-5719', keepsUp: true });
    const payload = payloadOf(link);
    expect(payload).toMatchObject({ flag: 'LP', label: 'Wakacje', exp: Date.parse('2026-11-27T12:00:00Z') / 1000 });
    expect(payload.url.length).toBeLessThanOrEqual(128);
    expect(Buffer.from(payload.key, 'base64url')).toHaveLength(32);
    expect(link.address).toBe(`http://localhost:8080/sign-in/podsumowanie#${link.shlink}`);
    const snapshot = await made();
    const { rows } = await database.query<object>({ text: 'select * from health_links.link' });
    const kept = JSON.stringify(rows, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value).toString('base64url') : value,
    );
    for (const each of [link, snapshot]) {
      expect(kept).not.toContain(payloadOf(each).key);
      expect(kept).not.toContain(new URL(payloadOf(each).url).pathname.split('.')[1]);
    }
    for (const word of ['Ramipryl', '5719']) expect(kept).not.toContain(word);
  });

  it('opens for whoever has it, once with what was then and once with what is now', async () => {
    medicine = 'Ramipryl 5 mg';
    const [then, now] = [await made(), await made({ keepsUp: true })];
    medicine = 'Ramipryl 10 mg';
    const [a, b] = [await open(then), await open(now)];
    expect([a.body.status, b.body.status]).toEqual(['finalized', 'can-change']);
    expect(await read(then, a.body.files[0].embedded)).toContain('Ramipryl 5 mg');
    expect(await read(now, b.body.files[0].embedded)).toContain('Ramipryl 10 mg');
    expect(heard.at(-1)).toEqual({ name: 'dr Rossi, Bergamo (link „Wakacje”)', patient: 'anna' });
  });

  it('holds the parts that the patient chose; the others say that they were kept', async () => {
    const link = await made({ parts: ['allergies'] satisfies Part[] });
    const text = await read(link, (await open(link)).body.files[0].embedded);
    const [{ resource: composition }] = JSON.parse(text).entry;
    expect(composition.section[1]).toMatchObject({ title: 'Leki', emptyReason: { coding: [{ code: 'withheld' }] } });
    expect(text).toContain('Penicylina');
    expect(text).not.toContain('Ramipryl');
  });

  it('is opened by a client of others, with PIN and by location', async () => {
    const link = await made({ pin: 'kot-5719' });
    const fetcher = async (url: string, options: { method?: string; body?: string } = {}) => {
      const answer = await server.inject({
        ...{ method: (options.method ?? 'GET') as 'GET', url: new URL(url).pathname },
        ...(options.body ? { payload: options.body, headers: { 'content-type': 'application/json' } } : {}),
      });
      return new Response(answer.payload, { status: answer.statusCode });
    };
    // It asks the real clock whether the link has ended.
    vi.useFakeTimers({ toFake: ['Date'], now: runtime.now() });
    onTestFinished(() => void vi.useRealTimers());
    const viewer = new SHLViewer({ shlinkURI: link.address, fetch: fetcher as never });
    for (const embeddedLengthMax of [1_000_000, 10]) {
      const resolved = await viewer.resolveSHL({ recipient: 'other', passcode: 'kot-5719', embeddedLengthMax });
      expect(JSON.stringify(resolved.fhirResources)).toContain('Penicylina');
    }
  });

  it('tells the patient every attempt, and the trail', async () => {
    const link = await made({ pin: 'kot-5719' });
    await open(link, { passcode: 'zgaduje' });
    await open(link, { passcode: 'kot-5719' });
    await ask('anna', 'POST', `/api/health-links/${link.id}/revoke`);
    await open(link, { passcode: 'kot-5719' });
    const { openings } = await one(link);
    expect(openings.map(({ outcome }) => outcome).sort()).toEqual(['after-end', 'opened', 'wrong-pin']);
    expect(openings[0]?.recipient).toBe('dr Rossi, Bergamo');
    const { rows } = await database.query<{ count: number }>({
      text: `select count(*)::int4 as count from audit.event where actor like 'health-link/%' and $1 = any(patients)`,
      values: [keyOfId('Patient', 'anna')],
    });
    expect(rows[0]?.count).toBeGreaterThanOrEqual(3);
  });
});

describe('what never opens one', () => {
  it('1: a wrong PIN, and it says how many tries are left; none at all costs none', async () => {
    const link = await made({ pin: 'kot-5719' });
    expect(await open(link)).toMatchObject({ status: 401, body: { remainingAttempts: 10 } });
    expect(await open(link, { passcode: 'kot-5718' })).toMatchObject({ status: 401, body: { remainingAttempts: 9 } });
    expect(await open(link, { passcode: 'kot-5719' })).toMatchObject({ status: 200 });
  });

  it('2: one that has ended', async () => {
    const link = await made({ hours: 1 });
    runtime.advance(61);
    expect(await open(link)).toMatchObject({ status: 404, body: { code: 'no-such-link' } });
    expect((await one(link)).state).toBe('expired');
  });

  it('3: one that was revoked; its content is erased', async () => {
    const link = await made();
    expect((await ask('ewa', 'POST', `/api/health-links/${link.id}/revoke`)).status).toBe(404);
    expect((await ask('anna', 'POST', `/api/health-links/${link.id}/revoke`)).status).toBe(200);
    expect((await open(link)).status).toBe(404);
    const text = 'select content from health_links.link where id = $1';
    expect((await database.query({ text, values: [link.id] })).rows).toEqual([{ content: '' }]);
  });

  it('4: a location a second time, or after five minutes, or after the link was revoked', async () => {
    const link = await made();
    const location = async () =>
      new URL((await open(link, { embeddedLengthMax: 1 })).body.files[0].location as string).pathname;
    const first = await location();
    expect(await ask('', 'GET', first)).toMatchObject({ status: 200, headers: { 'content-type': 'application/jose' } });
    expect((await ask('', 'GET', first)).status).toBe(404);
    const [late, revoked] = [await location(), await location()];
    runtime.advance(6);
    expect((await ask('', 'GET', late)).status).toBe(404);
    const again = await location();
    await ask('anna', 'POST', `/api/health-links/${link.id}/revoke`);
    for (const each of [again, revoked]) expect((await ask('', 'GET', each)).status).toBe(404);
  });

  it('5: a file that was tampered with, or another key', async () => {
    const link = await made();
    const file = (await open(link)).body.files[0].embedded as string;
    const at = file.lastIndexOf('.') - 9;
    const tampered = file.slice(0, at) + (file[at] === 'A' ? 'B' : 'A') + file.slice(at + 1);
    await expect(read(link, tampered)).rejects.toThrow();
    await expect(read(await made(), file)).rejects.toThrow();
  });

  it('6: an address that was changed, another patient’s, or none', async () => {
    const link = await made();
    const path = new URL(payloadOf(link).url).pathname;
    const [handle = ''] = path.split('/').slice(-1);
    const [, secret = ''] = handle.split('.');
    const others = [
      `${BigInt(keyOfId('Patient', 'ewa')).toString(36)}.${secret}`,
      `${handle.slice(0, -2)}AA`,
      'x',
      `zzzzzzzzzzzzz.${secret}`,
    ];
    for (const other of others) {
      const url = `/api/health-links/m/${other}`;
      expect((await ask('', 'POST', url, { recipient: 'x' })).status).toBe(404);
    }
    expect(await list('ewa')).toEqual([]);
  });

  it('7: guessing, ever so fast: after ten wrong PINs the right one no longer opens it', async () => {
    const link = await made({ pin: 'kot-5719' });
    const guesses = await Promise.all(Array.from({ length: 25 }, (_, at) => open(link, { passcode: `zgaduje-${at}` })));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
    expect((await open(link, { passcode: 'kot-5719' })).status).toBe(404);
    expect(await one(link)).toMatchObject({ state: 'locked', triesLeft: 0 });
  });
});

it('refuses a PIN that everybody guesses, and the twenty-first link', async () => {
  for (const pin of ['12345', '111111', '123456', '987654']) expect((await make({ pin })).body.code).toBe('weak-pin');
  for (let left = 20; left > 0; left--) await make({}, 'ewa');
  expect((await make({}, 'ewa')).body.code).toBe('too-many-links');
  expect((await ask('', 'GET', '/api/health-links')).status).toBe(401);
});

describe('the card on paper', () => {
  const print = (address: string, who = 'anna') => ask(who, 'POST', '/api/health-links/card.pdf', { address });

  it('has a living link of the one who asks, with its end and whether it wants a PIN', async () => {
    const link = await made({ pin: '739152' });
    const { status, body, headers } = await print(link.address);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/pdf');
    const ends = new Date(Number(payloadOf(link).exp) * 1000).toISOString();
    expect(body).toBe(`%PDF anna ${link.address} true ${ends}`);
  });

  it('has nothing else: no foreign address, no link of another, none that was revoked', async () => {
    const link = await made();
    expect((await print(link.address, 'ewa')).status).toBe(404);
    expect((await print(link.address.replace('http://localhost:8080', 'https://evil.example'))).status).toBe(404);
    expect((await print('https://evil.example/')).status).toBe(404);
    const payload = { ...payloadOf(link), url: 'https://evil.example/m/x' };
    const forged = `shlink:/${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
    expect((await print(`http://localhost:8080/sign-in/podsumowanie#${forged}`)).status).toBe(404);
    expect((await print('http://localhost:8080/sign-in/podsumowanie#shlink:/bm9uc2Vuc2U')).status).toBe(404);
    await ask('anna', 'POST', `/api/health-links/${link.id}/revoke`);
    expect((await print(link.address)).status).toBe(404);
  });
});
