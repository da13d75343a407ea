/** The SQL of accounts about browser sessions. */
import type { Acting, Position, Session } from './model.ts';

export type SessionRow = Omit<Session, 'account' | 'position' | 'lockedAt'> & { lockedAt: Date | null } & Omit<
    Session['account'],
    'id'
  > &
  Position & { accountId: string };

/** Sessions with their account and position; `more` columns of what is joined behind. */
export const sessionSelect = (more = ''): string => `select s.id, s.started_at as "startedAt",
    s.last_used_at as "lastUsedAt", s.ends_at as "endsAt",
    s.ended_at as "endedAt", s.locked_at as "lockedAt", s.acting, s.lacks, s.acr, coalesce(s.proven_at, s.started_at) as "provenAt",
    a.id as "accountId", a.login, a.name, a.patient, a.practitioner,
    a.blocked_at as "blockedAt", a.recovered_at as "recoveredAt",
    p.number, p.role, p.facility, p.facility_name as "facilityName", least(p.ended_at, p.ends_at) as ends${more}
  from accounts.session s
  join accounts.account a on a.id = s.account
  join accounts.position p on p.account = s.account and p.number = s.position`;

export const asSession = (row: SessionRow): Session => ({
  id: row.id,
  account: {
    id: row.accountId,
    login: row.login,
    name: row.name,
    patient: row.patient,
    practitioner: row.practitioner,
    blockedAt: row.blockedAt,
    recoveredAt: row.recoveredAt,
  },
  position: {
    number: row.number,
    role: row.role,
    facility: row.facility,
    facilityName: row.facilityName,
    ends: row.ends,
  },
  startedAt: row.startedAt,
  lastUsedAt: row.lastUsedAt,
  endsAt: row.endsAt,
  endedAt: row.endedAt,
  ...(row.lockedAt ? { lockedAt: row.lockedAt } : {}),
  lacks: row.lacks,
  acr: row.acr,
  provenAt: row.provenAt,
  ...(row.acting ? { acting: row.acting } : {}),
});

export interface SessionListing {
  readonly id: string;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  readonly endsAt: Date;
  readonly source: string;
  readonly device: string;
  readonly factors: readonly string[];
}

/** Where a session was opened, and by what. */
export interface OpenedFrom {
  readonly source: string;
  readonly device: string;
  /** `['passkey']`, `['password', 'totp']`, `['password', 'recovery']`. */
  readonly factors: readonly string[];
}

export interface Queries {
  one<R>(name: string, text: string, values: unknown[]): Promise<R | undefined>;
  many<R>(name: string, text: string, values: unknown[]): Promise<R[]>;
  run(name: string, text: string, values: unknown[]): Promise<number>;
}

export function sessionQueries({ one, run }: Queries) {
  return {
    addSession: (session: Session, hash: Buffer, from: OpenedFrom) =>
      run(
        'add-session',
        `insert into accounts.session
           (id, hash, account, position, started_at, last_used_at, ends_at, source, device, factors, lacks, acr)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11)`,
        [
          session.id,
          hash,
          session.account.id,
          session.position.number,
          session.startedAt,
          session.endsAt,
          from.source,
          from.device,
          from.factors,
          session.lacks,
          session.acr,
        ],
      ),
    sessionOfHash: async (hash: Buffer): Promise<Session | undefined> => {
      const row = await one<SessionRow>('session-of-hash', `${sessionSelect()} where s.hash = $1`, [hash]);
      return row && asSession(row);
    },
    session: async (id: string): Promise<Session | undefined> => {
      const row = await one<SessionRow>('session', `${sessionSelect()} where s.id = $1`, [id]);
      return row && asSession(row);
    },
  };
}

/** What changes a session, and the list of one's own. */
export function openSessionQueries({ many, run }: Queries) {
  return {
    /** False when the session was ended, here or by another process. */
    touchSession: async (id: string, now: Date): Promise<boolean> =>
      (await run(
        'touch-session',
        'update accounts.session set last_used_at = greatest(last_used_at, $2) where id = $1 and ended_at is null',
        [id, now],
      )) === 1,
    /** A factor was shown to a session that was locked because of an alert. */
    unlockSession: (id: string) =>
      run('unlock-session', 'update accounts.session set locked_at = null where id = $1', [id]),
    /** Ends a session of this account. False when there is none. */
    endSession: async (id: string, account: string, now: Date): Promise<boolean> =>
      (await run(
        'end-session',
        'update accounts.session set ended_at = $3 where id = $1 and account = $2 and ended_at is null',
        [id, account, now],
      )) === 1,
    /** Ends the oldest live sessions of an account beyond so many. How many it ended. */
    endOldest: (account: string, keep: number, now: Date) =>
      run(
        'end-oldest',
        `update accounts.session set ended_at = $3 where id in
           (select id from accounts.session where account = $1 and ended_at is null and ends_at > $3
            order by last_used_at desc, started_at desc offset $2)`,
        [account, keep, now],
      ),
    /** Ends all sessions of an account but one. */
    endOthers: (account: string, but: string, now: Date) =>
      run(
        'end-others',
        'update accounts.session set ended_at = $3 where account = $1 and id <> $2 and ended_at is null',
        [account, but, now],
      ),
    /** Null: for themselves. */
    actFor: (id: string, acting: Acting | null) =>
      run('act-for', 'update accounts.session set acting = $2 where id = $1', [id, acting && JSON.stringify(acting)]),
    /** A factor was shown in the session. */
    proveSession: (id: string, now: Date) =>
      run('prove-session', 'update accounts.session set proven_at = $2 where id = $1', [id, now]),
    /** What the session lacked has been done. */
    completeSession: (id: string) =>
      run('complete-session', 'update accounts.session set lacks = null where id = $1', [id]),
    moveSession: (id: string, position: number) =>
      run('move-session', 'update accounts.session set position = $2 where id = $1', [id, position]),
    sessionsOf: (account: string, now: Date) =>
      many<SessionListing>(
        'sessions-of',
        `select id, started_at as "startedAt", last_used_at as "lastUsedAt", ends_at as "endsAt",
           source, device, factors
         from accounts.session where account = $1 and ended_at is null and ends_at > $2
         order by last_used_at desc limit 100`,
        [account, now],
      ),
  };
}
