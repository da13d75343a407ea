/** A search, run: one page of matches, what they include, and the link to the next page. */
import type { Visibility } from '#core/access/index.ts';
import type { Query, Tx } from '#core/db/database.ts';
import { keyOfId } from '../keys.ts';
import type { Stored } from '../record.ts';
import { bounded } from './bounded.ts';
import { isPersonal } from './compartments.ts';
import { resolveChains } from './chain-resolution.ts';
import { seenIn, wheresOf } from './conditions.ts';
import type { Criterion } from './criteria.ts';
import { containedPage, countContained, findContainers } from './contained.ts';
import { type CursorValue, writeCursor } from './cursor.ts';
import { type FoundPage, type FoundRow, foundRow, type RawRow, type ToldPage, type Whose } from './found.ts';
import { included } from './include.ts';
import { pageText, placeColumns, placeIn } from './page-text.ts';
import type { ContainedSearch, ParsedSearch } from './parse.ts';
import { type Order, orderOf, type SortKey } from './sort.ts';
import { type CountedToken, patientOf, type Question, type Source, sourceOf } from './source.ts';
import { queryOf, Statement } from './statement.ts';
import { subset } from './subset.ts';

/** A page whose patients the statement itself can name, or that lies in the compartment of one. */
export interface PlainPage {
  readonly query: Query;
  readonly type: string;
  readonly count: number;
  /** The columns in which a row says where it stands in the order. */
  readonly place: readonly string[];
  readonly whose: Whose;
  readonly patient?: { readonly key: string; readonly id: string };
}

/** Asks for a page and tells the trail at once; undefined when that was not done, and nothing written. */
export type Tell = (page: PlainPage) => Promise<ToldPage | undefined>;

/** Told of a token that leads to so many resources of a type, which had to be counted one by one. */
export type Counted = (type: string, token: string, number: number) => void;

/** Who is told of what, where there is somebody. */
export interface Telling {
  readonly tell?: Tell | undefined;
  readonly counted?: Counted;
}

/**
 * Runs a search under a visibility. With `tell` most pages are told to the trail as they are searched: they say so
 * (`told`).
 * @throws Refusal `invalid` for a bad cursor, `rule-broken` `too-costly` when it takes too long: narrow it.
 */
export async function runSearch(
  tx: Tx,
  parsed: ParsedSearch,
  visibility: Visibility,
  telling: Telling = {},
): Promise<FoundPage> {
  const criteria = await resolveChains(tx, parsed.types, parsed.criteria, visibility);
  const { self, ignored, cursor } = parsed;
  const at = (place: string) => `${self}${self && '&'}_cursor=${place}`;
  const page: FoundPage = { entries: [], self: cursor === undefined ? self : at(cursor), ignored: [...ignored] };
  if (cursor !== undefined) page.first = self;
  if (parsed.contained) return runContained(tx, { ...parsed, criteria, contained: parsed.contained }, visibility, page);
  const countOnly = parsed.summary === 'count' || parsed.count === 0;
  if (parsed.total || countOnly) page.total = await count(tx, parsed.types, criteria, visibility, telling.counted);
  if (countOnly) return page;
  const asked = { ...parsed, criteria };
  const statement = statementOf(asked, visibility);
  const told = telling.tell && (await tellMatches(statement, asked, visibility, telling.tell));
  const { rows, last } = told ?? (await matches(tx, statement, asked));
  if (told) page.told = true;
  if (last) page.next = at(writeCursor(statement.bound, last));
  for (const stored of rows) page.entries.push({ mode: 'match', stored });
  if (!told && parsed.includes.length > 0) {
    const more = await included(tx, rows as readonly FoundRow[], parsed.includes, visibility);
    for (const stored of more) page.entries.push({ mode: 'include', stored });
  }
  return subset(page, parsed);
}

/** The same with what is inside of resources. */
async function runContained(
  tx: Tx,
  asked: ParsedSearch & { readonly contained: ContainedSearch },
  visibility: Visibility,
  page: FoundPage,
): Promise<FoundPage> {
  const containers = await findContainers(tx, asked, visibility);
  const countOnly = asked.summary === 'count' || asked.count === 0;
  if (asked.total || countOnly) page.total = await countContained(tx, asked, containers, visibility);
  if (countOnly) return page;
  const { entries, rows, next } = await containedPage(tx, asked, containers, visibility);
  if (next !== undefined) page.next = `${asked.self}&_cursor=${next}`;
  page.entries.push(...entries);
  const shown = new Set(entries.map(({ stored, contained }) => (contained ? '' : `${stored.type}/${stored.id}`)));
  if (asked.includes.length > 0) {
    const more = await included(tx, rows, asked.includes, visibility);
    const others = more.filter(({ type, id }) => !shown.has(`${type}/${id}`));
    for (const stored of others) page.entries.push({ mode: 'include', stored });
  }
  return subset(page, asked);
}

/** Without includes and subsets; `last`: where the last row stands in the order, when there are more. */
async function matches(tx: Tx, { query, orders }: PageStatement, { count }: ParsedSearch) {
  const { rows } = await bounded(() => tx.query<RawRow>({ ...query, packed: true }));
  const last = rows.length > count ? placeIn(orders, rows[count - 1] as RawRow) : undefined;
  return { rows: rows.slice(0, count).map(foundRow), last };
}

/** The same for a page that is told to the trail as it is searched; undefined when it was not. */
async function tellMatches(
  statement: PageStatement,
  parsed: ParsedSearch,
  visibility: Visibility,
  tell: Tell,
): Promise<{ rows: readonly Stored[]; last: readonly CursorValue[] | undefined } | undefined> {
  const plain = plainPage(statement, parsed, visibility);
  const page = plain && (await tell(plain));
  return page && { rows: page.rows, last: page.more ? (page.place ?? []) : undefined };
}

function plainPage(
  { query, orders, source }: PageStatement,
  { types, criteria, count, includes }: ParsedSearch,
  visibility: Visibility,
): PlainPage | undefined {
  const [type] = types;
  // What is included is known only afterwards.
  if (type === undefined || types.length > 1 || includes.length > 0) return undefined;
  const page = { query, type, count, place: placeColumns(orders) };
  if (type === 'Patient') return { ...page, whose: 'themselves' };
  if (!isPersonal(type)) return { ...page, whose: 'known' };
  const id = source.name === 'compartment' ? patientOf(type, criteria, visibility) : undefined;
  if (id === undefined) return { ...page, whose: 'anybody' };
  return { ...page, whose: 'known', patient: { key: keyOfId('Patient', id), id } };
}

interface PageStatement {
  query: Query;
  orders: readonly Order[];
  /** What a cursor of this statement belongs to. */
  bound: string;
  source: Source;
}

/** The SQL of one page. Exported for tests of the plans. */
export function statementOf(parsed: ParsedSearch, visibility: Visibility): PageStatement {
  const statement = new Statement();
  const { types, criteria, sort } = parsed;
  const source = sourceOf(statement, { types, criteria, visibility, sorted: sortedBy(sort) });
  const where = wheresOf(statement, source, parsed.types, criteria, visibility);
  const orders = ordersOf(statement, source, sort, types.length !== 1);
  const bound = `${source.name}\n${parsed.place ?? ''}\n${parsed.self}`;
  const { cursor, count: most } = parsed;
  const more = parsed.includes.length > 0 ? ', r.tokens' : '';
  const text = pageText(statement, { from: source.from, where, orders, cursor, bound, count: most, more });
  return { query: queryOf(text, statement.values), orders, bound, source };
}

const sortedBy = (sort: readonly SortKey[]): Question['sorted'] => {
  const [first] = sort;
  if (!first) return 'none';
  if (sort.length > 1 || first.by !== 'starts') return 'other';
  return first.descending ? '-starts' : 'starts';
};

/** The keys asked for, then whatever makes the order total. */
function ordersOf(statement: Statement, source: Source, sort: readonly SortKey[], several: boolean): readonly Order[] {
  const asked = sortedBy(sort);
  if (asked === 'none' || (asked !== 'other' && source.name.startsWith('lookup'))) return source.order;
  const descending = sort.at(-1)?.descending ?? false;
  const orders = sort.map((key) => orderOf(key, 'r', statement));
  orders.push({ sql: 'r.id', type: 'text', descending });
  if (several) orders.push({ sql: 'r.type', type: 'int2', descending });
  return orders;
}

/** How many resources match. */
async function count(
  tx: Tx,
  types: readonly string[],
  criteria: readonly Criterion[],
  visibility: Visibility,
  counted: Counted = () => undefined,
): Promise<number> {
  const { text, values, tally } = countStatementOf(types, criteria, visibility);
  const { rows } = await bounded(() => tx.query<{ count: number; kept?: boolean }>(queryOf(text, values)));
  const { count: number = 0, kept } = rows[0] ?? {};
  if (tally && !kept) counted(types[0] as string, tally, number);
  return number;
}

interface CountStatement extends Required<Pick<Query, 'text' | 'values'>> {
  /** The one token that is counted, where a tally may know: nothing else is asked, and the asker may read all. */
  readonly tally?: string;
}

/** Exported for tests of the plans. */
export function countStatementOf(
  types: readonly string[],
  criteria: readonly Criterion[],
  visibility: Visibility,
): CountStatement {
  const statement = new Statement();
  const source = sourceOf(statement, { types, criteria, visibility, sorted: 'other' });
  const { slim, answered } = source;
  const alone = slim && criteria.every((criterion) => criterion === answered);
  const where = alone
    ? [...slim.where, seenIn(statement, slim, visibility, types[0])]
    : wheresOf(statement, source, types, criteria, visibility);
  const text =
    `select count(*)::float8 as count from ${alone ? slim.from : source.from}` +
    `${where.length > 0 ? ` where ${where.join(' and ')}` : ''}`;
  const tally = alone && slim.token && where.at(-1) === 'true' ? slim.token : undefined;
  return tally
    ? { text: tallyOr(text, tally), values: statement.values, tally: tally.value }
    : { text, values: statement.values };
}

/** The tally of a token and what is not folded into it yet; without a tally (migration 650) what the count says. */
const tallyOr = (count: string, { sql, type }: CountedToken): string =>
  `select coalesce(k.number, (${count})) as count, k.number is not null as kept from (select (` +
  'select t.number + coalesce((select sum(c.number) from record.tally_change x' +
  ' cross join lateral unnest(x.types, x.tokens, x.numbers) c(type, token, number)' +
  ` where x.tokens @> array[${sql}] and c.token = ${sql} and c.type = ${type}), 0)` +
  ` from record.tally t where t.token = ${sql} and t.type = ${type})::float8 as number offset 0) k`;
