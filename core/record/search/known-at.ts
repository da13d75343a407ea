/**
 * The record as it was known at an instant (transaction time). Searches run on it as they are: they are handed a
 * connection on which record.resource means the versions that were the present ones then, and record.alias every place
 * where a resource has lain. Decision 0013.
 */
import type { Query, Tx } from '#core/db/database.ts';
import { queryOf } from './statement.ts';

/**
 * A connection to the record as it was. Meant for searches within compartments, and for references that lead from
 * elsewhere: of the rest record.leads knows today only. Who is led somewhere looks whether the version there has what
 * led him.
 */
export const knownAt = (tx: Tx, at: Date): Tx =>
  ({ query: (query, values) => tx.query(asKnown(query, values, at)) }) as Tx;

/** Versions that are still the present ones, and those that were replaced or deleted later. */
const versions = (at: string): string =>
  'select patient, type, id, version, updated, starts, ends, tokens, strings, range_keys, range_lows, range_highs,' +
  ` content from record.resource where updated <= ${at}` +
  " union all select patient, type, id, version, updated, coalesce(starts, '-infinity'), coalesce(ends, '-infinity')," +
  ` coalesce(tokens, '{}'), strings, range_keys, range_lows, range_highs, content` +
  ` from record.history where updated <= ${at} and replaced > ${at}`;

const places =
  "select type, id, patient, '{}'::int8[] as former from record.alias" +
  " union select type, id, unnest(former), '{}' from record.alias";

/** What leads to versions from other compartments, and what once did. */
const leads =
  "select patient, token, starts, type, id from record.leads union all select patient, token, '-infinity', type, id" +
  ' from record.former_lead';

function asKnown(query: Query | string, values: unknown[] | undefined, at: Date): Query {
  const asked = typeof query === 'string' ? { text: query, ...(values ? { values } : {}) } : query;
  if (!asked.text.includes('record.resource')) return asked;
  const bound = [...(asked.values ?? []), at];
  const instant = `$${bound.length}::timestamptz`;
  const tables =
    `known as not materialized (${versions(instant)}), places as not materialized (${places}),` +
    ` former as not materialized (select * from record.history where updated <= ${instant}),` +
    ` led as not materialized (${leads})`;
  const [, recursive = '', rest] = /^\s*with (recursive )?(.*)$/s.exec(asked.text) ?? [];
  const text = (rest ?? asked.text)
    .replace(/\brecord\.resource\b/g, 'known')
    .replace(/\brecord\.alias\b/g, 'places')
    .replace(/\brecord\.leads\b/g, 'led')
    .replace(/\brecord\.history\b/g, 'former');
  return queryOf(`with ${recursive}${tables}${rest === undefined ? ' ' : ', '}${text}`, bound);
}
