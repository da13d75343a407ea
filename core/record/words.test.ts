/** Strings of a row stand in order, whoever wrote it, and a search along the words finds each row once. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPatient, callBy, machine, openTestRecord, type TestRecord } from './fixtures.ts';
import { brokenInvariants } from './invariants.ts';
import type { Resource } from './record.ts';

let test: TestRecord;
const call = callBy(machine());
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

/** Letters of one to four bytes. Of the last two UTF-16 has the last one first, UTF-8 and PostgreSQL the other. */
const letters = ['a', 'b', 'ą', 'я', '漢', ' ', '\ufa0e', '\u{20000}'];
const words = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 6 });
const name = fc.record({ family: words, given: fc.array(words, { minLength: 1, maxLength: 3 }) });
const visible = /[^ ]/;
const called = fc
  .array(name, { minLength: 1, maxLength: 2 })
  .filter((names) => names.every(({ family, given }) => [family, ...given].every((text) => visible.test(text))));

async function found(begin: string): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | undefined = `name=${encodeURIComponent(begin)}&_count=2`; next !== undefined; ) {
    const page = await test.record.search(call, 'Patient', next, { strict: true });
    ids.push(...page.entries.map(({ stored }) => stored.id));
    next = page.next;
  }
  return ids;
}

/** As the walk has to come: each row by the first of its words that begin so. */
async function expected(begin: string): Promise<string[]> {
  const { rows } = await test.database.query<{ id: string }>(
    `select w.id from record.word w where starts_with(w.word, $1)
      group by w.patient, w.id order by min(w.word collate "C"), w.patient, w.id`,
    [`name:${begin}`],
  );
  return rows.map(({ id }) => id);
}

describe('words', () => {
  it('stand in order after any creates, updates and deletions, and lead to each row once', async () => {
    const change = fc.record({ id: fc.constantFrom('w1', 'w2', 'w3', 'w4'), called, gone: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        for (const { id, called, gone } of changes) {
          if (gone === 0) await test.record.delete(call, 'Patient', id).catch(() => undefined);
          else await test.record.update(call, aPatient({ id, name: called } as Partial<Resource>));
          await test.record.create(call, aPatient({ name: called } as Partial<Resource>));
        }
        expect(await brokenInvariants(test.database)).toEqual([]);
        for (const begin of ['a', 'b', 'a b', 'я', '漢', '\ufa0e', '\u{20000}', 'zz']) {
          expect(await found(begin)).toEqual(await expected(begin));
        }
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});

describe('rows of before', () => {
  const shuffle = 'update record.resource set strings = array(select s.v from unnest(strings) s(v) order by md5(s.v))';
  const migration = readFileSync(new URL('migrations/815.do.record-strings-in-order.sql', import.meta.url), 'utf8');

  it('are put in order by the migration', async () => {
    await test.record.create(call, aPatient());
    await test.database.query(shuffle);
    expect(await brokenInvariants(test.database)).toEqual([expect.stringMatching(/^strings stand in order/)]);
    await test.database.query(migration);
    expect(await brokenInvariants(test.database)).toEqual([]);
    expect(await found('a')).toEqual(await expected('a'));
  });

  it('are never missed, should they stand in no order', async () => {
    await test.database.query(shuffle);
    for (const begin of ['a', 'b', '\u{20000}', 'kowalski']) {
      expect(new Set(await found(begin))).toEqual(new Set(await expected(begin)));
    }
    await test.database.query(migration);
  });
});
