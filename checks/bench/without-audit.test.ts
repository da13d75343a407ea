/** The trail can be off in the bench, where nothing is anybody's, and nowhere else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '#apps/settings.ts';
import { composeSystems } from '#apps/systems.ts';
import { platformActor } from '#core/access/actor.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { createRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { trailOff } from './trail-off.ts';

let database: TestDatabase;
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-without-audit-'));
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true });
});

describe('a trail that is off', () => {
  const compose = (changes: object) =>
    composeSystems({
      settings: { ...readSettings({ EZDROWIE_HOME: home }), ...changes },
      ...{ database, runtime: systemRuntime, trailForBench: trailOff() },
    });

  it('is refused in production, and on every address but this machine’s', () => {
    expect(() => compose({ profile: 'production' })).toThrow('cannot be turned off');
    expect(() => compose({ profile: 'production', host: '0.0.0.0' })).toThrow('cannot be turned off');
    for (const host of ['0.0.0.0', '::', '192.168.1.5'])
      expect(() => compose({ host })).toThrow('cannot be turned off');
  });

  it('is no setting, whatever it might be called', () => {
    for (const name of ['EZDROWIE_AUDIT', 'EZDROWIE_AUDIT_OFF', 'EZDROWIE_TRAIL', 'EZDROWIE_WITHOUT_AUDIT'])
      expect(() => readSettings({ [name]: 'off' })).toThrow('is not a setting');
  });

  it('lets the bench do the same work with nothing written', async () => {
    const record = createRecord({ database, audit: trailOff(), runtime: systemRuntime });
    const call = { actor: platformActor('bench'), source: 'local', trace: 't' };
    const { id } = await record.create(call, { resourceType: 'Patient', name: [{ family: 'Nowak' }] });
    const entry = { resource: { resourceType: 'Group', type: 'person', actual: true } };
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ ...entry, request: { method: 'POST', url: 'Group' } }],
    };
    await record.bundle(call, bundle);
    expect((await record.read(call, 'Patient', id)).id).toBe(id);
    expect((await record.search(call, 'Patient', 'family=nowak')).entries).toHaveLength(1);
    expect((await database.query('select from audit.event')).rowCount).toBe(0);
  });
});
