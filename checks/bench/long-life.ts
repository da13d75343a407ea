/** Writes the long life (libs/population) into a running platform's record, in this process, as a filling does. */
import { platformActor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { openDatabase } from '#core/db/database.ts';
import { createRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { defaultAsOf, defaultSeed, longLife } from '#libs/population/index.ts';

/** How many entries were written. */
export async function writeLongLife(databaseUrl: string, entries: number): Promise<number> {
  const database = openDatabase(databaseUrl, { connections: 2, applicationName: 'ezdrowie-bench-fill' });
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  const record = createRecord({ database, audit, runtime: systemRuntime });
  const call = { actor: platformActor('bench'), source: 'local', trace: 'bench-long-life' } as const;
  let written = 0;
  try {
    for (const bundle of longLife(entries, { seed: defaultSeed, asOf: defaultAsOf })) {
      await record.bundle(call, bundle as unknown as Parameters<typeof record.bundle>[1]);
      written += bundle.entry.length;
    }
    // As on a record that has been there for a while.
    await database.query({ text: 'set statement_timeout = 0' });
    await database.pool.query('vacuum (analyze)');
    return written;
  } finally {
    await database.close();
  }
}
