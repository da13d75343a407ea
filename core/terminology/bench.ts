/**
 * What the hot questions cost on a vocabulary of 100,000 concepts: `node core/terminology/bench.ts`. Starts a
 * PostgreSQL of its own; prints milliseconds of wall clock, median and 99th of a hundred, one after another, without
 * HTTP and audit.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../db/database.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { compileValueSet, noVersions } from './compile-value-set.ts';
import { expand } from './expand.ts';
import { loadSystem } from './importers/load.ts';
import { lookup } from './lookup.ts';
import type { NewConcept } from './model.ts';
import { subsumption } from './subsumes.ts';
import { verdictOf } from './validate-code.ts';

const url = 'http://bench.example/system';
const size = 100_000;
const words = 'ostre przewlekłe zapalenie złamanie żołądka kości płuc wątroby łagodne złośliwe wrodzone nabyte'.split(
  ' ',
);
const word = (n: number) => words[n % words.length] as string;

async function* concepts(): AsyncIterable<NewConcept> {
  for (let n = 0; n < size; n++) {
    const display = `${word(n)} ${word(Math.floor(n / 12))} ${word(Math.floor(n / 144))} odmiana ${n}`;
    const parents = n === 0 ? [] : [`c${Math.floor((n - 1) / 8)}`];
    yield { code: `c${n}`, display, parents, properties: [{ code: 'group', valueString: String(n % 50) }] };
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-bench-'));
const server = await startEmbedded({ folder: path.join(folder, 'postgres'), volatile: true });
try {
  await migrate(server.url);
  const database = openDatabase(server.url);
  const began = performance.now();
  const system = {
    url,
    version: '1',
    source: 'import',
    content: 'complete',
    caseSensitive: true,
    header: { status: 'active' },
  } as const;
  await loadSystem(database, systemRuntime, { system, concepts }, { onProblem: () => undefined });
  const seconds = (performance.now() - began) / 1000;
  console.log(`import of ${size} concepts: ${seconds.toFixed(1)} s, ${Math.round(size / seconds)} a second`);
  const { rows } = await database.query<{ size: string }>(
    `select pg_size_pretty(pg_total_relation_size('terminology.concept')) as size`,
  );
  console.log(`on disk with all indexes: ${rows[0]?.size}`);
  const asked = {
    activeOnly: false,
    excludeNotForUI: false,
    excludeNested: true,
    includeDesignations: false,
    designations: [],
    includeDefinition: false,
    languages: [],
    versions: noVersions,
  };
  const whole = { compose: { include: [{ system: url }] } };
  const below = {
    compose: { include: [{ system: url, filter: [{ property: 'concept', op: 'is-a', value: 'c3' }] }] },
  };
  const stamp = { identifier: 'urn:uuid:0', at: systemRuntime.now() };
  const expansion = (content: object, more: object) => () => expand(database, content, { ...asked, ...more }, stamp);
  const members = { name: 'below', expression: await compileValueSet(database, below) };
  const coding = (n: number) => ({ system: url, code: `c${(n * 7919) % size}` });
  await measure('$lookup', (n) => lookup(database, { coding: coding(n), languages: [], properties: [] }));
  await measure('membership, is-a', (n) => verdictOf(database, members, coding(n)));
  await measure('$subsumes', (n) => subsumption(database, coding(n), coding(n + 1)));
  await measure('$expand, two words', expansion(whole, { filter: 'złam żołą', count: 20 }));
  await measure('$expand, a number', expansion(whole, { filter: 'odmiana 4711', count: 20 }));
  await measure('$expand, one letter', expansion(whole, { filter: 'z', count: 20 }));
  await measure('$expand, word below a concept', expansion(below, { filter: 'wrodz', count: 20 }));
  await measure('$expand, page of all', expansion(whole, { count: 100, offset: 50_000 }));
  await measure('$expand, page below a concept', expansion(below, { count: 100 }));
  await database.close();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(name: string, ask: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 10; n++) await ask(n);
  const times: number[] = [];
  for (let n = 0; n < 100; n++) {
    const from = performance.now();
    await ask(n);
    times.push(performance.now() - from);
  }
  times.sort((one, other) => one - other);
  console.log(`${name.padEnd(32)} ${times[50]?.toFixed(2)} ms, 99th ${times[98]?.toFixed(2)} ms`);
}
