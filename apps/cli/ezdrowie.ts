#!/usr/bin/env node
/** `npx ezdrowie <command>`: finds the command, runs it, turns a Refusal into a plain line and an exit code. */
import { Refusal } from '../../core/refusal/refusal.ts';
import type { Command, CommandIo } from './command.ts';

/** Loaded when asked for, so that `--help` and small commands start at once. */
const commands: Record<string, () => Promise<{ command: Command }>> = {
  start: () => import('./commands/start.ts'),
  sandbox: () => import('./commands/sandbox.ts'),
  build: () => import('./commands/build.ts'),
  migrate: () => import('./commands/migrate.ts'),
  population: () => import('./commands/population.ts'),
  import: () => import('./commands/import.ts'),
  terminology: () => import('./commands/terminology.ts'),
  registers: () => import('./commands/registers.ts'),
  alerts: () => import('./commands/alerts.ts'),
  packages: () => import('./commands/packages.ts'),
  accounts: () => import('./commands/accounts.ts'),
  'first-operators': () => import('./commands/first-operators.ts'),
  token: () => import('./commands/token.ts'),
  'rotate-keys': () => import('./commands/rotate-keys.ts'),
  'export-audit': () => import('./commands/export-audit.ts'),
  'verify-audit': () => import('./commands/verify-audit.ts'),
  witness: () => import('./commands/witness.ts'),
  'verify-signature': () => import('./commands/verify-signature.ts'),
};

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...rest]: string[]): Promise<number> {
  const json = rest.includes('--json');
  const args = rest.filter((word) => word !== '--json');
  const io: CommandIo = {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    json,
  };
  if (!name || name === '--help' || name === 'help') return overview(io);
  const load = commands[name];
  if (!load) {
    io.err(`There is no command ${name}. Commands: ${Object.keys(commands).join(', ')}.`);
    return 2;
  }
  try {
    const { command } = await load();
    if (args.includes('--help') || args.includes('-h')) {
      io.out(`npx ezdrowie ${command.name}: ${command.summary}\n\n${command.usage}`);
      return 0;
    }
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (json) io.out(JSON.stringify({ error: error.code, detail: error.message }));
    else io.err(error.message);
    return 1;
  }
}

async function overview(io: CommandIo): Promise<number> {
  io.out('npx ezdrowie <command> [--help] [--json]\n');
  for (const load of Object.values(commands)) {
    const { command } = await load();
    io.out(`  ${command.name.padEnd(14)} ${command.summary}`);
  }
  return 0;
}
