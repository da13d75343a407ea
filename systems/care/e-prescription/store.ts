/** The one file of e-prescription that reads its tables by SQL; ledger-store.ts writes them. It sees no others. */
import type { Tx } from '#core/db/database.ts';
import type { Key } from '#core/record/keys.ts';
import type { PackageKind } from './model.ts';
import type { BlockReason, Status } from './states.ts';

export interface PackageRow {
  readonly id: string;
  readonly key: string;
  readonly code: string;
  readonly kind: PackageKind;
  readonly issuer: string;
  readonly facility: string | null;
  readonly issued: Date;
  readonly signed: boolean;
  readonly patient: Key;
}

export interface PrescriptionRow {
  readonly id: string;
  readonly package: string;
  readonly status: Status;
  readonly quantity: number;
  readonly dispensed: number;
  readonly from: string;
  readonly until: string;
  readonly annual: boolean;
  readonly supplyDays: number | null;
  readonly pharmacy: string | null;
  readonly heldBy: string | null;
  readonly blockReason: BlockReason | null;
  /** In lists: the newest dispense that stands. */
  readonly lastDispensed?: Date | null;
}

export interface WholeRow extends PrescriptionRow {
  readonly of: PackageRow;
  /** Dispenses that stand, oldest first. */
  readonly dispenses: readonly { readonly id: string; readonly day: string; readonly counts: number }[];
  /** How many there are with those that no longer stand. */
  readonly allDispenses: number;
  /** The pharmacy that asks has shown key or code and may go on. */
  readonly inHand: boolean;
}

const packageColumns = `k.id, k.key, k.code, k.kind, k.issuer, k.facility, k.issued, k.patient,
  k.document is not null as signed`;
const columns = `p.id, p.package, p.status, p.quantity::float8 as quantity, p.dispensed::float8 as dispensed,
  p.valid_from::text as from, p.valid_until::text as until, p.annual, p.supply_days as "supplyDays",
  p.pharmacy, p.held_by as "heldBy", p.block_reason as "blockReason"`;

export interface IssuingRow {
  /** Prescriptions that are open, and those of controlled substances of the last year. */
  readonly prescriptions: readonly {
    readonly id: string;
    readonly controlled: boolean;
    readonly substance: string | null;
    readonly open: boolean;
  }[];
  /** The package of the same content that the same prescriber issued since an instant. */
  readonly same: string | null;
}

export function prescriptionStore(tx: Tx) {
  const many: Many = async (name, text, values) =>
    (await tx.query<never>({ name: `e-prescription-${name}`, text, values })).rows;
  return { ...issuingReads(many), ...single(many), ...lists(many), ...codes(tx) };
}

type Many = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;

const issuingReads = (many: Many) => ({
  /** What is known of a patient before something is issued. */
  async beforeIssuing(asked: {
    patient: Key;
    issuer: string;
    today: string;
    yearAgo: string;
    fingerprint: string;
    since: Date;
  }): Promise<IssuingRow> {
    const { patient, issuer, today, yearAgo, fingerprint, since } = asked;
    const [row] = await many<IssuingRow>(
      'before-issuing',
      `select (select id from e_prescription.package where patient = $1 and fingerprint = $5 and issuer = $2
            and issued >= $6 limit 1) as same,
          coalesce((select json_agg(json_build_object('id', id, 'controlled', controlled, 'substance', substance,
              'open', valid_until >= $3::date and status not in ('ZREALIZOWANA', 'ANULOWANA')))
            from e_prescription.prescription where patient = $1 and status <> 'ANULOWANA'
              and (valid_until >= $3::date or (controlled and valid_from >= $4::date))), '[]') as prescriptions`,
      [patient, issuer, today, yearAgo, fingerprint, since],
    );
    return row as IssuingRow;
  },
  /** What a prescriber issued since an instant: the one question here that crosses patients, by its own index. */
  async load(issuer: string, since: Date): Promise<{ prescriptions: number; patients: Key[] }> {
    const [row] = await many<{ prescriptions: number; patients: Key[] }>(
      'load',
      `select coalesce(sum(items), 0)::int as prescriptions,
          coalesce(array_agg(distinct patient::text), '{}') as patients
          from e_prescription.package where issuer = $1 and issued >= $2`,
      [issuer, since],
    );
    return row as { prescriptions: number; patients: Key[] };
  },
});

/** One prescription or package, and what belongs to it. */
const single = (many: Many) => ({
  /** A prescription with all that the ledger knows; `pharmacy`: who asks. */
  async whole(patient: Key, id: string, pharmacy: string, now: Date): Promise<WholeRow | undefined> {
    const [row] = await many<Omit<WholeRow, 'of'> & { of: Omit<PackageRow, 'issued'> & { issued: string } }>(
      'whole',
      `select ${columns}, (select row_to_json(one) from (select ${packageColumns}) one) as of,
            coalesce(d.standing, '[]') as dispenses, coalesce(d.every, 0)::int as "allDispenses",
            exists (select from e_prescription.collected c where c.patient = $1 and c.package = p.package
              and c.pharmacy = $3 and c.until > $4) as "inHand"
          from e_prescription.prescription p
            join e_prescription.package k on k.patient = $1 and k.id = p.package
            left join lateral (select count(*) as every, json_agg(json_build_object('id', id, 'day', day,
                'counts', counts) order by at, id) filter (where stands) as standing
              from e_prescription.dispense where patient = $1 and prescription = p.id) d on true
          where p.patient = $1 and p.id = $2`,
      [patient, id, pharmacy, now],
    );
    if (!row) return undefined;
    const { key, code, kind, issuer, facility, signed, id: packageId, issued } = row.of;
    const of = { id: packageId, patient, key, code, kind, issuer, facility, signed, issued: new Date(issued) };
    return { ...row, of };
  },
  packageById: async (patient: Key, id: string): Promise<PackageRow | undefined> =>
    (
      await many<PackageRow>(
        'package',
        `select ${packageColumns} from e_prescription.package k where k.patient = $1 and k.id = $2`,
        [patient, id],
      )
    )[0],
  /** Packages of a patient by their key, by the key of one prescription, or by code. */
  packagesBy: (patient: Key, by: 'package' | 'prescription' | 'code', value: string, since: Date) =>
    many<PackageRow>(
      `packages-by-${by}`,
      `select ${packageColumns} from e_prescription.package k where k.patient = $1 and k.issued >= $3 and ${finder[by]}`,
      [patient, value, since],
    ),
  prescriptionsOf: (patient: Key, packages: readonly string[]): Promise<PrescriptionRow[]> =>
    many(
      'of-packages',
      `select ${columns}, (select max(at) from e_prescription.dispense d where d.patient = $1
            and d.prescription = p.id and stands) as "lastDispensed"
          from e_prescription.prescription p where p.patient = $1 and p.package = any($2)
          order by p.package, p.id`,
      [patient, packages],
    ),
  prescriptionsById: (patient: Key, ids: readonly string[]): Promise<PrescriptionRow[]> =>
    many(
      'by-id',
      `select ${columns} from e_prescription.prescription p where p.patient = $1 and p.id = any($2) order by p.id`,
      [patient, ids],
    ),
  async document(patient: Key, id: string): Promise<Buffer | undefined> {
    // bytea comes back unpacked as text by this driver: as base64 it comes as it is.
    const [row] = await many<{ document: string | null }>(
      'document',
      `select encode(document, 'base64') as document from e_prescription.package where patient = $1 and id = $2`,
      [patient, id],
    );
    return row?.document ? Buffer.from(row.document, 'base64') : undefined;
  },
  async dispense(patient: Key, id: string): Promise<DispenseRow | undefined> {
    const [row] = await many<DispenseRow>(
      'dispense',
      `select prescription, pharmacy, stands, counts::float8 as counts from e_prescription.dispense
          where patient = $1 and id = $2`,
      [patient, id],
    );
    return row;
  },
  /** Ids of everything that was ever dispensed on a prescription. */
  dispensesOf: (patient: Key, prescription: string): Promise<{ id: string }[]> =>
    many(
      'dispenses-of',
      'select id from e_prescription.dispense where patient = $1 and prescription = $2 order by at, id',
      [patient, prescription],
    ),
});

export interface DispenseRow {
  readonly prescription: string;
  readonly pharmacy: string;
  readonly stands: boolean;
  readonly counts: number;
}

const finder = {
  package: 'k.key = $2',
  code: 'k.code = $2',
  prescription: 'k.id = (select package from e_prescription.prescription where patient = $1 and key = $2)',
} as const;

/** Lists, newest first, after a place. */
const lists = (many: Many) => ({
  packagesOfPatient: (patient: Key, open: string | null, before: Place, limit: number): Promise<PackageRow[]> =>
    many(
      'of-patient',
      `select ${packageColumns} from e_prescription.package k
        where k.patient = $1 and (k.issued, k.id) < ($2, $3) and ($4::date is null or exists (
          select from e_prescription.prescription p where p.patient = $1 and p.package = k.id
            and p.valid_until >= $4::date and p.status not in ('ZREALIZOWANA', 'ANULOWANA')))
        order by k.issued desc, k.id desc limit $5`,
      [patient, before.at, before.id, open, limit],
    ),
  packagesOfIssuer: (issuer: string, from: Date, before: Place, limit: number): Promise<PackageRow[]> =>
    many(
      'of-issuer',
      `select ${packageColumns} from e_prescription.package k
        where k.issuer = $1 and k.issued >= $2 and (k.issued, k.id) < ($3, $4)
        order by k.issued desc, k.id desc limit $5`,
      [issuer, from, before.at, before.id, limit],
    ),
  /** When each prescription of a patient was last dispensed, by what stands. */
  lastDispensed: (patient: Key, prescriptions: readonly string[]) =>
    many<{ prescription: string; at: Date }>(
      'last-dispensed',
      `select prescription, max(at) as at from e_prescription.dispense
        where patient = $1 and stands and prescription = any($2) group by prescription`,
      [patient, prescriptions],
    ),
  dispensesOfPharmacy: (pharmacy: string, from: Date, before: Place, limit: number) =>
    many<{ id: string; patient: Key; at: Date }>(
      'of-pharmacy',
      `select id, patient, at from e_prescription.dispense where pharmacy = $1 and at >= $2 and (at, id) < ($3, $4)
        order by at desc, id desc limit $5`,
      [pharmacy, from, before.at, before.id, limit],
    ),
});

export interface Place {
  readonly at: Date;
  readonly id: string;
}

/** Collecting by code: who has shown what, and wrong codes. */
const codes = (tx: Tx) => ({
  async collected(patient: Key, packages: readonly string[], pharmacy: string, until: Date): Promise<void> {
    await tx.query({
      name: 'e-prescription-collected',
      text: `insert into e_prescription.collected (patient, package, pharmacy, until)
        select $1, package, $3, $4 from unnest($2::text[]) package
        on conflict (patient, package, pharmacy) do update set until = excluded.until`,
      values: [patient, packages, pharmacy, until],
    });
  },
  /** How often a wrong code was given, of what is not forgotten. */
  async wrongCodes(subject: Buffer, pharmacy: string, now: Date): Promise<{ times: number; until: Date } | undefined> {
    const { rows } = await tx.query<{ times: number; until: Date }>({
      name: 'e-prescription-wrong-codes',
      text: 'select times, until from e_prescription.wrong_code where subject = $1 and pharmacy = $2 and until > $3',
      values: [subject, pharmacy, now],
    });
    return rows[0];
  },
  /** Counts one more; what is over is forgotten in passing. Returns how many there are. */
  async countWrong(subject: Buffer, pharmacy: string, now: Date, until: Date): Promise<number> {
    await tx.query({
      name: 'e-prescription-forget-wrong',
      text: `delete from e_prescription.wrong_code where (subject, pharmacy) in (
        select subject, pharmacy from e_prescription.wrong_code where until <= $1 limit 100 for update skip locked)`,
      values: [now],
    });
    const { rows } = await tx.query<{ times: number }>({
      name: 'e-prescription-count-wrong',
      text: `insert into e_prescription.wrong_code as w (subject, pharmacy, times, until) values ($1, $2, 1, $4)
        on conflict (subject, pharmacy) do update set until = excluded.until,
          times = case when w.until <= $3 then 1 else least(w.times + 1, 1000) end
        returning times`,
      values: [subject, pharmacy, now, until],
    });
    return rows[0]?.times ?? 0;
  },
});
