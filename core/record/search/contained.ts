/**
 * Searches for resources inside of others (`_contained=true`, `both`). https://hl7.org/fhir/R4/search.html#contained
 * record.leads leads to the containers (libs/fhir/search/contained.ts); what they contain is taken out, few enough to
 * be held in memory, and handed to the database as rows, of which the same SQL asks what it asks of record.resource.
 */
import { onlyCompartment, sharedTypes, type Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { pack } from '#libs/fhir/packing/pack.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { containedHash, containedIn, containedTokenHash } from '#libs/fhir/search/contained.ts';
import { extract } from '#libs/fhir/search/extract.ts';
import type { Key } from '../keys.ts';
import { bounded, tooCostly } from './bounded.ts';
import { criteriaConditions, visibilityOf, wheresOf } from './conditions.ts';
import type { Criterion } from './criteria.ts';
import { writeCursor } from './cursor.ts';
import { columns, type FoundEntry, type FoundRow, foundRow, type RawRow } from './found.ts';
import { limits } from './limits.ts';
import { pageText, placeIn } from './page-text.ts';
import type { ContainedSearch, ParsedSearch } from './parse.ts';
import { type Order, orderOf } from './sort.ts';
import { sourceOf } from './source.ts';
import { queryOf, Statement } from './statement.ts';

type Asked = ParsedSearch & { readonly contained: ContainedSearch };
type Sought = Pick<ParsedSearch, 'types' | 'criteria'> & { readonly contained: Pick<ContainedSearch, 'within'> };

export interface ContainedPage {
  readonly entries: FoundEntry[];
  /** The matches themselves: what includes begin from. */
  readonly rows: readonly FoundRow[];
  readonly next: string | undefined;
}

/** What contained matches there are, as a place to select from. */
export interface Containers {
  readonly rows: ReadonlyMap<string, FoundRow>;
  /** The contained resources, as JSON for the database. */
  readonly inside: string;
}

/**
 * The containers (of one type, where it is said) that may hold what is asked, and what they contain of that type.
 * @throws Refusal `too-costly` when they are too many to look into.
 */
export async function findContainers(
  tx: Tx,
  { types: [type = ''], criteria, contained: { within } }: Sought,
  visibility: Visibility,
  containerType?: string,
): Promise<Containers> {
  const statement = new Statement();
  const only = containerType === undefined ? '' : ` and r.type = ${statement.bind(typeNumber(containerType), 'int2')}`;
  const text =
    `select r.patient, r.type, r.id, octet_length(r.content) as size` +
    ` from (${places(statement, leading(type, criteria), only, visibility, within)} offset 0) l` +
    ' cross join lateral (select * from record.resource r' +
    ' where r.patient = l.patient and r.type = l.type and r.id = l.id offset 0) r' +
    ` where ${visibilityOf(statement, 'r', visibility)} limit ${limits.containers + 1}`;
  const { rows: found } = await bounded(() => tx.query<ContainerRow>(queryOf(text, statement.values)));
  const size = found.reduce((sum, row) => sum + row.size, 0);
  if (found.length > limits.containers || size > limits.containerBytes) {
    const says = `Too many resources contain a ${type} that may be meant. Add a code or an identifier of it, or ask within`;
    throw tooCostly(`${says} a patient: Patient/[id]/${type}?_contained=…`);
  }
  return found.length === 0 ? { rows: new Map(), inside: '[]' } : readContainers(tx, type, found);
}

/** Where the containers lie: those of one patient in the compartment, others where record.leads says. */
function places(
  statement: Statement,
  tokens: readonly string[],
  only: string,
  visibility: Visibility,
  within?: Key,
): string {
  const token = statement.bind(tokens, 'int8[]');
  const found = (more = '') =>
    `select ${tokens.length > 1 ? 'distinct ' : ''}l.patient, l.type, l.id from record.leads l` +
    ` where l.token = any(${token})${only.replace('r.type', 'l.type')}${more}`;
  const key = within ?? onlyCompartment(visibility);
  if (key === undefined) return found();
  const home = statement.bind(key, 'int8');
  const near =
    `select r.patient, r.type, r.id from record.resource r where r.patient = ${home}${only}` +
    ` and r.tokens && ${token}`;
  if (within !== undefined) return near;
  return `${near} union all ${found(` and l.type = any(${statement.bind(sharedNumbers, 'int2[]')})`)}`;
}

const sharedNumbers = [...sharedTypes].map(typeNumber).filter((number) => number !== undefined);

interface ContainerRow extends Record<string, unknown> {
  patient: Key;
  type: number;
  id: string;
  size: number;
}

/** What record.leads holds of contained resources: that there is one of the type, and its codes and identifiers. */
export function leading(type: string, criteria: readonly Criterion[]): string[] {
  const best = criteria.find((one) => one.kind === 'tokens' && !one.negated && one.lookup > 0 && one.any.length > 0);
  if (best?.kind !== 'tokens') return [containedHash(type)];
  return best.any.map((hash) => containedTokenHash(type, hash));
}

async function readContainers(tx: Tx, type: string, found: readonly ContainerRow[]): Promise<Containers> {
  const statement = new Statement();
  const keys = ['patient', 'type', 'id'].map((name, place) =>
    statement.bind(
      found.map((row) => row[name]),
      ['int8[]', 'int2[]', 'text[]'][place] as string,
    ),
  );
  const text =
    `select ${columns} from unnest(${keys.join(', ')}) w(patient, type, id) cross join lateral (select *` +
    ' from record.resource r where r.patient = w.patient and r.type = w.type and r.id = w.id offset 0) r';
  const { rows } = await bounded(() => tx.query<RawRow>(queryOf(text, statement.values)));
  const containers = new Map(rows.map(foundRow).map((row) => [`${row.type}/${row.id}`, row]));
  const inside = [...containers].flatMap(([name, { key, version, updated, content }]) =>
    containedIn(JSON.parse(content)).flatMap((resource, place) => {
      if (resource.resourceType !== type) return [];
      const { starts, ends, tokens, strings, rangeKeys, rangeLows, rangeHighs } = extract(resource);
      return {
        ...{
          patient: key,
          type: typeNumber(type),
          id: `${name}#${resource.id ?? place}`,
          version,
          updated,
          container: name,
        },
        ...{ starts: String(starts), ends: String(ends), tokens, strings, range_keys: rangeKeys },
        ...{ range_lows: rangeLows.map(String), range_highs: rangeHighs.map(String) },
        content: `\\x${pack(JSON.stringify(resource)).toString('hex')}`,
      };
    }),
  );
  return { rows: containers, inside: JSON.stringify(inside) };
}

export const shape =
  'r(patient int8, type int2, id text, version int4, updated timestamptz, starts float8, ends float8, tokens int8[],' +
  ' strings text[], range_keys int8[], range_lows float8[], range_highs float8[], content bytea, container text)';
const every = ['patient type id version updated starts ends tokens strings range_keys range_lows range_highs content']
  .flatMap((names) => names.split(' '))
  .map((name) => `r.${name}`)
  .join(', ');

/** The rows that match, contained ones with their container; a container is there once, where it comes first. */
function matching(statement: Statement, asked: Asked, { inside }: Containers, visibility: Visibility) {
  const { types, criteria, contained, sort } = asked;
  const [type] = types;
  const rows = `jsonb_to_recordset(${statement.bind(inside, 'jsonb')}) as ${shape}`;
  // A container that may be seen is seen with what it contains.
  const where = criteriaConditions(statement, { alias: 'r', type }, criteria, visibility);
  const ways = [`select ${every}, r.container from ${rows}${where.length > 0 ? ` where ${where.join(' and ')}` : ''}`];
  if (contained.both) {
    const source = sourceOf(statement, { types, criteria, visibility, sorted: 'other' });
    const alone = wheresOf(statement, source, types, criteria, visibility);
    const place = contained.within === undefined ? [] : [`r.patient = ${statement.bind(contained.within, 'int8')}`];
    const all = [...alone, ...place].join(' and ');
    const name = statement.bind(`${type}/`, 'text');
    ways.push(`select ${every}, ${name} || r.id from ${source.from}${all === '' ? '' : ` where ${all}`}`);
  }
  const descending = sort.at(-1)?.descending ?? false;
  const orders: Order[] = sort.map((key) => orderOf(key, 'r', statement));
  orders.push({ sql: 'r.id collate "C"', type: 'text', descending });
  const all = `(${ways.join(' union all ')}) r`;
  if (contained.shows === 'contained') return { from: all, where: [], orders };
  const order = orders.map(({ sql, descending: down }) => `${sql}${down ? ' desc' : ''}`).join(', ');
  const from = `(select *, row_number() over (partition by r.container order by ${order}) as nth from ${all}) r`;
  return { from, where: ['r.nth = 1'], orders };
}

/** One page of the matches. */
export async function containedPage(
  tx: Tx,
  asked: Asked,
  containers: Containers,
  visibility: Visibility,
): Promise<ContainedPage> {
  const statement = new Statement();
  const { from, where, orders } = matching(statement, asked, containers, visibility);
  const bound = `contained\n${asked.place ?? ''}\n${asked.self}`;
  const { cursor, count } = asked;
  const text = pageText(statement, { from, where, orders, cursor, bound, count, more: ', r.tokens' });
  const { rows } = await bounded(() => tx.query<RawRow>(queryOf(text, statement.values)));
  const last = rows.length > count ? rows[count - 1] : undefined;
  rows.length = Math.min(rows.length, count);
  const found = rows.map(foundRow);
  return {
    rows: found,
    entries: found.map((row) => entryOf(row, containers, asked.contained.shows)),
    next: last && writeCursor(bound, placeIn(orders, last)),
  };
}

/** What is shown of a match: the container, or what it contains under the container's address. */
function entryOf(row: FoundRow, { rows }: Containers, shows: ContainedSearch['shows']): FoundEntry {
  const hash = row.id.indexOf('#');
  if (hash < 0) return { mode: 'match', stored: row };
  const stored = rows.get(row.id.slice(0, hash)) as FoundRow;
  if (shows === 'container') return { mode: 'match', stored };
  return { mode: 'match', stored, contained: { type: row.type, id: row.id.slice(hash + 1), content: row.content } };
}

/** How many matches there are. */
export async function countContained(
  tx: Tx,
  asked: Asked,
  containers: Containers,
  visibility: Visibility,
): Promise<number> {
  const statement = new Statement();
  const { from, where } = matching(statement, { ...asked, sort: [] }, containers, visibility);
  const text = `select count(*)::float8 as count from ${from}${where.length > 0 ? ` where ${where.join(' and ')}` : ''}`;
  const { rows } = await bounded(() => tx.query<{ count: number }>(queryOf(text, statement.values)));
  return rows[0]?.count ?? 0;
}
