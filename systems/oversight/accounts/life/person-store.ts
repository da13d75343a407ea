/** The SQL of what operators see of one account, of rights that end by themselves, and of who holds which role. */
import type { Tx } from '#core/db/database.ts';
import { requestColumns } from './life-store.ts';
import type { AccountRequest, AdmissionKind } from './model.ts';

/** `admission`: approved, and the person has not opened the account yet. */
export type RequestState = 'open' | 'admission' | 'decided';

export interface RequestListing extends AccountRequest {
  readonly requestedByName: string | null;
  readonly decidedByName: string | null;
  readonly accountName: string | null;
  readonly codeExpiresAt: Date | null;
  readonly codeUsedAt: Date | null;
  readonly admissions: readonly AdmissionKind[];
}

export interface PersonRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly post: string | null;
  readonly createdAt: Date;
  readonly blockedAt: Date | null;
  readonly blockedBecause: string | null;
  readonly closedAt: Date | null;
  readonly lastSignedInAt: Date | null;
  readonly passwordSetAt: Date | null;
  readonly password: boolean;
  readonly authenticator: boolean;
  readonly recoveryCodes: number;
}

export interface RightRow {
  readonly number: number;
  readonly role: string;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly scope: string | null;
  readonly grantedAt: Date | null;
  readonly endsAt: Date | null;
  readonly endedAt: Date | null;
  readonly reviewedAt: Date | null;
}

export interface TemporaryRight extends Omit<RightRow, 'number'> {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly position: number;
}

export interface RoleCount {
  readonly role: string;
  readonly holders: number;
  readonly temporary: number;
  readonly blocked: number;
}

const rightColumns = `p.role, p.facility, p.facility_name as "facilityName", p.scope, p.granted_at as "grantedAt",
  p.ends_at as "endsAt", p.ended_at as "endedAt", p.reviewed_at as "reviewedAt"`;
const isStaff = `exists (select from accounts.position p where p.account = a.id and p.role <> 'patient')`;

type Many = <R>(name: string, text: string, values: unknown[]) => Promise<R[]>;

export function personStore(tx: Tx, { demonstration }: { demonstration: boolean }) {
  const many: Many = async <R>(name: string, text: string, values: unknown[]) =>
    (await tx.query<R>({ name: `accounts-person-${name}`, text, values })).rows;
  return { ...personQueries(many, demonstration), ...listQueries(many, demonstration) };
}

function personQueries(many: Many, demonstration: boolean) {
  return {
    /** An account of staff, closed ones too; undefined when there is none. */
    person: async (id: string): Promise<PersonRow | undefined> =>
      (
        await many<PersonRow>(
          'person',
          `select id, login, name, post, created_at as "createdAt", blocked_at as "blockedAt",
             blocked_because as "blockedBecause", closed_at as "closedAt", last_signed_in_at as "lastSignedInAt",
             password_set_at as "passwordSetAt", password is not null as password,
             second_factor is not null as authenticator,
             (select count(*)::int from accounts.recovery_code c where c.account = a.id) as "recoveryCodes"
           from accounts.account a where id = $1 and (not demonstration or $2) and ${isStaff}`,
          [id, demonstration],
        )
      )[0],
    /** Rights of staff that the account has and had, the newest first. */
    rights: (id: string) =>
      many<RightRow>(
        'rights',
        `select p.number, ${rightColumns} from accounts.position p where p.account = $1 and p.role <> 'patient'
         order by p.ended_at is null desc, p.number desc limit 100`,
        [id],
      ),
    /** What was asked about the account, the request that it came of among them. */
    requests: (id: string, login: string) =>
      many<AccountRequest & { requestedByName: string | null; decidedByName: string | null }>(
        'requests',
        `select ${requestColumns}, (select name from accounts.account a where a.id = requested_by) as "requestedByName",
           (select name from accounts.account a where a.id = decided_by) as "decidedByName"
         from accounts.request r where account = $1 or login = $2 order by requested_at desc limit 50`,
        [id, login],
      ),
  };
}

function listQueries(many: Many, demonstration: boolean) {
  return {
    /** Requests in one state, the newest first. */
    listRequests: (state: RequestState, before: Date | null) =>
      many<RequestListing>(
        'list-requests',
        `select ${requestColumns}, (select name from accounts.account a where a.id = requested_by) as "requestedByName",
           (select name from accounts.account a where a.id = decided_by) as "decidedByName",
           (select name from accounts.account a where a.id = r.account) as "accountName",
           c.expires_at as "codeExpiresAt", c.used_at as "codeUsedAt",
           array(select m.kind from accounts.admission m where m.request = r.id order by 1) as admissions
         from accounts.request r left join accounts.activation c on c.request = r.id
         where requested_at < coalesce($2, 'infinity'::timestamptz) and case $1 when 'open' then decided_at is null
             when 'decided' then decided_at is not null else approved and c.used_at is null
               and (kind = 'renew' or (kind = 'grant' and account is null)) end
         order by requested_at desc limit 50`,
        [state, before],
      ),
    /** Rights that end on a day of their own, the next to end first. */
    temporary: () =>
      many<TemporaryRight>(
        'temporary',
        `select p.account, a.login, a.name, p.number as position, ${rightColumns}
         from accounts.position p join accounts.account a on a.id = p.account
         where p.ended_at is null and p.ends_at is not null and p.role <> 'patient' and (not a.demonstration or $1)
         order by p.ends_at limit 500`,
        [demonstration],
      ),
    roles: () =>
      many<RoleCount>(
        'roles',
        `select p.role, count(distinct p.account)::int as holders,
           count(distinct p.account) filter (where p.ends_at is not null)::int as temporary,
           count(distinct p.account) filter (where a.blocked_at is not null)::int as blocked
         from accounts.position p join accounts.account a on a.id = p.account
         where p.ended_at is null and a.closed_at is null and (not a.demonstration or $1) group by 1 order by 1`,
        [demonstration],
      ),
  };
}
