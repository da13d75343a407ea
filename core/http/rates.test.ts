/** Rates that hold whatever number of processes there are: two on one database here. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../access/actor.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { createRates, rated, rateRequests, type Rates, rates } from './rates.ts';
import { buildServer } from './server.ts';

let database: TestDatabase;
const processes: { limits: Rates; server: FastifyInstance }[] = [];
let actor: Actor | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  for (let number = 0; number < 2; number++) {
    const limits = createRates({ database, runtime: systemRuntime, free: (source) => source === '127.0.0.1' });
    const server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
    rateRequests(server, limits);
    const { authenticate } = rated({ authenticate: async () => actor }, limits);
    const handler = async (request: FastifyRequest) => ({ id: (await authenticate(request))?.id ?? null });
    server.get('/api/x', handler);
    server.get('/fhir/R4/x', handler);
    processes.push({ limits, server });
  }
});
afterAll(async () => {
  for (const { server } of processes) await server.close();
  await database.drop();
});

const machine = (id: string, more: Partial<Actor> = {}): Actor => ({
  ...{ role: 'machine', id, name: id, purpose: 'TREAT', scopes: [], ...more },
});
const ask = async (process: number, remoteAddress = '127.0.0.1', url = '/api/x') =>
  (processes[process] as (typeof processes)[number]).server.inject({ url, remoteAddress });
const settle = async () => {
  for (const { limits } of processes) await limits.settle();
};
/** How many of so many are let through. */
async function through(process: number, count: number, source?: string): Promise<number> {
  let passed = 0;
  for (let turn = 0; turn < count; turn++) if ((await ask(process, source)).statusCode === 200) passed++;
  return passed;
}

it('lets a client make a burst, and refuses more with the time to wait', async () => {
  actor = machine('alone', { perMinute: 60 });
  const first = await ask(0);
  expect(first.headers).toMatchObject({ 'ratelimit-policy': '"client";q=60;w=60', ratelimit: '"client";r=11;t=1' });
  expect(await through(0, 20)).toBe(11);
  const refused = await ask(0);
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'too-many-requests']);
  expect(Number(refused.headers['retry-after'])).toBe(1);
  expect(refused.headers.ratelimit).toMatch(/^"client";r=0;/);
  await new Promise((passed) => setTimeout(passed, 1100));
  expect(await through(0, 5)).toBe(1);
});

it('counts what a client takes in another process', async () => {
  actor = machine('spread', { perMinute: 60 });
  await ask(1);
  await settle();
  expect(await through(0, 12)).toBe(12);
  await settle();
  await ask(1);
  await settle();
  expect(await through(1, 5)).toBe(0);
});

it('counts all clients of a provider together, and a person in any app', async () => {
  for (let number = 0; number < 30; number++) {
    actor = machine(`of-provider-${number}`, { provider: 'hospital', perMinute: 600 });
    await through(0, 40);
  }
  expect((await ask(0)).headers['ratelimit-policy']).toBe(`"provider";q=${rates.provider.perMinute};w=60`);
  const person = (client: string): Actor => ({
    ...{ role: 'patient', id: 'person', name: '', purpose: 'PATRQT', scopes: [], app: { client } },
  });
  let passed = 0;
  for (const client of ['one', 'two', 'three']) {
    actor = person(client);
    passed += await through(0, 110);
  }
  expect(passed).toBeLessThan(rates.account.burst + 20);
});

it('counts a person and an address together over processes', async () => {
  const together = async (source: string): Promise<number> => {
    let passed = 0;
    // As a balancer hands them out; a process that starts anew knows what was taken before.
    for (let turn = 0; turn < 14; turn++) {
      passed += await through(turn % 2, 120, source);
      await settle();
    }
    return passed;
  };
  actor = { ...machine('two-ways', {}), role: 'physician' };
  const began = performance.now();
  const ofPerson = await together('127.0.0.1');
  const grown = ((performance.now() - began) / 60_000) * rates.account.perMinute;
  expect(ofPerson).toBeLessThan(rates.account.burst + grown + 130);
  expect(ofPerson).toBeGreaterThanOrEqual(rates.account.burst - 1);
  actor = undefined;
  const start = performance.now();
  const ofAddress = await together('203.0.113.7');
  const more = ((performance.now() - start) / 60_000) * rates.source.perMinute;
  expect(ofAddress).toBeLessThan(rates.source.burst + more + 130);
});

it('counts an address before anything else, an IPv6 network as one, and says no as FHIR does under /fhir', async () => {
  actor = undefined;
  const from = (place: number) => `2001:db8:1:2::${place.toString(16)}`;
  const began = performance.now();
  let passed = 0;
  while (passed < 10_000 && (await ask(0, from(passed))).statusCode === 200) passed++;
  const grown = ((performance.now() - began) / 60_000) * rates.source.perMinute;
  expect(Math.abs(passed - rates.source.burst - grown)).toBeLessThan(50);
  // The bucket fills by one every 10 ms: on a busy machine one may pass yet.
  let refused = await ask(0, from(9), '/fhir/R4/x');
  for (let turn = 0; turn < 50 && refused.statusCode === 200; turn++) refused = await ask(0, from(9), '/fhir/R4/x');
  expect([refused.statusCode, refused.json().resourceType]).toEqual([429, 'OperationOutcome']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await ask(0, '2001:db8:1:3::1')).statusCode).toBe(200);
  expect((await ask(0)).statusCode).toBe(200);
});

it('does not limit whom the demonstration exempts, and costs a few microseconds', async () => {
  actor = machine('free', { perMinute: 0 });
  expect(await through(0, 200)).toBe(200);
  const [{ limits }] = processes as [(typeof processes)[number]];
  const request = { raw: {}, ip: '10.0.0.1' } as never;
  const began = performance.now();
  for (let turn = 0; turn < 10_000; turn++) limits.ofActor(request, machine('quick', { perMinute: 6_000_000 }));
  expect((performance.now() - began) / 10_000).toBeLessThan(0.05);
});

it('goes on by its own count when the database is away', async () => {
  const away = { ...database, query: async () => Promise.reject(new Error('away')) } as never;
  const limits = createRates({ database: away, runtime: systemRuntime, free: () => false });
  const request = { raw: {}, ip: '10.0.0.1' } as never;
  for (let turn = 0; turn < 12; turn++) limits.ofActor(request, machine('x', { perMinute: 60 }));
  await limits.settle();
  expect(() => limits.ofActor(request, machine('x', { perMinute: 60 }))).toThrow('Too many requests');
});
