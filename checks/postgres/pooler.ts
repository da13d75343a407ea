/** PgBouncer for tests: transactions share few connections of one server; every database of it can be reached. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, runAs } from '#core/db/embedded.ts';
import { connectQuery, sessionSettings } from '#core/db/session.ts';
import { ask, type Cluster } from './cluster.ts';

export interface Pooler {
  url(database: string): string;
  /** How many it has passed on. */
  transactions(): Promise<number>;
  stop(): Promise<void>;
}

export const hasPooler = (): boolean => {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export async function startPooler(
  folder: string,
  cluster: Cluster,
  settings = sessionSettings(5_000),
): Promise<Pooler> {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => path.join(folder, name);
  const connect = Object.keys(settings).length > 0 ? ` connect_query='${connectQuery(settings)}'` : '';
  writeFileSync(file('users.txt'), '"ezdrowie" ""\n');
  writeFileSync(
    file('pgbouncer.ini'),
    `[databases]
* = host=127.0.0.1 port=${cluster.port}${connect}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${file('users.txt')}
pool_mode = transaction
stats_users = ezdrowie
default_pool_size = 6
max_client_conn = 500
server_idle_timeout = 5
ignore_startup_parameters = extra_float_digits
`,
  );
  const identity = runAs([folder]);
  const child = identity.spawn('pgbouncer', ['-q', file('pgbouncer.ini')], {
    PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
  });
  let says = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    says += chunk.toString();
  });
  const url = (database: string) => `postgres://ezdrowie@127.0.0.1:${port}/${database}`;
  for (let attempt = 0; ; attempt++) {
    try {
      await ask(url('postgres'), 'select 1');
      break;
    } catch (error) {
      if (child.exitCode !== null || attempt > 100)
        throw new Error(`PgBouncer did not start: ${says}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    url,
    async transactions() {
      const rows = await ask(url('pgbouncer'), 'show stats_totals');
      return rows.reduce((sum, { xact_count: count }) => sum + Number(count), 0);
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}
