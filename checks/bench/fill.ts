/**
 * Fills the record with patients of the workload without HTTP, in a process beside the server: for the growth curve,
 * where loading must not take the day.
 */
import { platformActor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { openDatabase } from '#core/db/database.ts';
import { createRecord, type RecordNeeds } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { personBundle } from './workload.ts';

export interface FillOptions {
  databaseUrl: string;
  patients: number;
  seed: number;
  /** Number of the first one. */
  from: number;
  /** What the server answered to a patient's bundle, as text. */
  written(number: number, answer: string): void;
  say(line: string): void;
}

const together = 16;

/** The bundles of `patients` people, several at once; everything is validated, indexed and audited as by HTTP. */
export async function fillDirectly({ databaseUrl, patients, seed, from, written, say }: FillOptions): Promise<void> {
  const database = openDatabase(databaseUrl, { connections: 4, applicationName: 'ezdrowie-bench-fill' });
  const settings: RecordNeeds['settings'] = { changesPerFlush: 800 };
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  const record = createRecord({ database, audit, runtime: systemRuntime, settings });
  const call = { actor: platformActor('bench'), source: 'local', trace: 'bench-fill' };
  const began = performance.now();
  let next = from;
  const worker = async () => {
    while (next < from + patients) {
      const number = next++;
      const bundle = personBundle(seed, number) as unknown as Parameters<typeof record.bundle>[1];
      written(number, JSON.stringify(await record.bundle(call, bundle)));
      const done = number - from + 1;
      if (done % 5000 === 0) {
        const seconds = (performance.now() - began) / 1000;
        say(`${done} patients, ${((done * 43) / seconds).toFixed(0)} resources/s`);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: together }, worker));
    // As on a record that has been there for a while: what may be read from indexes alone is known.
    await database.query({ text: 'set statement_timeout = 0' });
    await database.pool.query('vacuum (analyze)');
  } finally {
    await database.close();
  }
}
