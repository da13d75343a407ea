/**
 * `npm run topology -- embedded | replica | shards [--short]`: the same migrations and the same tests on other ways to
 * spread the database (README.md beside). Starts everything on loopback, from Debian's packages where they are
 * installed, and leaves nothing behind.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hasPooler, startPooler } from '../postgres/pooler.ts';
import { startPair } from '../postgres/replica.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false } },
});

/** What the record promises, its plans included. */
const whole = [
  ...[
    'core/record/interactions/interactions',
    'core/record/interactions/transaction',
    'core/record/races',
    'core/record/search/search',
  ],
  ...[
    'core/record/search/agreement',
    'core/record/search/plans',
    'core/record/interactions/history',
    'checks/partitions',
  ],
];
const short = [
  'core/record/interactions/interactions',
  'core/record/races',
  'core/record/search/plans',
  'core/record/interactions/history',
];
const tests = options.short ? short : whole;

const debian = '/usr/lib/postgresql/15/bin';
const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-topology-'));
let code = 2;
try {
  const [name = ''] = positionals;
  if (name === 'embedded') code = await run({});
  else if (name === 'replica') code = await onReplicaAndPooler();
  else if (name === 'shards') code = await run({}, ['checks/topology/shards']);
  else console.error('Name one: npm run topology -- embedded | replica | shards [--short]');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);

/** `npm test` on the tests, with what the environment says of the database. */
async function run(environment: Record<string, string>, names = tests): Promise<number> {
  const command = fileURLToPath(new URL('../run-tests.ts', import.meta.url));
  const child = spawn(process.execPath, [command, ...names], {
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
}

/** (b) A PostgreSQL of Debian's with a streaming replica, and PgBouncer sharing connections between transactions. */
async function onReplicaAndPooler(): Promise<number> {
  if (!installed()) return 0;
  const pair = await startPair(folder, debian);
  try {
    const pooler = await startPooler(path.join(folder, 'pooler'), pair.primary);
    try {
      const status = await run({
        TEST_DATABASE_URL: pair.primary.url(),
        TEST_DATABASE_POOLER_URL: pooler.url('postgres'),
      });
      const went = await pooler.transactions();
      console.log(`topology replica: ${went} transactions went by PgBouncer`);
      return went > 1_000 ? status : 1;
    } finally {
      await pooler.stop();
    }
  } finally {
    await pair.stop();
  }
}

/** Packages that are missing are installed where we may; else it says loudly that nothing was tested. */
function installed(): boolean {
  const there = () => existsSync(path.join(debian, 'postgres')) && hasPooler();
  if (!there() && process.getuid?.() === 0) {
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql-15', 'pgbouncer'], {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    } catch {
      // Said below.
    }
  }
  if (there()) return true;
  console.log('NOTE: SKIPPED. THIS TOPOLOGY NEEDS postgresql-15 AND pgbouncer OF DEBIAN, AND THEY CANNOT BE INSTALLED');
  return false;
}
