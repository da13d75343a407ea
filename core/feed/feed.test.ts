/** The feed against the real database: order, loss, poison, replay; and a storm of writers and crashes. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tx } from '../db/database.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { createFeed, type Feed, type FeedChange } from './index.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const nothing = async (): Promise<void> => undefined;

/** One change of a patient's resource as the record writes it; `version` tells the order in which things happened. */
const change = (tx: Tx, patient: number, version: number, type = typeNumber('Observation')) =>
  tx.query(
    `insert into record.change (patient, at, actor, types, ids, versions, methods)
      values ($1, now(), 'test', array[$3]::int2[], array['r' || $1::int8], array[$2]::int4[], '{U}')`,
    [patient, version, type],
  );

/** Even chances from a seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('the change feed', () => {
  let database: TestDatabase;
  let alarms: string[];
  let stops: (() => Promise<void>)[];
  beforeEach(async () => {
    database = await createTestDatabase({ connections: 16 });
    alarms = [];
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops) await stop();
    await database.drop();
  });
  const open = (lookEvery = 100) => createFeed({ database, lookEvery, alarm: (says) => alarms.push(says) });
  const follow = async (feed: Feed, options: Partial<Parameters<Feed['follow']>[0]>) => {
    const stop = await feed.follow({ name: 'reader', from: 'beginning', handle: nothing, ...options });
    stops.push(stop);
    return stop;
  };
  /** Versions as they came, by patient. */
  const collect = () => {
    const seen = new Map<string, number[]>();
    const handle = async (changes: readonly FeedChange[]) => {
      for (const { patient, entries } of changes) {
        seen.set(patient, [...(seen.get(patient) ?? []), ...entries.map(({ version }) => version)]);
      }
    };
    return { seen, handle };
  };

  it('tells what was there before and what comes, in order, by patient', async () => {
    for (const version of [1, 2, 3]) for (const patient of [7, 8]) await change(database, patient, version);
    const feed = open(60_000);
    const { seen, handle } = collect();
    await follow(feed, { handle });
    await vi.waitFor(() => expect(seen.get('8')).toEqual([1, 2, 3]), 20_000);
    await change(database, 7, 4);
    feed.ring();
    await vi.waitFor(() => expect(seen.get('7')).toEqual([1, 2, 3, 4]), 20_000);
  });

  it('hears of what another process wrote', async () => {
    const { seen, handle } = collect();
    await follow(open(60_000), { handle });
    await pause(300);
    await change(database, 7, 1);
    createFeed({ database }).ring();
    await vi.waitFor(() => expect(seen.get('7')).toEqual([1]), 20_000);
  });

  it('skips nothing though a transaction commits after one that began later', async () => {
    const { seen, handle } = collect();
    const feed = open();
    await follow(feed, { handle });
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let slow: Promise<void> = Promise.resolve();
    await new Promise<void>((began) => {
      slow = database.transaction(async (tx) => {
        await change(tx, 1, 1);
        began();
        await held;
      });
    });
    await change(database, 2, 1);
    feed.ring();
    await pause(300);
    expect(seen.size).toBe(0); // 2 stands behind the one that is still open
    finish();
    await slow;
    await vi.waitFor(() => expect([...seen.keys()].sort()).toEqual(['1', '2']), 20_000);
  });

  it('goes on where it stood, and works a lane in one process only', async () => {
    await change(database, 1, 1);
    const first = collect();
    const stop = await follow(open(), { handle: first.handle });
    await vi.waitFor(() => expect(first.seen.get('1')).toEqual([1]), 20_000);
    const second = collect();
    await follow(open(), { handle: second.handle });
    await change(database, 1, 2);
    await vi.waitFor(() => expect(first.seen.get('1')).toEqual([1, 2]), 20_000);
    expect(second.seen.size).toBe(0);
    await stop();
    await change(database, 1, 3);
    // At least once: the first may have been stopped before it had put down that 2 was taken.
    await vi.waitFor(() => expect(second.seen.get('1')?.at(-1)).toBe(3), 20_000);
  });

  it('begins now for those who do not ask for the past, and tells only types asked for', async () => {
    const [asked, other] = ['AllergyIntolerance', 'Observation'].map((type) => typeNumber(type));
    await change(database, 1, 1, asked);
    const { seen, handle } = collect();
    const feed = open();
    await follow(feed, { from: 'now', types: ['AllergyIntolerance'], handle });
    await change(database, 1, 2, other);
    await change(database, 1, 3, asked);
    feed.ring();
    // What was committed just before may come along: transactions of others on this server were still running then.
    await vi.waitFor(() => expect(seen.get('1')?.at(-1)).toBe(3), 20_000);
    expect(seen.get('1')).not.toContain(2);
  });

  it('parks poison after ten tries, keeps the order of its patient, and lets the others pass', async () => {
    for (const patient of [1, 2]) for (const version of [1, 2, 3]) await change(database, patient, version);
    let healed = false;
    const { seen, handle } = collect();
    const feed = open();
    await follow(feed, {
      handle: async (changes) => {
        const bad = changes.some(({ patient, entries }) => patient === '1' && entries[0]?.version === 2);
        if (bad && !healed) throw new Error('poison');
        await handle(changes);
      },
    });
    await vi.waitFor(() => expect(seen.get('2')).toEqual([1, 2, 3]), 20_000);
    // Time is lapsed for what waits: nobody wants to see ten minutes go by.
    const hurry = setInterval(() => {
      void database.query(`update feed.waiting set due = now() where due < 'infinity'`).catch(() => undefined);
    }, 20);
    await vi.waitFor(() => expect(seen.get('1')).toEqual([1, 3]), 20_000).finally(() => clearInterval(hurry));
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toContain('poison');
    const stands = { consumer: 'reader', seconds: 0, waiting: 0, parked: 1 };
    await vi.waitFor(async () => expect(await feed.lag()).toEqual([stands]), 20_000);
    healed = true;
    expect(await feed.repeatParked('reader')).toBe(1);
    await vi.waitFor(() => expect(seen.get('1')).toEqual([1, 3, 2]), 20_000);
  });

  it('replays from the beginning when a person says so', async () => {
    const { seen, handle } = collect();
    const feed = open();
    await follow(feed, { handle });
    await change(database, 1, 1);
    feed.ring();
    await vi.waitFor(() => expect(seen.get('1')).toEqual([1]), 20_000);
    await feed.rewind('reader', new Date(0));
    await vi.waitFor(() => expect(seen.get('1')).toEqual([1, 1]), 20_000);
  });

  it('shares the patients among lanes, and keeps its place when their number changes', async () => {
    for (let patient = 0; patient < 20; patient++) await change(database, patient, 1);
    const { seen, handle } = collect();
    const stop = await follow(open(), { lanes: 3, handle });
    await vi.waitFor(() => expect(seen.size).toBe(20), 20_000);
    await stop();
    await change(database, 5, 2);
    await follow(open(), { lanes: 2, handle });
    await vi.waitFor(() => expect(seen.get('5')?.at(-1)).toBe(2), 20_000);
  });

  it('in a storm of writers and crashes: everything at least once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const draw = drawing(seed);
        await database.query('truncate record.change, feed.cursor, feed.waiting');
        const written = await storm(draw);
        for (const [patient, versions] of written.expected) {
          const firsts = [...new Set(written.seen.get(patient) ?? [])];
          expect(firsts, `patient ${patient}`).toEqual(Array.from({ length: versions }, (_, n) => n + 1));
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  }, 120_000);

  /** Writers whose changes build on each other, transactions that stay open, consumers that fall over. */
  async function storm(draw: () => number) {
    const { seen, handle } = collect();
    const feeds = [open(20), open(20)];
    const consume = async (changes: readonly FeedChange[]) => {
      if (draw() < 0.05) throw new Error('before'); // fails before it did anything
      await handle(changes);
      if (draw() < 0.03) throw new Error('after'); // did it, and nobody heard
    };
    const options = { name: 'storm', from: 'beginning' as const, batch: 7, lanes: 2, handle: consume };
    const running = await Promise.all(feeds.map((feed) => feed.follow(options)));
    const patients = [11, 12, 13, 14, 15];
    const versions = new Map<number, number>(patients.map((patient) => [patient, 0]));
    const writer = async () => {
      for (let turn = 0; turn < 30; turn++) {
        const patient = patients[Math.floor(draw() * patients.length)] as number;
        await database.transaction(async (tx) => {
          await tx.query('select pg_advisory_xact_lock($1)', [patient]);
          const version = (versions.get(patient) ?? 0) + 1;
          await change(tx, patient, version);
          await pause(draw() * 12);
          versions.set(patient, version);
        });
        feeds[turn % 2]?.ring();
      }
    };
    const crasher = async () => {
      for (let turn = 0; turn < 8; turn++) {
        await pause(draw() * 100);
        await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'ezdrowie-feed' and datname = current_database()`);
      }
    };
    const hurry = setInterval(() => {
      void database.query(`update feed.waiting set due = now() where due < 'infinity'`).catch(() => undefined);
    }, 20);
    await Promise.all([writer(), writer(), writer(), writer(), crasher()]);
    await vi.waitFor(
      () => {
        for (const [patient, last] of versions) expect(new Set(seen.get(String(patient))).size).toBe(last);
      },
      { timeout: 25_000, interval: 50 },
    );
    clearInterval(hurry);
    for (const stop of running) await stop();
    return { seen, expected: new Map([...versions].map(([patient, last]) => [String(patient), last])) };
  }
});
