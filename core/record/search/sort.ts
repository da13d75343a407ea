/** `_sort`: what results are ordered by. https://hl7.org/fhir/R4/search.html#sort */
import { resourceTypes, typeNumber } from '#libs/fhir/resource-types.ts';
import type { SearchParameter } from '#libs/fhir/search/parameters.ts';
import { rangeKey } from '#libs/fhir/search/values.ts';
import { badParameter, limits, printable } from './limits.ts';
import { type ParseOptions, parameterOf } from './parse-options.ts';
import { splitAlternatives } from './query-string.ts';
import type { Statement } from './statement.ts';

export interface SortKey {
  readonly by: 'starts' | 'updated' | 'id' | 'range' | 'string' | 'content' | 'types';
  readonly descending: boolean;
  /** Names under which the values are stored. */
  readonly params: readonly string[];
  /** Where the text stands in the content, when it is not stored for search. */
  readonly paths?: readonly string[];
  /** Across types: what each of them is sorted by; the others come last. */
  readonly each?: readonly { readonly types: readonly string[]; readonly key: SortKey }[];
}

/** An order as SQL: an expression that is never null, and how its value reads in a cursor. */
export interface Order {
  readonly sql: string;
  readonly type: 'float8' | 'text' | 'timestamptz' | 'int8' | 'int2';
  readonly descending: boolean;
}

/** @throws Refusal `invalid` for parameters that nothing can be sorted by, and for more keys than the limit. */
export function parseSort(types: readonly string[], value: string, options: ParseOptions): SortKey[] {
  const keys = splitAlternatives('_sort', value);
  if (keys.length > limits.sortKeys) throw badParameter('_sort', `takes at most ${limits.sortKeys} keys.`);
  return keys.map((key) => {
    const descending = key.startsWith('-');
    return parseKey(types, descending ? key.slice(1) : key, descending, options);
  });
}

function parseKey(types: readonly string[], code: string, descending: boolean, options: ParseOptions): SortKey {
  if (code === '_id') return { by: 'id', descending, params: [] };
  if (code === '_lastUpdated') return { by: 'updated', descending, params: [] };
  const asked = types.length === 0 ? resourceTypes : types;
  const known = asked.flatMap((type) => {
    const parameter = parameterOf(options, type, code);
    return parameter ? [{ type, parameter }] : [];
  });
  if (known.length === 0) {
    throw badParameter('_sort', `'${printable(code)}' is nothing that this search can be sorted by.`, 'unknown-sort');
  }
  const keys = known.flatMap(({ type, parameter }) => {
    const key = keyOf(parameter, descending);
    return key ? [{ type, key }] : [];
  });
  if (keys.length === 0) {
    throw badParameter('_sort', `sorting by '${printable(code)}' is not supported.`, 'unknown-sort');
  }
  if (types.length === 1) return (keys[0] as { key: SortKey }).key;
  if (new Set(keys.map(({ key }) => isText(key))).size > 1) {
    const says = `'${printable(code)}' is a text for some of the types and a time or number for others: sort one type.`;
    throw badParameter('_sort', says, 'unknown-sort');
  }
  const each = [...Map.groupBy(keys, ({ key }) => JSON.stringify(key)).values()].map((same) => ({
    types: same.map(({ type }) => type),
    key: (same[0] as { key: SortKey }).key,
  }));
  return { by: 'types', descending, params: [], each };
}

/** Undefined for what has no order. */
function keyOf({ sort, storedAs: params, paths = [] }: SearchParameter, descending: boolean): SortKey | undefined {
  switch (sort) {
    case 'clinical-time':
      return { by: 'starts', descending, params };
    case 'updated':
    case 'id':
    case 'range':
    case 'string':
      return { by: sort, descending, params };
  }
  const texts = paths.flatMap(({ path, datatype }) => {
    const leaf = leaves[datatype];
    return leaf === undefined ? [] : [path + leaf];
  });
  return texts.length > 0 ? { by: 'content', descending, params, paths: texts } : undefined;
}

const isText = ({ by }: SortKey): boolean => by === 'string' || by === 'content' || by === 'id';

/** Where the text of a value stands, by its datatype. A list is parted into its values; what is none stays. */
const leaves: { readonly [datatype: string]: string | undefined } = {
  code: '[*]',
  uri: '[*]',
  url: '[*]',
  canonical: '[*]',
  string: '[*]',
  boolean: '[*]',
  id: '[*]',
  Coding: '.code',
  CodeableConcept: '.coding.code',
  Identifier: '.value',
  ContactPoint: '.value',
  Reference: '.reference',
};

/** Texts that sort after (before) every other: missing values come last, up and down. */
const last = `U&'\\+10FFFF'`;

/** The order by a key over the row `row`. Of several values counts the one that comes first in the order. */
export function orderOf(key: SortKey, row: string, statement: Statement): Order {
  const { by, descending, params, paths } = key;
  const pick = descending ? 'max' : 'min';
  switch (by) {
    case 'starts':
      return { sql: `${row}.starts`, type: 'float8', descending };
    case 'updated':
      return { sql: `${row}.updated`, type: 'timestamptz', descending };
    case 'id':
      return { sql: `${row}.id`, type: 'text', descending };
    case 'range': {
      const keys = statement.bind(
        params.map((param) => rangeKey(param)),
        'int8[]',
      );
      const values = `unnest(${row}.range_keys, ${row}.range_lows, ${row}.range_highs) as v(key, low, high)`;
      const found = `select ${pick}(v.${descending ? 'high' : 'low'}) from ${values} where v.key = any(${keys})`;
      return { sql: `coalesce((${found}), ${missing('float8', descending)})`, type: 'float8', descending };
    }
    case 'string': {
      const begins = statement.bind(
        params.map((param) => `${param}:`),
        'text[]',
      );
      const values = `unnest(${row}.strings) as v(text), unnest(${begins}) p(v) where starts_with(v.text, p.v)`;
      return text(`${pick}(substr(v.text, length(p.v) + 1) collate "C") from ${values}`, descending);
    }
    case 'content': {
      const asked = `unnest(${statement.bind(paths, 'jsonpath[]')}) p(v)`;
      const values = `${asked}, jsonb_path_query(record.text(${row}.content)::jsonb, p.v) as t(v)`;
      return text(`${pick}((t.v #>> '{}') collate "C") from ${values}`, descending);
    }
    case 'types':
      return orderOfEach(key, row, statement);
  }
}

const text = (found: string, descending: boolean): Order => ({
  sql: `coalesce((select ${found}), ${missing('text', descending)}) collate "C"`,
  type: 'text',
  descending,
});

function missing(type: 'float8' | 'text', descending: boolean): string {
  if (type === 'text') return descending ? `''` : last;
  return descending ? `'-infinity'` : `'infinity'`;
}

/** Every type by its own; a clinical time that is not known comes last, as everything that is not known. */
function orderOfEach({ each = [], descending }: SortKey, row: string, statement: Statement): Order {
  const type = each.some(({ key }) => isText(key)) ? 'text' : 'float8';
  const cases = each.map(({ types, key }) => {
    const numbers = statement.bind(types.map(typeNumber), 'int2[]');
    const { sql } = orderOf(key, row, statement);
    const known = key.by === 'starts' ? `coalesce(nullif(${sql}, '-infinity'), ${missing('float8', descending)})` : sql;
    return `when ${row}.type = any(${numbers}) then ${known}`;
  });
  const sql = `(case ${cases.join(' ')} else ${missing(type, descending)} end)`;
  return { sql: type === 'text' ? `${sql} collate "C"` : sql, type, descending };
}
