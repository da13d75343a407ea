/**
 * What every connection of the platform is set to. Directly it says so itself when it connects; a pooler that shares
 * connections between transactions passes nothing on, so there the pooler's own settings must say it.
 */
import { Refusal } from '../refusal/refusal.ts';
import type { Tx } from './tx.ts';

export const sessionSettings = (statementTimeout: number): Readonly<Record<string, string>> => ({
  // Statements are named and their plans kept: planning anew costs more than running them. Unnamed ones are planned
  // each time, but for all values alike: the SQL itself says the path.
  plan_cache_mode: 'force_generic_plan',
  jit: 'off',
  timezone: 'UTC',
  statement_timeout: String(statementTimeout),
  lock_timeout: '2000',
  idle_in_transaction_session_timeout: '60000',
});

/** As the startup option of a connection. */
export const startupOptions = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

/** As `connect_query` of PgBouncer's database line. */
export const connectQuery = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `set ${name} = ${/^\d+$/.test(value) ? value : `''${value}''`}`)
    .join('; ');

/** @throws Refusal `pooler-settings` with the line to write, when connections by the pooler are set otherwise. */
export async function demandSessionSettings(tx: Tx, settings: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(settings);
  const { rows } = await tx.query<{ name: string; setting: string }>({
    text: 'select lower(name) as name, setting from pg_settings where lower(name) = any($1::text[])',
    values: [names],
  });
  const wrong = names.filter((name) => rows.find((row) => row.name === name)?.setting !== settings[name]);
  if (wrong.length === 0) return;
  throw new Refusal(
    'unavailable',
    'pooler-settings',
    `Connections by the server in DATABASE_POOLER_URL are not set as the platform needs (${wrong.join(', ')}). ` +
      `Add to its database line in pgbouncer.ini: connect_query='${connectQuery(settings)}'`,
  );
}
