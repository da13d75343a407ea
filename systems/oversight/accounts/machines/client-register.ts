/** The register of clients: providers' systems and apps. Operators keep it; what they write takes effect at once. */
import type { Tx } from '#core/db/database.ts';
import { demandAllowed, type OutboundRules } from '#core/http/outbound.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { MachineClient } from '../model.ts';
import { openIdStore } from '../openid-store.ts';
import type { Registration } from '../registration.ts';
import { checkedKeys, keysAt } from './client-keys.ts';
import { type ClientChange, clientStore } from './client-store.ts';
import { type ClientSeen, clientSeen } from './client-seen.ts';
import { demandOrigins } from './framing.ts';
import type { ComplianceGate } from './gate/gate.ts';

/** What an operator writes of a client. */
export interface AskedClient {
  readonly id: string;
  readonly name: string;
  readonly kind: 'system' | 'app';
  readonly scopes: readonly string[];
  /** Systems: the Organization whose system it is. */
  readonly provider?: { readonly id: string; readonly name: string };
  readonly software?: { readonly vendor: string; readonly product: string; readonly version: string };
  readonly algorithm?: string;
  readonly jwks?: unknown;
  readonly jwksUri?: string;
  /** By what its tokens are bound. */
  readonly bound?: 'dpop' | 'mtls' | 'none';
  /** Thumbprints of the certificates that it shows. */
  readonly certificates?: readonly string[];
  readonly redirectUris?: readonly string[];
  readonly launchUri?: string;
  /** Apps: origins whose pages may show the profile in a frame (decision 0050). */
  readonly frameOrigins?: readonly string[];
  /** RFC 7591: its vendor says by signature which software it is. */
  readonly softwareStatement?: string;
}

export interface ClientRegisterNeeds {
  runtime: Runtime;
  registration: Registration;
  outbound: OutboundRules;
  demonstration: boolean;
  gate: ComplianceGate;
}

export type ClientRegister = ReturnType<typeof clientRegister>;

const wrong = (says: string) => new Refusal('invalid', 'client-not-valid', says);
const unknown = () => new Refusal('not-found', 'no-such-client', 'There is no such client.');

export function clientRegister(needs: ClientRegisterNeeds) {
  const { runtime, registration, outbound, demonstration, gate } = needs;
  const storeOf = (tx: Tx) => clientStore(tx, { demonstration });
  const living = async (tx: Tx, id: string): Promise<MachineClient> => {
    const client = await openIdStore(tx, { demonstration }).client(id);
    if (!client) throw unknown();
    return client;
  };
  const keysOf = (jwks: unknown, jwksUri: string | undefined) => givenKeys(jwks, jwksUri, outbound);
  return {
    /** @throws Refusal `client-taken`, `client-not-valid`, `keys-not-valid`, and those of outbound requests */
    async add(tx: Tx, asked: AskedClient, by: string): Promise<void> {
      demandKind(asked, demonstration);
      if (await openIdStore(tx, { demonstration }).clientIdTaken(asked.id)) {
        throw new Refusal('conflict', 'client-taken', 'This client id was given before. Ids are not used twice.');
      }
      const proves = asked.kind === 'system' || asked.jwks !== undefined || asked.jwksUri !== undefined;
      const { jwks, jwksUri } = proves ? await keysOf(asked.jwks, asked.jwksUri) : { jwks: null, jwksUri: null };
      await registration.registerClient(
        {
          ...{ id: asked.id, name: asked.name, scopes: asked.scopes, tokenSeconds: 300 },
          metadata: metadataOf(asked, proves, jwks),
          launchUri: asked.launchUri ?? null,
          ...(asked.provider ? { provider: asked.provider } : {}),
        },
        tx,
      );
      await storeOf(tx).describe(asked.id, {
        ...{ kind: asked.kind, provider: asked.provider?.id ?? null, providerName: asked.provider?.name ?? null },
        ...{ software: asked.software, jwksUri, certificates: asked.certificates ?? [], registeredBy: by },
        frameOrigins: asked.frameOrigins ?? [],
      });
      if (asked.kind !== 'system') return;
      await gate.admit(tx, asked.id, by);
      // After the client: a statement is used up by it, and a refusal undoes both.
      if (asked.softwareStatement !== undefined) await gate.restate(tx, asked.id, asked.softwareStatement, by);
    },
    list: (tx: Tx, after: string) => storeOf(tx).list(after),
    /** @throws Refusal `no-such-client` */
    read: async (tx: Tx, id: string): Promise<ClientSeen> =>
      clientSeen((await storeOf(tx).list('', id))[0], await living(tx, id)),
    /**
     * New keys instead of the old. With `compromised`, what was issued by the old ones ends too.
     * @throws Refusal `no-such-client`, `keys-not-valid`
     */
    async changeKeys(tx: Tx, id: string, given: { jwks?: unknown; jwksUri?: string; compromised?: boolean }) {
      const client = await living(tx, id);
      const { jwks, jwksUri } = await keysOf(given.jwks, given.jwksUri);
      const { jwks: _old, ...metadata } = client.metadata;
      await storeOf(tx).changeKeys(id, jwks ? { ...metadata, jwks } : metadata, jwksUri, runtime.now());
      if (given.compromised) await storeOf(tx).endTokens(id, runtime.now());
    },
    /** @throws Refusal `no-such-client`, `client-not-valid` */
    async change(tx: Tx, id: string, change: ClientChange): Promise<void> {
      await living(tx, id);
      registration.demandScopes(change.scopes ?? []);
      demandOrigins(change.frameOrigins ?? [], demonstration);
      await storeOf(tx).change(id, change);
    },
    /** Stops a client, or lets it go on. Its tokens are refused within half a minute in every process. */
    async stop(tx: Tx, id: string, reason: string | null): Promise<void> {
      await living(tx, id);
      await storeOf(tx).stop(id, reason, runtime.now());
    },
    /** Ends all tokens and grants that the client has; it may ask for new ones. */
    async endTokens(tx: Tx, id: string): Promise<void> {
      await living(tx, id);
      await storeOf(tx).endTokens(id, runtime.now());
    },
  };
}

/** Keys by value are kept, keys by address are read once, so that a mistake is told now and not at night. */
async function givenKeys(jwks: unknown, jwksUri: string | undefined, outbound: OutboundRules) {
  if ((jwks === undefined) === (jwksUri === undefined)) throw wrong('Give either jwks or jwksUri.');
  if (jwksUri === undefined) return { jwks: checkedKeys(jwks), jwksUri: null };
  demandAllowed(jwksUri, outbound);
  await keysAt(jwksUri, outbound);
  return { jwks: null, jwksUri };
}

/** What must be said of a system, and must not of an app. @throws Refusal `client-not-valid` */
function demandKind(asked: AskedClient, demonstration: boolean): void {
  const { kind, provider, scopes, bound, redirectUris = [], software, softwareStatement } = asked;
  const isSystem = kind === 'system';
  demandOrigins(asked.frameOrigins ?? [], demonstration);
  if (isSystem && asked.frameOrigins?.length) throw wrong('Frames are for apps: a person gives them access.');
  if (isSystem !== (provider !== undefined)) throw wrong('A system belongs to a provider, an app to none.');
  if (scopes.some((scope) => scope.startsWith('system/') !== isSystem)) {
    throw wrong('A system has system/… scopes; an app has patient/… and user/… scopes.');
  }
  if (!isSystem && softwareStatement !== undefined) throw wrong('A software statement is for systems of providers.');
  if (software && softwareStatement !== undefined)
    throw wrong('Give either software or softwareStatement: what is signed is believed.');
  if (isSystem && redirectUris.length > 0) throw wrong('A system is sent nowhere: it has no redirect addresses.');
  if (!isSystem && redirectUris.length === 0) throw wrong('An app has at least one redirect address.');
  // A stolen token of a system opens every record that the provider sees.
  if (isSystem && (bound ?? 'none') === 'none' && !demonstration) {
    throw wrong('Tokens of a system are bound to a key: dpop or mtls.');
  }
}

function metadataOf(asked: AskedClient, proves: boolean, jwks: unknown): MachineClient['metadata'] {
  const { kind, algorithm = 'ES384', bound = 'none', redirectUris = [] } = asked;
  return {
    token_endpoint_auth_method: proves ? 'private_key_jwt' : 'none',
    ...(proves ? { token_endpoint_auth_signing_alg: algorithm } : {}),
    ...(jwks ? { jwks } : {}),
    grant_types: kind === 'system' ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    response_types: kind === 'system' ? [] : ['code'],
    redirect_uris: redirectUris,
    ...(bound === 'dpop' ? { dpop_bound_access_tokens: true } : {}),
    ...(bound === 'mtls' ? { tls_client_certificate_bound_access_tokens: true } : {}),
  };
}
