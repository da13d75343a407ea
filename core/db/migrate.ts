/**
 * Brings a database to the present schema. Forward only; one PostgreSQL schema per part, its files in its own folder
 * `migrations/<number>.do.<name>.sql`. Numbers are one sequence over the whole platform (checks/migrations.test.ts).
 */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import Postgrator from 'postgrator';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Any number of processes may start at once; this advisory lock lets one migrate and the others wait. */
const migrationLock = 7_202_611;

export interface MigrateOptions {
  /** Hash partitions of the record, fixed by the first migration: 4 on one machine, 64 and more for a nation. */
  partitions?: number;
}

/** Applies the missing migrations and returns their names. */
export async function migrate(url: string, { partitions = 4 }: MigrateOptions = {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'ezdrowie-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(`select set_config('ezdrowie.partitions', $1, false)`, [String(partitions)]);
    await client.query('create schema if not exists platform');
    const postgrator = new Postgrator({
      migrationPattern: `${root}{core,systems}/**/migrations/*.sql`,
      driver: 'pg',
      schemaTable: 'platform.migration',
      validateChecksums: true,
      execQuery: (query) => client.query(query),
    });
    const applied = await postgrator.migrate();
    return applied.map((migration) => `${migration.version} ${migration.name}`);
  } finally {
    await client.end();
  }
}
