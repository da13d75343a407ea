/** A server process of the platform as a child: started, asked for a token, stopped or killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '#core/db/embedded.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';

export interface ServerProcess {
  readonly baseUrl: string;
  token(): Promise<string>;
  /** True while it answers that it may be sent work. */
  ready(): Promise<boolean>;
  untilReady(seconds: number): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  says(): string;
}

const command = fileURLToPath(new URL('../../apps/cli/ezdrowie.ts', import.meta.url));

/** @param settings of the environment, DATABASE_URL and EZDROWIE_HOME at least. */
export async function startServer(settings: Record<string, string>): Promise<ServerProcess> {
  const port = settings.PORT ?? String(await freePort());
  const baseUrl = `http://127.0.0.1:${port}`;
  const environment = { ...process.env, EZDROWIE_DEMO_PATIENTS: '0', ...settings, PORT: port };
  const child = spawn(process.execPath, [command, 'start'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-4_000);
    });
  }
  const server: ServerProcess = {
    baseUrl,
    token: () =>
      demonstrationToken({
        baseUrl,
        home: settings.EZDROWIE_HOME ?? '',
        profile: 'demo',
        client: 'demo-provider',
      }),
    async ready() {
      const answer = await fetch(`${baseUrl}/health/ready`).catch(() => undefined);
      await answer?.body?.cancel();
      return answer?.status === 200;
    },
    async untilReady(seconds) {
      const end = performance.now() + seconds * 1000;
      while (!(await server.ready())) {
        if (ended(child)) throw new Error(`The server ended:\n${tail}`);
        if (performance.now() > end) throw new Error(`The server is not ready after ${seconds} s:\n${tail}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
    says: () => tail,
  };
  return server;
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (ended(child)) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}
