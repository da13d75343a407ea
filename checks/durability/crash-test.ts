/**
 * `npm run crash-test [-- --cycles 100 --seed 1 --short]`: kills the platform and its PostgreSQL in the middle of load,
 * takes back what was not synced, starts them again, and compares with what had been acknowledged. Afterwards the same
 * on servers weakened on purpose, which must be caught. Needs gcc; README.md beside.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildWhatIsStale } from '#apps/build.ts';
import { freePort } from '#core/db/embedded.ts';
import { draws } from '../bench/workload.ts';
import { type Cluster, makeCluster } from '../postgres/cluster.ts';
import { type ServerProcess, startServer } from '../postgres/server-process.ts';
import { type Ledger, newLedger, startLoad } from './load.ts';
import { compileLibrary, type Lost, losing, takeBack } from './unsynced.ts';
import { judge } from './verdict.ts';

const { values: options } = parseArgs({
  options: {
    cycles: { type: 'string' },
    seed: { type: 'string', default: String(process.pid) },
    short: { type: 'boolean', default: false },
  },
});
const cycles = Number(options.cycles ?? (options.short ? 5 : 100));
const seed = Number(options.seed);
/** A fresh cluster now and then: checks read whole tables, and a crash soon after the first start counts too. */
const cyclesOfCluster = 10;
const callers = 12;

/** What is weakened, after the start: the platform itself refuses to start on such a server. */
const mutants: { name: string; settings: Record<string, string> }[] = [
  {
    name: 'synchronous_commit=off',
    // The walwriter would flush every 200 ms or MiB, which hides the loss on a slow machine.
    settings: { synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB' },
  },
  { name: 'fsync=off', settings: { fsync: 'off' } },
];

interface World {
  folder: string;
  home: string;
  cluster: Cluster;
  server: ServerProcess;
  ledger: Ledger;
  library: string;
  settings: Record<string, string>;
}

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-crash-'));
const draw = draws(seed);
/** What runs now, for an end in order or not. */
const living = new Set<World>();
let failed = false;
try {
  requireCompiler();
  await buildWhatIsStale((line) => console.log(line));
  const library = compileLibrary(folder);
  console.log(`crash test: ${cycles} cycles, seed ${seed} (repeat it by --seed ${seed})`);
  failed = !(await holds(library));
  for (const mutant of mutants) failed = !(await isCaught(library, mutant)) || failed;
} finally {
  for (const world of [...living]) await end(world);
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed ? 'crash test: FAILED' : 'crash test: nothing acknowledged was lost, and every mutant was caught');
process.exit(failed ? 1 : 0);

function requireCompiler(): void {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
  } catch {
    console.error('THE CRASH TEST NEEDS A C COMPILER: apt-get install gcc libc6-dev. Nothing was tested.');
    process.exit(2);
  }
}

async function holds(library: string): Promise<boolean> {
  let world: World | undefined;
  const sum = { acknowledged: 0, happened: 0, doubtful: 0, writes: 0 };
  for (let cycle = 1; cycle <= cycles; cycle++) {
    if (cycle % cyclesOfCluster === 1) {
      if (world) await end(world);
      world = await newWorld(library, `${cycle}`);
    }
    const { line, wrong, lost, fresh, doubtful, happened } = await crash(world as World, `c${cycle}`);
    console.log(`cycle ${cycle}/${cycles}: ${line}: ${wrong.length === 0 ? 'nothing lost' : 'LOST'}`);
    for (const one of wrong.slice(0, 10)) console.log(`  ${one}`);
    if (wrong.length > 0) return false;
    sum.acknowledged += fresh;
    sum.doubtful += doubtful;
    sum.happened += happened;
    sum.writes += lost.writes;
  }
  console.log(
    `crash test: ${cycles} crashes, ${sum.acknowledged} acknowledged requests, 0 lost; ${sum.doubtful} in doubt, ` +
      `of which ${sum.happened} happened whole and ${sum.doubtful - sum.happened} not at all; ${sum.writes} unsynced writes taken back`,
  );
  // A library that takes back nothing would make this test blind.
  return sum.writes > 0 && sum.acknowledged > cycles * 20;
}

/** True when a crash of the weakened platform loses something. */
async function isCaught(library: string, { name, settings }: (typeof mutants)[number]): Promise<boolean> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const world = await newWorld(library, `mutant-${name.replace(/\W/g, '-')}-${attempt}`);
    for (const [setting, value] of Object.entries(settings)) {
      await world.cluster.query(`alter system set ${setting} = '${value}'`);
    }
    await world.cluster.query('select pg_reload_conf()');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { line, wrong } = await crash(world, `m${attempt}`, 'mutant').catch((error: Error) => ({
      line: 'killed',
      wrong: [`it does not come up again: ${error.message.split('\n').slice(0, 2).join(' ')}`],
    }));
    await end(world);
    console.log(`mutant ${name}: ${line}: ${wrong[0] ?? 'nothing lost'}`);
    if (wrong.length > 0) return true;
  }
  console.log(`mutant ${name}: NOT CAUGHT: this test could not have found a lost write`);
  return false;
}

async function newWorld(library: string, name: string): Promise<World> {
  const place = path.join(folder, name);
  const cluster = await makeCluster({
    folder: path.join(place, 'postgres'),
    settings: { wal_sync_method: 'fdatasync', checkpoint_timeout: '30s', max_wal_size: '48MB', min_wal_size: '32MB' },
  });
  await cluster.start(preload(library, cluster, place));
  await cluster.query('create database ezdrowie');
  const home = path.join(place, 'home');
  // One port for all its lives: tokens name the address that issued them.
  const settings = { DATABASE_URL: cluster.url('ezdrowie'), EZDROWIE_HOME: home, PORT: String(await freePort()) };
  const server = await startServer(settings);
  const world = { folder: place, home, cluster, server, ledger: newLedger(), library, settings };
  living.add(world);
  await server.untilReady(90);
  return world;
}

async function end(world: World): Promise<void> {
  await world.server.kill();
  await world.cluster.kill();
  living.delete(world);
}

function preload(library: string, cluster: Cluster, place: string): Record<string, string> {
  const journals = path.join(place, 'journals');
  const environment = losing(library, journals, cluster.folder);
  cluster.own(journals);
  return environment;
}

/** One crash: load, kill, take back, start, compare. */
async function crash(world: World, run: string, how: 'mutant' | 'drawn' = 'drawn') {
  const { cluster, ledger, home, settings } = world;
  const chance = draw();
  const killed = how === 'mutant' || chance < 0.6 ? 'both' : chance < 0.85 ? 'PostgreSQL' : 'the server';
  const before = { requests: ledger.acknowledged.length + ledger.reads.length };
  const token = await world.server.token();
  const load = startLoad(world.server.baseUrl, token, ledger, { callers, run, draw });
  const wait = 300 + draw() * 1_200;
  await new Promise((resolve) => setTimeout(resolve, wait));
  // A machine busy with other things: no crash counts before the load has begun in earnest.
  for (let more = 0; load.count() - before.requests < 60 && more < 200; more++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const deaths = [];
  let lost: Lost = { files: 0, writes: 0, bytes: 0, logs: 0 };
  if (killed !== 'the server') deaths.push(cluster.kill());
  if (killed !== 'PostgreSQL') deaths.push(world.server.kill());
  await Promise.all(deaths);
  load.halt();
  await load.done;
  const doubtful = ledger.doubtful.length;
  const began = performance.now();
  const torn = draw() < 0.5 && how === 'drawn';
  if (killed !== 'the server') {
    lost = takeBack(path.join(world.folder, 'journals'), cluster.folder, torn ? () => draw() < 0.3 : undefined);
    // Weakened no more: the platform would refuse the server, and that must not count as a loss that was found.
    if (how === 'mutant') writeFileSync(path.join(cluster.folder, 'postgresql.auto.conf'), '');
    await cluster.start(preload(world.library, cluster, world.folder));
  }
  if (killed !== 'PostgreSQL') world.server = await startServer(settings);
  await world.server.untilReady(60);
  const back = (performance.now() - began) / 1000;
  const fresh = ledger.acknowledged.length + ledger.reads.length - before.requests;
  const asked = { url: cluster.url('ezdrowie'), home, base: world.server.baseUrl, token, ledger, draw };
  const { wrong, happened } = await judge(asked);
  const line =
    `${killed} killed after ${wait.toFixed(0)} ms and ${fresh} acknowledged; ${lost.writes} unsynced writes to ` +
    `${lost.files} files (${lost.logs} of the log) ${torn ? 'torn' : 'taken back'}, up again in ` +
    `${back.toFixed(1)} s; ` +
    `${doubtful} in doubt, ${happened} of them happened`;
  return { line, wrong, lost, fresh, doubtful, happened };
}
