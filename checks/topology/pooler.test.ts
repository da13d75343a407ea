/** PgBouncer in transaction mode: what its settings must say, and how the platform refuses others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#core/db/database.ts';
import { demandSessionSettings, sessionSettings } from '#core/db/session.ts';
import { type Cluster, makeCluster } from '../postgres/cluster.ts';
import { hasPooler, type Pooler, startPooler } from '../postgres/pooler.ts';

const there = hasPooler();
if (!there) console.warn('NOTE: SKIPPED. PGBOUNCER IS NOT INSTALLED: WHAT THE PLATFORM DEMANDS OF IT WAS NOT TESTED');

describe.skipIf(!there)('a pooler', () => {
  let folder: string;
  let cluster: Cluster;
  const poolers: Pooler[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-pooler-'));
    cluster = await makeCluster({ folder: path.join(folder, 'postgres') });
    await cluster.start();
  });
  afterAll(async () => {
    for (const pooler of poolers) await pooler.stop();
    await cluster?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const by = async (name: string, settings?: Record<string, string>) => {
    const pooler = await startPooler(path.join(folder, name), cluster, settings);
    poolers.push(pooler);
    return openDatabase(cluster.url('postgres'), { pooler: pooler.url('postgres'), prepare: false, connections: 20 });
  };

  it('whose sessions are set as the platform needs serves statements without names, many at once', async () => {
    const database = await by('set');
    await demandSessionSettings(database, sessionSettings(5_000));
    const named = (n: number) => ({ name: 'asked', text: 'select $1::int8 + 1 as n', values: [n] });
    const asked = Array.from({ length: 200 }, (_, n) =>
      n % 5
        ? database.query<{ n: string }>(named(n))
        : database.transaction(async (tx) => {
            await tx.query('select pg_sleep(0.01)');
            return tx.query<{ n: string }>(named(n));
          }),
    );
    const answers = await Promise.all(asked);
    expect(answers.map(({ rows }) => Number(rows[0]?.n))).toEqual(asked.map((_, n) => n + 1));
    await database.close();
  });

  it('whose sessions are set otherwise is refused, with the line to write', async () => {
    const database = await by('unset', {});
    await expect(demandSessionSettings(database, sessionSettings(5_000))).rejects.toThrow(
      /plan_cache_mode.*connect_query='set plan_cache_mode/s,
    );
    await database.close();
  });
});
