/** The one file of medical-workers that speaks SQL. */
import type { Tx } from '#core/db/database.ts';
import type { Licence } from './model.ts';

const columns = 'npwz, practitioner, pesel, profession, specialities, status, ends::text as ends';
/** What was known of each number at an instant. */
const known = (condition: string): string =>
  `select distinct on (npwz, profession) ${columns} from medical_workers.licence
   where ${condition} = $1 and known_from <= coalesce($2::timestamptz, 'infinity') order by npwz, profession, known_from desc`;

export function licenceStore(tx: Tx) {
  const ask = async (name: string, text: string, values: unknown[]): Promise<Licence[]> =>
    (await tx.query<Licence>({ name: `medical-workers-${name}`, text, values })).rows;
  return {
    ofPractitioner: (practitioner: string, asOf?: Date) =>
      ask('of-practitioner', known('practitioner'), [practitioner, asOf ?? null]),
    ofPesel: (pesel: string, asOf?: Date) => ask('of-pesel', known('pesel'), [pesel, asOf ?? null]),
    /** Of a profession, else the first there is. */
    ofNumber: async (npwz: string, asOf?: Date, profession?: string): Promise<Licence | undefined> => {
      const found = await ask('of-number', known('npwz'), [npwz, asOf ?? null]);
      return profession === undefined ? found[0] : found.find((one) => one.profession === profession);
    },
    /**
     * Adds those of which something else is known than before, as known from an instant on; gives how many. A
     * Practitioner that was told once stays theirs when the batch names none.
     */
    addChanged: async (licences: readonly Licence[], from: Date): Promise<number> => {
      const { rowCount } = await tx.query({
        text: `insert into medical_workers.licence
            (npwz, known_from, practitioner, pesel, profession, specialities, status, ends)
          select distinct on (t.npwz, t.profession) t.npwz, $2, coalesce(t.practitioner, b.practitioner), t.pesel,
            t.profession, t.specialities, t.status, t.ends
          from json_to_recordset($1::json) as t (npwz text, practitioner text, pesel text, profession text,
            specialities text[], status text, ends date)
          left join lateral (select * from medical_workers.licence l
            where l.npwz = t.npwz and l.profession = t.profession order by known_from desc limit 1) b on true
          where b.npwz is null or (coalesce(t.practitioner, b.practitioner), t.pesel, t.specialities, t.status, t.ends)
            is distinct from (b.practitioner, b.pesel, b.specialities, b.status, b.ends)
          on conflict do nothing`,
        values: [JSON.stringify(licences), from],
      });
      return rowCount ?? 0;
    },
    /** Adds what is known from an instant on; nothing when it is known already. */
    add: (licence: Licence, from: Date) =>
      tx.query({
        name: 'medical-workers-add',
        text: `insert into medical_workers.licence
            (npwz, known_from, practitioner, pesel, profession, specialities, status, ends)
          values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        values: [
          ...[licence.npwz, from, licence.practitioner, licence.pesel, licence.profession, licence.specialities],
          ...[licence.status, licence.ends],
        ],
      }),
  };
}
