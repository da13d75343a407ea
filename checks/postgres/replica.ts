/** A primary and its streaming replica on this machine, made from one empty cluster. */
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Cluster, makeCluster } from './cluster.ts';

export interface Pair {
  primary: Cluster;
  replica: Cluster;
  stop(): Promise<void>;
}

const replicating = { wal_level: 'replica', max_wal_senders: '10', wal_keep_size: '512MB', hot_standby: 'on' };

export async function startPair(folder: string, binaries?: string): Promise<Pair> {
  const primary = await makeCluster({ folder: path.join(folder, 'primary'), binaries, settings: replicating });
  // Copied before its first start, so that the copy is whole; it then streams everything from the beginning.
  const replica = await makeCluster({
    folder: path.join(folder, 'replica'),
    binaries,
    settings: replicating,
    make: async (copy) => {
      cpSync(primary.folder, copy, { recursive: true, preserveTimestamps: true });
      writeFileSync(path.join(copy, 'standby.signal'), '');
      writeFileSync(
        path.join(copy, 'postgresql.auto.conf'),
        `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=ezdrowie'\n`,
      );
    },
  });
  await primary.start();
  await replica.start().catch(async (error) => {
    await primary.kill();
    throw error;
  });
  return {
    primary,
    replica,
    async stop() {
      await replica.kill();
      await primary.kill();
    },
  };
}
