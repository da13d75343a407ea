/**
 * `npm run bench`: measures a running platform (or one of its own, on an empty folder) beside the raw ceiling, and
 * writes build/bench/<time>.md and .json. A report, never a test. Options: --seconds 8 --fill 2000 --only search
 * --no-ceiling; --only speed,page (what a physician waits for, in API and browser); --only import.
 * For the growth curve: --patients 20000 (loaded directly, before anything is measured).
 * --without-audit starts one of its own whose trail is off: two runs say what the trail costs.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { findInstance, type Instance } from '#apps/instance.ts';
import { readSettings } from '#apps/settings.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';
import { startOwnPlatform } from '../own-platform.ts';
import { measureCeiling } from './ceiling.ts';
import type { Result } from './closed-loop.ts';
import { measureImport } from './import.ts';
import { writeLongLife } from './long-life.ts';
import { measureMedicines } from './medicines.ts';
import { measurePage } from './page.ts';
import { measurePlatform } from './phases.ts';
import { measureReferrals } from './referrals.ts';
import { measureRegisters } from './registers.ts';
import { measureSignIn } from './sign-in.ts';
import { longest, measureSpeed } from './speed.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    warm: { type: 'string', default: '2' },
    fill: { type: 'string', default: '2000' },
    patients: { type: 'string', default: '0' },
    only: { type: 'string' },
    'without-audit': { type: 'boolean', default: false },
    'no-ceiling': { type: 'boolean', default: false },
  },
});
const timing = { seconds: Number(options.seconds), warm: Number(options.warm) };
const bare = fileURLToPath(new URL('./platform-without-audit.ts', import.meta.url));
const counting = fileURLToPath(new URL('./platform-counting.ts', import.meta.url));
const own = options['without-audit']
  ? await startOwnPlatform('bench-without-audit', {}, undefined, bare)
  : (await findInstance(readSettings().home))
    ? undefined
    : await startOwnPlatform('bench', {}, undefined, counting);
const home = own?.home ?? readSettings().home;
const instance = await findInstance(home);
if (!instance) throw new Error('No platform is running, and none could be started.');
try {
  const token = await demonstrationToken({ baseUrl: instance.baseUrl, home, profile: 'demo', client: 'demo-provider' });
  const say = (line: string) => console.error(line);
  const atRest = await sizeOf(instance);
  const results = await measurePlatform({
    instance,
    token,
    ...timing,
    fill: Number(options.fill),
    patients: Number(options.patients),
    only: options.only,
    say,
  });
  const after = await sizeOf(instance);
  const counts = own !== undefined && !options['without-audit'];
  const wants = (phase: string) => options.only?.split(',').includes(phase) ?? phase === 'speed';
  if (wants('speed') || wants('page')) say(`long life: ${await writeLongLife(instance.databaseUrl, longest)} entries`);
  if (wants('speed')) results.push(...(await measureSpeed({ instance, home, token, ...timing, counts, say })));
  if (wants('page')) await measurePage({ instance, home, say });
  if (!options.only || 'sign-in'.includes(options.only))
    results.push(...(await measureSignIn({ instance, home, token, ...timing, say })));
  if (!options.only || options.only.split(',').includes('medicines'))
    results.push(...(await measureMedicines({ instance, token, ...timing, say })));
  if (!options.only || options.only.split(',').includes('referrals'))
    results.push(...(await measureReferrals({ instance, home, token, ...timing, say })));
  if (wants('import')) results.push(...(await measureImport({ instance, token, say })));
  if (options.only?.split(',').includes('registers'))
    results.push(...(await measureRegisters({ instance, token, ...timing, say })));
  const ceiling = options['no-ceiling'] ? [] : await measureCeiling(instance.databaseUrl, timing);
  report([...results, ...ceiling], { rows: after.rows - atRest.rows, bytes: after.bytes - atRest.bytes });
} finally {
  await own?.stop();
}

/** Rows of the record and bytes of its tables with all indexes and history, after a checkpoint. */
async function sizeOf({ databaseUrl }: Instance): Promise<{ rows: number; bytes: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(`select
      (select count(*) from record.resource) as rows,
      (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'record' and c.relkind = 'r') as bytes`);
    return { rows: Number(rows[0].rows), bytes: Number(rows[0].bytes) };
  } finally {
    await client.end();
  }
}

/** Phases that have goals: what was reached, and what an answer costs. */
function againstGoals(results: readonly Result[]): string[] {
  const rows = results.flatMap(({ phase, workers, p50, p95, perSecond, usage, answer }) => {
    if (!answer || workers > 1) return [];
    const { bytes, statements, goal } = answer;
    const cost = ((usage.server + usage.database) * 1000) / perSecond;
    const reached = `${p50.toFixed(1)} | ${p95.toFixed(1)} | ${goal} | ${p95 <= goal ? 'yes' : 'no'}`;
    return [`| ${phase} | ${reached} | ${bytes} | ${statements ?? '–'} | ${cost.toFixed(1)} |`];
  });
  if (rows.length === 0) return [];
  return [
    '| what, one connection | p50 ms | p95 ms | goal | met | bytes | statements | ms of processor |',
    '| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |',
    ...rows,
    '',
  ];
}

function report(results: Result[], growth: { rows: number; bytes: number }): void {
  const number = (value: number, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });
  const lines = [
    ...(options['without-audit'] ? ['THE AUDIT TRAIL WAS OFF.', ''] : []),
    `Machine: ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${number(totalmem() / 2 ** 30)} GiB; client, server and PostgreSQL share it.`,
    '',
    '| what | connections | per second | p50 ms | p95 ms | p99 ms | cores: node / postgres / client | µs a request: node / postgres | node MB | failed |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: |',
    ...results.map(({ phase, workers, perSecond, p50, p95, p99, usage, failures }) => {
      const cores = [usage.server, usage.database, usage.client].map((value) => number(value, 2)).join(' / ');
      const each = [usage.server, usage.database].map((value) => number((value * 1e6) / perSecond)).join(' / ');
      return `| ${phase} | ${workers} | ${number(perSecond)} | ${number(p50, 1)} | ${number(p95, 1)} | ${number(p99, 1)} | ${cores} | ${each} | ${number(usage.memory)} | ${failures} |`;
    }),
    '',
    growth.rows > 0
      ? `Bytes per resource with all indexes and history: ${number(growth.bytes / growth.rows)} (${number(growth.rows)} resources).`
      : '',
  ];
  lines.push(...againstGoals(results));
  for (const { phase, firstFailure } of results)
    if (firstFailure) lines.push(`First failure of ${phase}: ${firstFailure}`);
  const folder = path.resolve('build/bench');
  mkdirSync(folder, { recursive: true });
  const name = path.join(folder, new Date().toISOString().slice(0, 16).replaceAll(':', ''));
  writeFileSync(`${name}.md`, `${lines.join('\n')}\n`);
  writeFileSync(`${name}.json`, JSON.stringify({ results, growth }, null, 1));
  console.log(lines.join('\n'));
}
