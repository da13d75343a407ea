/** The importer and the population on the real record: audited, resumable by the trail, the same when repeated. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformActor } from '../access/actor.ts';
import { createAuditTrail } from '../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { createRecord, type FhirRecord } from '../record/index.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { fillPopulation } from './fill.ts';
import { importPaths } from './index.ts';

let database: TestDatabase;
let record: FhirRecord;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-import-'));
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  record = createRecord({ database, audit, runtime: systemRuntime });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const count = async (table: string): Promise<number> => {
  const { rows } = await database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n ?? -1;
};
const options = () => ({
  stateFile: path.join(folder, 'state.ndjson'),
  refusedFile: path.join(folder, 'refused.ndjson'),
  database,
});

describe('import', () => {
  it('loads resources without ids once, although the answer to a commit was lost', async () => {
    const file = path.join(folder, 'patients.ndjson');
    const line = (n: number) =>
      JSON.stringify({ resourceType: 'Patient', name: [{ family: `Nowak${n}` }], birthDate: '1980-01-01' });
    writeFileSync(
      file,
      Array.from({ length: 500 }, (_, n) => (n === 70 ? '{"resourceType":"Patient","x":1}' : line(n))).join('\n'),
    );
    let calls = 0;
    const lossy = {
      async bundle(...args: Parameters<FhirRecord['bundle']>) {
        const answer = await record.bundle(...args);
        if (++calls === 2) throw Object.assign(new Error('answer lost'), { code: 'ECONNRESET' });
        return answer;
      },
    };
    await expect(importPaths(lossy, [file], options())).rejects.toThrow('answer lost');
    const summary = await importPaths(record, [file], options());
    expect(summary).toMatchObject({ damaged: [], interrupted: false });
    expect(readFileSync(path.join(folder, 'refused.ndjson'), 'utf8')).toContain('"place":71');
    expect(summary.already).toBeGreaterThan(0);
    expect(await count('record.resource')).toBe(499);
    const { rows } = await database.query(`select 1 from audit.event where actor = 'platform/import' and outcome = 0`);
    expect(rows.length).toBeGreaterThan(3);
  });
});

describe('population', () => {
  it('writes everything, and nothing a second time', async () => {
    const before = await count('record.resource');
    const first = await fillPopulation(record, { patients: 1, seed: 4 });
    expect(await count('record.resource')).toBe(before + first.resources);
    const versions = await count('record.history');
    expect(await fillPopulation(record, { patients: 1, seed: 4 })).toEqual(first);
    expect(await count('record.history')).toBe(versions);
    expect(await count('record.resource')).toBe(before + first.resources);
    const found = await record.search(
      { actor: platformActor('test'), source: 'local', trace: 'test' },
      'Patient',
      'name=wisniowiecka',
      {},
    );
    expect(found.entries).toHaveLength(1);
  }, 120_000);
});
