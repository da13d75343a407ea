/**
 * The SQL of accounts about people: accounts, positions, the two factors, failures, sessions. (openid-store.ts has the
 * rest.)
 */
import type { Tx } from '#core/db/database.ts';
import type { Failures } from './lockout.ts';
import type { Account, KnownAccount, Position } from './model.ts';
import { openSessionQueries, type Queries, sessionQueries } from './session-store.ts';

const accountColumns = `id, login, name, patient, practitioner, password,
  second_factor as "secondFactor", passkey_only as "passkeyOnly", demonstration, blocked_at as "blockedAt",
  password_set_at as "passwordSetAt", change_ordered_at as "changeOrderedAt", password_off_at as "passwordOffAt", last_signed_in_at as "lastSignedInAt", recovered_at as "recoveredAt"`;
const positionColumns = 'number, role, facility, facility_name as "facilityName", least(ended_at, ends_at) as ends';

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
    ...openSessionQueries(queries),
    ...passwordQueries(queries),
    ...upkeepQueries(queries),
  };
}

function accountQueries({ one, many }: Queries, demonstration: boolean) {
  return {
    accountOfLogin: (login: string) =>
      one<KnownAccount>(
        'of-login',
        `select ${accountColumns} from accounts.account where login = $1 and (not demonstration or $2)`,
        [login, demonstration],
      ),
    account: (id: string) =>
      one<KnownAccount>(
        'by-id',
        `select ${accountColumns} from accounts.account where id = $1 and (not demonstration or $2)`,
        [id, demonstration],
      ),
    accountOfPatient: (patient: string) =>
      one<KnownAccount>(
        'of-patient',
        `select ${accountColumns} from accounts.account where patient = $1 and (not demonstration or $2)`,
        [patient, demonstration],
      ),
    accountOfPractitioner: (practitioner: string) =>
      one<KnownAccount>(
        'account-of-practitioner',
        `select ${accountColumns} from accounts.account where practitioner = $1 and (not demonstration or $2)`,
        [practitioner, demonstration],
      ),
    accountOfIdentity: (issuer: string, pairwise: Buffer) =>
      one<KnownAccount>(
        'of-identity',
        `select ${accountColumns} from accounts.account where (not demonstration or $3)
           and id = (select account from accounts.identity where issuer = $1 and pairwise = $2)`,
        [issuer, pairwise, demonstration],
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
    linkIdentity: (issuer: string, pairwise: Buffer, account: string, now: Date) =>
      run('link-identity', 'insert into accounts.identity values ($1, $2, $3, $4) on conflict do nothing', [
        ...[issuer, pairwise, account, now],
      ]),
    /** False when the login, the patient or the practitioner has an account: one person, one account (C-03). */
    addAccount: async (account: Account, now: Date): Promise<boolean> =>
      (await run(
        'add',
        `insert into accounts.account
           (id, login, name, patient, practitioner, password, second_factor, demonstration, created_at, passkey_only,
            password_set_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9) on conflict do nothing`,
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
    /** What opens the account, all of it anew. */
    changeCredentials: (
      account: string,
      { password, secondFactor }: Pick<Account, 'password' | 'secondFactor'>,
      now: Date,
    ) =>
      run(
        'change-credentials',
        `update accounts.account set password = $2, second_factor = $3, passkey_only = $2::text is null,
           password_set_at = $4, change_ordered_at = null, password_off_at = null where id = $1`,
        [account, password, secondFactor, now],
      ),
  };
}

function passwordQueries({ many, run }: Queries) {
  return {
    /** The hashes of former passwords, the latest first. */
    formerPasswords: async (account: string, count: number): Promise<string[]> =>
      (
        await many<{ password: string }>(
          'former-passwords',
          'select password from accounts.former_password where account = $1 order by ended_at desc limit $2',
          [account, count],
        )
      ).map(({ password }) => password),
    /** A new password; the old one is remembered, so that it does not come back. */
    changePassword: (account: string, password: string, now: Date, recovered: boolean) =>
      run(
        'change-password',
        `with former as (
           insert into accounts.former_password (account, ended_at, password)
           select id, $3, password from accounts.account where id = $1 and password is not null)
         update accounts.account set password = $2, password_set_at = $3, change_ordered_at = null,
           password_off_at = null, recovered_at = case when $4 then $3 else recovered_at end where id = $1`,
        [account, password, now, recovered],
      ),
    changeSecondFactor: (account: string, secondFactor: Buffer) =>
      run('change-second-factor', 'update accounts.account set second_factor = $2 where id = $1', [
        account,
        secondFactor,
      ]),
    orderChange: (account: string, now: Date) =>
      run('order-change', 'update accounts.account set change_ordered_at = $2 where id = $1 and password is not null', [
        account,
        now,
      ]),
    /** So many failures that the password opens nothing any more; the same work for logins of nobody. */
    switchPasswordOff: (login: string, now: Date) =>
      run(
        'password-off',
        'update accounts.account set password_off_at = $2 where login = $1 and password_off_at is null',
        [login, now],
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
    addHandle: (hash: Buffer, account: string, expiresAt: Date, afterFailures: number) =>
      run(
        'add-handle',
        'insert into accounts.handle (hash, account, expires_at, after_failures) values ($1, $2, $3, $4)',
        [hash, account, expiresAt, afterFailures],
      ),
    /** The handle, held until the transaction ends: two attempts with one handle go one after the other. */
    lockHandle: (hash: Buffer, now: Date) =>
      one<{ account: string; failures: number; afterFailures: number }>(
        'lock-handle',
        `select account, failures, after_failures as "afterFailures"
         from accounts.handle where hash = $1 and expires_at > $2 for update`,
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
    /** Remembers that a login fails from a source. */
    noteFailing: (subject: Buffer, source: string, now: Date) =>
      run(
        'note-failing',
        `insert into accounts.failure (subject, source, failures, locks, last_at) values ($1, $2, 1, 0, $3)
         on conflict (subject, source) do update set last_at = excluded.last_at`,
        [subject, source, now],
      ),
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

function upkeepQueries({ run }: Queries) {
  return {
    /** Forgets what has no more use, a bounded number of rows at a time. */
    async forget(now: Date, oldestStep: number): Promise<number> {
      const day = 24 * 60 * 60_000;
      const forgotten = await Promise.all([
        run('forget-drafts', forgetting('draft', 'expires_at < $1'), [now]),
        run('forget-handles', forgetting('handle', 'expires_at < $1'), [now]),
        run('forget-steps', forgetting('used_step', 'step < $1'), [oldestStep]),
        run('forget-sources', forgetting('source', 'since < $1'), [new Date(now.getTime() - day)]),
        run('forget-notices', forgetting('notice', 'at < $1'), [new Date(now.getTime() - 400 * day)]),
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
