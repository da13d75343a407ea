/**
 * History of a type and of the system, from the change feed. https://hl7.org/fhir/R4/http.html#history
 */
import { typeName, typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import {
  compileVisibility,
  onlyCompartment,
  sharedTypes,
  type Visibility,
  visibilityOfVersions,
} from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import { knownType } from '../checks.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, readEntry } from '../guard.ts';
import {
  badCursor,
  type Handling,
  type HistoryPage,
  type HistoryParameters,
  parseHistory,
  toCursor,
} from './history-parameters.ts';
import type { Key } from '../keys.ts';
import { bounded } from '../search/bounded.ts';
import { named } from '../store.ts';

interface FeedRow {
  at: Date;
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

/** One page, seen by the caller and told to the trail; of one type, or of all when `asked` names none. */
export function historyOfFeed(
  context: RecordContext,
  call: Call,
  asked: Asked,
  query: string,
  handling: Handling,
): Promise<HistoryPage> {
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const { type } = asked;
    if (type !== undefined) knownType(type);
    const tx = context.database.reading(call.maxStale);
    const page = await readFeed(tx, type, query, parseHistory(query, handling), visibility);
    const shown = page.entries.map(({ stored }) => stored);
    await context.audit.write(await readEntry(context, call, asked, rule, shown));
    return page;
  });
}

/**
 * One page of changes that the caller may see. A change is shown at the compartment where the version lies; the other
 * end of a move is told there.
 */
async function readFeed(
  tx: Tx,
  type: string | undefined,
  query: string,
  { count, since, at, ascending, cursor }: HistoryParameters,
  visibility: Visibility,
): Promise<HistoryPage> {
  const number = type === undefined ? undefined : typeNumber(type);
  const predicate = compileVisibility(visibilityOfVersions(visibility), 'm', 10, type);
  const [after, order] = ascending ? ['>', 'asc'] : ['<', 'desc'];
  const [time, sequence, place] = cursor ?? [];
  // Of their own history, patients walk their own rows only.
  const own = type !== undefined && !sharedTypes.has(type) ? (onlyCompartment(visibility) ?? null) : null;
  const page = named(
    'feed',
    `select m.at, m.sequence, m.place, m.patient, m.type, m.id, m.version, m.method,
          coalesce(r.updated, h.updated) as updated, coalesce(r.content, h.content) as content
        from (
          select c.patient, c.at, c.sequence, e.place, e.type, e.id, e.version, e.method
          from record.change c
          cross join lateral unnest(c.types, c.ids, c.versions, c.methods)
            with ordinality e(type, id, version, method, place)
          where ($1::int2 is null or c.types @> array[$1::int2]) and ($2::timestamptz is null or c.at >= $2)
            and ($3::timestamptz is null or (c.at, c.sequence) ${after}= ($3, $4::int8))
            and ($7::timestamptz is null or c.at <= $7)
            and ${own === null ? '$9::int8 is null' : 'c.patient = $9::int8'}
          order by c.at ${order}, c.sequence ${order}, e.place) m
        left join record.resource r
          on r.patient = m.patient and r.type = m.type and r.id = m.id and r.version = m.version
        left join record.history h
          on h.patient = m.patient and h.type = m.type and h.id = m.id and h.version = m.version
        where ($1::int2 is null or m.type = $1)
          and ($3::timestamptz is null or (m.at, m.sequence) <> ($3, $4::int8) or m.place > $5::int8)
          and m.method <> 'X' and (r.version is not null or h.version is not null)
          and ($6::timestamptz is null or m.at >= $6 or m.method <> 'D'
            and (r.version is not null or h.replaced > $6))
          and ${predicate.sql}
        order by m.at ${order}, m.sequence ${order}, m.place limit $8`,
    [
      number ?? null,
      since ?? null,
      time === undefined ? null : timeOf(time),
      sequence ?? null,
      place ?? null,
      at?.from ?? null,
      at?.to ?? null,
      count + 1,
      own,
      ...predicate.values,
    ],
  );
  const { rows } = await bounded(() => tx.query<FeedRow>(page));
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
    ...(cursor || last ? {} : { total: shown.length }),
    self: query,
    ...(last ? { next: toCursor(query, [last.at.getTime(), last.sequence, last.place]) } : {}),
  };
}

/** @throws Refusal `invalid` for a cursor that was made up. */
function timeOf(milliseconds: number): Date {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) throw badCursor();
  return time;
}
