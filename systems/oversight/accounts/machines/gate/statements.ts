/**
 * Software statements: a vendor says by signature which of its software a client runs, for which provider and with
 * which keys. Whoever holds another's statement has not those keys, so nobody hides behind it.
 * https://www.rfc-editor.org/rfc/rfc7591#section-2.3
 */
import { hash } from 'node:crypto';
import { calculateJwkThumbprint, type JWK, type JSONWebKeySet } from 'jose';
import type { Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { vendorStore } from './gate-store.ts';
import { claimedIssuer, readPaper } from './signed.ts';

export interface Software {
  readonly softwareId: string;
  readonly vendorId: string;
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
}

export interface StatedFor {
  readonly client: string;
  readonly provider: string;
  /** The keys that the client has now: all of them are in the statement. */
  readonly keys: JSONWebKeySet;
}

export type Statements = ReturnType<typeof statements>;

const wrong = (says: string) => new Refusal('invalid', 'statement-not-valid', says);
const words = (value: unknown, length: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' && value.length <= length ? value : undefined;

export function statements({ runtime, audience }: { runtime: Runtime; audience: string }) {
  return {
    /**
     * What a statement says of a client; it is used up by this.
     * @throws Refusal `vendor-not-known`, `paper-not-valid`, `statement-not-valid`, `statement-used`
     */
    async take(tx: Tx, statement: string, stated: StatedFor): Promise<Software> {
      const issuer = claimedIssuer(statement);
      const vendor = issuer === undefined ? undefined : await vendorStore(tx).vendor(issuer);
      if (!vendor || vendor.stoppedAt) {
        const says = 'The issuer (iss) of the statement is no registered vendor. Ask an operator to register it first.';
        throw new Refusal('invalid', 'vendor-not-known', says);
      }
      const paper = { type: 'software-statement+jwt' as const, issuer: vendor.id, audience, now: runtime.now() };
      const said = await readPaper(statement, { ...paper, keys: vendor.jwks });
      const [softwareId, product] = [words(said.software_id, 100), words(said.software_name, 200)];
      const version = words(said.software_version, 50);
      if (!softwareId || !product || !version)
        throw wrong('A statement names software_id, software_name and software_version.');
      await demandSame(said, stated);
      if (!(await vendorStore(tx).useStatement(hash('sha256', `${vendor.id} ${said.jti}`, 'buffer'), stated.client)))
        throw new Refusal(
          'conflict',
          'statement-used',
          'This statement was used before: each is for one client, once.',
        );
      return { softwareId, vendorId: vendor.id, vendor: vendor.name, product, version };
    },
  };
}

/** @throws Refusal `statement-not-valid` for a statement about another client, provider or key */
async function demandSame(said: { [claim: string]: unknown }, stated: StatedFor): Promise<void> {
  if (said.client_id !== stated.client) throw wrong('The statement is for another client (client_id).');
  if (said.provider !== stated.provider) throw wrong('The statement is for another provider (provider).');
  const { keys = [] } = (said.jwks ?? {}) as { keys?: readonly JWK[] };
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > 5) throw wrong('The statement names the keys (jwks).');
  const named = new Set(await Promise.all(keys.map(thumbprint)));
  const held = await Promise.all((stated.keys.keys as JWK[]).map(thumbprint));
  if (held.length === 0 || held.some((key) => !named.has(key)))
    throw wrong('The client has keys that the statement does not name (jwks).');
}

async function thumbprint(key: JWK): Promise<string> {
  try {
    return await calculateJwkThumbprint(key, 'sha256');
  } catch {
    throw wrong('A key of the statement is no JSON Web Key.');
  }
}
