/** The SQL of accounts about OpenID Connect: clients, signing keys, and what oidc-provider keeps. */
import type { Tx } from '#core/db/database.ts';
import type { Standing as GateStanding } from './machines/gate/lifecycle.ts';
import type { MachineClient } from './model.ts';

export interface ArtefactRow {
  readonly sealed: Buffer;
  readonly consumedAt: Date | null;
}

export interface Artefact {
  readonly model: string;
  readonly hash: Buffer;
  readonly sealed: Buffer;
  readonly grant: Buffer | null;
  readonly uid: Buffer | null;
  readonly expiresAt: Date;
}

export interface Standing extends Pick<MachineClient, 'id' | 'name' | 'disabledAt'>, GateStanding {
  readonly revoked: boolean;
  /** Tokens issued before are refused. */
  readonly tokensAfter: Date | null;
  readonly provider: string | null;
  readonly perMinute: number | null;
}

/** A client with what is known of its software, and where that stands. */
export interface KnownClient extends MachineClient, GateStanding {
  readonly software: { readonly [what in 'vendor' | 'product' | 'version']: string | null } | null;
}

export function openIdStore(tx: Tx, { demonstration }: { demonstration: boolean }) {
  const query = <R>(name: string, text: string, values: unknown[]) =>
    tx.query<R>({ name: `accounts-openid-${name}`, text, values });
  return { ...clientQueries(query, demonstration), ...keyQueries(query), ...artefactQueries(query) };
}

const gateColumns = `gate_state as "gateState", gate_until as "gateUntil", transition_ends as "transitionEnds"`;

type Run = <R>(name: string, text: string, values: unknown[]) => Promise<{ rows: R[]; rowCount: number }>;

function clientQueries(query: Run, demonstration: boolean) {
  return {
    async client(id: string): Promise<KnownClient | undefined> {
      const text = `select id, name, metadata, scopes, token_seconds as "tokenSeconds", demonstration,
          disabled_at as "disabledAt", launch_uri as "launchUri", jwks_uri as "jwksUri", certificates,
          case when provider is not null then json_build_object('id', provider, 'name', provider_name) end as provider,
          per_minute as "perMinute", case when kind = 'system' then json_build_object(
            'vendor', vendor, 'product', product, 'version', software_version) end as software, ${gateColumns}
        from accounts.client where id = $1 and (not demonstration or $2)`;
      return (await query<KnownClient>('client', text, [id, demonstration])).rows[0];
    },
    /** What decides whether a token of a client is still good: is the client stopped, is the token revoked? */
    async standing(id: string, token: Buffer): Promise<Standing | undefined> {
      const text = `select id, name, disabled_at as "disabledAt", tokens_after as "tokensAfter", provider,
          per_minute as "perMinute", ${gateColumns},
          exists (select from accounts.revoked_token where hash = $3) as revoked
        from accounts.client where id = $1 and (not demonstration or $2)`;
      return (await query<Standing>('standing', text, [id, demonstration, token])).rows[0];
    },
    /** Also of the demonstration, and of what was stopped: an id means one client for ever. */
    async clientIdTaken(id: string): Promise<boolean> {
      return (await query('client-taken', 'select from accounts.client where id = $1', [id])).rowCount === 1;
    },
    async saveClient(client: MachineClient, now: Date): Promise<void> {
      const { id, name, metadata, scopes, tokenSeconds, disabledAt, launchUri = null } = client;
      await query(
        'save-client',
        `insert into accounts.client
           (id, name, metadata, scopes, token_seconds, demonstration, created_at, disabled_at, launch_uri,
            kind, provider, provider_name, per_minute, gate_state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
           case when $6 or $10 = 'app' then 'verified' else 'undeclared' end)
         on conflict (id) do update
           set name = $2, metadata = $3, scopes = $4, token_seconds = $5, disabled_at = $8, launch_uri = $9
         where client.demonstration = $6`,
        [
          id,
          name,
          JSON.stringify(metadata),
          scopes,
          tokenSeconds,
          client.demonstration,
          now,
          disabledAt,
          launchUri,
          ...kindOf(client),
          client.perMinute ?? null,
        ],
      );
    },
  };
}

/** Kind, provider and its name. */
function kindOf({ metadata, provider }: MachineClient): (string | null)[] {
  const isSystem = (metadata.grant_types as string[] | undefined)?.includes('client_credentials') ?? false;
  return [isSystem ? 'system' : 'app', provider?.id ?? null, provider?.name ?? null];
}

function keyQueries(query: Run) {
  return {
    async signingKeys(): Promise<{ kid: string; sealed: Buffer }[]> {
      const text = 'select kid, sealed from accounts.signing_key order by created_at desc, kid limit 5';
      return (await query<{ kid: string; sealed: Buffer }>('keys', text, [])).rows;
    },
    /** Adds the first signing key. Of processes that start at once, one adds and the others find it. */
    async addFirstSigningKey(kid: string, sealed: Buffer, now: Date): Promise<void> {
      await query('lock-keys', `select pg_advisory_xact_lock(hashtext('accounts.signing_key'))`, []);
      await query(
        'add-first-key',
        'insert into accounts.signing_key select $1, $2, $3 where not exists (select from accounts.signing_key)',
        [kid, sealed, now],
      );
    },
  };
}

function artefactQueries(query: Run) {
  return {
    async keep({ model, hash, sealed, grant, uid, expiresAt }: Artefact): Promise<void> {
      await query(
        'keep',
        `insert into accounts.artefact (model, hash, sealed, grant_hash, uid_hash, expires_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (model, hash) do update set sealed = $3, grant_hash = $4, uid_hash = $5, expires_at = $6`,
        [model, hash, sealed, grant, uid, expiresAt],
      );
    },
    /**
     * Keeps what may be there only once. False when it was there: the primary key decides, also between two at once.
     */
    async keepOnce({ model, hash, sealed, expiresAt }: Artefact): Promise<boolean> {
      const text = `insert into accounts.artefact (model, hash, sealed, expires_at)
        values ($1, $2, $3, $4) on conflict do nothing`;
      return (await query('keep-once', text, [model, hash, sealed, expiresAt])).rowCount === 1;
    },
    async find(model: string, hash: Buffer, now: Date): Promise<ArtefactRow | undefined> {
      const text = `select sealed, consumed_at as "consumedAt" from accounts.artefact
        where model = $1 and hash = $2 and expires_at > $3`;
      return (await query<ArtefactRow>('find', text, [model, hash, now])).rows[0];
    },
    async findByUid(model: string, uid: Buffer, now: Date): Promise<(ArtefactRow & { hash: Buffer }) | undefined> {
      const text = `select hash, sealed, consumed_at as "consumedAt" from accounts.artefact
        where model = $1 and uid_hash = $2 and expires_at > $3`;
      return (await query<ArtefactRow & { hash: Buffer }>('find-by-uid', text, [model, uid, now])).rows[0];
    },
    /** True for the one caller that consumes it. */
    async consume(model: string, hash: Buffer, now: Date): Promise<boolean> {
      const text =
        'update accounts.artefact set consumed_at = $3 where model = $1 and hash = $2 and consumed_at is null';
      return (await query('consume', text, [model, hash, now])).rowCount === 1;
    },
    async destroy(model: string, hash: Buffer): Promise<void> {
      await query('destroy', 'delete from accounts.artefact where model = $1 and hash = $2', [model, hash]);
    },
    async revokeGrant(model: string, grant: Buffer): Promise<void> {
      await query('revoke', 'delete from accounts.artefact where model = $1 and grant_hash = $2', [model, grant]);
    },
  };
}

export type OpenIdStore = ReturnType<typeof openIdStore>;
