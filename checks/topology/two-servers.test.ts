/** Several server processes on one database: what one has acknowledged the other knows, and neither is asked first. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '#core/db/migrate.ts';
import { aPatient, bundleOf, entry } from '#core/record/fixtures.ts';
import { type Cluster, makeCluster } from '../postgres/cluster.ts';
import { type ServerProcess, startServer } from '../postgres/server-process.ts';

let folder: string;
let cluster: Cluster;
let servers: [ServerProcess, ServerProcess];
let token: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-two-'));
  const home = (name: string) => path.join(folder, name);
  cluster = await makeCluster({ folder: path.join(folder, 'postgres') });
  await cluster.start();
  await cluster.query('create database ezdrowie');
  const shared = { DATABASE_URL: cluster.url('ezdrowie'), DATABASE_CONNECTIONS: '6' };
  const one = await startServer({ ...shared, EZDROWIE_HOME: home('one') });
  await one.untilReady(90);
  // The keys of an installation are given to each of its machines, and all answer for one address.
  cpSync(path.join(home('one'), 'keys'), path.join(home('other'), 'keys'), { recursive: true });
  cpSync(path.join(home('one'), 'demo'), path.join(home('other'), 'demo'), { recursive: true });
  const other = await startServer({ ...shared, EZDROWIE_HOME: home('other'), EZDROWIE_BASE_URL: one.baseUrl });
  servers = [one, other];
  await other.untilReady(90);
  token = await one.token();
}, 200_000);

afterAll(async () => {
  await Promise.all(servers?.map((server) => server.kill()) ?? []);
  await cluster?.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(at: 0 | 1, method: string, address: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${servers[at].baseUrl}/fhir/R4${address}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

describe('two servers on one database', () => {
  it('know at once what the other has acknowledged', async () => {
    for (let n = 0; n < 20; n++) {
      const writer = (n % 2) as 0 | 1;
      const reader = (1 - writer) as 0 | 1;
      const { body } = await ask(
        writer,
        'POST',
        '/Patient',
        aPatient({ identifier: [{ system: 'urn:two', value: `${n}` }] }),
      );
      expect((await ask(reader, 'GET', `/Patient/${body.id}`)).body.meta.versionId).toBe('1');
      expect((await ask(reader, 'GET', `/Patient?identifier=urn:two|${n}`)).body.entry).toHaveLength(1);
      await ask(reader, 'PUT', `/Patient/${body.id}`, { ...aPatient(), id: body.id, active: true });
      expect((await ask(writer, 'GET', `/Patient/${body.id}`)).body).toMatchObject({ active: true });
      await ask(writer, 'DELETE', `/Patient/${body.id}`);
      expect((await ask(reader, 'GET', `/Patient/${body.id}`)).status).toBe(410);
    }
  });

  it('let one of them win a race for a version, and make one of many conditional creates', async () => {
    const { body } = await ask(0, 'POST', '/Patient', aPatient());
    const puts = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        ask(
          (n % 2) as 0 | 1,
          'PUT',
          `/Patient/${body.id}`,
          { ...aPatient(), id: body.id, multipleBirthInteger: n },
          {
            'if-match': 'W/"1"',
          },
        ),
      ),
    );
    expect(puts.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
    const patient = aPatient({ identifier: [{ system: 'urn:two', value: 'race' }] });
    const condition = { ifNoneExist: 'identifier=urn:two|race' };
    const bundle = bundleOf('transaction', entry('POST', 'Patient', patient, condition));
    const made = await Promise.all(Array.from({ length: 10 }, (_, n) => ask((n % 2) as 0 | 1, 'POST', '', bundle)));
    expect(made.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await ask(1, 'GET', '/Patient?identifier=urn:two|race')).body.entry).toHaveLength(1);
  });

  it('seal one trail: one of them leads', async () => {
    for (let n = 0; n < 100; n++) {
      const [row] = await cluster.query(
        `select (select coalesce(max(size), 0) from audit.seal) >= (select count(*) - 5 from audit.event) as sealed`,
        'ezdrowie',
      );
      if (row?.sealed) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const [row] = await cluster.query(
      `select count(*)::int as locks from pg_locks where locktype = 'advisory' and objid = 7202612 and granted`,
      'ezdrowie',
    );
    expect(row?.locks).toBe(1);
  });

  it('give no token to a client that was disabled through the database alone', async () => {
    expect((await ask(1, 'GET', '/Patient?_count=1')).status).toBe(200);
    await cluster.query('update accounts.client set disabled_at = now()', 'ezdrowie');
    await expect(servers[1].token()).rejects.toThrow();
    await expect(servers[0].token()).rejects.toThrow();
  });
});

describe('migrations', () => {
  it('that start at the same time are applied once', async () => {
    await cluster.query('create database together');
    const url = cluster.url('together');
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const counts = applied.map((names) => names.length).sort((a, b) => a - b);
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    expect(counts[2]).toBeGreaterThan(5);
  });
});
