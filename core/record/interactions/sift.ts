/**
 * Going through the words of a whole compartment, as a search inside documents does: which versions lie there, and the
 * contents of those that the asker does not hold yet. A version never changes, so it is sent once. Ours, no interaction
 * of the standard. To the trail it is an outline:
 * what is then shown of it is read like everything else, and audited by name.
 */
import { typeName, typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import { compileVisibility } from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, readEntry } from '../guard.ts';
import { living } from './read.ts';
import type { SiftedVersion, SiftOptions } from '../record.ts';
import { knownAt } from '../search/index.ts';
import { findAsOf, findCurrent, named } from '../store.ts';

/** Contents that are asked for at once: between two batches others have their turn. */
const batch = 1000;

/** @throws Refusal `not-found`, `gone`, `forbidden`. One audit entry names the patient. */
export function sift(
  context: RecordContext,
  call: Call,
  patient: string,
  types: readonly string[],
  { asOf, has, take }: SiftOptions,
): Promise<SiftedVersion[]> {
  const entity = `Patient/${patient}`;
  const asked: Asked = { action: 'R', kind: 'outline', type: 'Patient', entity, query: types.join(',') };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const { database } = context;
    const owner = asOf
      ? await findAsOf(database, 'Patient', patient, asOf, visibility)
      : await findCurrent(database, 'Patient', patient, visibility);
    const found = living(owner, 'Patient', patient);
    const known = asOf ? knownAt(database, asOf) : database;
    const seen = compileVisibility(visibility, 'r', 3, undefined, '$1::int8');
    const numbers = types.map((type) => typeNumber(type)).filter((number) => number !== undefined);
    const [versions] = await Promise.all([
      versionsOf(known, [found.patient, `{${numbers.join(',')}}`, ...seen.values], seen.sql),
      readEntry(context, call, asked, rule, [found]).then((entry) => context.audit.write(entry)),
    ]);
    const wanted = versions.filter((one) => !has(one));
    for (let at = 0; at < wanted.length; at += batch) {
      await contentsOf(known, found.patient, wanted.slice(at, at + batch), take);
    }
    return versions;
  });
}

/** One row a type, its entries as joined text, as the outline does. */
async function versionsOf(known: Tx, values: unknown[], seen: string): Promise<SiftedVersion[]> {
  const { rows } = await known.query<{ type: number; ids: string; versions: string; starts: string; ends: string }>(
    named(
      'sift',
      `select type, string_agg(id, ',') as ids, string_agg(version::text, ',') as versions,
        string_agg(starts::text, ',') as starts, string_agg(ends::text, ',') as ends
      from (select r.type, r.id, r.version, r.starts, r.ends from record.resource r
        where r.patient = $1::int8 and r.type = any($2::int2[]) and ${seen}) entry
      group by type`,
      values,
    ),
  );
  return rows.flatMap((row) => {
    const type = typeName(row.type);
    const [versions, starts, ends] = [row.versions.split(','), row.starts.split(','), row.ends.split(',')];
    return row.ids.split(',').map((id, at) => ({
      ...{ type, id, version: Number(versions[at]) },
      ...{ starts: Number(starts[at]), ends: Number(ends[at]) },
    }));
  });
}

/** What was seen a moment ago; a version that has been replaced meanwhile is left out, as if it had been a moment later. */
async function contentsOf(
  known: Tx,
  patient: string,
  wanted: readonly SiftedVersion[],
  take: SiftOptions['take'],
): Promise<void> {
  const versions = new Map(wanted.map((one) => [`${one.type}/${one.id}`, one]));
  const numbers = [...new Set(wanted.map(({ type }) => typeNumber(type)))];
  const { rows } = await known.query<{ type: number; id: string; version: number; content: string }>(
    named(
      'sift-contents',
      `select r.type, r.id, r.version, content from record.resource r
        where r.patient = $1::int8 and r.type = any($2::int2[]) and r.id = any($3::text[])`,
      [patient, numbers, wanted.map(({ id }) => id)],
    ),
  );
  for (const { type, id, version, content } of rows) {
    const one = versions.get(`${typeName(type)}/${id}`);
    if (one?.version === Number(version)) take(one, content);
  }
}
