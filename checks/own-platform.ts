/**
 * A platform in a process of its own on an empty folder, for checks that press it hard. Its log lies in
 * build/<name>/platform.log.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findInstance, type Instance } from '#apps/instance.ts';

export interface OwnPlatform {
  home: string;
  instance: Instance;
  /** The exit code, once the process has ended by itself. */
  ended(): number | null;
  stop(): Promise<void>;
}

/**
 * Starts it with the three fixed people of the demonstration. `prepare` may put into its folder what another process
 * has there. Throws when it is not ready within two minutes.
 */
export async function startOwnPlatform(
  name: string,
  environment: NodeJS.ProcessEnv = {},
  prepare: (home: string) => void = () => undefined,
  /** A file that starts it, instead of `ezdrowie start`. */
  start?: string,
): Promise<OwnPlatform> {
  const home = mkdtempSync(path.join(tmpdir(), `ezdrowie-${name}-`));
  prepare(home);
  const command = new URL('../apps/cli/ezdrowie.ts', import.meta.url).pathname;
  const logs = fileURLToPath(new URL(`../build/${name}/`, import.meta.url));
  mkdirSync(logs, { recursive: true });
  const log = openSync(path.join(logs, 'platform.log'), 'w');
  const child = spawn(process.execPath, start === undefined ? [command, 'start'] : [start], {
    env: { ...process.env, EZDROWIE_HOME: home, EZDROWIE_DEMO_PATIENTS: '3', PORT: '0', ...environment },
    stdio: ['ignore', log, 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
    rmSync(home, { recursive: true, force: true });
  };
  for (let waited = 0; waited < 1200 && child.exitCode === null; waited++) {
    const instance = await findInstance(home);
    if (instance?.baseUrl) return { home, instance, ended: () => child.exitCode, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error('The platform did not become ready within two minutes.');
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
