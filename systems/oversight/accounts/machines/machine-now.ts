/** Machine clients as callers, with what they may have now: for what the platform does on their behalf. */
import type { Actor } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import { openIdStore } from '../openid-store.ts';

/** Undefined when there is no such client, or it was disabled. */
export async function machineNow(database: Database, demonstration: boolean, id: string): Promise<Actor | undefined> {
  const client = await openIdStore(database, { demonstration }).client(id);
  if (!client || client.disabledAt) return undefined;
  const scopes = client.scopes.filter((scope) => scope.startsWith('system/'));
  return scopes.length === 0
    ? undefined
    : { role: 'machine', id: client.id, name: client.name, purpose: 'TREAT', scopes };
}
