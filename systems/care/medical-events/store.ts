/** The one file of medical-events that speaks SQL. */
import type { Tx } from '#core/db/database.ts';
import type { EventState } from './states.ts';

export interface EventRow {
  readonly patient: string;
  readonly encounter: string;
  readonly system: string;
  readonly number: string;
  readonly state: EventState;
  readonly version: number;
  readonly facility: string | null;
  readonly happenedAt: Date;
  readonly recordedAt: Date;
  readonly late: boolean;
  readonly content: string | null;
  readonly signedAt: Date | null;
}

const columns = `patient, encounter, system, number, state, version, facility, happened_at as "happenedAt",
  recorded_at as "recordedAt", late, content, signed_at as "signedAt"`;

/** @param tx the transaction of the change, or the database to read */
export const eventStore = (tx: Tx) => ({ ...reading(tx), ...changing(tx), ...diagnoses(tx) });
export type EventStore = ReturnType<typeof eventStore>;

function changing(tx: Tx) {
  return {
    /** Takes the number, writes the event and its diagnoses. False when the number is another event's. */
    async register(event: Omit<EventRow, 'signedAt'>, conditions: readonly string[]): Promise<boolean> {
      const { patient, encounter, system, number, state, version, facility, content } = event;
      const { rowCount } = await tx.query({
        name: 'medical-events-register',
        text: `with taken as (
            insert into medical_events.number (number, system, patient, encounter) values ($4, $3, $1, $2)
            on conflict do nothing returning 1),
          written as (
            insert into medical_events.event
              (patient, encounter, system, number, state, version, facility, happened_at, recorded_at, late, content)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 from taken),
          diagnosed as (
            insert into medical_events.diagnosis (patient, condition, encounter)
            select $1, condition, $2 from taken, unnest($12::text[]) condition
            on conflict (patient, condition) do update set encounter = excluded.encounter)
          select 1 from taken`,
        values: [
          ...[patient, encounter, system, number, state, version, facility],
          ...[event.happenedAt, event.recordedAt, event.late, content, conditions],
        ],
      });
      return rowCount === 1;
    },
    async correct({ patient, encounter, state, version, facility, happenedAt, content }: EventRow): Promise<void> {
      await tx.query({
        name: 'medical-events-correct',
        text: `update medical_events.event set state = $3, version = $4, facility = $5, happened_at = $6, content = $7
          where patient = $1 and encounter = $2`,
        values: [patient, encounter, state, version, facility, happenedAt, content],
      });
    },
    async setState(patient: string, encounter: string, state: EventState, version?: number): Promise<void> {
      await tx.query({
        name: 'medical-events-set-state',
        text: `update medical_events.event set state = $3, version = coalesce($4, version) where patient = $1 and encounter = $2`,
        values: [patient, encounter, state, version ?? null],
      });
    },
    async setSigned(patient: string, encounter: string, at: Date): Promise<void> {
      await tx.query({
        name: 'medical-events-set-signed',
        text: 'update medical_events.event set signed_at = $3 where patient = $1 and encounter = $2',
        values: [patient, encounter, at],
      });
    },
  };
}

/** Diagnoses, and the events they belong to. */
function diagnoses(tx: Tx) {
  return {
    async addDiagnoses(patient: string, conditions: readonly string[], encounters: readonly string[]): Promise<void> {
      await tx.query({
        name: 'medical-events-add-diagnoses',
        text: `insert into medical_events.diagnosis (patient, condition, encounter)
          select $1, c, e from unnest($2::text[], $3::text[]) as given(c, e)
          on conflict (patient, condition) do update set encounter = excluded.encounter`,
        values: [patient, conditions, encounters],
      });
    },
    /** Takes diagnoses out; the encounters that they belonged to. */
    async dropDiagnoses(patient: string, conditions: readonly string[]): Promise<string[]> {
      const { rows: gone } = await tx.query<{ encounter: string }>({
        name: 'medical-events-drop-diagnoses',
        text: 'delete from medical_events.diagnosis where patient = $1 and condition = any($2) returning encounter',
        values: [patient, conditions],
      });
      return gone.map(({ encounter }) => encounter);
    },
    /** Where diagnoses belonged before this change. */
    async encountersOf(patient: string, conditions: readonly string[]): Promise<string[]> {
      const { rows: found } = await tx.query<{ encounter: string }>({
        name: 'medical-events-encounters-of',
        text: 'select distinct encounter from medical_events.diagnosis where patient = $1 and condition = any($2)',
        values: [patient, conditions],
      });
      return found.map(({ encounter }) => encounter);
    },
    /** Which of some encounters have a diagnosis. */
    async diagnosed(patient: string, encounters: readonly string[]): Promise<ReadonlySet<string>> {
      const { rows: found } = await tx.query<{ encounter: string }>({
        name: 'medical-events-diagnosed',
        text: 'select distinct encounter from medical_events.diagnosis where patient = $1 and encounter = any($2)',
        values: [patient, encounters],
      });
      return new Set(found.map(({ encounter }) => encounter));
    },
  };
}

function reading(tx: Tx) {
  const rows = async (name: string, text: string, values: unknown[]): Promise<EventRow[]> =>
    (await tx.query<EventRow>({ name: `medical-events-${name}`, text, values })).rows;
  const ofEncounters = (patient: string, encounters: readonly string[]): Promise<EventRow[]> =>
    rows('of-encounters', `select ${columns} from medical_events.event where patient = $1 and encounter = any($2)`, [
      patient,
      encounters,
    ]);
  const ofEncounter = async (patient: string, encounter: string): Promise<EventRow | undefined> =>
    (await ofEncounters(patient, [encounter]))[0];
  return {
    ofEncounters,
    ofEncounter,
    /** The events of some encounters, held until the transaction ends. */
    held: (patient: string, encounters: readonly string[]) =>
      rows(
        'held',
        `select ${columns} from medical_events.event where patient = $1 and encounter = any($2) order by encounter for update`,
        [patient, encounters],
      ),
    async byNumber(system: string, number: string): Promise<EventRow | undefined> {
      const { rows: found } = await tx.query<{ patient: string; encounter: string }>({
        name: 'medical-events-by-number',
        text: 'select patient, encounter from medical_events.number where number = $2 and system = $1',
        values: [system, number],
      });
      const [place] = found;
      return place && ofEncounter(place.patient, place.encounter);
    },
  };
}
