/** The SQL of an account's life: requests, admissions, activation codes, the register, reviews, what ends by itself. */
import type { Tx } from '#core/db/database.ts';
import type { AccountRequest, AdmissionKind, NewEntry, RegisterEntry } from './model.ts';

/** The columns of an AccountRequest, of accounts.request as `r` or alone. */
export const requestColumns = `id, kind, account, given_name as "givenName", family_name as "familyName", post, role,
  facility, facility_name as "facilityName", practitioner, scope, ends_at as "endsAt", reason, requested_by as "requestedBy",
  requested_at as "requestedAt", decided_by as "decidedBy", decided_at as "decidedAt", approved,
  decision_reason as "decisionReason", login`;

export interface AccountListing {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly post: string | null;
  readonly blockedBecause: string | null;
  readonly blockedAt: Date | null;
  readonly closedAt: Date | null;
  readonly lastSignedInAt: Date | null;
  readonly positions: readonly PositionListing[];
}

export interface AccountFilter {
  /** The beginning of a login or surname, in small letters. */
  readonly query: string | null;
  /** The login to go on from. */
  readonly after: string | null;
  readonly state: string | null;
  readonly role: string | null;
  readonly demonstration: boolean;
}

export interface PositionListing {
  readonly number: number;
  readonly role: string;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly scope: string | null;
  readonly ends: string | null;
}

/** A right that ended, with what its entry in the register says. */
export interface EndedPosition extends Omit<NewEntry, 'endedOn'> {
  readonly account: string;
}

export interface ReviewRow {
  readonly account: string;
  readonly position: number;
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly facilityName: string | null;
  readonly scope: string | null;
  readonly reviewedAt: Date | null;
  readonly grantedAt: Date | null;
}

interface Queries {
  one<R>(name: string, text: string, values: unknown[]): Promise<R | undefined>;
  many<R>(name: string, text: string, values: unknown[]): Promise<R[]>;
  run(name: string, text: string, values: unknown[]): Promise<number>;
}

export function lifeStore(tx: Tx) {
  const many = async <R>(name: string, text: string, values: unknown[]): Promise<R[]> =>
    (await tx.query<R>({ name: `accounts-life-${name}`, text, values })).rows;
  const queries: Queries = {
    many,
    one: async (name, text, values) => (await many<never>(name, text, values))[0],
    run: async (name, text, values) => (await tx.query({ name: `accounts-life-${name}`, text, values })).rowCount,
  };
  return {
    ...requestQueries(queries),
    ...activationQueries(queries),
    ...registerQueries(queries),
    ...rightQueries(queries),
    ...endingQueries(queries),
    ...stateQueries(queries),
    ...closingQueries(queries),
  };
}

export type LifeStore = ReturnType<typeof lifeStore>;

function requestQueries({ one, many, run }: Queries) {
  return {
    addRequest: (request: AccountRequest) =>
      run(
        'add-request',
        `insert into accounts.request (id, kind, account, given_name, family_name, post, role, facility, facility_name,
           practitioner, scope, ends_at, reason, requested_by, requested_at, decided_by, decided_at, approved)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
        [
          ...[request.id, request.kind, request.account, request.givenName, request.familyName, request.post],
          ...[request.role, request.facility, request.facilityName, request.practitioner, request.scope],
          ...[request.endsAt, request.reason, request.requestedBy, request.requestedAt],
          ...[request.decidedBy, request.decidedAt, request.approved],
        ],
      ),
    /** The request, held until the transaction ends: two decisions go one after the other. */
    lockRequest: (id: string) =>
      one<AccountRequest>('lock', `select ${requestColumns} from accounts.request where id = $1 for update`, [id]),
    decide: (id: string, by: string | null, at: Date, approved: boolean, reason: string | null, login: string | null) =>
      run(
        'decide',
        `update accounts.request
         set decided_by = $2, decided_at = $3, approved = $4, decision_reason = $5, login = $6 where id = $1`,
        [id, by, at, approved, reason, login],
      ),
    addAdmission: (request: string, kind: string, done: string, evidence: string, by: string | null, at: Date) =>
      run(
        'admission',
        `insert into accounts.admission values ($1, $2, $3, $4, $5, $6)
         on conflict (request, kind) do update set done_on = excluded.done_on, evidence = excluded.evidence,
           recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
        [request, kind, done, evidence, by, at],
      ),
    admissions: async (request: string): Promise<AdmissionKind[]> =>
      (
        await many<{ kind: AdmissionKind }>('admissions', 'select kind from accounts.admission where request = $1', [
          request,
        ])
      ).map(({ kind }) => kind),
    /** False when the identifier was given before, to whomever, whatever became of it. */
    useIdentifier: async (mark: Buffer): Promise<boolean> =>
      (await run('identifier', 'insert into accounts.used_identifier values ($1) on conflict do nothing', [mark])) ===
      1,
  };
}

function activationQueries({ one, run }: Queries) {
  return {
    /** A new code replaces the one before. */
    putActivation: (request: string, code: Buffer, expiresAt: Date, by: string | null) =>
      run(
        'put-activation',
        `insert into accounts.activation (request, code, expires_at, issued_by) values ($1, $2, $3, $4)
         on conflict (request) do update set code = excluded.code, expires_at = excluded.expires_at,
           issued_by = excluded.issued_by where accounts.activation.used_at is null`,
        [request, code, expiresAt, by],
      ),
    /** The request that a code opens, if it opens one now. */
    requestOfCode: (code: Buffer, now: Date) =>
      one<AccountRequest>(
        'of-code',
        `select ${requestColumns} from accounts.request where approved and id =
           (select request from accounts.activation where code = $1 and expires_at > $2 and used_at is null)`,
        [code, now],
      ),
    /** True once, whoever else uses the code at the same moment. */
    useCode: async (code: Buffer, now: Date): Promise<boolean> =>
      (await run(
        'use-code',
        'update accounts.activation set used_at = $2 where code = $1 and expires_at > $2 and used_at is null',
        [code, now],
      )) === 1,
    /** What staff are called and where they stand, which `addAccount` does not say. */
    describe: (account: string, given: string, family: string, post: string | null) =>
      run(
        'describe',
        `update accounts.account set given_name = $2, family_name = $3, post = $4, name = $2 || ' ' || $3
         where id = $1`,
        [account, given, family, post],
      ),
    grantPosition: (account: string, request: AccountRequest) =>
      run(
        'grant-position',
        `insert into accounts.position (account, number, role, facility, facility_name, scope, granted_at, ends_at)
         select $1, coalesce(max(number) + 1, 0), $2, $3, $4, $5, $6, $7 from accounts.position where account = $1
         on conflict (account, role, facility) do update set scope = excluded.scope, ended_at = null,
           granted_at = excluded.granted_at, ends_at = excluded.ends_at, reviewed_at = null`,
        [
          ...[account, request.role, request.facility, request.facilityName, request.scope],
          ...[request.decidedAt, request.endsAt],
        ],
      ),
  };
}

function registerQueries({ many, run }: Queries) {
  return {
    append: (entry: NewEntry, at: Date) =>
      run(
        'append',
        `insert into accounts.register_entry
           (recorded_at, given_name, family_name, post, granted_on, ended_on, scope, identifier)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          ...[at, entry.givenName, entry.familyName, entry.post],
          ...[entry.grantedOn, entry.endedOn, entry.scope, entry.identifier],
        ],
      ),
    entries: (after: number, limit: number, identifier: string | null) =>
      many<RegisterEntry>(
        'entries',
        `select number::float8 as number, recorded_at as "recordedAt", given_name as "givenName",
           family_name as "familyName", post, granted_on::text as "grantedOn", ended_on::text as "endedOn", scope,
           identifier
         from accounts.register_entry where number > $1 and ($3::text is null or identifier = $3)
         order by number limit $2`,
        [after, limit, identifier],
      ),
  };
}

const entryColumns = `a.id as account, coalesce(a.given_name, a.name) as "givenName",
  coalesce(a.family_name, '') as "familyName", a.post, coalesce(p.granted_at, a.created_at)::date::text as "grantedOn",
  coalesce(p.scope, p.role) as scope, a.login as identifier`;

function rightQueries({ many, run }: Queries) {
  return {
    accounts: ({ query, after, state, role, demonstration }: AccountFilter) =>
      many<AccountListing>(
        'accounts',
        `select id, login, name, post, blocked_because as "blockedBecause", blocked_at as "blockedAt",
           closed_at as "closedAt", last_signed_in_at as "lastSignedInAt",
           (select coalesce(jsonb_agg(jsonb_build_object('number', p.number, 'role', p.role, 'facility', p.facility,
              'facilityName', p.facility_name, 'scope', p.scope, 'ends', p.ends_at) order by p.number), '[]')
            from accounts.position p where p.account = a.id and p.ended_at is null) as positions
         from accounts.account a
         where login > coalesce($2, '') and (not demonstration or $3)
           and exists (select from accounts.position p where p.account = a.id and p.role <> 'patient')
           and ($1::text is null or login like $1 || '%' or lower(family_name) like $1 || '%')
           and ($4::text is null or $4 = case when closed_at is not null then 'closed'
             when blocked_at is not null then 'blocked' else 'active' end)
           and ($5::text is null or exists (select from accounts.position p
             where p.account = a.id and p.role = $5 and p.ended_at is null))
         order by login limit 50`,
        [query, after, demonstration, state, role],
      ),
    /** The staff rights an account has now. */
    rights: (account: string) =>
      many<EndedPosition & { number: number }>(
        'rights',
        `select ${entryColumns}, p.number from accounts.position p join accounts.account a on a.id = p.account
         where p.account = $1 and p.role <> 'patient' and p.ended_at is null order by p.number`,
        [account],
      ),
    rescope: (account: string, scope: string) =>
      run(
        'rescope',
        `update accounts.position set scope = $2 where account = $1 and role <> 'patient' and ended_at is null`,
        [account, scope],
      ),
    endRights: (account: string, now: Date) =>
      run(
        'end-rights',
        `update accounts.position set ended_at = $2 where account = $1 and role <> 'patient' and ended_at is null`,
        [account, now],
      ),
  };
}

function endingQueries({ many, run }: Queries) {
  return {
    /** Ends rights whose day has come, and those that nobody reviewed in time. Each row goes to one process only. */
    endDue: (now: Date, unreviewedSince: Date) =>
      many<EndedPosition>(
        'end-due',
        `with ended as (
           update accounts.position p set ended_at = $1 from accounts.account a
           where a.id = p.account and not a.demonstration and p.role <> 'patient' and p.ended_at is null
             and (p.ends_at <= $1 or coalesce(p.reviewed_at, p.granted_at, a.created_at) < $2)
           returning p.*)
         select ${entryColumns} from ended p join accounts.account a on a.id = p.account`,
        [now, unreviewedSince],
      ),
    endOne: (account: string, number: number, now: Date) =>
      many<EndedPosition>(
        'end-one',
        `with ended as (
           update accounts.position set ended_at = $3
           where account = $1 and number = $2 and role <> 'patient' and ended_at is null returning *)
         select ${entryColumns} from ended p join accounts.account a on a.id = p.account`,
        [account, number, now],
      ),
    keepOne: (account: string, number: number, now: Date) =>
      run(
        'keep-one',
        `update accounts.position set reviewed_at = $3
         where account = $1 and number = $2 and role <> 'patient' and ended_at is null`,
        [account, number, now],
      ),
    /** Rights whose review is due, the longest waiting first. */
    dueForReview: (since: Date, facility: string | null, demonstration: boolean) =>
      many<ReviewRow>(
        'due',
        `select p.account, p.number as position, a.login, a.name, p.role, p.facility_name as "facilityName", p.scope,
           p.reviewed_at as "reviewedAt", p.granted_at as "grantedAt"
         from accounts.position p join accounts.account a on a.id = p.account
         where p.role <> 'patient' and p.ended_at is null and a.closed_at is null and (not a.demonstration or $3)
           and coalesce(p.reviewed_at, p.granted_at, a.created_at) < $1 and ($2::text is null or p.facility = $2)
         order by coalesce(p.reviewed_at, p.granted_at, a.created_at) limit 200`,
        [since, facility, demonstration],
      ),
  };
}

function stateQueries({ many, run }: Queries) {
  return {
    /** Blocks accounts of staff that have no right left. */
    blockWithoutRights: (accounts: readonly string[], now: Date) =>
      run(
        'block-without-rights',
        `update accounts.account a set blocked_at = $2, blocked_because = 'ended'
         where id = any ($1::uuid[]) and blocked_at is null
           and not exists (select from accounts.position p where p.account = a.id and p.ended_at is null)`,
        [accounts, now],
      ),
    /** Staff accounts not used since `since` that were not warned yet; now they are. */
    warnUnused: (since: Date, now: Date) =>
      many<{ id: string }>(
        'warn-unused',
        `update accounts.account a set warned_at = $2
         where coalesce(last_signed_in_at, created_at) < $1 and blocked_at is null and not demonstration
           and (warned_at is null or warned_at < coalesce(last_signed_in_at, created_at))
           and exists (select from accounts.position p where p.account = a.id and p.role <> 'patient')
         returning id`,
        [since, now],
      ),
    /** Blocks staff accounts not used since `since`, warned or not. */
    blockUnused: (since: Date, now: Date) =>
      many<{ id: string }>(
        'block-unused',
        `update accounts.account a set blocked_at = $2, blocked_because = 'unused'
         where coalesce(last_signed_in_at, created_at) < $1 and blocked_at is null and not demonstration
           and exists (select from accounts.position p where p.account = a.id and p.role <> 'patient')
         returning id`,
        [since, now],
      ),
  };
}

function closingQueries({ run }: Queries) {
  return {
    setBlock: (account: string, at: Date | null, because: string | null) =>
      run('set-block', 'update accounts.account set blocked_at = $2, blocked_because = $3 where id = $1', [
        account,
        at,
        because,
      ]),
    /** Opens again; the days of an unused account count anew. */
    resume: (account: string, now: Date) =>
      run(
        'resume',
        `update accounts.account
         set blocked_at = null, blocked_because = null, warned_at = null, last_signed_in_at = $2
         where id = $1 and closed_at is null`,
        [account, now],
      ),
    /** Passkeys and recovery codes, all of them. */
    forgetFactors: async (account: string) => {
      for (const table of ['passkey', 'recovery_code', 'identity'])
        await run(`forget-${table}`, `delete from accounts.${table} where account = $1`, [account]);
    },
    /** Erases the password and the second factor; the name and the identifier stay (GDPR 5(2), K6). */
    close: (account: string, now: Date) =>
      run(
        'close',
        `update accounts.account set closed_at = $2, blocked_at = $2, blocked_because = 'closed', password = null,
           second_factor = null, passkey_only = false where id = $1 and closed_at is null`,
        [account, now],
      ),
    /** Keeps what a first grant of staff says of somebody who was a patient only. */
    setPractitioner: (account: string, practitioner: string | null) =>
      run('practitioner', 'update accounts.account set practitioner = coalesce(practitioner, $2) where id = $1', [
        account,
        practitioner,
      ]),
    endSessions: (account: string, now: Date) =>
      run('end-sessions', 'update accounts.session set ended_at = $2 where account = $1 and ended_at is null', [
        account,
        now,
      ]),
  };
}
