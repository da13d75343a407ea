/** A sandbox in a process of its own, as a vendor starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '#apps/sandbox.ts';

export const ezdrowie = fileURLToPath(new URL('../apps/cli/ezdrowie.ts', import.meta.url));

export interface SandboxProcess {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  said(): string;
  /** What a vendor needs, as its file says. */
  readonly sandbox: Sandbox;
  /** Ends it; SIGTERM, unless it is to die. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts it with three patients. Throws with what it said when it is not ready within three minutes. */
export async function startSandbox(home: string, port: number, ...more: string[]): Promise<SandboxProcess> {
  const args = [ezdrowie, 'sandbox', '--port', String(port), '--home', home, '--patients', '3', ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => void (text += chunk));
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  for (let waited = 0; waited < 900 && child.exitCode === null; waited++) {
    if (/The sandbox is ready/.test(text) && text.includes('requests to try')) {
      const sandbox = JSON.parse(readFileSync(path.join(home, 'sandbox.json'), 'utf8')) as Sandbox;
      return { child, said: () => text, sandbox, stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop('SIGKILL');
  throw new Error(`The sandbox did not become ready:\n${text}`);
}
