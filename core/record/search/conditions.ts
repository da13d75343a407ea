/** Criteria as SQL over a row of record.resource, to be asked in passing. */
import { compileVisibility, type Visibility } from '#core/access/index.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { isLookup } from '#libs/fhir/search/values.ts';
import type { Box, Criterion, Link, TextCriterion, TokenCriterion, WordsCriterion } from './criteria.ts';
import { placesOf, type Source } from './source.ts';
import type { Statement } from './statement.ts';

interface Row {
  /** The alias of record.resource in the statement. */
  readonly alias: string;
  /** Its type, when the search has one. */
  readonly type: string | undefined;
}

/**
 * All that has to hold of the rows `r` of a source: its own conditions, the criteria it has not answered, and access.
 */
export function wheresOf(
  statement: Statement,
  source: Source,
  types: readonly string[],
  criteria: readonly Criterion[],
  visibility: Visibility,
): string[] {
  const asked = source.answered ? criteria.filter((criterion) => criterion !== source.answered) : criteria;
  const row = { alias: 'r', type: types.length === 1 ? types[0] : undefined };
  const where = [...source.where, ...criteriaConditions(statement, row, asked, visibility)];
  const seen = seenIn(statement, source, visibility, row.type);
  if (seen !== 'true') where.push(seen);
  return where;
}

/** Access to the rows of a source, decided as early as can be. */
export function seenIn(
  statement: Statement,
  source: Pick<Source, 'seen' | 'key'>,
  visibility: Visibility,
  type?: string,
): string {
  return visibilityOf(statement, source.seen, visibility, type, source.key);
}

/**
 * The conditions that all have to hold of a joined row, visibility last. Whatever is joined to answer them is under the
 * same visibility: a row that may not be read decides nothing.
 */
function conditionsOf(
  statement: Statement,
  row: Row,
  criteria: readonly Criterion[],
  visibility: Visibility,
): string[] {
  const conditions = criteriaConditions(statement, row, criteria, visibility);
  const visible = visibilityOf(statement, row.alias, visibility, row.type);
  if (visible !== 'true') conditions.push(visible);
  return conditions;
}

/** Criteria, without access: for rows that were read under it. */
export function criteriaConditions(
  statement: Statement,
  row: Row,
  criteria: readonly Criterion[],
  visibility: Visibility,
): string[] {
  const conditions: string[] = [];
  const all: string[] = [];
  for (const criterion of criteria) {
    // Several single hashes are one look at the array.
    if (criterion.kind === 'tokens' && criterion.any.length === 1 && !criterion.negated)
      all.push(criterion.any[0] as string);
    else conditions.push(conditionOf(statement, row, criterion, visibility));
  }
  if (all.length > 0) conditions.unshift(`${row.alias}.tokens @> ${statement.bind(all, 'int8[]')}`);
  return conditions;
}

/**
 * The predicate of access for a table with the columns patient, type and id.
 */
export function visibilityOf(
  statement: Statement,
  alias: string,
  visibility: Visibility,
  type?: string,
  key?: string,
): string {
  const { sql, values } = compileVisibility(visibility, alias, statement.values.length + 1, type, key);
  statement.values.push(...values);
  return sql;
}

function conditionOf(statement: Statement, row: Row, criterion: Criterion, visibility: Visibility): string {
  const { alias } = row;
  switch (criterion.kind) {
    case 'tokens':
      return tokenCondition(statement, alias, criterion);
    case 'strings': {
      const starts = statement.bind(criterion.starts, 'text[]');
      return `exists (select from unnest(${alias}.strings) s(v), unnest(${starts}) q(v) where starts_with(s.v, q.v))`;
    }
    case 'texts':
      return textCondition(statement, alias, criterion);
    case 'ranges':
      return rangeCondition(statement, alias, criterion.any);
    case 'updated':
      return updatedCondition(statement, alias, criterion.any);
    case 'ids':
      return `${alias}.id = any(${statement.bind(criterion.any, 'text[]')})`;
    case 'places':
      return `${alias}.patient = any(${statement.bind(criterion.keys, 'int8[]')})`;
    case 'near':
      return 'true';
    case 'content':
      return contentCondition(statement, alias, criterion);
    case 'words':
      return wordsCondition(statement, alias, criterion);
    case 'types':
      return `${alias}.type = any(${statement.bind(criterion.types.map(typeNumber), 'int2[]')})`;
    case 'named':
      return namedCondition(statement, alias, criterion.references);
    case 'either': {
      const any = criterion.any.map((one) => conditionOf(statement, row, one, visibility));
      return any.length === 0 ? 'false' : `(${any.join(' or ')})`;
    }
    case 'all': {
      const all = criteriaConditions(statement, row, criterion.all, visibility);
      return all.length === 0 ? 'true' : `(${all.join(' and ')})`;
    }
    case 'not':
      return `not (${conditionOf(statement, row, criterion.not, visibility)})`;
    case 'deferred':
      throw new Error('A criterion was not resolved before it was asked.');
    case 'chain': {
      const any = criterion.links.map((link) => chainCondition(statement, row, link, visibility));
      return any.length === 1 ? (any[0] as string) : `(${any.join(' or ')})`;
    }
    case 'has':
      return hasCondition(statement, row, criterion.link, visibility);
  }
}

function tokenCondition(statement: Statement, alias: string, { any, negated }: TokenCriterion): string {
  const overlap = `${alias}.tokens && ${statement.bind(any, 'int8[]')}`;
  return negated ? `not (${overlap})` : overlap;
}

function rangeCondition(statement: Statement, alias: string, boxes: readonly Box[]): string {
  const values = `unnest(${alias}.range_keys, ${alias}.range_lows, ${alias}.range_highs) v(key, low, high)`;
  // What one prefix asks is one or two boxes; they stand in the text, so that nothing has to be joined.
  if (boxes.length <= 2) {
    const within = boxes.map(({ key, low, high }) => {
      const [a, b, c, d] = [...low, ...high].map((bound) => statement.bind(bound, 'float8'));
      return `v.key = ${statement.bind(key, 'int8')} and v.low between ${a} and ${b} and v.high between ${c} and ${d}`;
    });
    return `exists (select from ${values} where ${within.join(' or ') || 'false'})`;
  }
  const asked = [
    statement.bind(
      boxes.map(({ key }) => key),
      'int8[]',
    ),
    ...boxColumns(boxes).map((column) => statement.bind(column, 'float8[]')),
  ];
  const within = 'v.key = q.key and v.low between q.a and q.b and v.high between q.c and q.d';
  return `exists (select from ${values}, unnest(${asked.join(', ')}) q(key, a, b, c, d) where ${within})`;
}

const boxColumns = (boxes: readonly Box[]): number[][] => [
  boxes.map(({ low }) => low[0]),
  boxes.map(({ low }) => low[1]),
  boxes.map(({ high }) => high[0]),
  boxes.map(({ high }) => high[1]),
];

/** meta.lastUpdated is a moment: it has to lie in both ranges of a box. */
function updatedCondition(statement: Statement, alias: string, boxes: readonly Box[]): string {
  const from = boxes.map(({ low, high }) => instant(Math.max(low[0], high[0])));
  const to = boxes.map(({ low, high }) => instant(Math.min(low[1], high[1])));
  if (boxes.length === 1) {
    const bounds = `${statement.bind(from[0], 'timestamptz')} and ${statement.bind(to[0], 'timestamptz')}`;
    return `${alias}.updated between ${bounds}`;
  }
  const asked = `unnest(${statement.bind(from, 'timestamptz[]')}, ${statement.bind(to, 'timestamptz[]')}) q(a, b)`;
  return `exists (select from ${asked} where ${alias}.updated between q.a and q.b)`;
}

const yearOne = -62_135_596_800;
const yearTenThousand = 253_402_300_800;

/** Seconds since 1970 as PostgreSQL reads a time; beyond what both sides can hold, the end of time. */
function instant(seconds: number): string {
  if (!(seconds > yearOne && seconds < yearTenThousand)) return seconds < 0 ? '-infinity' : 'infinity';
  return new Date(seconds * 1000).toISOString();
}

/** The path language has predicates of its own, so that the content is read once for all the places. */
function contentCondition(
  statement: Statement,
  alias: string,
  { paths, negated }: Criterion & { kind: 'content' },
): string {
  if (paths.length === 0) return String(negated);
  const anywhere = statement.bind(paths.map((path) => `exists(${path})`).join(' || '), 'jsonpath');
  const found = `coalesce(jsonb_path_match(record.text(${alias}.content)::jsonb, ${anywhere}, '{}', true), false)`;
  return negated ? `not ${found}` : found;
}

/** Tags of the narrative are no words, and part them. */
const withoutTags = (text: string): string => `regexp_replace(${text}, '<[^>]*>', ' ', 'g')`;

/** The text is read once for all the words. */
function wordsCondition(statement: Statement, alias: string, { of, patterns }: WordsCriterion): string {
  const resource = `record.text(${alias}.content)::jsonb`;
  const texts = `jsonb_path_query(${resource}, 'strict $.** ? (@.type() == "string")') t(v)`;
  const text =
    of === '_text'
      ? `select ${withoutTags(`${resource} #>> '{text,div}'`)} v`
      : `select string_agg(${withoutTags("t.v #>> '{}'")}, e'\\n') v from ${texts}`;
  const asked = `unnest(${statement.bind(patterns, 'text[]')}) q(v)`;
  return `coalesce((select bool_and(d.v ~ q.v) from (${text} offset 0) d, ${asked}), false)`;
}

/** The entries of string parameters: `name:kowalski`. */
function textCondition(statement: Statement, alias: string, { how, params, texts }: TextCriterion): string {
  const begins = params.map((param) => `${param}:`);
  const [names, asked] = [statement.bind(begins, 'text[]'), statement.bind(texts, 'text[]')];
  const text = 'substr(s.v, length(p.v) + 1)';
  const holds = {
    contains: `strpos(${text}, q.v) > 0`,
    ends: `right(${text}, length(q.v)) = q.v`,
    equals: `${text} = q.v`,
  }[how];
  const all = `unnest(${alias}.strings) s(v), unnest(${names}) p(v), unnest(${asked}) q(v)`;
  return `exists (select from ${all} where starts_with(s.v, p.v) and ${holds})`;
}

function namedCondition(statement: Statement, alias: string, references: readonly string[]): string {
  const { types, ids } = placesOf(references);
  const pairs = `unnest(${statement.bind(types, 'int2[]')}, ${statement.bind(ids, 'text[]')})`;
  return `(${alias}.type, ${alias}.id) in (select * from ${pairs})`;
}

/** The hash that values.ts gives a reference, in SQL: for joins along references. */
function referenceHashes(statement: Statement, params: readonly string[], type: string, id: string): string {
  const begins = statement.bind(
    params.map((param) => `${param}\nr${type}/`),
    'text[]',
  );
  const digest = `encode(sha256(convert_to(p.v || ${id}, 'UTF8')), 'hex')`;
  const number = `('x' || substr(${digest}, 1, 16))::bit(64)::int8 & 9223372036854775807`;
  return `array(select ${number} from unnest(${begins}) p(v))`;
}

/** The row refers to a resource that fulfils the criteria; one about a patient lies in the same compartment. */
function chainCondition(statement: Statement, row: Row, link: Link, visibility: Visibility): string {
  const alias = statement.alias('t');
  const type = statement.bind(typeNumber(link.type), 'int2');
  const refers = `${row.alias}.tokens && ${referenceHashes(statement, link.params, link.type, `${alias}.id`)}`;
  const conditions = conditionsOf(statement, { alias, type: link.type }, link.criteria, visibility);
  const where = [`${alias}.patient = ${row.alias}.patient`, `${alias}.type = ${type}`, ...conditions, refers];
  return `exists (select from record.resource ${alias} where ${where.join(' and ')} offset 0)`;
}

/** A resource that fulfils the criteria refers to the row. */
function hasCondition(statement: Statement, row: Row, link: Link, visibility: Visibility): string {
  const alias = statement.alias('o');
  const type = statement.bind(typeNumber(link.type), 'int2');
  const hashes = referenceHashes(statement, link.params, row.type ?? '', `${row.alias}.id`);
  const conditions = conditionsOf(statement, { alias, type: link.type }, link.criteria, visibility);
  const beside = [`${alias}.patient = ${row.alias}.patient`, `${alias}.type = ${type}`, ...conditions];
  beside.push(`${alias}.tokens && ${hashes}`);
  const near = `exists (select from record.resource ${alias} where ${beside.join(' and ')} offset 0)`;
  // What decides the compartment leads to nothing outside of it.
  if (link.home) return near;
  const lookup = statement.alias('l');
  // `offset 0`: the other way round, every resource of the type would be asked for every row.
  const found = `(select * from record.leads k where k.token = any(${hashes}) and k.type = ${type} offset 0) ${lookup}`;
  const at = `k.patient = ${lookup}.patient and k.type = ${type} and k.id = ${lookup}.id`;
  const joined = `cross join lateral (select * from record.resource k where ${at} offset 0) ${alias}`;
  // The version that was known once may have referred to another.
  const where = [...conditions, `${alias}.tokens && ${hashes}`];
  const led = `exists (select from ${found} ${joined} where ${where.join(' and ')} offset 0)`;
  // The rest is beside it, or in nobody's compartment, where record.leads holds every reference.
  return link.params.every((param) => isLookup(link.type, param, row.type)) ? led : `(${near} or ${led})`;
}
