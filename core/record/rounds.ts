/**
 * Searches that one caller asks at once, as a patient's overview asks a dozen: of different shapes, but always the same
 * ones together. They are one statement with their entries in the trail: one round trip and one commit for all. Values
 * stand in it one by one, so that each search opens no partition but its own. Decision 0059.
 */
import { hash } from 'node:crypto';
import type { Call } from '../access/actor.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { AuditEntry, RecordTrail } from '../audit/index.ts';
import type { Database } from '../db/database.ts';
import { arrayText, partedBy } from '../db/shape.ts';
import { firstHashed } from './keys.ts';
import { type RawRow, rowColumns, type Whose } from './search/found.ts';

/** One search of a round. */
export interface InRound {
  readonly query: { readonly name?: string | undefined; readonly text: string };
  readonly values: readonly unknown[];
  readonly type: string;
  readonly count: number;
  /** The columns (k0, k1 …) that its order has for itself. */
  readonly keys: readonly string[];
  readonly whose: Whose;
  readonly entry: AuditEntry;
  resolve(rows: RawRow[] | undefined): void;
  /** Takes the way of a search that nobody else's goes with. */
  goAlone(): void;
}

interface Round {
  readonly name: string;
  /** Until when its searches go apart, after it failed. */
  apartUntil: number;
  text: string | undefined;
  insertion: string | undefined;
}

/** Searches in one statement: a larger round becomes several, which PostgreSQL runs beside each other. */
const together = 8;
/** A round is one statement when it has been asked this often, as statements get their names (search/statement.ts). */
const worthKeeping = 5;
/** Plans live as long as their connection, and those of rounds are large: there must be an end to them. */
const mostRounds = 24;
const mostCounted = 500;
/** How long the searches of a round that failed go one by one, ms. */
const apart = 60_000;

/** Adds a search to the round of its call, which leaves when the call has nothing more to ask in this turn. */
export function createRounds(database: Database, audit: RecordTrail): (search: InRound) => void {
  const waiting = new Map<Call, InRound[]>();
  const known = new Map<string, Round>();
  const counts = new Map<string, number>();

  const roundOf = (searches: readonly InRound[]): Round | undefined => {
    const key = searches.map(({ query }) => query.name).join(' ');
    const round = known.get(key);
    if (round) return round.apartUntil > performance.now() ? undefined : round;
    if (known.size >= mostRounds) return undefined;
    const count = (counts.get(key) ?? 0) + 1;
    if (counts.size >= mostCounted) counts.clear();
    counts.set(key, count);
    if (count >= worthKeeping) {
      const name = `round-${hash('sha256', key, 'hex').slice(0, 16)}`;
      known.set(key, { name, apartUntil: 0, text: undefined, insertion: undefined });
    }
    return undefined;
  };
  const leave = (call: Call): void => {
    const all = waiting.get(call) ?? [];
    waiting.delete(call);
    for (let from = 0; from < all.length; from += together) {
      const searches = all.slice(from, from + together);
      const round = searches.length > 1 ? roundOf(searches) : undefined;
      if (round) void ask(database, audit, round, searches);
      else for (const search of searches) search.goAlone();
    }
  };
  return (search) => {
    const { call } = search.entry;
    const others = waiting.get(call);
    if (others) others.push(search);
    else {
      waiting.set(call, [search]);
      // Whatever the call asks in this turn of the event loop comes along.
      setImmediate(leave, call);
    }
  };
}

/** Never throws: searches of a round that failed are asked again one by one, and told what is wrong. */
async function ask(database: Database, audit: RecordTrail, round: Round, searches: readonly InRound[]): Promise<void> {
  const values = searches.flatMap((search) => search.values);
  const insertion = audit.insertionOfPages(
    searches.map(({ entry }) => entry),
    values.length + pageParameters + 1,
    'grouped',
  );
  // The part of the trail does not change: neither does the statement.
  if (round.text === undefined || round.insertion !== insertion.text) {
    round.insertion = insertion.text;
    round.text = textOf(searches, values.length + 1, insertion.text);
  }
  values.push(...pageValues(searches));
  let rows: RawRow[][] | undefined;
  try {
    const answer = await database.query<RawRow & { asked: number }>({
      ...{ name: round.name, text: round.text, values: [...values, ...insertion.values], packed: true },
    });
    rows = partedBy(answer.rows, searches.length);
  } catch {
    // Nothing was written. A slow round is no reason to part: whoever asks waits for all of it anyway.
    round.apartUntil = performance.now() + apart;
  }
  searches.forEach(({ resolve }, place) => resolve(rows?.[place]));
}

/** `grouped` says of each search what the trail names: its page, not the row that only says that there is more. */
function textOf(searches: readonly InRound[], next: number, insertion: string): string {
  const order = [...new Set(searches.flatMap(({ keys }) => keys))];
  let used = 0;
  const branches = searches.map(({ query, values, keys }, place) => {
    const text = query.text.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + used}`);
    used += values.length;
    // The order of searches stands in columns of different types: as text they fit together, and a cursor is text.
    const own = order.map((key) => `${keys.includes(key) ? key : 'null'}::text ${key}`);
    const columns = ['row_number() over () nth', ...rowColumns, ...own];
    return `select ${place + 1} asked, ${columns.join(', ')} from (${text}) found`;
  });
  return `with ${pagesFrom(next)},
    found as (${branches.join(' union all ')}),
    ${pagesForTrail},
    audited as (${insertion})
    select ${['asked', ...rowColumns, ...order].join(', ')} from found`;
}

/** What each search asked for: parameters from `next` on. */
export const pagesFrom = (next: number): string =>
  `page as (select * from unnest($${next}::text[], $${next + 1}::int4[], $${next + 2}::text[])
    with ordinality page(type, count, whose, n))`;

/** The values of these parameters. */
export const pageValues = (pages: readonly Pick<InRound, 'type' | 'count' | 'whose'>[]): string[] => [
  arrayText(pages.map(({ type }) => type)),
  arrayText(pages.map(({ count }) => count)),
  arrayText(pages.map(({ whose }) => whose)),
];
export const pageParameters = 3;

const patientType = typeNumber('Patient');

/**
 * What the trail names of each search in `found`: its page, not the row that only says that there is more. Rows of
 * anybody name each patient once; ids that the keys tell are left out (audit/entry.ts), and the others looked up.
 */
export const pagesForTrail = `pages as (
    select f.asked as n, array_agg(page.type || '/' || f.id || '/' || f.version order by f.nth) as entities,
      array_agg(f.patient order by f.nth) filter (where page.whose = 'themselves') as selves,
      array_agg(f.id order by f.nth) filter (where page.whose = 'themselves') as ids,
      array_agg(distinct f.patient) filter (where page.whose = 'anybody' and not
        case when f.patient < ${firstHashed} and right(f.id, 3) <> '000' then false
          else record.is_own(page.type, f.id, f.patient) end) as others
    from found f join page on page.n = f.asked where f.nth <= page.count group by f.asked),
  grouped as (
    select n, entities, coalesce(selves, others) as patients,
      case when others[cardinality(others)] >= ${firstHashed} then array(
        select case when o.patient >= ${firstHashed} then
          (select r.id from record.resource r where r.patient = o.patient and r.type = ${patientType} limit 1) end
        from unnest(others) with ordinality o(patient, place) order by o.place) else ids end as patient_ids
    from pages)`;
