/**
 * A database of its own for each test file, copied in milliseconds from a migrated template (see checks/run-tests.ts).
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';

export interface TestDatabase extends Database {
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

/** Where the test server listens; set by `npm test`, which starts it. */
export function testServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url)
    throw new Error('TEST_DATABASE_URL is not set: run tests by `npm test [-- path]`, which starts the server.');
  return url;
}

export const templateName = 'ezdrowie_template';

export async function createTestDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const server = testServerUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${name} template ${templateName}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pooler = process.env.TEST_DATABASE_POOLER_URL ? new URL(process.env.TEST_DATABASE_POOLER_URL) : undefined;
  if (pooler) pooler.pathname = url.pathname;
  const by = pooler ? { pooler: pooler.href, prepare: false } : {};
  const database = openDatabase(url.href, { connections: 8, ...by, ...options });
  return {
    ...database,
    async drop() {
      await database.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
