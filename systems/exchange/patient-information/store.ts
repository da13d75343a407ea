/** The one file of patient-information that speaks SQL: when a source was asked about a patient, and what came of it. */
import type { Tx } from '#core/db/database.ts';
import { type DownBecause, source, type Told } from './model.ts';

export interface AskingRow {
  readonly queuedAt: Date | null;
  readonly askedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly downSince: Date | null;
  readonly downBecause: DownBecause | null;
  readonly complete: boolean | null;
  readonly services: number | null;
  readonly unreadable: number | null;
}

/** @param patient compartment key */
export function askingStore(tx: Tx, patient: string) {
  const query = <R>(name: string, text: string, values: unknown[] = []) =>
    tx.query<R>({ name: `patient-information-${name}`, text, values: [patient, source, ...values] });
  return {
    async read(): Promise<AskingRow | undefined> {
      const text = `select queued_at as "queuedAt", asked_at as "askedAt", answered_at as "answeredAt",
          down_since as "downSince", down_because as "downBecause", complete, services, unreadable
        from patient_information.asking where patient = $1 and source = $2`;
      return (await query<AskingRow>('read', text)).rows[0];
    },
    /** True for the one caller who may put a question into the queue: none waits since `before`. */
    async queue(now: Date, before: Date): Promise<boolean> {
      const text = `insert into patient_information.asking as a (patient, source, queued_at) values ($1, $2, $3)
        on conflict (patient, source) do update set queued_at = $3
          where a.queued_at is null or a.queued_at < $4`;
      return (await query('queue', text, [now, before])).rowCount === 1;
    },
    async answered(now: Date, { services, unreadable, complete }: Told): Promise<void> {
      const text = `insert into patient_information.asking
          (patient, source, asked_at, answered_at, complete, services, unreadable)
        values ($1, $2, $3, $3, $4, $5, $6)
        on conflict (patient, source) do update set queued_at = null, asked_at = $3, answered_at = $3,
          down_since = null, down_because = null, complete = $4, services = $5, unreadable = $6`;
      await query('answered', text, [now, complete, services.length, unreadable]);
    },
    /** What was known stays known; since when nothing comes is the first time. */
    async down(now: Date, because: DownBecause): Promise<void> {
      const text = `insert into patient_information.asking as a (patient, source, asked_at, down_since, down_because)
        values ($1, $2, $3, $3, $4)
        on conflict (patient, source) do update set queued_at = null, asked_at = $3,
          down_since = coalesce(a.down_since, $3), down_because = $4`;
      await query('down', text, [now, because]);
    },
  };
}
