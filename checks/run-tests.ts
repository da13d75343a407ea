/**
 * `npm test [-- paths and options of vitest]`: builds what is stale, starts one PostgreSQL for the run, migrates a
 * template database that every test file copies, and runs vitest. TEST_DATABASE_URL uses a server of yours instead (15
 * or newer).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startVitest } from 'vitest/node';
import { buildWhatIsStale } from '../apps/build.ts';
import { type EmbeddedServer, startEmbedded } from '../core/db/embedded.ts';
import { migrate } from '../core/db/migrate.ts';
import { templateName } from '../core/db/test-database.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-test-'));
let server: EmbeddedServer | undefined;
try {
  await buildWhatIsStale((line) => console.log(line));
  server = process.env.TEST_DATABASE_URL
    ? undefined
    : await startEmbedded({ folder: path.join(folder, 'postgres'), volatile: true });
  const url = process.env.TEST_DATABASE_URL ?? server?.url ?? '';
  process.env.TEST_DATABASE_URL = url;
  await makeTemplate(url);
  const { flags, paths } = splitArguments(process.argv.slice(2));
  const vitest = await startVitest('test', paths, { run: true, watch: false, ...flags });
  await vitest.close();
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(process.exitCode ?? 0);

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${templateName}`);
  await client.query(`create database ${templateName}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${templateName}`;
  await migrate(template.href);
}

/** The few options of vitest that are useful here: `-t name`, `--bail n`, `--reporter name`. */
function splitArguments(args: string[]): { flags: Record<string, unknown>; paths: string[] } {
  const flags: Record<string, unknown> = {};
  const paths: string[] = [];
  for (let place = 0; place < args.length; place++) {
    const word = args[place] ?? '';
    if (word === '-t') flags.testNamePattern = args[++place];
    else if (word === '--bail') flags.bail = Number(args[++place]);
    else if (word === '--reporter') flags.reporters = [args[++place]];
    else paths.push(word);
  }
  return { flags, paths };
}
