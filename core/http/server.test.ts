import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { kinds, Refusal, type RefusalKind } from '../refusal/refusal.ts';
import { problemOf } from './problem.ts';
import { buildServer } from './server.ts';

describe('the server', () => {
  let server: FastifyInstance;
  let isReady = true;
  beforeAll(async () => {
    server = buildServer({ logLevel: 'silent', https: false, ready: async () => isReady });
    server.get('/refused', () => {
      const message = 'The slot is taken. Choose another.';
      throw new Refusal('rule-broken', 'slot-taken', { message, pl: 'Termin jest zajęty. Wybierz inny.' });
    });
    server.get('/fault', () => {
      throw new Error('a secret detail');
    });
    server.get('/away', async () => {
      const database = openDatabase('postgres://nobody@127.0.0.1:9/none', { connections: 1 });
      await database.query('select 1').finally(() => database.close());
    });
    server.post('/echo', async (request) => request.body);
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => server.close());

  it('tells whether it lives and may be sent work', async () => {
    expect((await server.inject('/health/live')).json()).toEqual({ status: 'live' });
    expect((await server.inject('/health/ready')).statusCode).toBe(200);
    isReady = false;
    expect((await server.inject('/health/ready')).statusCode).toBe(503);
    isReady = true;
  });

  it('answers a refusal as problem details', async () => {
    const answer = await server.inject('/refused');
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      status: 422,
      code: 'slot-taken',
      detail: 'The slot is taken. Choose another.',
      detailPl: 'Termin jest zajęty. Wybierz inny.',
    });
    expect(answer.json().trace).toMatch(/./);
  });

  it('says every kind of refusal in both languages', () => {
    for (const kind of Object.keys(kinds) as RefusalKind[]) {
      const problem = problemOf(new Refusal(kind, 'some-code', 'Some words.'), 'trace-1');
      expect(problem).toMatchObject({
        status: kinds[kind].status,
        type: `/api/docs#problem-${kind}`,
        trace: 'trace-1',
      });
      expect(problem.detailPl.length).toBeGreaterThan(10);
    }
  });

  it('asks to come again when the database does not answer', async () => {
    const answer = await server.inject('/away');
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'database-away']);
  });

  it('answers a fault with a number and nothing more', async () => {
    const answer = await server.inject('/fault');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret');
  });

  it('sets security headers on every answer', async () => {
    for (const url of ['/health/live', '/refused', '/nowhere']) {
      const { headers } = await server.inject(url);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it.each([
    [
      'malformed JSON',
      { method: 'POST', url: '/echo', headers: { 'content-type': 'application/json' }, payload: '{' },
      400,
    ],
    [
      'a prototype key',
      { method: 'POST', url: '/echo', headers: { 'content-type': 'application/json' }, payload: '{"__proto__":{}}' },
      400,
    ],
    [
      'an unknown media type',
      { method: 'POST', url: '/echo', headers: { 'content-type': 'text/weird' }, payload: 'x' },
      415,
    ],
    [
      'a body that is too large',
      {
        method: 'POST',
        url: '/echo',
        headers: { 'content-type': 'application/json' },
        payload: `"${'x'.repeat(3e6)}"`,
      },
      413,
    ],
    ['a broken percent sign', { method: 'GET', url: '/%E0%A4%A' }, 400],
    ['an address that is not there', { method: 'GET', url: '/nowhere' }, 404],
  ] as const)('refuses %s', async (_, request, status) => {
    expect((await server.inject({ ...request })).statusCode).toBe(status);
  });

  it.each([
    ['what is not HTTP', 'hello there\r\n\r\n', '400'],
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, '431'],
  ])('refuses %s and goes on', async (_, bytes, status) => {
    const { port } = server.server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer.split(' ')[1]).toBe(status);
    expect((await server.inject('/health/live')).statusCode).toBe(200);
  });
});
