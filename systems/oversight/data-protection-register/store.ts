/** The one file of the data-protection register that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import { arrayText } from '#core/db/shape.ts';
import type { Key } from '#core/record/keys.ts';
import type { ComplaintKind, Decision, ObjectionScope, QuestionedAccess, RecipientKind } from './model.ts';

/** What is entered: of one patient, day, recipient, ground and type. */
export interface NewDisclosure {
  readonly patient: Key;
  readonly patientId: string;
  readonly at: Date;
  readonly day: string;
  readonly kind: RecipientKind;
  readonly recipient: string;
  readonly name: string;
  readonly person: string;
  readonly type: string;
  readonly purpose: string;
  readonly ground: string;
  readonly legalBasis?: string;
  readonly event?: string;
  readonly recordedBy?: string;
}

/** All rows of one day, recipient, person and ground together. */
export interface DisclosureRow {
  readonly number: string;
  readonly at: Date;
  readonly day: string;
  readonly kind: RecipientKind;
  readonly recipient: string;
  readonly name: string;
  readonly person: string;
  readonly types: readonly string[];
  readonly purpose: string;
  readonly ground: string;
  readonly legalBasis: string | null;
  readonly recordedBy: string | null;
}

export interface ComplaintRow {
  readonly id: string;
  readonly kind: ComplaintKind;
  readonly patient: Key;
  readonly patientId: string;
  readonly name: string;
  readonly filedAt: Date;
  readonly due: Date;
  readonly words: string;
  readonly scope: ObjectionScope | null;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly access: QuestionedAccess | null;
  readonly closed: readonly string[];
  readonly consultedAt: Date | null;
  readonly consultedName: string | null;
  readonly consultation: string | null;
  readonly decision: Decision | null;
  readonly decidedAt: Date | null;
  readonly decidedName: string | null;
  readonly answer: string | null;
}

const complaintColumns = `id, kind, patient, patient_id as "patientId", name, filed_at as "filedAt", due, words, scope,
  facility, facility_name as "facilityName", access, closed, consulted_at as "consultedAt",
  consulted_name as "consultedName", consultation, decision, decided_at as "decidedAt", decided_name as "decidedName",
  answer`;

export function registerStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `data-protection-${name}`, text, values })).rows;
  return { ...disclosures(many), ...complaints(many) };
}

/** In the order in which they are entered. */
const fields = [
  ...(['patient', 'patientId', 'at', 'day', 'kind', 'recipient', 'name', 'person', 'type', 'purpose'] as const),
  ...(['ground', 'legalBasis', 'event', 'recordedBy'] as const),
];

type Many = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;

function disclosures(many: Many) {
  return {
    /** The last seal that was gone through, held until the transaction ends; undefined while another process has it. */
    place: async (): Promise<string | undefined> =>
      (await many<{ seal: string }>('place', 'select seal from data_protection.recorded for update skip locked', []))[0]
        ?.seal,
    move: (seal: string) => many('move', 'update data_protection.recorded set seal = $1', [seal]),
    /**
     * Enters what is not there yet: the first of a day stands. The unique index alone says what is there: asked for by
     * `not exists`, a plan made when the table had a page read all of it for each row, till statistics came.
     */
    disclose: (rows: readonly NewDisclosure[]) =>
      many(
        'disclose',
        `insert into data_protection.disclosure (patient, patient_id, at, day, recipient_kind, recipient,
            recipient_name, person, type, purpose, ground, legal_basis, event, recorded_by)
          select * from unnest($1::int8[], $2::text[], $3::timestamptz[], $4::date[], $5::text[], $6::text[],
            $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::int8[], $14::text[])
          on conflict on constraint once_a_day do nothing`,
        fields.map((field) => arrayText(rows.map((row) => row[field]))),
      ),
    disclosuresOf: (patient: Key, from: string | undefined, to: string | undefined, days: number) =>
      many<DisclosureRow>(
        'disclosures-of',
        `with days as (select distinct day from data_protection.disclosure
            where patient = $1 and ($2::date is null or day >= $2) and ($3::date is null or day <= $3)
            order by day desc limit $4)
          select min(d.number) as number, min(d.at) as at, to_char(d.day, 'YYYY-MM-DD') as day,
            d.recipient_kind as kind, d.recipient, min(d.recipient_name) as name, d.person,
            array_agg(distinct d.type order by d.type) as types, d.purpose, d.ground, d.legal_basis as "legalBasis",
            d.recorded_by as "recordedBy"
          from data_protection.disclosure d join days using (day) where d.patient = $1
          group by d.day, d.recipient_kind, d.recipient, d.person, d.purpose, d.ground, d.legal_basis, d.recorded_by
          order by d.day desc, min(d.at) desc, min(d.number)`,
        [patient, from ?? null, to ?? null, days],
      ),
  };
}

function complaints(many: Many) {
  const one = async <T>(name: string, text: string, values: unknown[]): Promise<T | undefined> =>
    (await many<T>(name, text, values))[0];
  return {
    file: (row: Omit<ComplaintRow, 'decision' | 'answer' | 'consultation'>) =>
      many(
        'file',
        `insert into data_protection.complaint (id, kind, patient, patient_id, name, filed_at, due, words, scope,
            facility, facility_name, access, closed)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          ...[row.id, row.kind, row.patient, row.patientId, row.name, row.filedAt, row.due, row.words, row.scope],
          ...[row.facility, row.facilityName, row.access && JSON.stringify(row.access), row.closed],
        ],
      ),
    casesOf: (patient: Key) =>
      many<ComplaintRow>(
        'cases-of',
        `select ${complaintColumns} from data_protection.complaint where patient = $1 order by filed_at desc limit 200`,
        [patient],
      ),
    queue: (open: boolean) =>
      many<ComplaintRow>(
        `queue-${open ? 'open' : 'decided'}`,
        `select ${complaintColumns} from data_protection.complaint
          where ${open ? 'decision is null order by due' : 'decision is not null order by decided_at desc'} limit 200`,
        [],
      ),
    /** An undecided case, held until the transaction ends. */
    openCase: (id: string) =>
      one<ComplaintRow>(
        'open-case',
        `select ${complaintColumns} from data_protection.complaint where id = $1 and decision is null for update`,
        [id],
      ),
    consult: (id: string, said: { at: Date; by: string; name: string; text: string }) =>
      many(
        'consult',
        `update data_protection.complaint set consulted_at = $2, consulted_by = $3, consulted_name = $4,
          consultation = $5 where id = $1`,
        [id, said.at, said.by, said.name, said.text],
      ),
    decide: (
      id: string,
      said: { decision: Decision; answer: string; at: Date; by: string; name: string; closed: readonly string[] },
    ) =>
      many(
        'decide',
        `update data_protection.complaint set decision = $2, answer = $3, decided_at = $4, decided_by = $5,
          decided_name = $6, closed = $7 where id = $1`,
        [id, said.decision, said.answer, said.at, said.by, said.name, said.closed],
      ),
    /** The patient's own objection that waits or holds, held until the transaction ends. */
    standing: (patient: Key, id: string) =>
      one<ComplaintRow>(
        'standing',
        `select ${complaintColumns} from data_protection.complaint where id = $2 and patient = $1
          and kind = 'objection' and coalesce(decision, 'accepted') = 'accepted' for update`,
        [patient, id],
      ),
  };
}
