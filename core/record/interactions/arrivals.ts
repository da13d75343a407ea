/**
 * On which days something of a patient came in, was changed or was deleted: where the answer to "as it was known then"
 * can differ from that of the day before. Ours, no interaction of the standard.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import { compileVisibility, visibilityOfVersions } from '../../access/index.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, readEntry } from '../guard.ts';
import { living } from './read.ts';
import type { Arrivals } from '../record.ts';
import { findCurrent, named } from '../store.ts';

/** Days that are listed: the newest ones. The first of all is told in any case. */
const most = 2000;

/** @throws Refusal `not-found`, `gone`, `forbidden`. One audit entry names the patient. */
export function arrivals(
  context: RecordContext,
  call: Call,
  patient: string,
  types: readonly string[],
  zone: string,
): Promise<Arrivals> {
  const asked: Asked = {
    ...{ action: 'R', kind: 'outline', type: 'Patient', entity: `Patient/${patient}` },
    query: types.join(','),
  };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const { database, audit } = context;
    const found = living(await findCurrent(database, 'Patient', patient, visibility), 'Patient', patient);
    const seen = compileVisibility(visibilityOfVersions(visibility), 'r', 4, undefined, '$1::int8');
    const numbers = ['Patient', ...types].map((type) => typeNumber(type)).filter((number) => number !== undefined);
    const { rows } = await database.query<{ day: string; number: number }>(
      named(
        'arrivals',
        `select to_char(r.updated at time zone $3, 'YYYY-MM-DD') as day, count(*)::int as number from (
          select * from (select patient, type, id, version, updated, tokens from record.resource
            where patient = $1::int8 and type = any($2::int2[])) living
          union all select patient, type, id, version, updated, coalesce(tokens, '{}') from record.history
            where patient = $1::int8 and type = any($2::int2[])) r
        where ${seen.sql} group by day order by day desc`,
        [found.patient, `{${numbers.join(',')}}`, zone, ...seen.values],
      ),
    );
    await audit.write(await readEntry(context, call, asked, rule, [found]));
    const days = rows.slice(0, most).map(({ day, number }) => ({ day, number }));
    return { first: rows.at(-1)?.day, days, cut: rows.length > most };
  });
}
