/** The SQL of accounts about apps that act for people: grants, launches, revoked tokens. */
import type { Tx } from '#core/db/database.ts';
import type { Session } from './model.ts';
import { asSession, sessionSelect, type SessionRow } from './session-store.ts';

/** What a person gave an app, with the session in which it was given. */
export interface AppGrant {
  readonly id: string;
  readonly client: string;
  readonly scopes: readonly string[];
  readonly patient: string | null;
  readonly offlineUntil: Date | null;
  readonly endedAt: Date | null;
  readonly session: Session;
}

export interface NewGrant {
  readonly hash: Buffer;
  readonly id: string;
  readonly session: string;
  readonly client: string;
  readonly scopes: readonly string[];
  readonly patient: string | null;
}

/** An app as its owner sees it in the list. */
export interface ConnectedApp {
  readonly id: string;
  readonly client: string;
  readonly scopes: readonly string[];
  readonly patient: string | null;
  readonly grantedAt: Date;
  readonly usedAt: Date;
  readonly offlineUntil: Date | null;
}

export interface Launch {
  readonly client: string;
  readonly session: string;
  readonly patient: string;
}

type GrantRow = SessionRow &
  Pick<AppGrant, 'client' | 'scopes' | 'offlineUntil'> & {
    grantId: string;
    launchPatient: string | null;
    grantEnded: Date | null;
  };

export function appsStore(tx: Tx) {
  const query = <R>(name: string, text: string, values: unknown[]) =>
    tx.query<R>({ name: `accounts-apps-${name}`, text, values });
  return { ...grantQueries(query), ...launchQueries(query), ...revocationQueries(query) };
}

type Run = <R>(name: string, text: string, values: unknown[]) => Promise<{ rows: R[]; rowCount: number }>;

const grantSelect = `${sessionSelect(`, g.id as "grantId", g.client, g.scopes, g.patient as "launchPatient",
    g.offline_until as "offlineUntil", g.ended_at as "grantEnded"`)}
  join accounts.app_grant g on g.session = s.id`;

function grantQueries(query: Run) {
  return {
    async addGrant({ hash, id, session, client, scopes, patient }: NewGrant, now: Date): Promise<void> {
      await query(
        'add-grant',
        `insert into accounts.app_grant (grant_hash, id, session, client, scopes, patient, granted_at, used_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)`,
        [hash, id, session, client, scopes, patient, now],
      );
    },
    async grant(hash: Buffer): Promise<AppGrant | undefined> {
      const { rows } = await query<GrantRow>('grant', `${grantSelect} where g.grant_hash = $1`, [hash]);
      const [row] = rows;
      if (!row) return undefined;
      const { grantId: id, client, scopes, launchPatient: patient, offlineUntil, grantEnded: endedAt } = row;
      return { id, client, scopes, patient, offlineUntil, endedAt, session: asSession(row) };
    },
    /** Use is written down, and for how long the app may go on without the session: the first answer to that stays. */
    async usedGrant(hash: Buffer, now: Date, offlineUntil: Date | null): Promise<void> {
      const text = `update accounts.app_grant set used_at = $2, offline_until = coalesce(offline_until, $3)
        where grant_hash = $1 and ended_at is null`;
      await query('used-grant', text, [hash, now, offlineUntil]);
    },
    /** Ends what came of a grant: refresh tokens and codes at once, access tokens when they are next looked up. */
    async endGrant(hash: Buffer, now: Date): Promise<void> {
      await query(
        'end-grant',
        'update accounts.app_grant set ended_at = coalesce(ended_at, $2) where grant_hash = $1',
        [hash, now],
      );
      await query(
        'end-artefacts',
        `delete from accounts.artefact where grant_hash = $1 or (model = 'Grant' and hash = $1)`,
        [hash],
      );
    },
    /** The hash of a live grant of this account; undefined when it has none of this id. */
    async grantOf(account: string, id: string): Promise<Buffer | undefined> {
      const text = `select g.grant_hash as hash from accounts.app_grant g join accounts.session s on s.id = g.session
        where g.id = $2 and s.account = $1 and g.ended_at is null`;
      return (await query<{ hash: Buffer }>('grant-of', text, [account, id])).rows[0]?.hash;
    },
    async appsOf(account: string, now: Date): Promise<ConnectedApp[]> {
      const text = `select g.id, c.name as client, g.scopes, g.patient, g.granted_at as "grantedAt", g.used_at as "usedAt",
          g.offline_until as "offlineUntil"
        from accounts.session s join accounts.app_grant g on g.session = s.id join accounts.client c on c.id = g.client
        where s.account = $1 and g.ended_at is null and c.disabled_at is null
          and (g.offline_until > $2 or s.ended_at is null and s.ends_at > $2)
        order by g.used_at desc limit 100`;
      return (await query<ConnectedApp>('apps-of', text, [account, now])).rows;
    },
  };
}

function launchQueries(query: Run) {
  return {
    async launchableApps(demonstration: boolean): Promise<{ id: string; name: string }[]> {
      const text = `select id, name from accounts.client
        where launch_uri is not null and disabled_at is null and (not demonstration or $1) order by name limit 100`;
      return (await query<{ id: string; name: string }>('launchable', text, [demonstration])).rows;
    },
    async addLaunch(hash: Buffer, { client, session, patient }: Launch, expiresAt: Date): Promise<void> {
      const text = 'insert into accounts.launch values ($1, $2, $3, $4, $5)';
      await query('add-launch', text, [hash, client, session, patient, expiresAt]);
    },
    async launch(hash: Buffer, now: Date): Promise<Launch | undefined> {
      const text = 'select client, session, patient from accounts.launch where hash = $1 and expires_at > $2';
      return (await query<Launch>('launch', text, [hash, now])).rows[0];
    },
    /** True for the one caller that uses it up. */
    async useLaunch(hash: Buffer, now: Date): Promise<boolean> {
      const text = 'delete from accounts.launch where hash = $1 and expires_at > $2';
      return (await query('use-launch', text, [hash, now])).rowCount === 1;
    },
  };
}

function revocationQueries(query: Run) {
  return {
    async revokeToken(hash: Buffer, expiresAt: Date): Promise<void> {
      await query('revoke', 'insert into accounts.revoked_token values ($1, $2) on conflict do nothing', [
        hash,
        expiresAt,
      ]);
    },
  };
}

export type AppsStore = ReturnType<typeof appsStore>;
