/** The one file of medical-workers that speaks SQL. */
import type { Tx } from '#core/db/database.ts';
import type { Licence } from './model.ts';

const columns = 'npwz, practitioner, pesel, profession, specialities, status, ends::text as ends';
/** What was known of each number at an instant. */
const known = (condition: string): string =>
  `select distinct on (npwz) ${columns} from medical_workers.licence
   where ${condition} = $1 and known_from <= coalesce($2::timestamptz, 'infinity') order by npwz, known_from desc`;

export function licenceStore(tx: Tx) {
  const ask = async (name: string, text: string, values: unknown[]): Promise<Licence[]> =>
    (await tx.query<Licence>({ name: `medical-workers-${name}`, text, values })).rows;
  return {
    ofPractitioner: (practitioner: string, asOf?: Date) =>
      ask('of-practitioner', known('practitioner'), [practitioner, asOf ?? null]),
    ofPesel: (pesel: string, asOf?: Date) => ask('of-pesel', known('pesel'), [pesel, asOf ?? null]),
    ofNumber: async (npwz: string, asOf?: Date): Promise<Licence | undefined> =>
      (await ask('of-number', known('npwz'), [npwz, asOf ?? null]))[0],
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
