/** PostgreSQL by TLS: a server is believed by its certificate and its name. The server is real, certificates openssl's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#core/db/database.ts';
import { freePort } from '#core/db/embedded.ts';
import { makeCluster } from './cluster.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-db-tls-'));
let stop = async () => {};
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.warn('SKIPPED: OPENSSL IS NOT INSTALLED, SO NO DATABASE IS ASKED BY TLS IN THIS RUN');

describe.skipIf(!openssl)('a database on another machine', () => {
  it('is believed by its certificate and name only', async () => {
    const [cert, key] = [path.join(folder, 'db.crt'), path.join(folder, 'db.key')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const other = path.join(folder, 'other.crt');
    for (const [made, its] of [
      [cert, key],
      [other, path.join(folder, 'other.key')],
    ] as const)
      execFileSync('openssl', ['req', '-x509', ...ec, '-keyout', its, '-out', made, ...subject], { stdio: 'pipe' });
    const data = path.join(folder, 'pg', 'data');
    mkdirSync(path.dirname(data));
    const settings = {
      ssl: 'on',
      ssl_cert_file: 'server.crt',
      ssl_key_file: 'server.key',
      ssl_min_protocol_version: 'TLSv1.2',
    };
    const cluster = await makeCluster({ folder: data, settings });
    for (const [from, to] of [
      [cert, 'server.crt'],
      [key, 'server.key'],
    ] as const) {
      copyFileSync(from, path.join(data, to));
      cluster.own(path.join(data, to));
    }
    await cluster.start();
    stop = () => cluster.stop();
    const ask = async (host: string, root: string) => {
      const address = `postgres://ezdrowie@${host}:${cluster.port}/postgres?sslmode=verify-full&sslrootcert=${root}`;
      const database = openDatabase(address, { connections: 1 });
      const asked = 'select version from pg_stat_ssl where pid = pg_backend_pid()';
      return database.query<{ version: string }>(asked).finally(() => database.close());
    };
    expect((await ask('localhost', cert)).rows[0]?.version).toMatch(/TLSv1\.[23]/);
    await expect(ask('localhost', other)).rejects.toThrow(/self.signed|verify/i);
    await expect(ask('db.localhost', cert)).rejects.toThrow(/altnames|ENOTFOUND/i);
  });

  it('is not asked when it speaks in clear only', async () => {
    const clear = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write('N'));
    });
    const at = await freePort();
    await new Promise<void>((listening) => clear.listen(at, '127.0.0.1', listening));
    const database = openDatabase(`postgres://u@localhost:${at}/e?sslmode=verify-full`, { connections: 1 });
    await expect(database.query('select 1')).rejects.toThrow(/does not support SSL/);
    await database.close();
    clear.close();
  });
});
