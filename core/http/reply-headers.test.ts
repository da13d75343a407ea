/** What headers say of pages and of operations that will not be served for ever. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../access/actor.ts';
import { createAuditTrail } from '../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { fixedRuntime } from '../runtime/runtime.ts';
import { operation } from './operation.ts';
import { serveOperations } from './operations.ts';
import { buildServer } from './server.ts';

const runtime = fixedRuntime('2026-05-04T08:00:00Z');
const machine: Actor = { role: 'machine', id: 'm', name: 'M', purpose: 'HOPERAT', scopes: [] };
let database: TestDatabase;
let server: FastifyInstance;

const things = operation({
  ...{ name: 'list-things', method: 'GET', path: '/things', summary: 'Things.' },
  access: { roles: ['machine'], purpose: 'HOPERAT' },
  audit: { action: 'R' },
  query: { type: 'object', properties: { cursor: { type: 'string' }, colour: { type: 'string' } } },
  handle: async ({ query: { cursor = '0', colour } }) => {
    const next = String(Number(cursor) + 1);
    return { things: [cursor], next, ...(colour === 'grey' ? { more: false } : {}) };
  },
});

beforeAll(async () => {
  database = await createTestDatabase();
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const deprecated = { since: '2026-01-01', sunset: '2027-02-01', instead: 'list-things' };
  serveOperations(server, [things, operation({ ...things, name: 'old-things', path: '/old-things', deprecated })], {
    ...{ database, runtime, audit: createAuditTrail({ database, runtime }) },
    authenticator: { authenticate: async () => machine },
  });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

it('name the next page with what was asked, and none behind the last', async () => {
  const first = await server.inject('/api/things?colour=red%20%26%20blue');
  expect(first.headers.link).toBe('</api/things?colour=red+%26+blue&cursor=1>; rel="next"');
  const next = /<(.*)>/.exec(String(first.headers.link))?.[1] ?? '';
  expect((await server.inject(next)).headers.link).toContain('cursor=2');
  expect((await server.inject('/api/things?colour=grey')).headers.link).toBeUndefined();
});

it('say from when an operation is deprecated, until when it is served, and what to use', async () => {
  const { headers } = await server.inject('/api/old-things');
  expect(headers.deprecation).toBe('@1767225600');
  expect(headers.sunset).toBe('Mon, 01 Feb 2027 00:00:00 GMT');
  expect(headers.link).toContain('</api/docs#old-things>; rel="deprecation"');
  expect(headers.link).toContain('</api/docs#list-things>; rel="successor-version"');
  expect((await server.inject('/api/things')).headers.deprecation).toBeUndefined();
});
