/**
 * Whether certain versions of resources match a search: the one that a change made, and the one that it replaced.
 * Searches run as they are, on a connection where record.resource means these versions.
 */
import type { Visibility } from '#core/access/index.ts';
import type { Query, Tx } from '#core/db/database.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Key } from '../keys.ts';
import { resolveChains } from './chain-resolution.ts';
import type { Criterion } from './criteria.ts';
import { findByCriteria } from './find-by-criteria.ts';
import { parseSearch } from './parse.ts';
import type { ParseOptions } from './parse-options.ts';
import { queryOf } from './statement.ts';

export interface VersionOf {
  readonly id: string;
  readonly version: number;
  /** Compartment where it lay, as far as is known; others are looked for by the alias. */
  readonly patient: Key;
}

/**
 * Those of the versions (one of each resource) that match and may be seen. What a chain leads to is asked as it is now,
 * and then of the present version only.
 * @throws Refusal `invalid` for parameters that are not understood.
 */
export async function matchingVersions(
  tx: Tx,
  type: string,
  query: string,
  versions: readonly VersionOf[],
  visibility: Visibility,
  options: ParseOptions = {},
): Promise<Set<string>> {
  if (versions.length === 0) return new Set();
  const asked = `${query}${query && '&'}_id=${versions.map(({ id }) => id).join(',')}`;
  const { criteria } = parseSearch(type, asked, { ...options, strict: true });
  const resolved = await resolveChains(tx, [type], criteria, visibility);
  const on = resolved.some(isLinked) ? tx : atVersions(tx, type, versions);
  const found = await findByCriteria(on, type, resolved, visibility, versions.length);
  return new Set(found.map(({ id }) => id));
}

/** Whether a query asks about other resources than those that it finds. */
export const asksAboutOthers = (type: string, query: string, options: ParseOptions = {}): boolean =>
  parseSearch(type, query, { ...options, strict: true }).criteria.some(isLinked);

function isLinked(criterion: Criterion): boolean {
  if (criterion.kind === 'either') return criterion.any.some(isLinked);
  if (criterion.kind === 'all') return criterion.all.some(isLinked);
  if (criterion.kind === 'not') return isLinked(criterion.not);
  return criterion.kind === 'chain' || criterion.kind === 'has';
}

const living = 'r.updated, r.starts, r.ends, r.tokens, r.strings, r.range_keys, r.range_lows, r.range_highs, r.content';
const former =
  "h.updated, coalesce(h.starts, '-infinity'), coalesce(h.ends, '-infinity'), coalesce(h.tokens, '{}'), h.strings," +
  ' h.range_keys, h.range_lows, h.range_highs, h.content';

function atVersions(tx: Tx, type: string, versions: readonly VersionOf[]): Tx {
  const number = typeNumber(type) ?? 0;
  const rewritten = (query: Query | string, values?: unknown[]): Query => {
    const asked = typeof query === 'string' ? { text: query, ...(values ? { values } : {}) } : query;
    if (!asked.text.includes('record.resource')) return asked;
    const bound = [
      ...(asked.values ?? []),
      versions.map(({ id }) => id),
      versions.map(({ version }) => version),
      versions.map(({ patient }) => patient),
    ];
    const [ids, numbers, patients] = [2, 1, 0].map((back) => `$${bound.length - back}`);
    const alias = `from record.alias a where a.type = ${number} and a.id = w.id offset 0`;
    const at = (row: string) => `${row}.patient = p.patient and ${row}.type = ${number} and ${row}.id = p.id`;
    const tables =
      `asked as (select * from unnest(${ids}::text[], ${numbers}::int4[], ${patients}::int8[])` +
      ' w(id, version, patient)),' +
      ' spots as (select id, version, patient from asked w' +
      ` union select w.id, w.version, a.patient from asked w cross join lateral (select a.patient ${alias}) a` +
      ' union select w.id, w.version, a.patient from asked w' +
      ` cross join lateral (select unnest(a.former) as patient ${alias}) a),` +
      ` known as materialized (select p.patient, ${number}::int2 as type, p.id, p.version, v.* from spots p` +
      ` cross join lateral (select ${living} from record.resource r where ${at('r')} and r.version = p.version` +
      ` union all select ${former} from record.history h where ${at('h')} and h.version = p.version` +
      ' and h.content is not null offset 0) v),' +
      ' places as (select type, id, patient from known)';
    const [, recursive = '', rest] = /^\s*with (recursive )?(.*)$/s.exec(asked.text) ?? [];
    const text = (rest ?? asked.text).replace(/\brecord\.resource\b/g, 'known').replace(/\brecord\.alias\b/g, 'places');
    return queryOf(`with ${recursive}${tables}${rest === undefined ? ' ' : ', '}${text}`, bound);
  };
  return { query: (query, values) => tx.query(rewritten(query, values)) } as Tx;
}
