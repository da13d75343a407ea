/** The SQL of accounts about the register of clients. */
import type { GateState } from '#core/access/gate-state.ts';
import type { Tx } from '#core/db/database.ts';

export interface ClientDescription {
  readonly kind: 'system' | 'app';
  readonly provider: string | null;
  readonly providerName: string | null;
  readonly software: { readonly vendor: string; readonly product: string; readonly version: string } | undefined;
  readonly jwksUri: string | null;
  readonly certificates: readonly string[];
  readonly frameOrigins: readonly string[];
  readonly registeredBy: string;
}

export interface ClientChange {
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly certificates?: readonly string[];
  /** Apps: whose pages may show the profile in a frame. */
  readonly frameOrigins?: readonly string[];
}

/** A client as operators see it. */
export interface ClientListing {
  readonly id: string;
  readonly name: string;
  readonly kind: 'system' | 'app';
  readonly provider: string | null;
  readonly providerName: string | null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly scopes: readonly string[];
  readonly jwksUri: string | null;
  readonly certificates: readonly string[];
  readonly frameOrigins: readonly string[];
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  readonly stopReason: string | null;
  readonly gateState: GateState;
  readonly gateUntil: Date | null;
  readonly transitionEnds: Date | null;
}

const page = 100;

export function clientStore(tx: Tx, { demonstration }: { demonstration: boolean }) {
  const run = <R>(name: string, text: string, values: unknown[]) =>
    tx.query<R>({ name: `accounts-clients-${name}`, text, values });
  return {
    async describe(id: string, client: ClientDescription): Promise<void> {
      const { kind, provider, providerName, software, jwksUri, certificates, registeredBy } = client;
      await run(
        'describe',
        `update accounts.client set kind = $2, provider = $3, provider_name = $4, vendor = $5, product = $6,
           software_version = $7, jwks_uri = $8, certificates = $9, registered_by = $10,
           frame_origins = $11 where id = $1`,
        [
          ...[id, kind, provider, providerName, software?.vendor ?? null, software?.product ?? null],
          ...[software?.version ?? null, jwksUri, certificates, registeredBy, client.frameOrigins],
        ],
      );
    },
    /** Ids of the systems of providers that are registered with a certificate, two at most. */
    async withCertificate(thumbprint: string): Promise<string[]> {
      const text = `select id from accounts.client where kind = 'system' and certificates @> array[$1] limit 2`;
      return (await run<{ id: string }>('with-certificate', text, [thumbprint])).rows.map(({ id }) => id);
    },
    /** With `only`, that one. */
    async list(after: string, only: string | null = null): Promise<ClientListing[]> {
      const text = `select id, name, kind, provider, provider_name as "providerName", vendor, product,
          software_version as version, scopes, jwks_uri as "jwksUri", certificates,
          frame_origins as "frameOrigins", created_at as "createdAt",
          disabled_at as "disabledAt", stop_reason as "stopReason", gate_state as "gateState",
          gate_until as "gateUntil", transition_ends as "transitionEnds"
        from accounts.client where id > $1 and (not demonstration or $2) and ($3::text is null or id = $3)
        order by id limit ${page}`;
      return (await run<ClientListing>('list', text, [after, demonstration, only])).rows;
    },
    /** Of an app that may be used now. */
    async frameOrigins(id: string): Promise<readonly string[]> {
      const text = `select frame_origins as origins from accounts.client
        where id = $1 and kind = 'app' and disabled_at is null and (not demonstration or $2)`;
      return (await run<{ origins: string[] }>('frame-origins', text, [id, demonstration])).rows[0]?.origins ?? [];
    },
    async changeKeys(id: string, metadata: object, jwksUri: string | null, now: Date): Promise<void> {
      const text = 'update accounts.client set metadata = $2, jwks_uri = $3, keys_since = $4 where id = $1';
      await run('change-keys', text, [id, JSON.stringify(metadata), jwksUri, now]);
    },
    async change(id: string, { name, scopes, certificates, frameOrigins }: ClientChange): Promise<void> {
      const text = `update accounts.client set name = coalesce($2, name), scopes = coalesce($3, scopes),
        certificates = coalesce($4, certificates),
        frame_origins = coalesce($5, frame_origins) where id = $1`;
      await run('change', text, [id, name ?? null, scopes ?? null, certificates ?? null, frameOrigins ?? null]);
    },
    /** With a reason it is stopped, without it goes on. */
    async stop(id: string, reason: string | null, now: Date): Promise<void> {
      const text = 'update accounts.client set disabled_at = $2, stop_reason = $3 where id = $1';
      await run('stop', text, [id, reason === null ? null : now, reason]);
    },
    async endTokens(id: string, now: Date): Promise<void> {
      await run('end-tokens', 'update accounts.client set tokens_after = $2 where id = $1', [id, now]);
      const ended =
        'update accounts.app_grant set ended_at = $2 where client = $1 and ended_at is null returning grant_hash';
      const artefacts = `delete from accounts.artefact a using ended e
        where a.grant_hash = e.grant_hash or (a.model = 'Grant' and a.hash = e.grant_hash)`;
      await run('end-grants', `with ended as (${ended}) ${artefacts}`, [id, now]);
    },
  };
}
