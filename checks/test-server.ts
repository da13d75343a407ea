/** One PostgreSQL for a run of tests, with the migrated template database that every test file copies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../core/db/embedded.ts';
import { migrate } from '../core/db/migrate.ts';
import { templateName } from '../core/db/test-database.ts';

/**
 * Starts it and sets TEST_DATABASE_URL; a server named there already is used instead. TEST_RUN_FOLDER is for what tests
 * of one run share. Returns how to stop the server and remove the folder.
 */
export async function startTestServer(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-test-'));
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? undefined : await startEmbedded({ folder: path.join(folder, 'postgres'), volatile: true });
  const url = given ?? server?.url ?? '';
  process.env.TEST_DATABASE_URL = url;
  process.env.TEST_RUN_FOLDER = folder;
  const stop = async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${templateName}`);
  await client.query(`create database ${templateName}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${templateName}`;
  await migrate(template.href);
}
