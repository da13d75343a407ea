/** Requests that leave the platform: where they may go, and what is taken from there. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, demandAllowed, download, type OutboundRules, post } from './outbound.ts';

let server: Server;
let at: string;
let asked = 0;
const here: OutboundRules = { hosts: [], loopback: true };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked++;
    if (request.url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    else if (request.url === '/strange') response.writeHead(200, { 'content-encoding': 'br' }).end('x');
    else if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('x');
      setTimeout(() => response.destroy(), 20);
    } else response.end('{}\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const fetched = (url: string, rules = here) => download(url, {}, rules, AbortSignal.timeout(5_000));

describe('outbound requests', () => {
  it.each([
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://[fd00::1]/x',
    'https://0x7f.1/x',
    'http://example.org/x',
    'https://user:secret@allowed.example/x',
    'gopher://allowed.example/x',
    'file:///etc/passwd',
  ])('do not go to %s', async (url) => {
    expect(() => demandAllowed(url, { hosts: ['allowed.example'], loopback: false })).toThrow(/endpoint|not allowed/);
    await expect(fetched(url, { hosts: ['allowed.example'], loopback: false })).rejects.toThrow();
  });

  it('do not go inside by a name that is allowed', async () => {
    const { port } = server.address() as AddressInfo;
    const rules = { hosts: [`localhost:${port}`], loopback: false };
    const before = asked;
    await expect(fetched(`https://localhost:${port}/x`, rules)).rejects.toThrow('inner address');
    await expect(post(`https://localhost:${port}/x`, '', {}, rules)).rejects.toThrow('inner address');
    expect(asked).toBe(before);
  });

  it('take a file, follow no redirect, and take no other encoding', async () => {
    let text = '';
    for await (const chunk of await fetched(`${at}/file`)) text += chunk;
    expect(text).toBe('{}\n');
    await expect(fetched(`${at}/away`)).rejects.toThrow('302: redirects are not followed');
    await expect(fetched(`${at}/strange`)).rejects.toThrow('encoding br');
    await expect(
      (async () => {
        for await (const chunk of await fetched(`${at}/cut`)) text += chunk;
      })(),
    ).rejects.toThrow();
  });

  it('read an answer whole, or say why there is none', async () => {
    const question = { body: '{}', headers: {}, limit: 100, within: 2_000, signal: AbortSignal.timeout(5_000) };
    expect((await ask(`${at}/x`, question, here)).toString()).toBe('{}\n');
    await expect(ask(`${at}/x`, { ...question, limit: 2 }, here)).rejects.toThrow('more than 2 bytes');
    await expect(ask(`${at}/away`, question, here)).rejects.toThrow('answered 302');
    await expect(ask(`${at}/cut`, question, here)).rejects.toThrow('The endpoint');
    await expect(ask('http://127.0.0.1:1/', question, here)).rejects.toThrow('cannot be reached');
    await expect(ask('https://10.0.0.1/', question, here)).rejects.toThrow('not allowed');
  });
});
