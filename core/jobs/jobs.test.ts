import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { defineJob, type Handler, jobs, startWorkers, type Workers } from './index.ts';

const greet = defineJob<{ name: string }>('greet', { maxAttempts: 2 });

describe('jobs', () => {
  let database: TestDatabase;
  let running: Workers[] = [];
  let alarms: string[] = [];
  beforeEach(async () => {
    database = await createTestDatabase();
    alarms = [];
  });
  afterEach(async () => {
    for (const workers of running) await workers.stop();
    running = [];
    await database.drop();
  });
  const work = async (handlers: Handler[], options: { tellEvery?: number; deadAfter?: number } = {}) => {
    const workers = await startWorkers({ database, handlers, onFailure: (says) => alarms.push(says), ...options });
    running.push(workers);
    return workers;
  };

  it('has the schema that the installed library expects', async () => {
    const { rows } = await database.query<{ id: number }>('select max(id) as id from jobs.migrations');
    const files = readdirSync(new URL('../../node_modules/graphile-worker/sql', import.meta.url));
    expect(rows[0]?.id).toBe(Math.max(...files.map((file) => Number.parseInt(file, 10))));
  });

  it('runs what was committed, and nothing of what was rolled back', async () => {
    const seen: string[] = [];
    await work([greet.by(async ({ name }) => void seen.push(name))]);
    const failing = database.transaction(async (tx) => {
      await jobs.add(tx, greet, { name: 'never' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await database.transaction((tx) => jobs.add(tx, greet, { name: 'Ala' }));
    await vi.waitFor(() => expect(seen).toEqual(['Ala']), 20_000);
    await vi.waitFor(async () => expect(await jobs.list(database)).toEqual([]), 20_000);
  });

  it('keeps one waiting job of a key, with what was said last', async () => {
    const later = new Date('2099-01-01');
    await jobs.add(database, greet, { name: 'first' }, { key: 'k', runAt: later });
    await jobs.add(database, greet, { name: 'second' }, { key: 'k' });
    expect((await jobs.list(database)).map(({ state, key }) => [state, key])).toEqual([['waiting', 'k']]);
    const seen: string[] = [];
    await work([greet.by(async ({ name }) => void seen.push(name))]);
    await vi.waitFor(() => expect(seen).toEqual(['second']), 20_000);
  });

  it('parks what keeps failing, says why, and tries again when a person asks', async () => {
    let broken = true;
    const tries: number[] = [];
    await work([
      greet.by(async (_payload, { attempt }) => {
        tries.push(attempt);
        if (broken) throw new Error('the printer is out of paper');
      }),
    ]);
    const id = await jobs.add(database, greet, { name: 'Ala' });
    // The second try is due after e seconds.
    await vi.waitFor(() => expect(alarms).toHaveLength(1), 20_000);
    expect(alarms[0]).toContain('out of paper');
    const parked = { id, name: 'greet', attempts: 2, reason: 'the printer is out of paper' };
    // The alarm is not told after the row.
    const list = () => jobs.list(database, { state: 'parked' });
    await vi.waitFor(async () => expect(await list()).toMatchObject([parked]), 20_000);
    expect(await jobs.count(database)).toEqual([{ name: 'greet', state: 'parked', jobs: 1 }]);
    broken = false;
    expect(await jobs.repeat(database, id)).toBe(true);
    await vi.waitFor(async () => expect(await jobs.list(database)).toEqual([]), 20_000);
    expect(tries).toEqual([1, 2, 1]);
  });

  it.each([
    ['done', async () => undefined],
    ['failed', () => Promise.reject(new Error('the printer is out of paper'))],
  ])('outlives a database that is away when a job is %s', async (_end, does) => {
    const { pool } = database;
    const connect = pool.connect.bind(pool);
    const away = () => Promise.reject(new Error('Connection terminated due to connection timeout'));
    let tries = 0;
    await work([
      greet.by(async () => {
        if (tries++ === 0) pool.connect = away as never;
        setTimeout(() => (pool.connect = connect as never), 500);
        if (tries === 1) await does();
      }),
    ]);
    await jobs.add(database, greet, { name: 'Ala' });
    await vi.waitFor(() => expect([tries, pool.connect === connect]).toEqual([1, true]), 20_000);
    // New workers take up the next job; the one that nobody could end waits for its lease.
    await jobs.add(database, greet, { name: 'Ola' });
    await vi.waitFor(() => expect(tries).toBe(2), 20_000);
  });

  it('gives a job back uncounted when the process stops', async () => {
    let started = 0;
    const first = await work([
      greet.by((_payload, { signal }) => {
        started++;
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }),
    ]);
    await jobs.add(database, greet, { name: 'Ala' });
    await vi.waitFor(() => expect(started).toBe(1), 20_000);
    await first.stop();
    expect(await jobs.list(database)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  });

  it('frees the jobs of a process that is gone', async () => {
    const seen: string[] = [];
    await jobs.add(database, greet, { name: 'Ala' });
    await database.query(`update jobs._private_jobs
      set locked_by = 'worker-gone', locked_at = now() - interval '1 minute', attempts = 1`);
    await database.query(`insert into jobs.worker values ('worker-gone', now() - interval '1 minute')`);
    await work([greet.by(async ({ name }) => void seen.push(name))], { tellEvery: 50, deadAfter: 1_000 });
    await vi.waitFor(() => expect(seen).toEqual(['Ala']), 20_000);
  });

  it('does a job once, however long it takes', async () => {
    let started = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const long = async () => {
      started++;
      await finished;
    };
    await work([greet.by(long)], { tellEvery: 20, deadAfter: 60_000 });
    await jobs.add(database, greet, { name: 'Ala' });
    await vi.waitFor(() => expect(started).toBe(1), 20_000);
    await database.query(`update jobs._private_jobs set locked_at = now() - interval '1 hour'`);
    // Two signs of life, and after each a look for those who give none.
    for (let beats = 0; beats < 2; beats++) {
      await database.query(`update jobs.worker set seen = now() - interval '1 s'`);
      const seen = () => database.query(`select from jobs.worker where seen > now() - interval '900 ms'`);
      await vi.waitFor(async () => expect((await seen()).rowCount).toBe(1), { timeout: 20_000, interval: 5 });
    }
    expect(await jobs.list(database)).toMatchObject([{ state: 'running', attempts: 1 }]);
    finish();
    await vi.waitFor(async () => expect(await jobs.list(database)).toEqual([]), 20_000);
    expect(started).toBe(1);
  });

  it('leaves the jobs of a process that lives', async () => {
    await jobs.add(database, greet, { name: 'Ala' });
    await database.query(
      `update jobs._private_jobs set locked_by = 'worker-slow', locked_at = now() - interval '1 hour'`,
    );
    await database.query(`insert into jobs.worker values ('worker-slow', now())`);
    const seen: string[] = [];
    await work([greet.by(async ({ name }) => void seen.push(name))], { tellEvery: 20, deadAfter: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen).toEqual([]);
    expect(await jobs.list(database)).toMatchObject([{ state: 'running' }]);
  });
});
