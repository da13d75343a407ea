/**
 * Two servers: half of the patients' partitions lie behind postgres_fdw. Shown: what works over it, and that what does
 * not is refused and leaves nothing behind (decision 0017).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditTrail } from '#core/audit/index.ts';
import { type Database, openDatabase } from '#core/db/database.ts';
import { migrate } from '#core/db/migrate.ts';
import { anObservation, aPatient, baseUrl, bundleOf, callBy, entry, machine } from '#core/record/fixtures.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { brokenInvariants } from '#core/record/invariants.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { type Cluster, makeCluster } from '../postgres/cluster.ts';
import { moveHalf } from '../postgres/shards.ts';

let folder: string;
let coordinator: Cluster;
let shard: Cluster;
let database: Database;
let record: FhirRecord;
let patients: string[];
const call = callBy(machine());

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-shards-'));
  coordinator = await makeCluster({ folder: path.join(folder, 'one') });
  shard = await makeCluster({ folder: path.join(folder, 'two') });
  for (const cluster of [coordinator, shard]) {
    await cluster.start();
    await cluster.query('create database ezdrowie');
    await migrate(cluster.url('ezdrowie'));
  }
  expect((await moveHalf(coordinator, shard, 'ezdrowie')).length).toBeGreaterThanOrEqual(24);
  database = openDatabase(coordinator.url('ezdrowie'), { connections: 4 });
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  record = createRecord({ database, audit, runtime: systemRuntime, settings: { baseUrl } });
  patients = [];
  for (let n = 0; n < 24; n++) {
    const identifier = [{ system: 'urn:shards', value: String(n) }];
    const head = entry('POST', 'Patient', aPatient({ identifier }), { fullUrl: 'urn:uuid:a' });
    const rest = Array.from({ length: 4 }, () => entry('POST', 'Observation', anObservation('urn:uuid:a')));
    const answer = await record.bundle(call, bundleOf('transaction', head, ...rest));
    const [first] = answer.entry as { response: { location: string } }[];
    patients.push(/Patient\/([^/]+)/.exec(first?.response.location ?? '')?.[1] ?? '');
  }
}, 200_000);

afterAll(async () => {
  await database?.close();
  await coordinator?.kill();
  await shard?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const rowsOn = async (cluster: Cluster): Promise<number> => {
  const [row] = await cluster.query(
    // Without the foreign partitions: what lies on this server.
    `select sum((xpath('/row/n/text()',
       query_to_xml('select count(*) as n from ' || c.oid::regclass, false, true, '')))[1]::text::int)::int as n
     from pg_class c join pg_inherits i on i.inhrelid = c.oid
     where i.inhparent = 'record.resource'::regclass and c.relkind = 'r'`,
    'ezdrowie',
  );
  return Number(row?.n);
};

describe('two shards', () => {
  it('hold the patients between them', async () => {
    const [here, there] = [await rowsOn(coordinator), await rowsOn(shard)];
    expect(here + there).toBe(24 * 5);
    expect(Math.min(here, there)).toBeGreaterThan(10);
  });

  it('answer reads, searches and everything of each patient', async () => {
    for (const id of patients) {
      expect((await record.read(call, 'Patient', id)).version).toBe(1);
      expect((await record.search(call, 'Observation', `patient=Patient/${id}&_sort=-date`)).entries).toHaveLength(4);
      expect((await record.everything(call, id)).entries).toHaveLength(5);
      expect((await record.historyInstance(call, 'Patient', id)).entries).toHaveLength(1);
    }
  });

  it('answer questions across patients', async () => {
    const code = 'code=http://loinc.org|8867-4';
    const all = await record.search(call, 'Observation', `${code}&_sort=-date&_count=200&_total=accurate`);
    expect([all.total, all.entries.length]).toEqual([96, 96]);
    expect((await record.search(call, 'Patient', 'name=kowal&_count=100')).entries).toHaveLength(24);
    for (const n of patients.keys())
      expect((await record.search(call, 'Patient', `identifier=urn:shards|${n}`)).entries).toHaveLength(1);
  });

  it('are asked alone for one patient', async () => {
    const touched = new Set<string>();
    for (const id of patients) {
      const { patient } = await record.read(call, 'Patient', id);
      const { rows } = await database.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, costs off, timing off) select from record.resource where patient = ${patient}`,
      );
      const scans = rows.flatMap((row) => /on (resource_p\d+)/.exec(row['QUERY PLAN'])?.[1] ?? []);
      expect(new Set(scans).size).toBe(1);
      touched.add(scans[0] ?? '');
    }
    expect(touched.size).toBeGreaterThan(3);
  });

  it('refuse what postgres_fdw cannot do, a version in place of another, and nothing of it stands', async () => {
    for (const id of patients) {
      await expect(record.update(call, aPatient({ id, active: true }))).rejects.toThrow(/ON CONFLICT/i);
      expect((await record.read(call, 'Patient', id)).version).toBe(1);
    }
    expect(await brokenInvariants(database)).toEqual([]);
  });
});
