/**
 * The platform without its HTTP server: a database, the core on it, the systems on the core. Commands and servers
 * share it.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { RecordTrail } from '#core/audit/index.ts';
import { type Database, openDatabase } from '#core/db/database.ts';
import { startEmbedded } from '#core/db/embedded.ts';
import { migrate } from '#core/db/migrate.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { buildWhatIsStale } from './build.ts';
import { findInstance, holdInstance } from './instance.ts';
import { readSettings, type Settings } from './settings.ts';
import { composeSystems, type Systems } from './systems.ts';

export interface Platform extends Systems {
  settings: Settings;
  database: Database;
}

export interface OpenPlatform extends Platform {
  close(): Promise<void>;
}

/** Builds the core and the systems over an open database. */
export function assemble(settings: Settings, database: Database, trailForBench?: RecordTrail): Platform {
  return { settings, database, ...composeSystems({ settings, database, runtime: systemRuntime, trailForBench }) };
}

/** What a started database gives. */
export interface StartedDatabase {
  url: string;
  stop(): Promise<void>;
}

/** DATABASE_URL when given, else the embedded server on the data folder. The caller holds the folder (holdInstance). */
export async function startDatabase(settings: Settings, onExit?: (says: string) => void): Promise<StartedDatabase> {
  if (settings.databaseUrl) {
    await checkServer(settings.databaseUrl);
    return { url: settings.databaseUrl, stop: async () => undefined };
  }
  mkdirSync(settings.home, { recursive: true });
  const folder = path.join(settings.home, 'postgres');
  return startEmbedded({ folder, onExit });
}

/** Refuses servers that are too old, and in production those that may lose acknowledged writes. */
async function checkServer(url: string): Promise<void> {
  const database = openDatabase(url, { connections: 1 });
  try {
    const { rows } = await database.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const version = rows[0]?.version ?? 0;
    if (version < 150_000) {
      throw new Refusal(
        'unavailable',
        'database-too-old',
        `PostgreSQL 15 or newer is needed; this server is ${Math.floor(version / 10_000)}.`,
      );
    }
    const { rows: durability } = await database.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'`,
    );
    if (durability.length > 0) {
      const names = durability.map((row) => row.name).join(', ');
      throw new Refusal(
        'unavailable',
        'database-not-durable',
        `${names} is off on this server: acknowledged writes could be lost. Turn it on.`,
      );
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const reason = error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error);
    throw new Refusal(
      'unavailable',
      'database-unreachable',
      `The server named in DATABASE_URL does not answer: ${reason}`,
    );
  } finally {
    await database.close();
  }
}

/**
 * Runs `work` with the address of the database: the running platform's, DATABASE_URL's, or the embedded one started
 * for it.
 */
export async function withDatabaseUrl<T>(settings: Settings, work: (url: string) => Promise<T>): Promise<T> {
  const instance = await findInstance(settings.home);
  if (instance?.databaseUrl) return work(instance.databaseUrl);
  const hold = await holdInstance(settings.home);
  let started: StartedDatabase | undefined;
  try {
    started = await startDatabase(settings);
    return await work(started.url);
  } finally {
    await started?.stop();
    await hold.release();
  }
}

/** For commands: the platform on its migrated database, beside a running server or alone. */
export async function openPlatform(): Promise<OpenPlatform> {
  const settings = readSettings();
  await buildWhatIsStale((line) => process.stderr.write(`${line}\n`));
  const instance = await findInstance(settings.home);
  const hold = instance ? undefined : await holdInstance(settings.home);
  const started = instance?.databaseUrl ? undefined : await startDatabase(settings);
  const url = instance?.databaseUrl || started?.url || '';
  await migrate(url, { partitions: settings.partitions });
  const database = openDatabase(url, { connections: 6, statementTimeout: 60_000, applicationName: 'ezdrowie-command' });
  return {
    ...assemble({ ...settings, baseUrl: instance?.baseUrl || settings.baseUrl }, database),
    async close() {
      await database.close();
      await started?.stop();
      await hold?.release();
    },
  };
}
