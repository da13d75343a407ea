/** Indexing anew in the background: whole after a kill, and in step with everybody who writes meanwhile. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditTrail } from '../../audit/index.ts';
import { startWorkers, type Workers } from '../../jobs/index.ts';
import { systemRuntime } from '../../runtime/runtime.ts';
import { anObservation, aPatient, callBy, machine, openTestRecord, type TestRecord } from '../fixtures.ts';
import { brokenInvariants } from '../invariants.ts';
import { createRecord, type FhirRecord } from '../index.ts';
import type { Resource } from '../record.ts';
import { anExtension, aParameter, ready } from '../search-parameters/fixtures.ts';

let test: TestRecord;
let workers: Workers | undefined;
let child: ChildProcess | undefined;
const call = callBy(machine());

beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await workers?.stop();
  await test.close();
});

const colours = ['red', 'green', 'blue'] as const;
const painted = (id: string, colour: string | undefined, more: Partial<Resource> = {}): Resource =>
  aPatient({ id, ...(colour ? { extension: [anExtension('colour', { valueCode: colour })] } : {}), ...more });
const colour = (more: Partial<Resource> = {}) => aParameter('colour', 'token', 'code', { code: 'favourite', ...more });
// A code is bare; as one of several it would be told apart by its system, and be held by record.lookup too.
const wide = { expression: "Patient.extension('http://example.org/StructureDefinition/colour').value" };

async function load(resources: readonly Resource[]): Promise<void> {
  for (let from = 0; from < resources.length; from += 500) {
    const entry = resources.slice(from, from + 500).map((resource) => ({
      resource,
      request: { method: 'PUT', url: `Patient/${resource.id}` },
    }));
    await test.record.bundle(call, { resourceType: 'Bundle', type: 'transaction', entry });
  }
}

async function all(query: string, record: FhirRecord = test.record): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | undefined = `${query}&_count=500`; next !== undefined; ) {
    const page = await record.search(call, 'Patient', next, { strict: true });
    ids.push(...page.entries.map(({ stored }) => stored.id));
    next = page.next;
  }
  return ids.sort();
}

const one = async <Row>(text: string): Promise<Row> => (await test.database.query(text)).rows[0] as Row;

describe('a run', () => {
  it('goes on where a killed process left it, and is whole at its end', async () => {
    await load(Array.from({ length: 1500 }, (_, n) => painted(`p${String(n).padStart(4, '0')}`, colours[n % 3])));
    await test.record.update(call, colour(wide));
    // Whoever comes to the 900th patient waits here.
    const blocker = await test.database.pool.connect();
    await blocker.query('begin');
    await blocker.query(`select from record.resource where id = 'p0900' for update`);
    const script = fileURLToPath(new URL('fixtures/worker.ts', import.meta.url));
    child = spawn(process.execPath, [script, test.database.url], { stdio: ['ignore', 'ignore', 'inherit'] });
    const done = async () => (await one<{ done: number }>('select done::int as done from record.reindex')).done;
    await expect.poll(done, { timeout: 20_000, interval: 20 }).toBeGreaterThan(500);
    const waits = `select count(*)::int as n from pg_stat_activity where application_name = 'to-be-killed'
      and wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(() => one(waits), { timeout: 10_000, interval: 20 }).toEqual({ n: 1 });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const before = await done();
    expect(before).toBeLessThanOrEqual(900);
    await blocker.query('rollback');
    blocker.release();
    await expect(all('favourite=red')).rejects.toMatchObject({ kind: 'rule-broken', code: 'parameter-not-ready' });
    const { database, record } = test;
    workers = await startWorkers({
      database,
      handlers: record.handlers,
      tellEvery: 100,
      deadAfter: 1_500,
      onFailure: console.error,
    });
    await ready(test, 'colour');
    const run = await one<{ done: number; changed: number; state: string }>(
      'select done::int, changed::int, state from record.reindex',
    );
    expect(run).toEqual({ done: 1500, changed: 1500, state: 'done' });
    for (const [n, name] of colours.entries()) {
      const ids = Array.from({ length: 500 }, (_, k) => `p${String(3 * k + n).padStart(4, '0')}`);
      expect(await all(`favourite=${name}`)).toEqual(ids);
    }
    expect(await brokenInvariants(test.database)).toEqual([]);
  });
});

describe('a slice', () => {
  it('begins where the one before it ended, whatever instants look like in words', async () => {
    await load(Array.from({ length: 450 }, (_, n) => painted(`t${String(n).padStart(3, '0')}`, 'red')));
    // With and without fractions, over seconds, minutes and a change of days; some at one moment.
    await test.database.query(
      `update record.resource set updated = timestamptz '2026-01-01 23:59:58+00' + (substr(id, 2)::int / 3) * interval '37 ms'
        where id like 't%'`,
    );
    await test.record.update(call, aParameter('third', 'token', 'code', wide));
    await ready(test, 'third');
    expect((await all('third=red')).filter((id) => id.startsWith('t'))).toHaveLength(450);
    await test.record.delete(call, 'SearchParameter', 'third');
  });

  it('sees what leads to a resource, and not only what it has', async () => {
    await test.record.update(
      call,
      anObservation('Device/meter', { id: 'lone', hasMember: [{ reference: 'Observation/of-jan' }] }) as Resource,
    );
    // As software stored it to which none of the tokens led anywhere.
    await test.database.query(
      `update record.resource set tokens = array(select t from unnest(tokens) with ordinality u(t, n) order by n desc)
        where id = 'lone'`,
    );
    await test.database.query(`delete from record.lookup where id = 'lone'`);
    const found = async () => {
      const { entries } = await test.record.search(call, 'Observation', 'has-member=Observation/of-jan');
      return entries.map(({ stored }) => stored.id);
    };
    expect(await found()).toEqual([]);
    await test.record.reindex(call, { type: 'Observation' });
    await expect.poll(found, { timeout: 10_000, interval: 50 }).toEqual(['lone']);
    expect(await brokenInvariants(test.database)).toEqual([]);
  });
});

describe('whoever writes meanwhile', () => {
  /** As another process would: with a memory of its own. */
  const another = (): FhirRecord => {
    const { database } = test;
    const audit = createAuditTrail({ database, runtime: systemRuntime });
    return createRecord({ database, audit, runtime: systemRuntime });
  };

  it('stores nothing by what is no longer known, in whatever process', async () => {
    const other = another();
    // It has looked just now, and would not look again for two seconds.
    await other.update(call, painted('early', 'red'));
    await test.record.update(call, aParameter('second', 'token', 'code', { base: ['Patient'], ...wide }));
    await other.update(call, painted('late', 'green'));
    await ready(test, 'second');
    expect(await all('second=green&_id=late')).toEqual(['late']);
    expect(await all('second=red&_id=early')).toEqual(['early']);
    await test.record.delete(call, 'SearchParameter', 'second');
  });

  it('is found by what was written last, and by nothing else', async () => {
    const others = [test.record, another(), another()];
    const ids = Array.from({ length: 12 }, (_, n) => `race-${n}`);
    const write = fc.record({
      id: fc.constantFrom(...ids),
      colour: fc.constantFrom(...colours, undefined, 'deleted'),
      by: fc.nat(2),
    });
    let serial = 0;
    const history = fc.asyncProperty(fc.array(write, { minLength: 60, maxLength: 60 }), async (writes) => {
      const name = `race${serial++}`;
      await test.record.update(call, aParameter(name, 'token', 'code', wide));
      const begun = test.record.reindex(call, { type: 'Patient' });
      await Promise.all(
        [0, 1, 2].map(async (by) => {
          for (const { id, colour: to } of writes.filter((one) => one.by === by)) {
            const record = others[by] as FhirRecord;
            if (to === 'deleted') await record.delete(call, 'Patient', id).catch(() => undefined);
            else
              await record.update(call, painted(id, to, { gender: by > 1 ? 'male' : 'female' })).catch(() => undefined);
          }
        }),
      );
      await begun;
      await ready(test, name);
      const page = await test.record.search(call, 'Patient', `_id=${ids.join(',')}&_count=50`);
      const living = page.entries.map(({ stored }) => JSON.parse(stored.content) as Resource);
      const colourOf = ({ extension }: Resource) => (extension as { valueCode: string }[] | undefined)?.[0]?.valueCode;
      for (const to of colours) {
        const expected = living
          .filter((resource) => colourOf(resource) === to)
          .map(({ id }) => id)
          .sort();
        const found = (await all(`${name}=${to}`)).filter((id) => id.startsWith('race'));
        expect([to, found]).toEqual([to, expected]);
        expect([to, await all(`${name}=${to}&_id=${ids.join(',')}`)]).toEqual([to, expected]);
      }
      await test.record.delete(call, 'SearchParameter', name);
    });
    await fc.assert(history, { numRuns: 3, endOnFailure: true });
  });
});
