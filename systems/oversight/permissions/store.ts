/** The one file of permissions that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Key } from '#core/record/keys.ts';
import type { ScopeArea } from '#core/access/areas.ts';
import type { EmergencyReason, NoticeKind, Verdict } from './model.ts';

export interface EmergencyRow {
  readonly id: string;
  readonly patient: Key;
  readonly patientId: string;
  readonly account: string;
  readonly name: string;
  readonly facility: string;
  readonly facilityName: string;
  readonly reason: EmergencyReason;
  readonly explanation: string;
  readonly at: Date;
  readonly ends: Date;
  readonly repeated: boolean;
  readonly due: Date;
  readonly reviewedAt: Date | null;
  readonly verdict: Verdict | null;
}

export interface ConsentRow {
  readonly id: string;
  readonly facility: string;
  readonly facilityName: string;
  readonly refusal: boolean;
  readonly scope: readonly ScopeArea[];
  readonly since: Date;
  readonly ends: Date | null;
  readonly document: string;
}

export interface NoticeRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: NoticeKind;
  readonly details: { readonly [name: string]: string };
  readonly readAt: Date | null;
}

export interface CodeRow {
  readonly patient: Key;
  readonly patientId: string;
  readonly hash: Buffer;
  readonly tries: number;
  readonly expires: Date;
}

const emergencyColumns = `id, patient, patient_id as "patientId", account, name, facility,
  facility_name as "facilityName", reason, explanation, at, ends, repeated, due, reviewed_at as "reviewedAt", verdict`;

export type PermissionStore = ReturnType<typeof permissionStore>;

export function permissionStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `permissions-${name}`, text, values })).rows;
  const count = async (name: string, text: string, values: unknown[]): Promise<number> =>
    (await tx.query({ name: `permissions-${name}`, text, values })).rowCount;
  return { ...emergencies({ many, count }), ...codes({ many, count }), ...wishes({ many, count }) };
}

interface Queries {
  many<T>(name: string, text: string, values: unknown[]): Promise<T[]>;
  count(name: string, text: string, values: unknown[]): Promise<number>;
}

function emergencies({ many, count }: Queries) {
  return {
    addEmergency: (row: EmergencyRow) =>
      count(
        'add-emergency',
        `insert into permissions.emergency (id, patient, patient_id, account, name, facility, facility_name, reason,
          explanation, at, ends, repeated, due) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          ...[row.id, row.patient, row.patientId, row.account, row.name, row.facility, row.facilityName, row.reason],
          ...[row.explanation, row.at, row.ends, row.repeated, row.due],
        ],
      ),
    /** How often a person broke the glass since an instant. */
    emergenciesBy: async (account: string, since: Date): Promise<number> => {
      const text = 'select count(*)::int4 as n from permissions.emergency where account = $1 and at > $2';
      return (await many<{ n: number }>('emergencies-by', text, [account, since]))[0]?.n ?? 0;
    },
    endEmergency: async (id: string, account: string, now: Date): Promise<EmergencyRow | undefined> => {
      const text = `update permissions.emergency set ends = $3 where id = $1 and account = $2 and ends > $3
        returning ${emergencyColumns}`;
      return (await many<EmergencyRow>('end-emergency', text, [id, account, now]))[0];
    },
    /** The emergency of a person about a patient that lasts, if there is one. */
    emergencyNow: async (patient: Key, account: string, now: Date): Promise<EmergencyRow | undefined> => {
      const text = `select ${emergencyColumns} from permissions.emergency
        where patient = $1 and account = $2 and ends > $3 order by ends desc limit 1`;
      return (await many<EmergencyRow>('emergency-now', text, [patient, account, now]))[0];
    },
    emergenciesOf: (patient: Key) =>
      many<EmergencyRow>(
        'emergencies-of',
        `select ${emergencyColumns} from permissions.emergency where patient = $1 order by at desc limit 50`,
        [patient],
      ),
    openReviews: () =>
      many<EmergencyRow>(
        'open-reviews',
        `select ${emergencyColumns} from permissions.emergency where reviewed_at is null
          order by repeated desc, due limit 200`,
        [],
      ),
    /** The review; undefined when there is nothing to review, `null` when it was done. */
    review: async (id: string, by: string, verdict: Verdict, said: string, now: Date) => {
      const text = `update permissions.emergency set reviewed_at = $5, reviewed_by = $2, verdict = $3, verdict_text = $4
        where id = $1 and reviewed_at is null returning ${emergencyColumns}`;
      const [done] = await many<EmergencyRow>('review', text, [id, by, verdict, said, now]);
      if (done) return done;
      const known = await many('reviewed', 'select 1 from permissions.emergency where id = $1', [id]);
      return known.length > 0 ? null : undefined;
    },
  };
}

function codes({ many, count }: Queries) {
  return {
    /** The one code of a patient; a new one takes the place of the old. */
    giveCode: ({ patient, patientId, hash, expires }: Omit<CodeRow, 'tries'>) =>
      count(
        'give-code',
        `insert into permissions.code values ($1, $2, $3, 0, $4)
          on conflict (patient) do update set hash = excluded.hash, tries = 0, expires = excluded.expires`,
        [patient, patientId, hash, expires],
      ),
    codeEnds: async (patient: Key, now: Date): Promise<Date | undefined> => {
      const text = 'select expires from permissions.code where patient = $1 and expires > $2';
      return (await many<{ expires: Date }>('code-ends', text, [patient, now]))[0]?.expires;
    },
    /** The code of a patient, held until the transaction ends: two attempts go one after the other. */
    lockCode: async (patient: Key): Promise<CodeRow | undefined> => {
      const text = `select patient, patient_id as "patientId", hash, tries, expires from permissions.code
        where patient = $1 for update`;
      return (await many<CodeRow>('lock-code', text, [patient]))[0];
    },
    failCode: (patient: Key) =>
      count('fail-code', 'update permissions.code set tries = tries + 1 where patient = $1', [patient]),
    dropCode: (patient: Key) => count('drop-code', 'delete from permissions.code where patient = $1', [patient]),
    addFailure: (account: string, now: Date) =>
      count('add-failure', 'insert into permissions.code_failure values ($1, $2)', [account, now]),
    failuresSince: async (account: string, since: Date): Promise<number> => {
      const text = 'select count(*)::int4 as n from permissions.code_failure where account = $1 and at > $2';
      return (await many<{ n: number }>('failures-since', text, [account, since]))[0]?.n ?? 0;
    },
    forget: async (before: Date): Promise<void> => {
      await count('forget-failures', 'delete from permissions.code_failure where at < $1', [before]);
      await count('forget-codes', 'delete from permissions.code where expires < $1', [before]);
    },
  };
}

function wishes({ many, count }: Queries) {
  return {
    addConsent: (patient: Key, row: ConsentRow) =>
      count('add-consent', 'insert into permissions.consent values ($1, $2, $3, $4, $5, $6, $7, $8, null, $9)', [
        ...[row.id, patient, row.facility, row.facilityName, row.refusal, row.scope, row.since, row.ends, row.document],
      ]),
    consentsOf: (patient: Key, now: Date) =>
      many<ConsentRow>(
        'consents-of',
        `select id, facility, facility_name as "facilityName", refusal, scope, since, ends, document
          from permissions.consent
          where patient = $1 and ended_at is null and (ends is null or ends > $2) order by since limit 500`,
        [patient, now],
      ),
    endConsent: async (patient: Key, id: string, now: Date): Promise<ConsentRow | undefined> => {
      const text = `update permissions.consent set ended_at = $3 where patient = $1 and id = $2 and ended_at is null
        returning id, facility, facility_name as "facilityName", refusal, scope, since, ends, document`;
      return (await many<ConsentRow>('end-consent', text, [patient, id, now]))[0];
    },
    addNotice: (id: string, patient: Key, at: Date, kind: NoticeKind, details: NoticeRow['details']) =>
      count('add-notice', 'insert into permissions.notice values ($1, $2, $3, $4, $5, null)', [
        ...[id, patient, at, kind, JSON.stringify(details)],
      ]),
    noticesOf: (patient: Key) =>
      many<NoticeRow>(
        'notices-of',
        `select id, at, kind, details, read_at as "readAt" from permissions.notice
          where patient = $1 order by at desc limit 50`,
        [patient],
      ),
    readNotice: (patient: Key, id: string, now: Date) =>
      count(
        'read-notice',
        'update permissions.notice set read_at = coalesce(read_at, $3) where patient = $1 and id = $2',
        [...[patient, id, now]],
      ),
  };
}
