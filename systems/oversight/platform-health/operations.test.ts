/** The platform's health through the HTTP server, on a real queue and a real feed. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { createFeed } from '#core/feed/index.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { defineJob, jobs, startWorkers } from '#core/jobs/index.ts';
import { fixedRuntime } from '#core/runtime/runtime.ts';
import { platformHealth } from './index.ts';

const runtime = fixedRuntime('2026-03-01T12:00:00Z');
const people: { readonly [name: string]: Actor } = {
  operator: { role: 'operator', id: 'acc-op', name: 'Operator', purpose: 'HOPERAT', scopes: [] },
  jan: { role: 'patient', id: 'acc-jan', name: 'Jan Kowal', purpose: 'PATRQT', patient: 'jan', scopes: [] },
};
const fail = defineJob<{ name: string }>('always-fails', { maxAttempts: 1 });

let database: TestDatabase;
let server: FastifyInstance;
beforeAll(async () => {
  database = await createTestDatabase();
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  serveOperations(server, platformHealth({ feed: createFeed({ database }) }).operations, {
    ...{ database, runtime, audit: createAuditTrail({ database, runtime }) },
    authenticator: { authenticate: async ({ headers }) => people[String(headers.authorization)] },
  });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const call = (who: string, path: string, method: 'GET' | 'POST' = 'GET') =>
  server.inject({ method, url: `/api/platform-health/${path}`, headers: { authorization: who } });

describe('jobs', () => {
  it('that gave up are seen with the reason, tried again, and given up for good', async () => {
    let tries = 0;
    const handler = fail.by(async () => {
      tries++;
      throw new Error('the printer is on fire');
    });
    const workers = await startWorkers({ database, handlers: [handler], onFailure: () => undefined });
    await jobs.add(database, fail, { name: 'x' });
    const parked = async () => (await call('operator', 'jobs?state=parked')).json().jobs;
    await vi.waitFor(async () => expect(await parked()).toHaveLength(1), 10_000);
    const [{ id, reason }] = await parked();
    expect(reason).toContain('the printer is on fire');
    expect((await call('operator', 'state')).json().jobs).toEqual([{ name: 'always-fails', state: 'parked', jobs: 1 }]);
    expect((await call('operator', `jobs/${id}/repeat`, 'POST')).statusCode).toBe(200);
    await vi.waitFor(() => expect(tries).toBe(2), 10_000);
    await vi.waitFor(async () => expect(await parked()).toHaveLength(1), 10_000);
    await workers.stop();
    expect((await call('operator', `jobs/${id}/removal`, 'POST')).statusCode).toBe(200);
    const again = await call('operator', `jobs/${id}/removal`, 'POST');
    expect([again.statusCode, again.json().code]).toEqual([404, 'no-such-job']);
    const { rows } = await database.query<{ kind: string }>(
      `select kind from audit.event where actor = 'acc-op' and outcome = 0 order by sequence`,
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['repeat-job', 'remove-job']);
  });
});

describe('the state', () => {
  it('says how the chain, the followers and the index stand', async () => {
    const state = (await call('operator', 'state')).json();
    expect(state).toMatchObject({ now: '2026-03-01T12:00:00.000Z', followers: [], reindexing: [] });
    expect(state.chain.unsealed).toBeGreaterThan(0);
  });

  it.each(['jobs?state=lost', 'jobs?most=1', 'jobs?name='])('refuses %s', async (path) => {
    expect((await call('operator', path)).statusCode).toBe(400);
  });

  it.each([
    ['GET', 'state'],
    ['GET', 'jobs'],
    ['POST', 'jobs/1/repeat'],
    ['POST', 'followers/x/repeat'],
  ] as const)('is for operators only: %s %s', async (method, path) => {
    expect((await call('jan', path, method)).statusCode).toBe(403);
    expect((await call('nobody', path, method)).statusCode).toBe(401);
  });
});
