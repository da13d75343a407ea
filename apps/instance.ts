/**
 * One platform per data folder. The running one holds a local socket named after the folder: a second start finds it
 * and is refused, and the command line asks it where the database is. A socket left by a killed process answers nobody
 * and is taken over.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Refusal } from '../core/refusal/refusal.ts';

/** What a running platform tells the command line of the same machine and user. */
export interface Instance {
  pid: number;
  databaseUrl: string;
  baseUrl: string;
}

const socketOf = (home: string): string => {
  const name = `ezdrowie-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\${name}`
    : path.join(tmpdir(), `${name}-${process.getuid?.() ?? 0}.sock`);
};

/** The platform now running on this folder, or undefined. */
export async function findInstance(home: string): Promise<Instance | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(socketOf(home));
    let text = '';
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => {
      try {
        resolve(JSON.parse(text) as Instance);
      } catch {
        resolve(undefined);
      }
    });
  });
}

export interface Hold {
  /** From now on the command line is told this. */
  announce(instance: Instance): void;
  release(): Promise<void>;
}

/** Takes the folder. @throws Refusal `already-running` when another platform holds it. */
export async function holdInstance(home: string): Promise<Hold> {
  let instance: Instance = { pid: process.pid, databaseUrl: '', baseUrl: '' };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(JSON.stringify(instance));
  });
  server.unref();
  await listen(server, home);
  return {
    announce: (next) => {
      instance = next;
    },
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function listen(server: Server, home: string): Promise<void> {
  const address = socketOf(home);
  for (let attempt = 0; ; attempt++) {
    const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(address, () => resolve(undefined));
    });
    if (!failure) {
      // Two that found the same dead socket may both have replaced it: the one whose socket is gone gives way.
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 150));
      const holder = attempt > 0 ? await findInstance(home) : undefined;
      if (!holder || holder.pid === process.pid) return;
      throw alreadyRunning(home, holder);
    }
    if (failure.code !== 'EADDRINUSE' || attempt > 0) throw failure;
    const other = await findInstance(home);
    if (other) throw alreadyRunning(home, other);
    rmSync(address, { force: true });
  }
}

const alreadyRunning = (home: string, other: Instance) =>
  new Refusal(
    'conflict',
    'already-running',
    `A platform is already running on ${home} (process ${other.pid}${other.baseUrl ? `, ${other.baseUrl}` : ''}). ` +
      'Stop it first, or give another folder in EZDROWIE_HOME and another PORT.',
  );
