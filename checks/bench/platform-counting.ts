/**
 * A platform that counts its SQL statements, for the bench: sent SIGUSR2, it writes the count so far into its folder.
 * Counted are statements as they leave for PostgreSQL, whichever connection they go by.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';

let count = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(this: pg.Client, ...asked: never[]) {
  count++;
  return (query as (...all: never[]) => unknown).apply(this, asked);
} as typeof query;

const settings = readSettings();
process.on('SIGUSR2', () => writeFileSync(path.join(settings.home, 'statements'), String(count)));
const { close } = await startPlatform({ settings, say: (line: string) => console.error(line) });
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)));
