/**
 * Patient/$everything: all of a patient's compartment, then the shared resources (people, institutions, medicines) that
 * it refers to. https://hl7.org/fhir/R4/patient-operation-everything.html Encounter/$everything: what refers to the
 * encounter in that compartment, with the encounter and its patient.
 * https://hl7.org/fhir/R4/encounter-operation-everything.html
 */
import { compileVisibility, sharedTypes, type Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { resourceTypes, typeNumber } from '#libs/fhir/resource-types.ts';
import { searchParametersOf } from '#libs/fhir/search/parameters.ts';
import { dateRange, referenceHash } from '#libs/fhir/search/values.ts';
import type { Key } from '../keys.ts';
import { bounded } from './bounded.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { columns, type FoundPage, type FoundRow, foundRow, type RawRow, textOf } from './found.ts';
import { readReferences, referencesIn } from './include.ts';
import { badParameter, limits, printable } from './limits.ts';
import { elementsOf, type ParsedSearch, summaryOf } from './parse.ts';
import { splitAlternatives, splitQuery } from './query-string.ts';
import type { Order } from './sort.ts';
import { queryOf, Statement } from './statement.ts';
import { subset } from './subset.ts';

/** Of whom or what everything is asked. */
export interface Subject {
  readonly type: 'Patient' | 'Encounter';
  readonly id: string;
}

interface Asked extends Pick<ParsedSearch, 'summary' | 'elements'> {
  readonly subject: Subject;
  /** Dates of care, in seconds since 1970: what has no date is there in any case. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly types: readonly string[];
  readonly since: Date | undefined;
  readonly count: number;
  readonly cursor: string | undefined;
  readonly self: string;
  readonly ignored: string[];
}

/** The compartment by type and id; the shared resources come in pages of their own, behind it. */
const orders: readonly Order[] = [
  { sql: 'r.type', type: 'int2', descending: false },
  { sql: 'r.id', type: 'text', descending: false },
];
/** Sorts behind every type: the shared resources. */
const sharedPart = 32_767;

/**
 * One page: `_count` resources (1,000 unless told), `_type`, `_since`, `start` and `end` as filters, `_summary` and
 * `_elements` of each.
 * @throws Refusal `invalid` for bad parameters and cursors, `rule-broken` `too-costly` as for searches.
 */
export async function runEverything(
  tx: Tx,
  key: Key,
  subject: Subject,
  query: string,
  visibility: Visibility,
): Promise<FoundPage> {
  const asked = { ...understand(query), subject };
  return subset(await pageOf(tx, key, asked, visibility), asked);
}

async function pageOf(tx: Tx, key: Key, asked: Asked, visibility: Visibility): Promise<FoundPage> {
  const { subject } = asked;
  // Pages may differ in size: what is left of one is filled by the next patient (everything.ts of the record).
  const bound = `everything\n${subject.type}/${subject.id}\n${asked.self.replace(/(^|&)_count=[^&]*/, '')}`;
  const cursor = asked.cursor === undefined ? undefined : readCursor(asked.cursor, bound, orders);
  const page: FoundPage = { entries: [], self: asked.self, ignored: asked.ignored };
  const goOn = (type: number, id: string) => {
    page.next = `${asked.self}${asked.self && '&'}_cursor=${writeCursor(bound, [type, id])}`;
  };
  let shared: string[] | undefined;
  if (Number(cursor?.[0]) !== sharedPart) {
    const rows = await compartment(tx, key, asked, cursor, visibility);
    const more = rows.length > asked.count;
    if (more) rows.length = asked.count;
    for (const row of rows) page.entries.push({ mode: 'match', stored: foundRow(row) });
    const last = rows.at(-1);
    if (more && last) goOn(last.type, last.id);
    if (more) return page;
    const whole = !cursor && asked.types.length === 0 && !asked.since;
    if (whole) shared = sharedReferences(rows.map(contentOf), asked);
  }
  shared ??= await sharedReferencesOf(tx, key, asked, visibility);
  const after = Number(cursor?.[0]) === sharedPart ? (cursor?.[1] as string) : '';
  const left = shared.filter((reference) => reference > after);
  const here = left.slice(0, asked.count - page.entries.length);
  const found = await readReferences(tx, here, visibility);
  for (const stored of found) if (isSince(stored, asked)) page.entries.push({ mode: 'match', stored });
  if (left.length > here.length) goOn(sharedPart, here.at(-1) ?? after);
  return page;
}

const contentOf = ({ content }: Pick<RawRow, 'content'>): string => textOf(content);

const isSince = ({ updated }: FoundRow, { since }: Asked): boolean => since === undefined || updated >= since;

async function compartment(
  tx: Tx,
  key: Key,
  asked: Asked,
  cursor: string[] | undefined,
  visibility: Visibility,
): Promise<RawRow[]> {
  const statement = new Statement();
  const where = wheresOf(statement, key, asked, visibility);
  if (cursor)
    where.push(`(r.type, r.id) > (${statement.bind(cursor[0], 'int2')}, ${statement.bind(cursor[1], 'text')})`);
  const text =
    `select ${columns} from record.resource r where ${where.join(' and ')}` +
    ` order by r.type, r.id limit ${statement.bind(asked.count + 1, 'int8')}`;
  const { rows } = await bounded(() => tx.query<RawRow>({ ...queryOf(text, statement.values), packed: true }));
  return rows;
}

function wheresOf(statement: Statement, key: Key, asked: Asked, visibility: Visibility): string[] {
  const { types, since, from, to, subject } = asked;
  const home = statement.bind(key, 'int8');
  const where = [`r.patient = ${home}`];
  if (types.length > 0) where.push(`r.type = any(${statement.bind(types.map(typeNumber), 'int2[]')})`);
  if (since) where.push(`r.updated >= ${statement.bind(since, 'timestamptz')}`);
  if (from !== undefined || to !== undefined) {
    const [low, high] = [statement.bind(from ?? -Infinity, 'float8'), statement.bind(to ?? Infinity, 'float8')];
    where.push(`(r.ends = '-infinity' or r.starts <= ${high} and r.ends >= ${low})`);
  }
  if (subject.type === 'Encounter') where.push(aroundEncounter(statement, subject.id));
  const visible = compileVisibility(visibility, 'r', statement.values.length + 1, undefined, home);
  statement.values.push(...visible.values);
  if (visible.sql !== 'true') where.push(visible.sql);
  return where;
}

/** The encounter, its patient, and what refers to the encounter by any parameter. */
function aroundEncounter(statement: Statement, id: string): string {
  const hashes = [...encounterParameters()].map((param) => referenceHash(param, `Encounter/${id}`));
  const [encounter, patient] = ['Encounter', 'Patient'].map((type) => statement.bind(typeNumber(type), 'int2'));
  const own = `r.type = ${encounter} and r.id = ${statement.bind(id, 'text')}`;
  return `(r.type = ${patient} or ${own} or r.tokens && ${statement.bind(hashes, 'int8[]')})`;
}

let known: ReadonlySet<string> | undefined;

/** Names under which references to encounters are stored. */
function encounterParameters(): ReadonlySet<string> {
  known ??= new Set(
    resourceTypes.flatMap((type) =>
      searchParametersOf(type)
        .filter((parameter) => parameter.type === 'reference' && parameter.targets?.includes('Encounter'))
        .flatMap(({ storedAs }) => storedAs),
    ),
  );
  return known;
}

/** The shared resources that texts refer to, in order. */
function sharedReferences(contents: readonly string[], { types }: Asked): string[] {
  const found = new Set<string>();
  for (const content of contents) {
    for (const reference of referencesIn(content)) found.add(reference);
  }
  const wanted = (type: string) => sharedTypes.has(type) && (types.length === 0 || types.includes(type));
  return [...found].filter((reference) => wanted(reference.slice(0, reference.indexOf('/')))).sort();
}

/** The same for a compartment of several pages, or in part: gathered from all of it, so that nothing comes twice. */
async function sharedReferencesOf(tx: Tx, key: Key, asked: Asked, visibility: Visibility): Promise<string[]> {
  if (asked.types.length > 0 && !asked.types.some((type) => sharedTypes.has(type))) return [];
  const statement = new Statement();
  const where = wheresOf(statement, key, { ...asked, types: [], since: undefined }, visibility).join(' and ');
  const text = `select r.content from record.resource r where ${where}`;
  const { rows } = await bounded(() => tx.query<Pick<RawRow, 'content'>>(queryOf(text, statement.values)));
  return sharedReferences(rows.map(contentOf), asked);
}

function understand(query: string): Omit<Asked, 'subject'> {
  const asked = {
    types: [] as string[],
    since: undefined as Date | undefined,
    count: limits.count as number,
    summary: 'false' as ParsedSearch['summary'],
    elements: [] as string[],
  };
  let from: number | undefined;
  let to: number | undefined;
  let cursor: string | undefined;
  const understood: string[] = [];
  const ignored: string[] = [];
  for (const { name, value, raw } of splitQuery(query)) {
    if (name === '_cursor') cursor = value;
    else if (name === '_count') asked.count = countOf(value);
    else if (name === '_type') asked.types.push(...typesOf(value));
    else if (name === '_since') asked.since = sinceOf(value);
    else if (name === 'start') [from] = dayOf(name, value);
    else if (name === 'end') [, to] = dayOf(name, value);
    else if (name === '_summary') asked.summary = wholeOrPart(value);
    else if (name === '_elements') asked.elements = value === '' ? [] : elementsOf(value, resourceTypes);
    else if (name !== '_format' && name !== '_pretty') {
      ignored.push(name);
      continue;
    }
    if (name !== '_cursor') understood.push(raw);
  }
  return { ...asked, from, to, cursor, self: understood.join('&'), ignored };
}

function wholeOrPart(value: string): ParsedSearch['summary'] {
  const summary = value === '' ? 'false' : summaryOf(value);
  if (summary === 'count') throw badParameter('_summary', "'count' is for searches.");
  return summary;
}

function countOf(value: string): number {
  const count = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (count < 1 || count > limits.count)
    throw badParameter('_count', `must be a whole number from 1 to ${limits.count}.`);
  return count;
}

function typesOf(value: string): string[] {
  const types = splitAlternatives('_type', value);
  const unknown = types.find((type) => typeNumber(type) === undefined);
  if (unknown !== undefined) throw badParameter('_type', `'${printable(unknown)}' is no FHIR R4 resource type.`);
  return types;
}

function dayOf(name: string, value: string): readonly [number, number] {
  const range = dateRange(value);
  if (!range) throw badParameter(name, 'must be a date such as 2026-03-01.');
  return range;
}

function sinceOf(value: string): Date {
  const range = dateRange(value);
  if (!range) throw badParameter('_since', 'must be an instant such as 2026-03-01T12:00:00Z.');
  return new Date(range[0] * 1000);
}
