/**
 * History of a type and of the system, from the change feed, newest first. https://hl7.org/fhir/R4/http.html#history
 */
import { typeName, typeNumber } from '#libs/fhir/resource-types.ts';
import { compileVisibility, type Visibility } from '../access/index.ts';
import type { Tx } from '../db/database.ts';
import { type HistoryPage, type HistoryParameters, toCursor } from './history-parameters.ts';
import type { Key } from './keys.ts';
import { named } from './store.ts';

interface FeedRow {
  sequence: string;
  place: string;
  patient: Key;
  type: number;
  id: string;
  version: number;
  method: 'C' | 'U' | 'D';
  updated: Date | null;
  content: string | null;
}

/**
 * One page of changes that the caller may see. A change is shown at the compartment where the version lies; the other
 * end of a move is told there.
 */
export async function readFeed(
  tx: Tx,
  type: string | undefined,
  query: string,
  { count, since, cursor }: HistoryParameters,
  visibility: Visibility,
): Promise<HistoryPage> {
  const number = type === undefined ? undefined : typeNumber(type);
  const predicate = compileVisibility(visibility, 'm', 6, type);
  const own = visibility.kind === 'patient' && type !== undefined ? `and c.patient = ${visibility.key}` : '';
  const { rows } = await tx.query<FeedRow>(
    named(
      'feed',
      `select m.sequence, m.place, m.patient, m.type, m.id, m.version, m.method,
          coalesce(r.updated, h.updated) as updated, coalesce(r.content, h.content) as content
        from (
          select c.patient, c.at, c.sequence, e.place, e.type, e.id, e.version, e.method
          from record.change c
          cross join lateral unnest(c.types, c.ids, c.versions, c.methods)
            with ordinality e(type, id, version, method, place)
          where ($1::int2 is null or c.types @> array[$1::int2]) and ($2::timestamptz is null or c.at >= $2)
            and ($3::int8 is null or c.sequence <= $3) ${own}
          order by c.at desc, c.sequence desc, e.place) m
        left join record.resource r
          on r.patient = m.patient and r.type = m.type and r.id = m.id and r.version = m.version
        left join record.history h
          on h.patient = m.patient and h.type = m.type and h.id = m.id and h.version = m.version
        where ($1::int2 is null or m.type = $1) and ($3::int8 is null or m.sequence < $3 or m.place > $4)
          and (r.version is not null or h.version is not null) and ${predicate.sql}
        order by m.at desc, m.sequence desc, m.place limit $5`,
      [number ?? null, since ?? null, cursor?.[0] ?? null, cursor?.[1] ?? 0, count + 1, ...predicate.values],
    ),
  );
  const shown = rows.slice(0, count);
  const last = rows.length > count ? shown.at(-1) : undefined;
  return {
    entries: shown.map((row) => ({
      method: row.method,
      stored: {
        type: typeName(row.type),
        id: row.id,
        version: row.version,
        updated: row.updated as Date,
        content: row.content ?? '',
        deleted: row.content === null,
        patient: row.patient,
      },
    })),
    self: query,
    ...(last ? { next: toCursor(query, [last.sequence, last.place]) } : {}),
  };
}
