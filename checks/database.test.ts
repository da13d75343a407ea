/** What must hold for the whole schema: one sequence of migrations, and every column classed by privacy. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';

describe('the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('has migrations under distinct numbers, forward only', () => {
    const files = globSync('{core,systems}/**/migrations/*.sql').map((file) => path.basename(file));
    expect(files.filter((file) => !/^\d{3}\.do\.[a-z0-9-]+\.sql$/.test(file))).toEqual([]);
    const numbers = files.map((file) => file.slice(0, 3));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('says of every column how private it is', async () => {
    const { rows } = await database.query<{ name: string }>(
      `select n.nspname || '.' || c.relname || '.' || a.attname as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
         and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
         and n.nspname || '.' || c.relname <> 'platform.migration'
         and coalesce(col_description(c.oid, a.attnum), '') !~ '^privacy: (open|pseudonymous|identifying|clinical)'
       order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([]);
  });

  it('partitions every table about patients by the patient', async () => {
    const { rows } = await database.query<{ name: string; key: string }>(
      `select n.nspname || '.' || c.relname as name, pg_get_partkeydef(c.oid) as key
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'p' and n.nspname in ('record', 'access') order by 1`,
    );
    const others = rows.filter(({ name, key }) => key !== 'HASH (patient)' && name !== 'record.alias');
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(others).toEqual([]);
  });
});
