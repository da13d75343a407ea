/**
 * What oidc-provider keeps, in PostgreSQL. Identifiers are hashed and contents sealed, so that neither a backup nor a
 * reader of the database holds a usable code. The database is the judge of "once": an authorisation code, a client
 * assertion.
 */
import { hash } from 'node:crypto';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { AppsStore } from './apps-store.ts';
import type { PublishedKeys } from './machines/client-keys.ts';
import { gateAt } from './machines/gate/lifecycle.ts';
import type { Artefact, ArtefactRow, OpenIdStore } from './openid-store.ts';
import { artefactRow as row, type Keyring } from './sealing.ts';

export const artefactHash = (identifier: string): Buffer => hash('sha256', identifier, 'buffer');

export interface AdapterNeeds {
  store: OpenIdStore;
  apps: AppsStore;
  keys: Keyring;
  runtime: Runtime;
}

/**
 * The adapter of one model of oidc-provider (`AuthorizationCode`, `Grant`, `Interaction`, `Session`, `ReplayDetection`
 * …).
 */
export function openIdAdapter(model: string, { store, apps, keys, runtime }: AdapterNeeds): Adapter {
  const opened = async (mark: Buffer, found: ArtefactRow | undefined): Promise<AdapterPayload | undefined> => {
    if (!found) return undefined;
    const clear = await keys.open('artefact', row(model, mark), found.sealed);
    const payload = JSON.parse(clear.toString()) as AdapterPayload;
    return found.consumedAt ? { ...payload, consumed: Math.floor(found.consumedAt.getTime() / 1000) } : payload;
  };
  return {
    async upsert(id, payload, expiresIn) {
      const mark = artefactHash(id);
      const artefact: Artefact = {
        model,
        hash: mark,
        sealed: await keys.seal('artefact', row(model, mark), JSON.stringify(payload)),
        grant: payload.grantId ? artefactHash(payload.grantId) : null,
        uid: payload.uid ? artefactHash(payload.uid) : null,
        expiresAt: new Date(runtime.now().getTime() + (expiresIn || 3600) * 1000),
      };
      if (model !== 'ReplayDetection') return store.keep(artefact);
      // oidc-provider looks first and keeps then; between the two another may come, and here one of them loses.
      if (!(await store.keepOnce(artefact))) throw new errors.InvalidClientAuth('it was used before');
    },
    async find(id) {
      const mark = artefactHash(id);
      return opened(mark, await store.find(model, mark, runtime.now()));
    },
    async findByUid(uid) {
      const found = await store.findByUid(model, artefactHash(uid), runtime.now());
      return found && opened(found.hash, found);
    },
    async findByUserCode() {
      return undefined; // no device flow
    },
    async consume(id) {
      if (!(await store.consume(model, artefactHash(id), runtime.now())))
        throw new errors.InvalidGrant('already consumed');
    },
    // The end of a grant, because its code or refresh token came twice, is the end of all that came of it.
    destroy: (id) =>
      model === 'Grant' ? apps.endGrant(artefactHash(id), runtime.now()) : store.destroy(model, artefactHash(id)),
    revokeByGrantId: (grantId) => store.revokeGrant(model, artefactHash(grantId)),
  };
}

/** Clients come from their own table. */
export function clientAdapter(
  store: OpenIdStore,
  { longestToken, published, now }: { longestToken: number; published: PublishedKeys; now: () => Date },
): Adapter {
  const refuse = async (): Promise<never> => {
    throw new Error('Clients are registered by accounts, not by oidc-provider.');
  };
  return {
    async find(id) {
      const client = /^[A-Za-z0-9._-]{1,64}$/.test(id) ? await store.client(id) : undefined;
      if (!client || client.disabledAt) return undefined;
      // Published keys are fetched by us, not by oidc-provider: bounded, and only from where requests may go.
      const jwks = client.jwksUri ? ((await published.at(client.jwksUri)) ?? { keys: [] }) : undefined;
      return {
        ...client.metadata,
        ...(jwks ? { jwks } : {}),
        certificates: client.certificates,
        software: client.software,
        provider: client.provider?.id,
        gate: gateAt(client, now()),
        client_id: client.id,
        client_name: client.name,
        allowed_scopes: client.scopes,
        token_seconds: Math.min(client.tokenSeconds, longestToken),
      } as AdapterPayload;
    },
    upsert: refuse,
    findByUserCode: async () => undefined,
    findByUid: async () => undefined,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
  };
}
