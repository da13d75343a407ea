/**
 * What lies in a patient's compartment, without content: a range of the primary key, for overviews of thousands of
 * entries.
 */
import { typeName, typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import { compileVisibility } from '../../access/index.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, readEntry } from '../guard.ts';
import { living } from './read.ts';
import type { OutlineRow, ReadOptions } from '../record.ts';
import { knownAt } from '../search/index.ts';
import { findAsOf, findCurrent, named } from '../store.ts';

/**
 * What lies there now, or what was known at an instant.
 * @throws Refusal `not-found`, `gone`, `forbidden`. One audit entry names the patient.
 */
export function outline(
  context: RecordContext,
  call: Call,
  patient: string,
  types: readonly string[],
  { asOf }: ReadOptions = {},
): Promise<OutlineRow[]> {
  const asked: Asked = {
    action: 'R',
    kind: 'outline',
    type: 'Patient',
    entity: `Patient/${patient}`,
    query: types.join(','),
  };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const { database } = context;
    const owner = asOf
      ? await findAsOf(database, 'Patient', patient, asOf, visibility)
      : await findCurrent(database, 'Patient', patient, visibility);
    const found = living(owner, 'Patient', patient);
    const known = asOf ? knownAt(database, asOf) : database;
    const numbers = types.map((type) => typeNumber(type)).filter((number) => number !== undefined);
    // One row a type, its entries as joined text: taking thousands of rows apart costs more than reading them. Type by
    // type the rows come as the primary key has them, so that nothing is sorted here; most begin and end at once.
    const seen = compileVisibility(visibility, 'r', 3, undefined, '$1::int8');
    const asking = known.query<{ type: number; ids: string; starts: string; ends: string }>(
      named(
        'outline',
        `select t.type, e.ids, e.starts, e.ends from unnest($2::int2[]) t(type) cross join lateral (
          select string_agg(id, ',') as ids, string_agg(starts::text, ',') as starts,
            string_agg(case when ends = starts then '' else ends::text end, ',') as ends
          from (select r.id, r.starts, r.ends from record.resource r
            where r.patient = $1::int8 and r.type = t.type and ${seen.sql} order by r.id offset 0) entry) e
        where e.ids is not null`,
        [found.patient, `{${numbers.join(',')}}`, ...seen.values],
      ),
    );
    const [{ rows }] = await Promise.all([
      asking,
      readEntry(context, call, asked, rule, [found]).then((entry) => context.audit.write(entry)),
    ]);
    const entries: OutlineRow[] = [];
    for (const row of rows) {
      const type = typeName(row.type);
      const [starts, ends] = [row.starts.split(','), row.ends.split(',')];
      row.ids.split(',').forEach((id, at) => {
        const begins = Number(starts[at]);
        entries.push({ type, id, starts: begins, ends: ends[at] === '' ? begins : Number(ends[at]) });
      });
    }
    return entries.sort(olderFirst);
  });
}

/** Those of one instant stay in the order of their types and ids, since sorting is stable. */
const olderFirst = (one: OutlineRow, other: OutlineRow): number =>
  one.starts === other.starts ? 0 : one.starts < other.starts ? -1 : 1;
