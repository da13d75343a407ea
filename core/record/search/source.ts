/**
 * Where a search begins: the one path that leads to few rows, chosen by the shape of the question. The other criteria
 * are asked in passing. Statements are planned once for all values, so the SQL itself has to say the path: laterals
 * with `offset 0` keep the planner from turning it round.
 */
import { onlyCompartment, sharedTypes, type Visibility } from '#core/access/index.ts';
import { resourceTypes, typeNumber } from '#libs/fhir/resource-types.ts';
import { type Key, keyOfId } from '../keys.ts';
import { isPersonal } from './compartments.ts';
import type { Beside, Criterion, StringCriterion, TokenCriterion } from './criteria.ts';
import { limits } from './limits.ts';
import type { Order } from './sort.ts';
import type { Statement } from './statement.ts';

export interface Question {
  readonly types: readonly string[];
  readonly criteria: readonly Criterion[];
  readonly visibility: Visibility;
  /** Order asked for by `_sort`: only the clinical time, descending (or not); or something else; or none. */
  readonly sorted: 'starts' | '-starts' | 'other' | 'none';
}

export interface Source {
  /** Stands in the tests and in cursors: a page goes on only along the path on which it began. */
  readonly name: 'ids' | 'compartment' | 'compartments' | 'lookup' | 'lookups' | 'words' | 'care' | 'type' | 'types';
  /** What follows `from`; gives the row `r` of record.resource. */
  readonly from: string;
  readonly where: readonly string[];
  /** Total order in which rows come cheaply. */
  readonly order: readonly Order[];
  /** What the path itself has answered already. */
  readonly answered?: Criterion;
  /** The first table on the path with `patient`, `type` and `id`: access is decided there, before a row is fetched. */
  readonly seen: 'r' | 'l' | 'w';
  /** The one compartment on the path: access is decided once. */
  readonly key?: string;
  /** It leads to few rows. */
  readonly narrow: boolean;
  /** The same rows without record.resource, when nothing else is asked: for counting. Has patient and type. */
  readonly slim?: Slim;
}

interface Slim extends Pick<Source, 'from' | 'where' | 'seen'> {
  readonly token?: CountedToken;
}

/** The one token whose entries in record.leads are counted, and the type, in SQL. */
export interface CountedToken {
  readonly value: string;
  readonly sql: string;
  readonly type: string;
}

const id: Order = { sql: 'r.id', type: 'text', descending: false };
const type: Order = { sql: 'r.type', type: 'int2', descending: false };

const row = (where: string): string => `cross join lateral (select * from record.resource r where ${where} offset 0) r`;

export function sourceOf(statement: Statement, question: Question): Source {
  const { types, criteria, visibility, sorted } = question;
  if (types.length !== 1) return sourceAcrossTypes(statement, question);
  const [only = ''] = types;
  const number = statement.bind(typeNumber(only), 'int2');
  const ids = criteria.find((criterion) => criterion.kind === 'ids');
  if (ids) return byIds(statement, only, number, ids, ids.any);
  const named = criteria.find((criterion) => criterion.kind === 'named');
  if (named) return byIds(statement, only, number, named, idsOf(only, named.references));
  const key = compartmentOf(only, criteria, visibility);
  if (key !== undefined) return inCompartment(statement, number, key);
  const places = criteria.find((criterion) => criterion.kind === 'places');
  if (places?.alone) return inCompartments(statement, number, { references: [], tokens: [] }, places.keys);
  const positive = criteria.filter(
    (criterion) => criterion.kind === 'tokens' && !criterion.negated,
  ) as TokenCriterion[];
  const best = positive.reduce((one, other) => (other.lookup > one.lookup ? other : one), notIndexed);
  if (best.lookup === 3) return byLookup(statement, number, best, sorted);
  const beside = positive.find(isBeside);
  if (beside) return inCompartments(statement, number, besideOf(beside));
  if (places) return inCompartments(statement, number, { references: [], tokens: [] }, places.keys);
  const words = criteria.find((criterion) => criterion.kind === 'strings' && criterion.word) as
    | StringCriterion
    | undefined;
  if (words) return byWords(statement, number, words, sorted);
  if (best.lookup > 0) return byLookup(statement, number, best, sorted);
  if (visibility.kind === 'facility' && !sharedTypes.has(only)) return inCare(statement, number, visibility.facility);
  const updated: Order = { sql: 'r.updated', type: 'timestamptz', descending: false };
  const where = [`r.type = ${number}`];
  return { name: 'type', from: 'record.resource r', where, order: [updated, id], seen: 'r', narrow: false };
}

const notIndexed: TokenCriterion = { kind: 'tokens', any: [], negated: false, lookup: 0 };

/** No path that leads to few rows: the whole of the types, or of the compartment. */
function sourceAcrossTypes(statement: Statement, { types, criteria, visibility }: Question): Source {
  const where = types.length === 0 ? [] : [`r.type = any(${statement.bind(types.map(typeNumber), 'int2[]')})`];
  const key = onlyCompartment(visibility);
  if (key !== undefined && types.length > 0 && !types.some((name) => sharedTypes.has(name))) {
    where.unshift(`r.patient = ${statement.bind(key, 'int8')}`);
    return { name: 'compartment', from: 'record.resource r', where, order: [type, id], seen: 'r', narrow: true };
  }
  const near = criteria.find((criterion) => criterion.kind === 'near');
  if (near) return nearAcrossTypes(statement, near.beside, where);
  const named = criteria.find((criterion) => criterion.kind === 'named');
  if (named) return byReferences(statement, named, named.references, where);
  const ids = criteria.find((criterion) => criterion.kind === 'ids');
  const asked = types.length === 0 ? resourceTypes : types;
  // An id may be of any of the types.
  if (ids && ids.any.length * asked.length <= limits.placesOfIds) {
    const references = asked.flatMap((name) => ids.any.map((one) => `${name}/${one}`));
    return byReferences(statement, ids, references, where);
  }
  return { name: 'types', from: 'record.resource r', where, order: [id, type], seen: 'r', narrow: false };
}

/** These resources, wherever they lie. */
function byReferences(
  statement: Statement,
  answered: Criterion,
  references: readonly string[],
  where: readonly string[],
): Source {
  const { keys, types, ids } = placesOf(references);
  const bound = [statement.bind(types, 'int2[]'), statement.bind(ids, 'text[]'), statement.bind(keys, 'int8[]')];
  const alias = 'select a.patient from record.alias a where a.type = w.type and a.id = w.id offset 0';
  const places =
    `select w.type, w.id, w.patient from unnest(${bound.join(', ')}) w(type, id, patient)` +
    ` union select w.type, w.id, a.patient from unnest(${bound[0]}, ${bound[1]}) w(type, id)` +
    ` cross join lateral (${alias}) a`;
  const from = `(${places}) w ${row('r.patient = w.patient and r.type = w.type and r.id = w.id')}`;
  return { name: 'ids', from, where, order: [id, type], answered, seen: 'r', narrow: true };
}

/** All that lies beside some references, and what record.leads leads to. */
function nearAcrossTypes(statement: Statement, { references, tokens }: Beside, where: readonly string[]): Source {
  const { keys, types, ids } = placesOf(references);
  const wanted = `unnest(${statement.bind(types, 'int2[]')}, ${statement.bind(ids, 'text[]')}) w(type, id)`;
  const alias = 'select a.patient from record.alias a where a.type = w.type and a.id = w.id offset 0';
  const homes =
    `select k.patient from unnest(${statement.bind(keys, 'int8[]')}) k(patient)` +
    ` union select a.patient from ${wanted} cross join lateral (${alias}) a`;
  const far = `select l.patient, l.type, l.id from record.leads l where l.token = any(${statement.bind(tokens, 'int8[]')})`;
  const from =
    `(select h.patient, h.type, h.id from (${homes}) home cross join lateral` +
    ' (select r.patient, r.type, r.id from record.resource r where r.patient = home.patient offset 0) h' +
    ` union ${far}) p ${row('r.patient = p.patient and r.type = p.type and r.id = p.id')}`;
  return { name: 'compartments', from, where, order: [id, type], seen: 'r', narrow: true };
}

/** The Patient in whose compartment every answer lies, if there is one. */
export function patientOf(type: string, criteria: readonly Criterion[], visibility: Visibility): string | undefined {
  if (!isPersonal(type)) return undefined;
  if (visibility.kind === 'patient' || visibility.kind === 'proxy') return visibility.id;
  for (const criterion of criteria) {
    if (criterion.kind !== 'tokens' || criterion.negated || criterion.patients?.length !== 1) continue;
    return criterion.patients[0];
  }
  return undefined;
}

/** The one compartment in which every answer lies, if there is one. */
export function compartmentOf(type: string, criteria: readonly Criterion[], visibility: Visibility): Key | undefined {
  const patient = patientOf(type, criteria, visibility);
  return patient === undefined ? undefined : keyOfId('Patient', patient);
}

function inCompartment(statement: Statement, type: string, key: Key): Source {
  const home = statement.bind(key, 'int8');
  const where = [`r.patient = ${home}`, `r.type = ${type}`];
  return { name: 'compartment', from: 'record.resource r', where, order: [id], seen: 'r', key: home, narrow: true };
}

/** Does the criterion say in which compartments the rows lie? */
export const isBeside = ({ patients, beside }: TokenCriterion): boolean => (patients ?? beside) !== undefined;

const besideOf = ({ patients, beside }: TokenCriterion): Beside =>
  beside ?? { references: (patients ?? []).map((patient) => `Patient/${patient}`), tokens: [] };

function inCompartments(statement: Statement, type: string, beside: Beside, known: readonly Key[] = []): Source {
  const { references, tokens } = beside;
  const places = placesOf(references);
  const keys = statement.bind([...places.keys, ...known], 'int8[]');
  const [numbers, ids] = [statement.bind(places.types, 'int2[]'), statement.bind(places.ids, 'text[]')];
  const wanted = `unnest(${numbers}, ${ids}) w(type, id)`;
  const alias = 'select a.patient from record.alias a where a.type = w.type and a.id = w.id offset 0';
  const homes = [
    `select k.patient from unnest(${keys}) k(patient)`,
    `select a.patient from ${wanted} cross join lateral (${alias}) a`,
  ];
  if (tokens.length > 0) {
    const any = statement.bind(tokens, 'int8[]');
    homes.push(`select l.patient from record.leads l where l.token = any(${any}) and l.type = ${type}`);
  }
  const from = `(${homes.join(' union ')}) home ${row(`r.patient = home.patient and r.type = ${type}`)}`;
  return { name: 'compartments', from, where: [], order: [id], seen: 'r', narrow: true };
}

/** `Type/id` as columns: the first place to look, the number of the type, the id. */
export function placesOf(references: readonly string[]): { keys: Key[]; types: number[]; ids: string[] } {
  const places = { keys: [] as Key[], types: [] as number[], ids: [] as string[] };
  for (const reference of references) {
    const slash = reference.indexOf('/');
    const [type, id] = [reference.slice(0, slash), reference.slice(slash + 1)];
    const number = typeNumber(type);
    if (number === undefined) continue;
    places.keys.push(keyOfId(type, id));
    places.types.push(number);
    places.ids.push(id);
  }
  return places;
}

const idsOf = (type: string, references: readonly string[]): string[] =>
  references
    .filter((reference) => reference.startsWith(`${type}/`))
    .map((reference) => reference.slice(type.length + 1));

function byIds(
  statement: Statement,
  type: string,
  number: string,
  criterion: Criterion,
  wanted: readonly string[],
): Source {
  const ids = statement.bind(wanted, 'text[]');
  const keys = statement.bind(
    wanted.map((id) => keyOfId(type, id)),
    'int8[]',
  );
  const alias = `select a.patient from record.alias a where a.type = ${number} and a.id = w.id offset 0`;
  const places =
    `select w.id, w.patient from unnest(${ids}, ${keys}) w(id, patient)` +
    ` union select w.id, a.patient from unnest(${ids}) w(id) cross join lateral (${alias}) a`;
  const from = `(${places}) w ${row(`r.patient = w.patient and r.type = ${number} and r.id = w.id`)}`;
  return { name: 'ids', from, where: [], order: [id], answered: criterion, seen: 'r', narrow: true };
}

function byLookup(statement: Statement, type: string, criterion: TokenCriterion, sorted: Question['sorted']): Source {
  const joined = row('r.patient = l.patient and r.type = l.type and r.id = l.id');
  const descending = sorted !== 'starts';
  const narrow = criterion.lookup === 3;
  const order: Order[] = [
    { sql: 'l.starts', type: 'float8', descending },
    { sql: 'l.patient', type: 'int8', descending },
    { sql: 'l.id', type: 'text', descending },
  ];
  if (criterion.any.length === 1 && !criterion.loose) {
    const [value = ''] = criterion.any;
    const token = { value, sql: statement.bind(value, 'int8'), type };
    const where = [`l.token = ${token.sql}`, `l.type = ${type}`];
    // An identifier leads to one or two: nothing to keep a tally of.
    const slim: Slim = { from: 'record.leads l', where, seen: 'l', ...(narrow ? {} : { token }) };
    const rows = {
      from: ledRows(descending),
      where: [`r.token = ${token.sql}`, `r.type = ${type}`],
      order: order.map((one) => ({ ...one, sql: one.sql.replace('l.', 'r.') })),
    };
    return { name: 'lookup', ...rows, answered: criterion, seen: 'r', narrow, slim };
  }
  // Of one token the index itself gives the order, so that the walk stops at the page.
  const [only = '0', ...more] = criterion.any;
  const wanted = more.length === 0 ? statement.bind(only, 'int8') : `any(${statement.bind(criterion.any, 'int8[]')})`;
  const found =
    '(select distinct l.starts, l.patient, l.type, l.id from record.leads l' +
    ` where l.token = ${wanted} and l.type = ${type} ${ordered(order)} offset 0) l`;
  if (criterion.loose) {
    const same = row('r.patient = l.patient and r.type = l.type and r.id = l.id and r.starts = l.starts');
    return { name: 'lookups', from: `${found} ${same}`, where: [], order, seen: 'l', narrow };
  }
  const slim: Slim = { from: found, where: [], seen: 'l' };
  const from = `${found} ${joined}`;
  return { name: 'lookups', from, where: [], order, answered: criterion, seen: 'l', narrow, slim };
}

const searchedColumns =
  'r.ends, r.tokens, r.strings, r.range_keys, r.range_lows, r.range_highs, r.version, r.updated, r.content';

/**
 * The rows of record.leads themselves: where the row leads by its own columns it is at hand, and only those of
 * record.lookup are fetched by their key. Each part comes in the order of its index; what is asked of all stands
 * outside, or the planner would not see through the parts.
 */
function ledRows(descending: boolean): string {
  const own = (column: string) =>
    `select r.${column} as token, r.patient, r.type, r.id, r.starts, ${searchedColumns} from record.resource r`;
  const further =
    `select l.token, l.patient, l.type, l.id, l.starts, ${searchedColumns} from record.lookup l` +
    ` ${row('r.patient = l.patient and r.type = l.type and r.id = l.id')} order by l.starts${descending ? ' desc' : ''}`;
  return `(${own('first_token')} union all ${own('second_token')} union all (${further})) r`;
}

/** In the subquery already: then the rows behind the page are never fetched. */
const ordered = (orders: readonly Order[]): string =>
  `order by ${orders.map(({ sql, descending }) => (descending ? `${sql} desc` : sql)).join(', ')}`;

/**
 * The string before this word in the row, where they stand in order: those that begin alike stand together, so that one
 * look tells whether this word is the first of them.
 */
const wordBefore = 'r.strings[width_bucket(w.word collate "C", r.strings) - 1]';

/**
 * By the words that begin so, in the order of the index: the walk stops at the page, however many people have the name.
 * Of the words that lead to a row only its first counts, so that it comes once. A row whose strings stood in no order
 * would come again, but never be missed: what is passed over has a smaller word that begins so.
 */
function alongWords(statement: Statement, type: string, criterion: StringCriterion, begin: string): Source {
  const order: Order[] = [
    { sql: 'w.word', type: 'text', descending: false },
    { sql: 'w.patient', type: 'int8', descending: false },
    { sql: 'w.id', type: 'text', descending: false },
  ];
  const text = statement.bind(begin, 'text');
  const where = [
    `w.type = ${type}`,
    `w.word >= ${text}`,
    `w.word < ${text} || U&'\\+10FFFF' collate "C"`,
    `(starts_with(${wordBefore}, ${text}) and ${wordBefore} < w.word) is not true`,
  ];
  const from = `record.word w ${row('r.patient = w.patient and r.type = w.type and r.id = w.id')}`;
  return { name: 'words', from, where, order, answered: criterion, seen: 'w', narrow: true };
}

function byWords(statement: Statement, type: string, criterion: StringCriterion, sorted: Question['sorted']): Source {
  const [begin, ...others] = criterion.starts;
  if (begin !== undefined && others.length === 0 && sorted === 'none' && !criterion.loose) {
    return alongWords(statement, type, criterion, begin);
  }
  const order: Order[] = [{ sql: 'w.id', type: 'text', descending: false }];
  const begins = statement.bind(criterion.starts, 'text[]');
  const within =
    `w.type = ${type} and w.word >= q.text and w.word < q.text || U&'\\+10FFFF' collate "C"` +
    ' and starts_with(w.word, q.text)';
  const found =
    `(select distinct w.patient, w.type, w.id from unnest(${begins}) q(text) cross join lateral` +
    ` (select w.patient, w.type, w.id from record.word w where ${within} offset 0) w ${ordered(order)} offset 0) w`;
  const from = `${found} ${row('r.patient = w.patient and r.type = w.type and r.id = w.id')}`;
  const way = { name: 'words', from, where: [], order, seen: 'w', narrow: true } as const;
  return criterion.loose ? way : { ...way, answered: criterion, slim: { from: found, where: [], seen: 'w' } };
}

function inCare(statement: Statement, type: string, facility: string): Source {
  // Several relations may tie a patient to one facility; which of them hold is decided with the row.
  const patients = `select distinct c.patient from access.care c where c.facility = ${statement.bind(facility, 'text')}`;
  const from = `(${patients} offset 0) care ${row(`r.patient = care.patient and r.type = ${type}`)}`;
  return { name: 'care', from, where: [], order: [id], seen: 'r', narrow: false };
}
