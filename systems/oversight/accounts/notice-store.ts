/** The SQL of accounts about known devices, notices to people, and failing sources. */
import type { Tx } from '#core/db/database.ts';

/** What people are told about their account. security/requirements C-16 */
export const noticeKinds = [
  'new-device',
  'new-passkey',
  'passkey-removed',
  'new-authenticator',
  'new-recovery-codes',
  'recovery-code-used',
  'identity-linked',
  'lockout',
  'second-factor-paused',
  'password-off',
  'signed-in-after-failures',
  'password-changed',
  'password-ordered',
  'password-expiring',
  'recovered',
  'session-replaced',
  'unused',
  'rights-changed',
  'factor-asked',
  'held',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly at: Date;
  readonly source: string | null;
  readonly device: string | null;
  readonly readAt: Date | null;
}

/** Where something happened, as the person may recognise it. */
export interface Where {
  readonly source?: string;
  readonly device?: string;
}

export interface SourceRow {
  readonly attempts: number;
  readonly failures: number;
  readonly refusedUntil: Date | null;
}

/** Most devices that are remembered for one account; the longest unused goes first. */
export const devicesAtMost = 20;

export function noticeStore(tx: Tx) {
  const run = async (name: string, text: string, values: unknown[]): Promise<number> =>
    (await tx.query({ name: `accounts-${name}`, text, values })).rowCount;
  const many = async <R>(name: string, text: string, values: unknown[]): Promise<R[]> =>
    (await tx.query<R>({ name: `accounts-${name}`, text, values })).rows;
  return { ...noticeQueries(run, many), ...deviceQueries(run, many), ...sourceQueries(run, many) };
}

type Run = (name: string, text: string, values: unknown[]) => Promise<number>;
type Many = <R>(name: string, text: string, values: unknown[]) => Promise<R[]>;

function noticeQueries(run: Run, many: Many) {
  return {
    tell: (id: string, account: string, kind: NoticeKind, at: Date, { source, device }: Where = {}) =>
      run(
        'tell',
        'insert into accounts.notice (id, account, kind, at, source, device) values ($1, $2, $3, $4, $5, $6)',
        [...[id, account, kind, at, source ?? null, device ?? null]],
      ),
    /** Tells the owner of a login, if there is one: the same statement for logins of nobody. */
    tellLogin: (id: string, login: string, kind: NoticeKind, at: Date, { source, device }: Where) =>
      run(
        'tell-login',
        `insert into accounts.notice (id, account, kind, at, source, device)
         select $1, a.id, $3, $4, $5, $6 from accounts.account a where a.login = $2`,
        [id, login, kind, at, source ?? null, device ?? null],
      ),
    notices: (account: string) =>
      many<Notice>(
        'notices',
        `select id, kind, at, source, device, read_at as "readAt" from accounts.notice
         where account = $1 order by at desc limit 50`,
        [account],
      ),
    unread: async (account: string): Promise<number> =>
      (
        await many<{ unread: number }>(
          'unread',
          `select count(*)::int as unread from (select from accounts.notice
           where account = $1 and read_at is null limit 100) as unseen`,
          [account],
        )
      )[0]?.unread ?? 0,
    readAll: (account: string, now: Date) =>
      run('read-all', 'update accounts.notice set read_at = $2 where account = $1 and read_at is null', [account, now]),
    /** True when such a notice was given since. */
    toldSince: async (account: string, kind: NoticeKind, since: Date): Promise<boolean> =>
      (
        await many('told-since', 'select from accounts.notice where account = $1 and kind = $2 and at > $3 limit 1', [
          ...[account, kind, since],
        ])
      ).length > 0,
  };
}

function deviceQueries(run: Run, many: Many) {
  return {
    isKnown: async (account: string, hash: Buffer): Promise<boolean> =>
      (await many('device', 'select from accounts.device where account = $1 and hash = $2', [account, hash])).length >
      0,
    /** Remembers a device; true when it is new to the account. */
    remember: async (account: string, hash: Buffer, name: string, now: Date): Promise<boolean> => {
      const [row] = await many<{ fresh: boolean }>(
        'remember',
        `insert into accounts.device values ($1, $2, $3, $4, $4)
         on conflict (account, hash) do update set last_at = excluded.last_at, name = excluded.name
         returning first_at = $4 as fresh`,
        [account, hash, name, now],
      );
      if (!row?.fresh) return false;
      await run(
        'forget-device',
        `delete from accounts.device where account = $1 and hash in
           (select hash from accounts.device where account = $1 order by last_at desc offset ${devicesAtMost})`,
        [account],
      );
      return true;
    },
    forgetDevices: (account: string) =>
      run('forget-devices', 'delete from accounts.device where account = $1', [account]),
  };
}

function sourceQueries(run: Run, many: Many) {
  return {
    /** What came from a source since `since`; nothing when its counting began earlier. */
    source: async (source: string, since: Date): Promise<SourceRow> =>
      (
        await many<SourceRow>(
          'source',
          `select case when since > $2 then attempts else 0 end as attempts,
             case when since > $2 then failures else 0 end as failures, refused_until as "refusedUntil"
           from accounts.source where source = $1`,
          [source, since],
        )
      )[0] ?? { attempts: 0, failures: 0, refusedUntil: null },
    /** One more attempt, counted as a failure until it proves right. */
    attempt: (source: string, now: Date, since: Date) =>
      run(
        'attempt',
        `insert into accounts.source values ($1, $2, 1, 1, null)
         on conflict (source) do update set
           since = case when accounts.source.since > $3 then accounts.source.since else $2 end,
           attempts = case when accounts.source.since > $3 then accounts.source.attempts + 1 else 1 end,
           failures = case when accounts.source.since > $3 then accounts.source.failures + 1 else 1 end`,
        [source, now, since],
      ),
    right: (source: string) =>
      run('right', 'update accounts.source set failures = greatest(failures - 1, 0) where source = $1', [source]),
    refuse: (source: string, until: Date) =>
      run('refuse', 'update accounts.source set refused_until = $2 where source = $1', [source, until]),
  };
}
