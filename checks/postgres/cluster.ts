/**
 * PostgreSQL servers for tests that need more than the one of `npm test`: with chosen binaries, settings and
 * environment, killed as well as stopped, started again on the same port, copied to a replica. Loopback only; folders
 * are the caller's to remove.
 */
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { findBinaries, freePort, runAs } from '#core/db/embedded.ts';

export interface Cluster {
  readonly folder: string;
  readonly port: number;
  /** Address of a database of this server; `postgres` is there from the first. */
  url(database?: string): string;
  /** @param environment for the server's processes: a preload library. */
  start(environment?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL to every process of the server, those that start others first. */
  kill(): Promise<void>;
  /** The last lines that the server said. */
  lastWords(): string;
  query(statement: string, database?: string): Promise<Record<string, unknown>[]>;
  /** Gives a file or folder to the user whom the server runs as. */
  own(file: string): void;
}

export interface ClusterOptions {
  folder: string;
  /** Folder `bin` of a PostgreSQL; the one from npm when absent. */
  binaries?: string;
  settings?: Record<string, string>;
  /** Makes the data folder in place of initdb: a copy of another server's. */
  make?: (folder: string) => Promise<void>;
}

/** All access to these servers is by trust on loopback: they hold synthetic data and live for one test. */
export async function makeCluster({ folder, binaries = findBinaries(), settings = {}, make }: ClusterOptions) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const identity = runAs([path.dirname(folder), binaries]);
  identity.own(folder);
  if (make) await make(folder);
  else {
    const child = identity.spawn(path.join(binaries, 'initdb'), [
      ...['-D', folder, '-U', 'ezdrowie', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--data-checksums', '-N'],
    ]);
    const says = collect(child);
    if ((await exitOf(child)) !== 0) throw new Error(`initdb failed: ${says()}`);
    appendFileSync(path.join(folder, 'pg_hba.conf'), 'host replication all 127.0.0.1/32 trust\n');
  }
  chmodSync(folder, 0o700);
  const port = await freePort();
  const all = { ...ordinary, port: String(port), ...settings };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let child: ChildProcess | undefined;
  let says = () => '';
  const url = (database = 'postgres') => `postgres://ezdrowie@127.0.0.1:${port}/${database}`;
  const cluster: Cluster = {
    folder,
    port,
    url,
    async start(environment = {}) {
      child = identity.spawn(path.join(binaries, 'postgres'), ['-D', folder, ...options], environment);
      says = collect(child);
      await answers(url(), child, says);
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = exitOf(child);
      process.kill(postmasterOf(folder) ?? child.pid ?? 0, 'SIGINT');
      await ended;
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = exitOf(child);
      killAll(postmasterOf(folder) ?? child.pid ?? 0);
      await ended;
      rmSync(path.join(folder, 'postmaster.pid'), { force: true });
    },
    lastWords: () => says(),
    query: (statement, database) => ask(url(database), statement),
    own: (file) => identity.own(file),
  };
  return cluster;
}

const ordinary = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  jit: 'off',
  log_min_messages: 'warning',
};

/** One statement on a connection of its own. */
export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(statement);
    return rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The postmaster stands still first, so that it starts nobody anew and tells nobody to shut down in order. */
function killAll(postmaster: number): void {
  process.kill(postmaster, 'SIGSTOP');
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim();
  for (const pid of [...children.split(' ').filter(Boolean).map(Number), postmaster]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  for (const pid of children.split(' ').filter(Boolean)) waitGone(Number(pid));
}

/** A killed process may still be inside a system call; nothing of the folder may be touched before it has left. */
function waitGone(pid: number): void {
  for (;;) {
    try {
      const state = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0];
      if (state === 'Z' || state === 'X') return;
    } catch {
      return;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
  }
}

function postmasterOf(folder: string): number | undefined {
  try {
    return Number(readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]) || undefined;
  } catch {
    return undefined;
  }
}

function collect(child: ChildProcess): () => string {
  let tail = '';
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => tail.trim().split('\n').slice(-6).join('\n');
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', resolve));

async function answers(url: string, child: ChildProcess, says: () => string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`PostgreSQL did not start:\n${says()}`);
    try {
      await ask(url, 'select 1');
      return;
    } catch (error) {
      if (attempt > 1_200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
