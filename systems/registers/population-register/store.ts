/** The one file of population-register that speaks SQL. */
import type { Tx } from '#core/db/database.ts';

/** What the register says of a person. Act on population records of 24 September 2010, art. 8. */
export interface RegisteredPerson {
  readonly pesel: string;
  readonly givenName: string;
  readonly familyName: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly died?: string | null;
}

const columns = `pesel, given_name as "givenName", family_name as "familyName", birth_date::text as "birthDate",
  died::text as died`;

export function registerStore(tx: Tx) {
  return {
    async person(pesel: string, asOf?: Date): Promise<RegisteredPerson | undefined> {
      const text = `select ${columns} from population_register.person
        where pesel = $1 and known_from <= coalesce($2::timestamptz, 'infinity') order by known_from desc limit 1`;
      const values = [pesel, asOf ?? null];
      return (await tx.query<RegisteredPerson>({ name: 'population-register-person', text, values })).rows[0];
    },
    async add(people: readonly RegisteredPerson[], from: Date): Promise<void> {
      const text = `insert into population_register.person
          (pesel, known_from, given_name, family_name, birth_date, died)
        select p.pesel, $2, p."givenName", p."familyName", p."birthDate", p.died
        from jsonb_to_recordset($1::jsonb)
          as p(pesel text, "givenName" text, "familyName" text, "birthDate" date, died date)
        on conflict do nothing`;
      await tx.query({ name: 'population-register-add', text, values: [JSON.stringify(people), from] });
    },
  };
}
