/** The one file of e-referral that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import { type Key, keyOfId } from '#core/record/keys.ts';
import type { Kind } from './kinds.ts';
import type { Referral, Step } from './model.ts';
import type { SpaStage, State } from './states.ts';

/** Where a referral lies, and what decisions need before its resource is read. */
export interface Row {
  readonly patient: Key;
  readonly id: string;
  readonly kind: Kind;
  readonly state: State;
  readonly issuer: string | null;
  readonly provider: string | null;
  readonly changedAt: Date;
  readonly issuedAt: Date;
}

/** A place in a list: the time and the id of its last row. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

export interface StepRow extends Pick<Step, 'name' | 'by'> {
  readonly at: Date;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly reason: string | null;
  readonly basis: string | null;
}

const columns = 'patient, id, kind, state, issuer, provider, changed_at as "changedAt", issued_at as "issuedAt"';
const first: Place = { at: new Date('9999-01-01'), id: '\u{10ffff}' };

export type ReferralStore = ReturnType<typeof referralStore>;

export function referralStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `e-referral-${name}`, text, values })).rows;
  return { ...reading(many), ...writing(tx), ...guesses(many), ...events(many) };
}

type Many = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;

const reading = (many: Many) => ({
  byKey: async (key: string): Promise<{ patient: Key; id: string } | undefined> =>
    (
      await many<{ patient: Key; id: string }>('by-key', 'select patient, id from e_referral.key where key = $1', [key])
    )[0],
  one: async (patient: Key, id: string): Promise<Row | undefined> =>
    (
      await many<Row>('one', `select ${columns} from e_referral.referral where patient = $1 and id = $2`, [patient, id])
    )[0],
  /** All of a patient; seldom more than a few. */
  ofPatient: (patient: Key): Promise<Row[]> =>
    many('of-patient', `select ${columns} from e_referral.referral where patient = $1 limit 5000`, [patient]),
  /** Which of these patients have a referral that somebody could still do something with. */
  haveLiving: async (patients: readonly Key[]): Promise<ReadonlySet<Key>> => {
    const rows = await many<{ patient: Key }>(
      'have-living',
      `select distinct patient from e_referral.referral where patient = any($1::int8[]) and state <> 'cancelled'`,
      [patients],
    );
    return new Set(rows.map(({ patient }) => patient));
  },
  /** What somebody could still do something with. */
  living: (patient: Key): Promise<Row[]> =>
    many(
      'living',
      `select ${columns} from e_referral.referral where patient = $1 and state <> 'cancelled' order by issued_at desc limit 500`,
      [patient],
    ),
  /** Keys of the referrals of a patient that wait to be accepted: their codes must differ. */
  waitingKeys: (patient: Key): Promise<{ key: string; id: string }[]> =>
    many('waiting-keys', `select key, id from e_referral.referral where patient = $1 and state = 'issued' limit 500`, [
      patient,
    ]),
  /** What a provider has accepted, the newest first. */
  heldBy: (provider: string, states: readonly State[], after: Place | undefined, limit: number): Promise<Row[]> =>
    many(
      'held-by',
      `select ${columns} from e_referral.referral where provider = $1 and state = any($2)
        and (changed_at, id) < ($3, $4) order by changed_at desc, id desc limit $5`,
      [provider, states, after?.at ?? first.at, after?.id ?? first.id, limit],
    ),
  /** What a facility has issued, the newest first. */
  issuedBy: (issuer: string, after: Place | undefined, limit: number): Promise<Row[]> =>
    many(
      'issued-by',
      `select ${columns} from e_referral.referral where issuer = $1
        and (issued_at, id) < ($2, $3) order by issued_at desc, id desc limit $4`,
      [issuer, after?.at ?? first.at, after?.id ?? first.id, limit],
    ),
  /** Spa referrals of a branch, those that wait longest first. */
  ofBranch: (branch: string, stage: SpaStage, after: Place | undefined, limit: number): Promise<Row[]> =>
    many(
      'of-branch',
      `select ${columns} from e_referral.referral where spa_branch = $1 and spa_stage = $2 and state = 'issued'
        and (issued_at, id) > ($3, $4) order by issued_at, id limit $5`,
      [branch, stage, after?.at ?? new Date(0), after?.id ?? '', limit],
    ),
  steps: (patient: Key, id: string): Promise<StepRow[]> =>
    many(
      'steps',
      `select name, by, at, facility, facility_name as "facilityName", reason, basis from e_referral.step
        where patient = $1 and referral = $2 order by version`,
      [patient, id],
    ),
});

const events = (many: Many) => ({
  /** An event speaks of a referral. */
  link: (patient: Key, referral: string, event: string) =>
    many('link', 'insert into e_referral.event values ($1, $2, $3) on conflict do nothing', [patient, referral, event]),
  /** Referrals of which these events spoke. */
  linkedTo: async (patient: Key, names: readonly string[]): Promise<string[]> => {
    const text = 'select distinct referral from e_referral.event where patient = $1 and event = any($2)';
    return (await many<{ referral: string }>('linked-to', text, [patient, names])).map(({ referral }) => referral);
  },
  eventsOf: async (patient: Key, referral: string): Promise<string[]> => {
    const text = 'select event from e_referral.event where patient = $1 and referral = $2 order by event limit 1000';
    return (await many<{ event: string }>('events-of', text, [patient, referral])).map(({ event }) => event);
  },
  /** Vaccinations for which the platform referred a patient, cancelled ones too: nobody gets them twice. */
  vaccinationsOf: (patient: string): Promise<Row[]> =>
    many(
      'vaccinations-of',
      `select ${columns} from e_referral.referral where patient = $1 and kind = 'vaccination' limit 500`,
      [keyOfId('Patient', patient)],
    ),
});

const guesses = (many: Many) => ({
  /**
   * Writes an attempt down before it is judged, and says the how-manieth it is since an instant, of the account or for
   * the patient: of many at once only so many pass as may.
   */
  attempt: async (id: string, account: string, patient: Key | undefined, at: Date, since: Date): Promise<number> => {
    await many('attempt', 'insert into e_referral.wrong_code values ($1, $2, $3, $4)', [id, account, patient, at]);
    const text = `select greatest(
      (select count(*) from e_referral.wrong_code where account = $1 and at > $3),
      (select count(*) from e_referral.wrong_code where patient = $2 and at > $3))::int4 as n`;
    return (await many<{ n: number }>('attempts', text, [account, patient, since]))[0]?.n ?? 1;
  },
  /** It was right. */
  forgive: (id: string) => many('forgive', 'delete from e_referral.wrong_code where id = $1', [id]),
  forgetAttempts: (before: Date) =>
    many('forget-attempts', 'delete from e_referral.wrong_code where at < $1', [before]),
});

const writing = (tx: Tx) => {
  const run = (name: string, text: string, values: unknown[]) => tx.query({ name: `e-referral-${name}`, text, values });
  return {
    /** The row of a new or changed referral, and its step. */
    keep: (patient: Key, { id, version, last, ...referral }: Referral, isNew: boolean) =>
      run(
        isNew ? 'add' : 'change',
        `with kept as (
          insert into e_referral.referral values ($1, $2, $19, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
          on conflict (patient, id) do update set version = excluded.version, kind = excluded.kind,
            state = excluded.state, changed_at = excluded.changed_at, valid_until = excluded.valid_until,
            issuer = excluded.issuer, provider = excluded.provider, spa_stage = excluded.spa_stage,
            spa_branch = excluded.spa_branch)
        ${isNew ? ', named as (insert into e_referral.key values ($19, $1, $2))' : ''}
        insert into e_referral.step values ($1, $2, $3, $7, $13, $14, $15, $16, $17, $18)`,
        [
          ...[patient, id, version, referral.kind, referral.state, referral.issuedAt, last.at],
          ...[referral.validUntil, referral.issuer.facility?.id, referral.provider?.id],
          ...[referral.spa?.stage, referral.spa?.branch, last.name, last.by],
          ...[last.facility?.id, last.facility?.name, last.reason, last.basis],
          referral.key,
        ],
      ),
    /** One provider holds it from now on. A unique violation: another does. */
    hold: (patient: Key, id: string, provider: string, since: string) =>
      run(
        'hold',
        `insert into e_referral.holder select $1::int8, $2, $3, $4::timestamptz
          where not exists (select from e_referral.holder
            where patient = $1 and referral = $2 and provider = $3 and until is null)`,
        [patient, id, provider, since],
      ),
    letGo: (patient: Key, id: string, until: string) =>
      run('let-go', 'update e_referral.holder set until = $3 where patient = $1 and referral = $2 and until is null', [
        patient,
        id,
        until,
      ]),
    /** A unique violation: another referral has the number. */
    keepNumber: (branch: string, number: number, patient: Key, id: string) =>
      run(
        'keep-number',
        'insert into e_referral.spa_number values ($1, $2, $3, $4) on conflict (branch, id) do nothing',
        [branch, number, patient, id],
      ),
    /** The next number in the queue of a branch; numbers of what then failed are left out. */
    nextNumber: async (branch: string): Promise<number> => {
      const text = `insert into e_referral.spa_counter values ($1, 1)
        on conflict (branch) do update set last = spa_counter.last + 1 returning last`;
      const { rows } = await tx.query<{ last: number }>({ name: 'e-referral-next-number', text, values: [branch] });
      return rows[0]?.last ?? 1;
    },
    /** The resource is gone. */
    async forget(patient: Key, id: string): Promise<void> {
      for (const table of ['holder', 'step', 'event'])
        await run(`forget-${table}`, `delete from e_referral.${table} where patient = $1 and referral = $2`, [
          patient,
          id,
        ]);
      await run('forget-number', 'delete from e_referral.spa_number where patient = $1 and id = $2', [patient, id]);
      const keyOf = 'select r.key from e_referral.referral r where r.patient = $1 and r.id = $2';
      await run('forget-key', `delete from e_referral.key where key = (${keyOf})`, [patient, id]);
      await run('forget', 'delete from e_referral.referral where patient = $1 and id = $2', [patient, id]);
    },
  };
};
