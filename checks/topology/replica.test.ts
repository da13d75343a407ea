/**
 * A primary, its replica, and whoever says that an answer may be old. What must never happen: that somebody who said
 * nothing is answered by the replica, or somebody who did by one that is older than said.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditTrail } from '#core/audit/index.ts';
import { type Database, openDatabase } from '#core/db/database.ts';
import { migrate } from '#core/db/migrate.ts';
import { aPatient, baseUrl, bundleOf, callBy, entry, machine } from '#core/record/fixtures.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { type Pair, startPair } from '../postgres/replica.ts';

let folder: string;
let pair: Pair;
let database: Database;
let record: FhirRecord;
const call = callBy(machine());
const patient = () => aPatient({ identifier: [{ system: 'urn:replica', value: '1' }] });
const found = async (maxStale?: number) =>
  (await record.search({ ...call, maxStale }, 'Patient', 'identifier=urn:replica|1')).entries.length;

const standby = (statement: string) => pair.replica.query(statement, 'ezdrowie');
/** Everything that the primary has is on the replica. */
async function caughtUp(): Promise<void> {
  const [row] = await pair.primary.query('select pg_current_wal_lsn()::text as place');
  for (let n = 0; n < 200; n++) {
    const [at] = await standby(`select pg_last_wal_replay_lsn() >= '${row?.place}'::pg_lsn as there`);
    if (at?.there) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await database.replica?.look();
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-replica-'));
  pair = await startPair(folder);
  await pair.primary.query('create database ezdrowie');
  await migrate(pair.primary.url('ezdrowie'));
  for (let n = 0; n < 200 && !(await standby('select 1').catch(() => undefined)); n++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  database = openDatabase(pair.primary.url('ezdrowie'), {
    connections: 4,
    replica: pair.replica.url('ezdrowie'),
  });
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  record = createRecord({ database, audit, runtime: systemRuntime, settings: { baseUrl } });
  await caughtUp();
});
afterAll(async () => {
  await database?.close();
  await pair?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a replica', () => {
  it('is asked by whoever lets an answer be old, and by nobody else', async () => {
    await record.create(call, patient());
    await caughtUp();
    expect([await found(60), await found()]).toEqual([1, 1]);
    await standby('select pg_wal_replay_pause()');
    await record.create(call, patient());
    // The pause makes the difference visible: the replica does not have the second one.
    expect([await found(60), await found()]).toEqual([1, 2]);
  });

  it('is not asked when it is further behind than the caller bears', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await database.replica?.look();
    expect(database.replica?.behind()).toBeGreaterThan(1);
    expect([await found(1), await found(600)]).toEqual([2, 1]);
    await standby('select pg_wal_replay_resume()');
    await caughtUp();
    expect(await found(60)).toBe(2);
    expect(database.replica?.behind()).toBeLessThan(30);
  });

  it('is never asked inside a transaction, which reads what it has done', async () => {
    const stale = { ...call, maxStale: 600 };
    const value = 'within';
    const made = entry('POST', 'Patient', aPatient({ identifier: [{ system: 'urn:replica', value }] }));
    const answer = await record.bundleText(
      stale,
      bundleOf('transaction', made, entry('GET', `Patient?identifier=urn:replica|${value}`)),
      'minimal',
    );
    const [, found] = (JSON.parse(answer) as { entry: { resource: { entry?: unknown[] } }[] }).entry;
    expect(found?.resource.entry).toHaveLength(1);
  });

  it('writes nothing: the trail of what it answered is on the primary', async () => {
    const count = async () => Number((await database.query('select count(*) as n from audit.event')).rows[0]?.n);
    const before = await count();
    expect(await found(60)).toBe(2);
    expect(await count()).toBe(before + 1);
  });

  it('that is away is replaced by the primary, within the same request', async () => {
    await pair.replica.kill();
    expect(await found(Infinity)).toBe(2);
    await database.replica?.look();
    expect(database.replica?.behind()).toBe(Infinity);
    expect(await found(3600)).toBe(2);
    await pair.replica.start();
    await caughtUp();
    expect(database.replica?.behind()).toBeLessThan(30);
  });

  it('takes no writes', async () => {
    const client = new pg.Client({ connectionString: pair.replica.url('ezdrowie') });
    await client.connect();
    await expect(client.query(`delete from record.resource`)).rejects.toThrow('read-only');
    await client.end();
  });
});
