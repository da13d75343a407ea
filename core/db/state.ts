/** Small facts that the installation must remember across starts: `demonstration-filled`, and the like. */
import type { Runtime } from '../runtime/runtime.ts';
import type { Tx } from './database.ts';

export async function readState<T>(tx: Tx, name: string): Promise<T | undefined> {
  const { rows } = await tx.query<{ value: T }>('select value from platform.state where name = $1', [name]);
  return rows[0]?.value;
}

export async function writeState(tx: Tx, runtime: Runtime, name: string, value: unknown): Promise<void> {
  await tx.query(
    `insert into platform.state (name, value, at) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, at = excluded.at`,
    [name, JSON.stringify(value), runtime.now()],
  );
}
