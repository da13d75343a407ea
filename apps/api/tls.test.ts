/** What the listener by TLS speaks and what it refuses, asked by clients of every age. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '#core/db/embedded.ts';
import { buildServer } from '#core/http/server.ts';
import { listenByTls } from './tls.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-tls-'));
const server = buildServer({ logLevel: 'silent', https: true, ready: async () => true });
server.get('/', async () => ({ hello: 'there' }));
let port: number;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  port = await freePort();
  await server.listen({ port: 0, host: '127.0.0.1' });
  server.server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
  stops.push(
    await listenByTls(server, {
      ...{ port, host: '127.0.0.1', home: folder, certificate: undefined, key: undefined, lookEvery: 50 },
    }),
  );
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const ca = () => readFileSync(path.join(folder, 'tls', 'server.crt'));
/** Shakes hands as a client of these abilities; what was agreed, or the error. */
const handshake = (options: ConnectionOptions): Promise<{ protocol: string | null; cipher: string }> =>
  new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', ca: ca(), ...options }, () => {
      resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().name });
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('end', () => reject(new Error('ended')));
  });
/** What is answered to bytes. */
const answerTo = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', ca: ca() }, () => socket.write(text));
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('close', () => resolve(said));
    socket.on('error', reject);
  });

describe('the listener by TLS', () => {
  it.each([
    ['1.3', { minVersion: 'TLSv1.3' }, 'TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
    ['1.2 with GCM', { maxVersion: 'TLSv1.2' }, 'TLSv1.2', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ] as const)('speaks TLS %s', async (_, options, protocol, cipher) => {
    expect(await handshake(options)).toEqual({ protocol, cipher });
  });

  it.each([
    ['TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0' }],
    ['TLS 1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }],
    ['CBC', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA' }],
    ['keys without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384:AES128-SHA' }],
    ['no encryption', { maxVersion: 'TLSv1.2', ciphers: 'NULL@SECLEVEL=0' }],
  ] as const)('refuses %s', async (_, options) => {
    await expect(handshake(options)).rejects.toThrow(/alert|handshake|ended|ECONNRESET|no cipher/i);
  });

  it('answers nothing to plain HTTP', async () => {
    const said = await new Promise<string>((resolve) => {
      const socket = connectTcp(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    expect(said).not.toMatch(/HTTP|hello/);
  });

  it('serves what the platform serves, with HSTS, and passes on who asks for a WebSocket', async () => {
    const said = await answerTo('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(said).toContain('{"hello":"there"}');
    expect(said).toContain('strict-transport-security: max-age=63072000');
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket';
    expect(await answerTo(`GET /ws HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n\r\n`)).toContain('101 Switching');
  });

  it('shows a renewed certificate without a start', async () => {
    const before = ca();
    rmSync(path.join(folder, 'tls', 'server.crt'));
    await vi.waitFor(async () => {
      expect(ca().equals(before)).toBe(false);
      await handshake({});
    }, 5_000);
    await expect(handshake({ ca: before })).rejects.toThrow();
  });
});

it('keeps the key of its own certificate from others', () => {
  const key = path.join(folder, 'tls', 'server.key');
  expect([statSync(key).mode & 0o077, readFileSync(key, 'utf8').slice(0, 27)]).toEqual([
    0,
    '-----BEGIN PRIVATE KEY-----',
  ]);
});
