/**
 * `npm run bench:prescriptions`: issuing signed packages, collecting and dispensing, on a platform of its own. Prints a
 * table and what a prescription costs on disk. A report, never a test. Options: --seconds 8 --workers 8
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startOwnPlatform } from '../own-platform.ts';
import { httpClient, measure, type Result } from './closed-loop.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    warm: { type: 'string', default: '2' },
    workers: { type: 'string', default: '8' },
  },
});
const timing = { seconds: Number(options.seconds), warm: Number(options.warm) };
const workers = Number(options.workers);
const file = fileURLToPath(new URL('./prescriptions-platform.ts', import.meta.url));
const own = await startOwnPlatform('bench-prescriptions', {}, undefined, file);

interface Made {
  readonly key: string;
  readonly prescriptions: readonly { readonly id: string; readonly medicine: { readonly gtin: string } }[];
}

try {
  const told = path.join(own.home, 'bench.json');
  while (!existsSync(told)) await new Promise((resolve) => setTimeout(resolve, 200));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { port, ids, gtins, callers } = JSON.parse(readFileSync(told, 'utf8'));
  const base = `http://127.0.0.1:${port}/api/e-prescription`;
  const clientsOf = (role: string) =>
    Array.from({ length: callers }, (_, n) => httpClient(base, `${role}-${n}`, workers, 'application/json'));
  const [doctors, pharmacies] = [clientsOf('doctor'), clientsOf('pharmacist')];
  const pids = [own.instance.pid];
  const post = async (clients: typeof doctors, count: number, at: string, body: object) =>
    JSON.parse((await clients[count % callers]?.send('POST', at, JSON.stringify(body)))?.text ?? '{}');

  const made: Made[] = [];
  const packageOf = (count: number, size: number) => ({
    patient: ids[(count * 7) % ids.length],
    prescriptions: Array.from({ length: size }, (_, n) => ({
      medicine: { kind: 'G', gtin: gtins[(count + n) % gtins.length] },
      ...{ quantity: 1, refundLevel: '100%', diagnosis: 'I10' },
      dosage: { amount: { value: 1, unit: 'tabl.' }, times: 1, note: `${count}` },
    })),
  });
  const issue = (size: number) => async (count: number) => {
    made.push(await post(doctors, count + size * 1e6, '/packages', packageOf(count + size * 1e6, size)));
  };
  const before = await sizes();
  const results: Result[] = [];
  for (const size of [1, 3])
    results.push(await measure(`issue a signed package of ${size}`, workers, issue(size), { ...timing, pids }));
  const grown = growth(before, await sizes());
  const collected: Made['prescriptions'][number][] = [];
  let next = 0;
  const collect = async (count: number) => {
    const one = made[next++];
    if (!one) return new Promise<void>((resolve) => setTimeout(resolve, 50));
    await post(pharmacies, count, '/collect', { key: one.key });
    collected.push(...one.prescriptions);
  };
  results.push(await measure('collect by key', workers, collect, { ...timing, seconds: 4, pids }));
  while (next < made.length)
    await Promise.all(Array.from({ length: Math.min(workers, made.length - next) }, (_, n) => collect(n)));
  let taken = 0;
  const dispense = async (count: number) => {
    const one = collected[taken++];
    if (!one) return new Promise<void>((resolve) => setTimeout(resolve, 50));
    const items = [{ gtin: one.medicine.gtin, quantity: 1, lot: `P${count}` }];
    await post(pharmacies, count, `/prescriptions/${one.id}/dispenses`, { items });
  };
  results.push(await measure('dispense', workers, dispense, { ...timing, seconds: Math.min(timing.seconds, 6), pids }));
  report(results, grown);
  for (const client of [...doctors, ...pharmacies]) client.close();
} finally {
  await own.stop();
}

interface Sizes {
  readonly prescriptions: number;
  readonly ledger: number;
  readonly record: number;
  readonly audit: number;
}

async function sizes(): Promise<Sizes> {
  const client = new pg.Client({ connectionString: own.instance.databaseUrl });
  await client.connect();
  try {
    const of = (schema: string) => `(select sum(pg_total_relation_size(c.oid))::float8 from pg_class c
      join pg_namespace n on n.oid = c.relnamespace where n.nspname = '${schema}' and c.relkind = 'r')`;
    const { rows } = await client.query(`select ${of('e_prescription')} as ledger, ${of('record')} as record,
      ${of('audit')} as audit, (select count(*)::float8 from e_prescription.prescription) as prescriptions`);
    return rows[0];
  } finally {
    await client.end();
  }
}

function growth(before: Sizes, after: Sizes) {
  const count = after.prescriptions - before.prescriptions;
  const each = (of: 'ledger' | 'record' | 'audit') => Math.round((after[of] - before[of]) / count);
  return { count, ledger: each('ledger'), record: each('record'), audit: each('audit') };
}

function report(results: readonly Result[], { count, ledger, record, audit }: ReturnType<typeof growth>): void {
  const number = (value: number, digits = 1) => value.toLocaleString('en', { maximumFractionDigits: digits });
  console.log(`Machine: ${cpus().length} cores; client, server and PostgreSQL share it; ${workers} callers at once.\n`);
  console.log('| what | per second | p50 ms | p95 ms | p99 ms | ms of processor each: node / postgres | failed |');
  console.log('| --- | ---: | ---: | ---: | ---: | --- | ---: |');
  for (const { phase, perSecond, p50, p95, p99, usage, failures } of results) {
    const cores = [usage.server, usage.database].map((value) => number((value * 1000) / perSecond, 2)).join(' / ');
    console.log(
      `| ${phase} | ${number(perSecond, 0)} | ${number(p50)} | ${number(p95)} | ${number(p99)} | ${cores} | ${failures} |`,
    );
  }
  console.log(
    `\nBytes a prescription: record ${record}, ledger with signed document ${ledger}, trail ${audit} (${count}).`,
  );
  for (const { phase, firstFailure } of results)
    if (firstFailure) console.log(`First failure of ${phase}: ${firstFailure}`);
}
