/** The SQL of the compliance gate: vendors, where clients stand, what they declared and ran, and every step. */
import type { JSONWebKeySet } from 'jose';
import type { Tx } from '#core/db/database.ts';
import type { Declaration } from './declarations.ts';
import type { Standing } from './lifecycle.ts';

export interface Vendor {
  readonly id: string;
  readonly name: string;
  readonly jwks: JSONWebKeySet;
  readonly registeredAt: Date;
  readonly stoppedAt: Date | null;
  readonly stopReason: string | null;
}

/** What the gate knows of a client. */
export interface GatedClient extends Standing {
  readonly id: string;
  readonly name: string;
  readonly kind: 'system' | 'app';
  readonly provider: string | null;
  readonly providerName: string | null;
  readonly softwareId: string | null;
  readonly vendorId: string | null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly metadata: { readonly [name: string]: unknown };
  readonly jwksUri: string | null;
  readonly certificates: readonly string[];
  readonly gateSince: Date;
  readonly keysSince: Date;
  readonly keysHash: Buffer | null;
  readonly tlsSeen: string | null;
  readonly tokenAt: Date | null;
  readonly registeredBy: string | null;
}

export interface GateStepRow {
  readonly client: string;
  readonly at: Date;
  readonly step: string;
  readonly cameFrom: string;
  readonly wentTo: string;
  readonly by: string;
  readonly reason: string | null;
}

export interface DeclarationRow {
  readonly number: number;
  readonly madeAt: Date;
  readonly software: string;
  readonly validUntil: string;
  readonly requirements: Declaration['requirements'];
  readonly signed: string;
}

export interface RunRow {
  readonly id: string;
  readonly software: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly passed: boolean | null;
  readonly failing: readonly string[] | null;
}

const asker =
  (tx: Tx) =>
  <R>(name: string, text: string, values: unknown[]) =>
    tx.query<R>({ name: `accounts-gate-${name}`, text, values });

export function vendorStore(tx: Tx) {
  const run = asker(tx);
  return {
    async vendor(id: string): Promise<Vendor | undefined> {
      return (await run<Vendor>('vendor', `select ${vendorColumns} from accounts.software_vendor where id = $1`, [id]))
        .rows[0];
    },
    async vendors(): Promise<Vendor[]> {
      const text = `select ${vendorColumns} from accounts.software_vendor order by id limit 500`;
      return (await run<Vendor>('vendors', text, [])).rows;
    },
    /** False when it is there. */
    async addVendor(id: string, name: string, jwks: unknown, by: string, now: Date): Promise<boolean> {
      const text = `insert into accounts.software_vendor (id, name, jwks, registered_by, registered_at)
        values ($1, $2, $3, $4, $5) on conflict do nothing`;
      return (await run('add-vendor', text, [id, name, JSON.stringify(jwks), by, now])).rowCount === 1;
    },
    async stopVendor(id: string, reason: string, now: Date): Promise<boolean> {
      const text = `update accounts.software_vendor set stopped_at = coalesce(stopped_at, $2), stop_reason = $3
        where id = $1`;
      return (await run('stop-vendor', text, [id, now, reason])).rowCount === 1;
    },
    /** False for one that was used. */
    async useStatement(mark: Buffer, client: string): Promise<boolean> {
      const text = 'insert into accounts.used_statement (hash, client) values ($1, $2) on conflict do nothing';
      return (await run('use-statement', text, [mark, client])).rowCount === 1;
    },
  };
}

const vendorColumns = `id, name, jwks, registered_at as "registeredAt", stopped_at as "stoppedAt",
  stop_reason as "stopReason"`;

const clientColumns = `id, name, kind, provider, provider_name as "providerName", software_id as "softwareId",
  vendor_id as "vendorId", vendor, product, software_version as version, metadata, jwks_uri as "jwksUri", certificates,
  gate_state as "gateState", gate_since as "gateSince", gate_until as "gateUntil",
  transition_ends as "transitionEnds", keys_since as "keysSince", keys_hash as "keysHash", tls_seen as "tlsSeen",
  token_at as "tokenAt", registered_by as "registeredBy"`;

export function gateStore(tx: Tx) {
  return { ...standingQueries(tx), ...paperQueries(tx) };
}

function standingQueries(tx: Tx) {
  const run = asker(tx);
  return {
    /** With `lock` for a change: steps of one client come one after the other. */
    async client(id: string, lock = false): Promise<GatedClient | undefined> {
      const text = `select ${clientColumns} from accounts.client where id = $1 and kind = 'system'`;
      const [name, whole] = lock ? ['lock', `${text} for update`] : ['client', text];
      return (await run<GatedClient>(name, whole, [id])).rows[0];
    },
    /** Of one software, all or of a version. */
    async running(softwareId: string, version: string | null): Promise<GatedClient[]> {
      const text = `select ${clientColumns} from accounts.client where kind = 'system' and software_id = $1
        and ($2::text is null or software_version = $2) order by id for update`;
      return (await run<GatedClient>('running', text, [softwareId, version])).rows;
    },
    async outlived(now: Date): Promise<GatedClient[]> {
      const text = `select ${clientColumns} from accounts.client
        where kind = 'system' and gate_state = 'verified' and gate_until <= $1 order by id limit 500 for update skip locked`;
      return (await run<GatedClient>('outlived', text, [now])).rows;
    },
    async move(id: string, to: Standing, now: Date): Promise<void> {
      const text = `update accounts.client set gate_state = $2, gate_until = $3, transition_ends = $4, gate_since = $5
        where id = $1`;
      await run('move', text, [id, to.gateState, to.gateUntil, to.transitionEnds, now]);
    },
    async addStep({ client, at, step, cameFrom, wentTo, by, reason }: GateStepRow): Promise<void> {
      const text = `insert into accounts.gate_step (client, at, step, came_from, went_to, by, reason)
        values ($1, $2, $3, $4, $5, $6, $7)`;
      await run('add-step', text, [client, at, step, cameFrom, wentTo, by, reason]);
    },
    async steps(client: string): Promise<GateStepRow[]> {
      const text = `select client, at, step, came_from as "cameFrom", went_to as "wentTo", by, reason
        from accounts.gate_step where client = $1 order by number desc limit 100`;
      return (await run<GateStepRow>('steps', text, [client])).rows;
    },
    async setTransition(id: string, ends: Date): Promise<void> {
      await run('transition', 'update accounts.client set transition_ends = $2 where id = $1', [id, ends]);
    },
    async setSoftware(id: string, software: readonly (string | null)[]): Promise<void> {
      const text = `update accounts.client set software_id = $2, vendor_id = $3, vendor = $4, product = $5,
        software_version = $6 where id = $1`;
      await run('software', text, [id, ...software]);
    },
    async setKeys(id: string, mark: Buffer, since: Date): Promise<void> {
      await run('keys', 'update accounts.client set keys_hash = $2, keys_since = $3 where id = $1', [id, mark, since]);
    },
    /** That a token was given, and over which TLS: written at most once an hour. */
    async saw(id: string, tls: string | null, now: Date): Promise<void> {
      const text = `update accounts.client set token_at = $3, tls_seen = coalesce($2, tls_seen) where id = $1
        and (token_at is null or token_at < $3::timestamptz - interval '1 hour' or tls_seen is distinct from $2)`;
      await run('saw', text, [id, tls, now]);
    },
  };
}

function paperQueries(tx: Tx) {
  const run = asker(tx);
  return {
    async addDeclaration(client: string, declared: Omit<DeclarationRow, 'number'>): Promise<void> {
      const { madeAt, software, validUntil, requirements, signed } = declared;
      const text = `insert into accounts.gate_declaration
          (client, number, made_at, software, valid_until, requirements, signed)
        select $1, 1 + coalesce(max(number), 0), $2, $3, $4, $5, $6 from accounts.gate_declaration where client = $1`;
      await run('declare', text, [client, madeAt, software, validUntil, JSON.stringify(requirements), signed]);
    },
    async declaration(client: string): Promise<DeclarationRow | undefined> {
      const text = `select number, made_at as "madeAt", software, valid_until::text as "validUntil", requirements,
          signed
        from accounts.gate_declaration where client = $1 order by number desc limit 1`;
      return (await run<DeclarationRow>('declaration', text, [client])).rows[0];
    },
    async addRun(id: string, client: string, software: string, now: Date): Promise<void> {
      const text = 'insert into accounts.gate_run (id, client, software, started_at) values ($1, $2, $3, $4)';
      await run('add-run', text, [id, client, software, now]);
    },
    /** Runs that were begun within a day: they are kept, so they are counted. */
    async begun(client: string, since: Date): Promise<number> {
      const text = 'select count(*)::int as n from accounts.gate_run where client = $1 and started_at > $2';
      return (await run<{ n: number }>('begun', text, [client, since])).rows[0]?.n ?? 0;
    },
    /** True for the one report that ends a run of the client, begun after `since`. */
    async finishRun(id: string, client: string, failing: readonly string[], now: Date, since: Date): Promise<boolean> {
      const text = `update accounts.gate_run set finished_at = $3, passed = $4, failing = $5
        where id = $1 and client = $2 and finished_at is null and started_at > $6`;
      return (await run('finish-run', text, [id, client, now, failing.length === 0, failing, since])).rowCount === 1;
    },
    async lastRun(client: string): Promise<RunRow | undefined> {
      const text = `select id, software, started_at as "startedAt", finished_at as "finishedAt", passed, failing
        from accounts.gate_run where client = $1 and finished_at is not null order by finished_at desc limit 1`;
      return (await run<RunRow>('last-run', text, [client])).rows[0];
    },
  };
}
