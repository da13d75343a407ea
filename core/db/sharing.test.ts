import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Patience } from './shape.ts';
import { sharing } from './sharing.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import type { Query, Tx } from './tx.ts';

const text = `select n, word, words @> $3::text[] as holds, at from fact
  where n % 7 = $1::int8 and (word = $2::text or $2::text is null) and at <= $4::timestamptz
  order by n desc limit $5::int8`;

describe('questions that share a statement', () => {
  let database: TestDatabase;
  let sent: Query[] = [];
  let shared: Tx;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query(`create table fact as select n, 'a"\\,{' || n % 3 as word, array['x', n::text, '"\\'] as words,
      '2026-01-01'::timestamptz + n * interval '1 day' as at from generate_series(1, 300) n`);
    const query = (asked: Query) => {
      sent.push(asked);
      return database.query(asked);
    };
    shared = sharing({ query: query as Tx['query'] });
  });
  afterAll(() => database.drop());

  const questions = Array.from({ length: 40 }, (_, place): Query => {
    const words = place % 2 ? ['"\\', 'x'] : [String(place * 3)];
    const word = place % 4 === 0 ? null : `a"\\,{${place % 3}`;
    const at = new Date(Date.UTC(2026, place % 12, 1));
    return { name: 'facts', text, values: [place % 7, word, words, at, 1 + (place % 9)] };
  });

  it('are answered as if each were alone, in its own order', async () => {
    sent = [];
    const answers = await Promise.all(questions.map((asked) => shared.query(asked)));
    expect(sent.length).toBeLessThan(5);
    for (const [place, { rows, rowCount }] of answers.entries()) {
      const alone = await database.query(questions[place] as Query);
      expect(rowCount).toBe(alone.rowCount);
      expect(rows).toMatchObject(alone.rows);
    }
    expect(answers.some(({ rowCount }) => rowCount > 3)).toBe(true);
  });

  it('harm no other when they fail', async () => {
    const asked = (divisor: number) => shared.query({ name: 'd', text: 'select 6 / $1::int4 as n', values: [divisor] });
    const answers = await Promise.allSettled([3, 0, 2, 1].map(asked));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(answers[2]).toMatchObject({ value: { rows: [{ n: 3 }] } });
    expect(answers[1]).toMatchObject({ reason: { code: '22012' } });
  });

  it('go alone for a while after one of their shape failed, and without a name', async () => {
    sent = [];
    await Promise.all([4, 5].map((n) => shared.query({ name: 'd', text: 'select 6 / $1::int4 as n', values: [n] })));
    await Promise.all([4, 5].map((n) => shared.query({ text: 'select $1::int4 as n', values: [n] })));
    expect(sent.map(({ name }) => name)).toEqual(['d', 'd', undefined, undefined]);
  });
});

describe('patience', () => {
  it('is back a second after one slow statement, and takes twice as long each time it is tried again soon', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const patience = new Patience();
      const slow = (milliseconds = 300) => {
        const began = performance.now();
        vi.advanceTimersByTime(milliseconds);
        patience.ended(began);
      };
      /** Seconds that it goes alone now. */
      const pause = () => {
        let seconds = 0;
        for (; patience.goesAlone && seconds < 100; seconds++) vi.advanceTimersByTime(1000);
        return seconds;
      };
      slow(200);
      expect(patience.goesAlone).toBe(false);
      const pauses = Array.from({ length: 8 }, () => {
        slow();
        patience.ended(performance.now() - 300); // flew beside it: one cause
        return pause();
      });
      expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
      vi.advanceTimersByTime(61_000);
      patience.ended(performance.now(), true);
      expect(pause()).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
