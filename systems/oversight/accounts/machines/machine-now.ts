/** Machine clients as callers, with what they may have now: for what the platform does on their behalf. */
import type { Actor } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { openIdStore } from '../openid-store.ts';
import { clientStore } from './client-store.ts';
import { gateAt } from './gate/lifecycle.ts';

export interface MachineNeeds {
  database: Database;
  runtime: Runtime;
  demonstration: boolean;
}

/** Undefined when there is no such client, it was disabled, or nothing is open to its software (gate). */
export async function machineNow(
  { database, runtime, demonstration }: MachineNeeds,
  id: string,
): Promise<Actor | undefined> {
  const client = await openIdStore(database, { demonstration }).client(id);
  if (!client || client.disabledAt) return undefined;
  const gate = gateAt(client, runtime.now());
  if (gate.limit === 'closed') return undefined;
  const provider = client.provider?.id;
  const scopes = client.scopes.filter((scope) => scope.startsWith('system/'));
  return scopes.length === 0
    ? undefined
    : {
        role: 'machine',
        id: client.id,
        name: client.name,
        purpose: 'TREAT',
        scopes,
        gate,
        ...(provider ? { provider } : {}),
      };
}

/** The machine client that is registered with a certificate (`x5t#S256`); undefined when none or several are. */
export async function machineOfCertificate(needs: MachineNeeds, thumbprint: string): Promise<Actor | undefined> {
  const ids = await clientStore(needs.database, needs).withCertificate(thumbprint);
  return ids.length === 1 ? machineNow(needs, ids[0] as string) : undefined;
}
