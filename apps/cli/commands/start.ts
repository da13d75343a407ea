/** `npm start`: the whole platform in one process, until it is told to stop. */
import { type StartedPlatform, startPlatform } from '../../api/start.ts';
import { readSettings, type Settings, settingRows } from '../../settings.ts';
import { sayAccounts } from './accounts.ts';
import type { Command, CommandIo } from '../command.ts';

export const command: Command = {
  name: 'start',
  summary: 'Start the platform and serve until stopped',
  usage: `npx ezdrowie start\n\nSettings come from the environment:\n${settingRows
    .map((row) => `  ${row.name.padEnd(24)} ${row.says}${row.default ? ` (${row.default})` : ''}`)
    .join('\n')}`,
  async run(_args, io) {
    const settings = readSettings();
    return serve(settings, io, ({ url }, seconds) => {
      io.out(`e-Zdrowie is ready in ${seconds.toFixed(1)} s (stop it with Ctrl+C)`);
      io.out(`  sign in    ${url}/sign-in`);
      io.out(`  gabinet    ${url}/gabinet   (clinicians)`);
      io.out(`  IKP        ${url}/ikp       (patients)`);
      io.out(`  console    ${url}/operacje  (operators)`);
      io.out(`  FHIR R4    ${url}/fhir/R4   (npx ezdrowie token demo-provider prints an access token)`);
      io.out(`  API        ${url}/api/docs`);
      if (settings.profile === 'demo') sayAccounts(io, settings);
    });
  },
};

/** Starts a platform, tells when it is ready, and serves until a signal or a fault. Returns the exit code. */
export async function serve(
  settings: Settings,
  io: CommandIo,
  ready: (started: StartedPlatform, seconds: number) => void | Promise<void>,
): Promise<number> {
  const began = performance.now();
  let stop: (code: number) => void = () => undefined;
  const stopped = new Promise<number>((resolve) => {
    stop = resolve;
  });
  // Signals count from the first moment, so that a stop during the first filling leaves nothing behind either.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => stop(0));
  const starting = startPlatform({
    settings,
    say: io.err,
    onFault: (says) => {
      io.err(says);
      stop(1);
    },
  });
  const first = await Promise.race([starting, stopped]);
  if (typeof first === 'number') {
    io.err('Stopping before the start was complete …');
    await starting.then((platform) => platform.close()).catch(() => undefined);
    return first;
  }
  try {
    await ready(first, (performance.now() - began) / 1000);
    return await stopped;
  } finally {
    io.err('Stopping …');
    await first.close();
  }
}
