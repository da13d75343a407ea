import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditTrail } from '../../audit/index.ts';
import type { Database } from '../../db/database.ts';
import { systemRuntime } from '../../runtime/runtime.ts';
import { aPatient, callBy, machine, openTestRecord, type TestRecord } from '../fixtures.ts';
import { creation } from '../make-change.ts';
import { catalogue } from '../search-parameters/catalogue.ts';
import { LostRace, type Unit } from './unit.ts';
import { createWriter } from './writer.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const at = new Date('2026-03-01T12:00:00Z');
const unitOf = (...ids: string[]): Unit => ({
  changes: ids.map((id) => creation(aPatient(), id, at, catalogue(0, []))),
  at,
  actor: 'test',
  audit: [],
});

/** The database, with its statements counted and, if wanted, made to fail. */
function watched(fail?: (n: number) => Error | undefined): { database: Database; statements: () => number } {
  let statements = 0;
  const database: Database = {
    ...test.database,
    query: async (query, values) => {
      const failure = fail?.(statements);
      statements++;
      if (failure) throw failure;
      return test.database.query(query, values);
    },
  };
  return { database, statements: () => statements };
}

const writerOn = (database: Database) =>
  createWriter(database, createAuditTrail({ database: test.database, runtime: systemRuntime }), {
    flights: 1,
    changesPerFlush: 100,
  });

describe('the writer', () => {
  it('lets units that come together share a statement', async () => {
    const { database, statements } = watched();
    const writer = writerOn(database);
    await Promise.all(Array.from({ length: 20 }, (_, n) => writer.write(unitOf(`share-${n}`))));
    expect(statements()).toBe(1);
  });

  it('does not let large resources share one, nor end by the time of small ones', async () => {
    const { database, statements } = watched();
    const writer = writerOn(database);
    const large = (id: string, letters: number): Unit => {
      const resource = { ...aPatient(), language: 'x'.repeat(letters) };
      return { ...unitOf(), changes: [creation(resource, id, at, catalogue(0, []))] };
    };
    await Promise.all(['a', 'b', 'c'].map((id) => writer.write(large(`large-${id}`, 600_000))));
    expect(statements()).toBe(3);
    // In a transaction of its own, with more time.
    await writer.write(large('large-d', 1_000_000));
    expect(statements()).toBe(3);
  });

  it('does not let a bad unit harm the others', async () => {
    const writer = writerOn(watched().database);
    const [first, ...rest] = await Promise.allSettled(
      ['lone', 'good-1', 'lone', 'good-2'].map((id) => writer.write(unitOf(id))),
    );
    expect(first?.status).toBe('fulfilled');
    expect(rest.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((rest[1] as PromiseRejectedResult).reason).toBeInstanceOf(LostRace);
    for (const id of ['lone', 'good-1', 'good-2'])
      expect((await test.record.read(callBy(machine()), 'Patient', id)).version).toBe(1);
  });

  it('says honestly when it does not know whether a change was written', async () => {
    const writer = writerOn(watched(() => new Error('Connection terminated unexpectedly')).database);
    await expect(writer.write(unitOf('unknown'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'outcome-unknown',
    });
  });

  it('calls hooks in the transaction of the change, and undoes it when they fail', async () => {
    const seen: string[] = [];
    test.record.onChange(['Basic'], async (tx, changes) => {
      for (const change of changes) {
        const { rows } = await tx.query('select version from record.resource where id = $1', [change.id]);
        seen.push(`${change.method} ${rows.length}`);
        if (change.resource?.language === 'xx') throw new Error('not this one');
      }
    });
    const call = callBy(machine());
    const basic = (language: string) => ({ resourceType: 'Basic', language, code: { text: 'x' } });
    const { id } = await test.record.create(call, basic('pl'));
    await test.record.delete(call, 'Basic', id);
    await expect(test.record.create(call, basic('xx'))).rejects.toThrow('not this one');
    expect(seen).toEqual(['create 1', 'delete 0', 'create 1']);
    expect((await test.record.search(call, 'Basic', '')).entries).toEqual([]);
  });
});
