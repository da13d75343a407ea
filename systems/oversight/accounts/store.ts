/**
 * The SQL of accounts about people: accounts, positions, the two factors, failures, sessions. (openid-store.ts has the
 * rest.)
 */
import type { Tx } from '#core/db/database.ts';
import type { Failures } from './lockout.ts';
import type { Account, Position, Session } from './model.ts';

const accountColumns = `id, login, name, patient, practitioner, password,
  second_factor as "secondFactor", passkey_only as "passkeyOnly", demonstration, blocked_at as "blockedAt"`;
const positionColumns = 'number, role, facility, facility_name as "facilityName", least(ended_at, ends_at) as ends';

export type SessionRow = Omit<Session, 'account' | 'position'> &
  Omit<Session['account'], 'id'> &
  Position & { accountId: string };

/** Sessions with their account and position; `more` columns of what is joined behind. */
export const sessionSelect = (more = ''): string => `select s.id, s.started_at as "startedAt",
    s.last_used_at as "lastUsedAt", s.ends_at as "endsAt",
    s.ended_at as "endedAt", a.id as "accountId", a.login, a.name, a.patient, a.practitioner,
    a.blocked_at as "blockedAt",
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

/**
 * The one file that speaks SQL about people and their sessions. `demonstration`: whether demonstration accounts exist.
 */
export function accountStore(tx: Tx, { demonstration }: { demonstration: boolean }) {
  const one = async <R>(name: string, text: string, values: unknown[]): Promise<R | undefined> =>
    (await tx.query<R>({ name: `accounts-${name}`, text, values })).rows[0];
  const many = async <R>(name: string, text: string, values: unknown[]): Promise<R[]> =>
    (await tx.query<R>({ name: `accounts-${name}`, text, values })).rows;
  const run = async (name: string, text: string, values: unknown[]): Promise<number> =>
    (await tx.query({ name: `accounts-${name}`, text, values })).rowCount;
  const queries = { one, many, run };
  return {
    ...accountQueries(queries, demonstration),
    ...changingQueries(queries),
    ...factorQueries(queries),
    ...sessionQueries(queries),
    ...upkeepQueries(queries),
  };
}

interface Queries {
  one<R>(name: string, text: string, values: unknown[]): Promise<R | undefined>;
  many<R>(name: string, text: string, values: unknown[]): Promise<R[]>;
  run(name: string, text: string, values: unknown[]): Promise<number>;
}

function accountQueries({ one, many }: Queries, demonstration: boolean) {
  return {
    accountOfLogin: (login: string) =>
      one<Account>(
        'of-login',
        `select ${accountColumns} from accounts.account where login = $1 and (not demonstration or $2)`,
        [login, demonstration],
      ),
    account: (id: string) =>
      one<Account>(
        'by-id',
        `select ${accountColumns} from accounts.account where id = $1 and (not demonstration or $2)`,
        [id, demonstration],
      ),
    accountOfPatient: (patient: string) =>
      one<Account>(
        'of-patient',
        `select ${accountColumns} from accounts.account where patient = $1 and (not demonstration or $2)`,
        [patient, demonstration],
      ),
    hasAccount: async (practitioner: string): Promise<boolean> =>
      (await one('of-practitioner', 'select from accounts.account where practitioner = $1', [practitioner])) !==
      undefined,
    /** What the person may act as now. */
    positions: (account: string, now: Date) =>
      many<Position>(
        'positions',
        `select ${positionColumns} from accounts.position
         where account = $1 and coalesce(least(ended_at, ends_at), 'infinity') > $2 order by number`,
        [account, now],
      ),
  };
}

function changingQueries({ run }: Queries) {
  return {
    /** False when the login, the patient or the practitioner has an account: one person, one account (C-03). */
    addAccount: async (account: Account, now: Date): Promise<boolean> =>
      (await run(
        'add',
        `insert into accounts.account
           (id, login, name, patient, practitioner, password, second_factor, demonstration, created_at, passkey_only)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
        [
          account.id,
          account.login,
          account.name,
          account.patient,
          account.practitioner,
          account.password,
          account.secondFactor,
          account.demonstration,
          now,
          account.passkeyOnly,
        ],
      )) === 1,
    addPosition: (account: string, position: Omit<Position, 'ends'>) =>
      run('add-position', 'insert into accounts.position values ($1, $2, $3, $4, $5) on conflict do nothing', [
        account,
        position.number,
        position.role,
        position.facility,
        position.facilityName,
      ]),
    changeCredentials: (account: string, password: string | null, secondFactor: Buffer | null, passkeyOnly: boolean) =>
      run(
        'change-credentials',
        'update accounts.account set password = $2, second_factor = $3, passkey_only = $4 where id = $1',
        [account, password, secondFactor, passkeyOnly],
      ),
    signedIn: (account: string, now: Date) =>
      run('signed-in', 'update accounts.account set last_signed_in_at = $2, warned_at = null where id = $1', [
        account,
        now,
      ]),
    block: (account: string, now: Date | null) =>
      run('block', 'update accounts.account set blocked_at = $2 where id = $1', [account, now]),
  };
}

function factorQueries({ one, run }: Queries) {
  return {
    addHandle: (hash: Buffer, account: string, expiresAt: Date) =>
      run('add-handle', 'insert into accounts.handle (hash, account, expires_at) values ($1, $2, $3)', [
        hash,
        account,
        expiresAt,
      ]),
    /** The handle, held until the transaction ends: two attempts with one handle go one after the other. */
    lockHandle: (hash: Buffer, now: Date) =>
      one<{ account: string; failures: number }>(
        'lock-handle',
        'select account, failures from accounts.handle where hash = $1 and expires_at > $2 for update',
        [hash, now],
      ),
    dropHandle: (hash: Buffer) => run('drop-handle', 'delete from accounts.handle where hash = $1', [hash]),
    failHandle: (hash: Buffer) =>
      run('fail-handle', 'update accounts.handle set failures = failures + 1 where hash = $1', [hash]),
    /** False when the step was used before: the primary key decides, also between two at the same moment. */
    useStep: async (account: string, step: number): Promise<boolean> =>
      (await run('use-step', 'insert into accounts.used_step values ($1, $2) on conflict do nothing', [
        account,
        step,
      ])) === 1,

    /** The counters of a subject, held until the transaction ends. */
    lockFailures: async (subject: Buffer, source: string, now: Date): Promise<Failures> =>
      (await one<Failures>(
        'lock-failures',
        `insert into accounts.failure (subject, source, failures, locks, last_at) values ($1, $2, 0, 0, $3)
         on conflict (subject, source) do update set last_at = excluded.last_at
         returning failures, locks, locked_until as "lockedUntil"`,
        [subject, source, now],
      )) as Failures,
    saveFailures: (subject: Buffer, source: string, row: Failures) =>
      run(
        'save-failures',
        'update accounts.failure set failures = $3, locks = $4, locked_until = $5 where subject = $1 and source = $2',
        [subject, source, row.failures, row.locks, row.lockedUntil],
      ),
    clearFailures: (subject: Buffer, source: string) =>
      run('clear-failures', 'delete from accounts.failure where subject = $1 and source = $2', [subject, source]),
    failingSubjects: async (source: string, since: Date): Promise<number> =>
      Number(
        (
          await one<{ count: string }>(
            'failing-subjects',
            `select count(*) from
             (select from accounts.failure where source = $1 and last_at > $2 limit 1000) as failing`,
            [source, since],
          )
        )?.count,
      ),
  };
}

function sessionQueries({ one, many, run }: Queries) {
  return {
    addSession: (session: Session, hash: Buffer, from: OpenedFrom) =>
      run(
        'add-session',
        `insert into accounts.session
           (id, hash, account, position, started_at, last_used_at, ends_at, source, device, factors)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)`,
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
    /** False when the session was ended, here or by another process. */
    touchSession: async (id: string, now: Date): Promise<boolean> =>
      (await run(
        'touch-session',
        'update accounts.session set last_used_at = greatest(last_used_at, $2) where id = $1 and ended_at is null',
        [id, now],
      )) === 1,
    /** Ends a session of this account. False when there is none. */
    endSession: async (id: string, account: string, now: Date): Promise<boolean> =>
      (await run(
        'end-session',
        'update accounts.session set ended_at = $3 where id = $1 and account = $2 and ended_at is null',
        [id, account, now],
      )) === 1,
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

function upkeepQueries({ run }: Queries) {
  return {
    /** Forgets what has no more use, a bounded number of rows at a time. */
    async forget(now: Date, oldestStep: number): Promise<number> {
      const day = 24 * 60 * 60_000;
      const forgotten = await Promise.all([
        run('forget-handles', forgetting('handle', 'expires_at < $1'), [now]),
        run('forget-steps', forgetting('used_step', 'step < $1'), [oldestStep]),
        run('forget-failures', forgetting('failure', 'last_at < $1'), [new Date(now.getTime() - 2 * day)]),
        run('forget-sessions', forgetting('session', 'ends_at < $1'), [new Date(now.getTime() - 30 * day)]),
        run('forget-artefacts', forgetting('artefact', 'expires_at < $1'), [now]),
        run('forget-challenges', forgetting('used_challenge', 'expires_at < $1'), [now]),
        run('forget-proofs', forgetting('step_up', 'expires_at < $1'), [now]),
        run('forget-launches', forgetting('launch', 'expires_at < $1'), [now]),
        run('forget-revoked', forgetting('revoked_token', 'expires_at < $1'), [now]),
      ]);
      return forgotten.reduce((sum, rows) => sum + rows, 0);
    },
  };
}

const forgetting = (table: string, condition: string): string =>
  `delete from accounts.${table}
   where ctid = any (array(select ctid from accounts.${table} where ${condition} limit 1000))`;

export type AccountStore = ReturnType<typeof accountStore>;
