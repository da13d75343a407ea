/** How the ledger is written: in the transaction of the change in the record, by its hook (ledger.ts). */
import type { Tx } from '#core/db/database.ts';
import type { Key } from '#core/record/keys.ts';
import type { Status } from './states.ts';

export interface NewPackage {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly issuer: string;
  readonly facility: string | null;
  readonly issued: string;
  readonly fingerprint: string;
  readonly document: Buffer | null;
  /** Codes drawn for it: the first that no package of the patient has had lately is taken. */
  readonly codes: readonly string[];
  readonly since: Date;
  readonly prescriptions: readonly NewPrescription[];
}

export interface NewPrescription {
  readonly id: string;
  readonly key: string;
  readonly status: Status;
  readonly quantity: number;
  readonly from: string;
  readonly until: string;
  readonly annual: boolean;
  readonly supplyDays: number | null;
  readonly controlled: boolean;
  readonly substance: string | null;
  readonly heldBy: string | null;
  readonly blockReason: string | null;
}

export interface NewDispense {
  readonly id: string;
  readonly prescription: string;
  readonly pharmacy: string;
  readonly day: string;
  readonly at: string;
  readonly counts: number;
}

/** What a change in the record means for one prescription. */
export interface Effect {
  readonly prescription: string;
  /** New status of the MedicationRequest; undefined when it was not touched. */
  readonly fhir?: string;
  readonly heldBy?: string;
  readonly blockReason?: string;
  /** Packages given, less those given back. */
  readonly delta: number;
  /** Set when something is handed over: whether nothing more will be. */
  readonly closes?: boolean;
  /** Closes although something is left. */
  readonly leavesRest?: boolean;
  readonly pharmacy?: string;
}

export const ledgerStore = (tx: Tx) => ({
  /** Returns the code that was taken. */
  async addPackage(patient: Key, made: NewPackage): Promise<string> {
    const { id, key, kind, issuer, facility, issued, fingerprint, document, codes, since, prescriptions } = made;
    const { rows } = await tx.query<{ code: string }>({
      name: 'e-prescription-add-package',
      text: `with made as (
          insert into e_prescription.package as k
            (patient, id, key, kind, issuer, facility, issued, items, fingerprint, document, code)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce(
            (select c from unnest($11::text[]) with ordinality t (c, n) where not exists (
              select from e_prescription.package where patient = $1 and code = c and issued >= $12) order by n limit 1),
            ($11::text[])[1]))
          on conflict (patient, id) do update set items = k.items + excluded.items returning code),
        lines as (insert into e_prescription.prescription (
            patient, package, id, key, status, quantity, valid_from, valid_until,
            annual, supply_days, controlled, substance, held_by, block_reason)
          select $1, $2, * from unnest($13::text[], $14::text[], $15::text[], $16::numeric[], $17::date[], $18::date[],
            $19::boolean[], $20::int[], $21::boolean[], $22::text[], $23::text[], $24::text[]))
        select code from made`,
      values: [
        ...[
          patient,
          id,
          key,
          kind,
          issuer,
          facility,
          issued,
          prescriptions.length,
          fingerprint,
          document,
          codes,
          since,
        ],
        ...columnsOf(prescriptions),
      ],
    });
    return rows[0]?.code ?? '';
  },
  /** Dispenses stand no longer; returns what each gives back. */
  async undoDispenses(patient: Key, ids: readonly string[]): Promise<{ prescription: string; counts: number }[]> {
    const { rows } = await tx.query<{ prescription: string; counts: number }>({
      name: 'e-prescription-undo-dispenses',
      text: `update e_prescription.dispense set stands = false where patient = $1 and id = any($2) and stands
        returning prescription, counts::float8 as counts`,
      values: [patient, ids],
    });
    return rows;
  },
  /**
   * Adds dispenses and applies effects; returns the ids that took them. One that dispenses takes only a prescription
   * that may be dispensed at this very moment, and closes exactly when nothing is left: what it was decided from may
   * have changed. What leaves the MedicationRequest alone never takes a prescription out of ZREALIZOWANA.
   */
  async apply(patient: Key, effects: readonly Effect[], handed: readonly NewDispense[]): Promise<string[]> {
    const { rows } = await tx.query<{ id: string }>({
      name: 'e-prescription-apply',
      text: `with handed as (
          insert into e_prescription.dispense (patient, id, prescription, pharmacy, day, at, counts, stands)
            select $1, *, true from unnest(
              $10::text[], $11::text[], $12::text[], $13::date[], $14::timestamptz[], $15::numeric[]))
        update e_prescription.prescription p set
          dispensed = p.dispensed + c.delta,
          status = case
            when c.fhir = 'cancelled' then 'ANULOWANA'
            when c.fhir = 'on-hold' then 'ZABLOKOWANA'
            when c.closes then 'ZREALIZOWANA'
            when not c.closes then 'CZESCIOWO_ZREALIZOWANA'
            when c.fhir is null and p.status = 'ZABLOKOWANA' then p.status
            when c.fhir = 'completed' and c.delta = 0 then p.status
            when p.dispensed + c.delta > 0 then 'CZESCIOWO_ZREALIZOWANA'
            else 'WYSTAWIONA' end,
          pharmacy = case when p.dispensed + c.delta > 0 then coalesce(p.pharmacy, c.pharmacy) end,
          held_by = case when c.fhir is null then p.held_by else c.held_by end,
          block_reason = case when c.fhir is null then p.block_reason else c.block_reason end
        from unnest(
            $2::text[], $3::text[], $4::numeric[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::boolean[])
          c (id, fhir, delta, closes, pharmacy, held_by, block_reason, leaves_rest)
        where p.patient = $1 and p.id = c.id and (
          (c.closes is null and (c.fhir is not null or p.status <> 'ZREALIZOWANA'))
          or ((c.fhir is not null or p.status in ('WYSTAWIONA', 'CZESCIOWO_ZREALIZOWANA'))
            and (c.leaves_rest or c.closes = (p.dispensed + c.delta >= p.quantity))))
        returning p.id`,
      values: [
        patient,
        effects.map(({ prescription }) => prescription),
        effects.map(({ fhir }) => fhir ?? null),
        effects.map(({ delta }) => delta),
        effects.map(({ closes }) => closes ?? null),
        effects.map(({ pharmacy }) => pharmacy ?? null),
        effects.map(({ heldBy }) => heldBy ?? null),
        effects.map(({ blockReason }) => blockReason ?? null),
        effects.map(({ leavesRest = false }) => leavesRest),
        ...(['id', 'prescription', 'pharmacy', 'day', 'at', 'counts'] as const).map((name) =>
          handed.map((one) => one[name]),
        ),
      ],
    });
    return rows.map(({ id }) => id);
  },
  async known(patient: Key, ids: readonly string[]): Promise<number> {
    const { rows } = await tx.query<{ count: number }>({
      name: 'e-prescription-known',
      text: 'select count(*)::int as count from e_prescription.prescription where patient = $1 and id = any($2)',
      values: [patient, ids],
    });
    return rows[0]?.count ?? 0;
  },
  /** What was deleted in the record leaves the ledger. */
  async remove(patient: Key, prescriptions: readonly string[], dispenses: readonly string[]): Promise<void> {
    await tx.query({
      name: 'e-prescription-remove',
      text: `with gone as (
          delete from e_prescription.prescription where patient = $1 and id = any($2) returning package),
        handed as (delete from e_prescription.dispense where patient = $1 and id = any($3))
        delete from e_prescription.package where patient = $1 and id in (select package from gone) and not exists (
          select from e_prescription.prescription p where p.patient = $1 and p.package = package.id and p.id <> all($2))`,
      values: [patient, prescriptions, dispenses],
    });
  },
});

const columnsOf = (made: readonly NewPrescription[]): unknown[] =>
  (
    [
      ...(['id', 'key', 'status', 'quantity', 'from', 'until', 'annual', 'supplyDays'] as const),
      ...(['controlled', 'substance', 'heldBy', 'blockReason'] as const),
    ] as const
  ).map((name) => made.map((one) => one[name]));
