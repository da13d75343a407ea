/** The one file of declarations that speaks SQL; it sees its own table and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Key } from '#core/record/keys.ts';
import type { Declaration, FreeReason, Kind, State, Submitter } from './model.ts';

/** Where a declaration lies, and what decisions need before its resource is read. */
export interface Row {
  readonly patient: Key;
  readonly id: string;
  readonly kind: Kind;
  readonly state: State;
  readonly facility: string;
  readonly person: string;
  readonly submittedAt: Date;
  readonly accepted: boolean;
  readonly freeReason: FreeReason | null;
  readonly by: Submitter;
  readonly changedAt: Date;
}

/** A place in a list: the time and the id of its last row. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

const columns = `patient, id, kind, state, facility, person, submitted_at as "submittedAt", accepted,
  free_reason as "freeReason", by, changed_at as "changedAt"`;
const start: Place = { at: new Date(0), id: '' };

export type DeclarationStore = ReturnType<typeof declarationStore>;

export function declarationStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `declarations-${name}`, text, values })).rows;
  return { ...reading(many), ...writing(tx) };
}

type Many = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;

const reading = (many: Many) => ({
  /** By the compartment that the id speaks of, else wherever it lies: imported ones bring ids of their own. */
  async one(patient: Key, id: string): Promise<Row | undefined> {
    const here = `select ${columns} from declarations.declaration where patient = $1 and id = $2`;
    const [found] = await many<Row>('one', here, [patient, id]);
    if (found) return found;
    return (
      await many<Row>('one-anywhere', `select ${columns} from declarations.declaration where id = $1 limit 1`, [id])
    )[0];
  },
  /** All of a patient, oldest first; seldom more than a few. */
  ofPatient: (patient: Key): Promise<Row[]> =>
    many(
      'of-patient',
      `select ${columns} from declarations.declaration where patient = $1 order by submitted_at, id limit 1000`,
      [patient],
    ),
  /** Those of a facility in a state, the oldest first. */
  ofFacility: (facility: string, state: State, after: Place = start, limit = 50): Promise<Row[]> =>
    many(
      'of-facility',
      `select ${columns} from declarations.declaration where facility = $1 and state = $2
        and (submitted_at, id) > ($3, $4) order by submitted_at, id limit $5`,
      [facility, state, after.at, after.id, limit],
    ),
  /** How many are on the lists of a facility, by person and kind. */
  counts: (facility: string): Promise<{ person: string; kind: Kind; accepted: number }[]> =>
    many(
      'counts',
      `select person, kind, count(*)::int4 as accepted from declarations.declaration
        where facility = $1 and state = 'accepted' group by person, kind order by person, kind`,
      [facility],
    ),
  /** What changed after a place and before an instant, of one facility or of all: for the payer. */
  changes: (after: Place = start, before: Date, facility: string | undefined, limit: number): Promise<Row[]> =>
    many(
      'changes',
      `select ${columns} from declarations.declaration where (changed_at, id) > ($1, $2) and changed_at < $3
        and ($4::text is null or facility = $4) order by changed_at, id limit $5`,
      [after.at, after.id, before, facility ?? null, limit],
    ),
});

const writing = (tx: Tx) => ({
  /** The row of a new or changed declaration. A unique violation: another of its kind waits, or is in force. */
  keep: (patient: Key, { id, version, ...one }: Declaration) =>
    tx.query({
      name: 'declarations-keep',
      text: `insert into declarations.declaration values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        on conflict (patient, id) do update set version = excluded.version, state = excluded.state,
          facility = excluded.facility, person = excluded.person, accepted = excluded.accepted,
          free_reason = excluded.free_reason, changed_at = excluded.changed_at`,
      values: [
        ...[patient, id, version, one.kind, one.state, one.facility.id, one.person.id, one.submittedAt, one.answerBy],
        ...[one.acceptedAt !== undefined, one.freeReason ?? null, one.by, one.last.at],
      ],
    }),
  /** The resource is gone. */
  forget: (patient: Key, id: string) =>
    tx.query({
      name: 'declarations-forget',
      text: 'delete from declarations.declaration where patient = $1 and id = $2',
      values: [patient, id],
    }),
});
