/** `_sort`: what results are ordered by. https://hl7.org/fhir/R4/search.html#sort */
import { searchParameter } from '#libs/fhir/search/parameters.ts';
import { rangeKey } from '#libs/fhir/search/values.ts';
import { badParameter, limits, printable } from './limits.ts';
import { splitAlternatives } from './query-string.ts';
import type { Statement } from './statement.ts';

export interface SortKey {
  readonly by: 'starts' | 'updated' | 'id' | 'range' | 'string' | 'content';
  readonly descending: boolean;
  /** Names under which the values are stored. */
  readonly params: readonly string[];
  /** Where the text stands in the content, when it is not stored for search. */
  readonly path?: string;
}

/** An order as SQL: an expression that is never null, and how its value reads in a cursor. */
export interface Order {
  readonly sql: string;
  readonly type: 'float8' | 'text' | 'timestamptz' | 'int8' | 'int2';
  readonly descending: boolean;
}

/** @throws Refusal `invalid` for parameters that nothing can be sorted by, and for more keys than the limit. */
export function parseSort(types: readonly string[], value: string): SortKey[] {
  const keys = splitAlternatives('_sort', value);
  if (keys.length > limits.sortKeys) throw badParameter('_sort', `takes at most ${limits.sortKeys} keys.`);
  return keys.map((key) => {
    const descending = key.startsWith('-');
    return parseKey(types, descending ? key.slice(1) : key, descending);
  });
}

function parseKey(types: readonly string[], code: string, descending: boolean): SortKey {
  if (code === '_id') return { by: 'id', descending, params: [] };
  if (code === '_lastUpdated') return { by: 'updated', descending, params: [] };
  const parameter = types.length === 1 ? searchParameter(types[0] as string, code) : undefined;
  if (!parameter) {
    throw badParameter('_sort', `'${printable(code)}' is nothing that this search can be sorted by.`, 'unknown-sort');
  }
  const params = parameter.storedAs;
  switch (parameter.sort) {
    case 'clinical-time':
      return { by: 'starts', descending, params };
    case 'updated':
    case 'id':
    case 'range':
    case 'string':
      return { by: parameter.sort, descending, params };
  }
  const place = parameter.paths?.find(({ datatype }) => leaves[datatype] !== undefined);
  if (!place) {
    throw badParameter('_sort', `sorting by '${printable(code)}' is not supported.`, 'unknown-sort');
  }
  return { by: 'content', descending, params, path: place.path + leaves[place.datatype] };
}

/** Where the text of a value stands, by its datatype. */
const leaves: { readonly [datatype: string]: string | undefined } = {
  code: '',
  uri: '',
  url: '',
  canonical: '',
  string: '',
  boolean: '',
  id: '',
  Coding: '.code',
  CodeableConcept: '.coding.code',
  Identifier: '.value',
  ContactPoint: '.value',
  Reference: '.reference',
};

/** Texts that sort after (before) every other: missing values come last, up and down. */
const last = `U&'\\+10FFFF'`;

/** The order by a key over the row `row`. */
export function orderOf({ by, descending, params, path }: SortKey, row: string, statement: Statement): Order {
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
      const [pick, bound, missing] = descending ? ['max', 'high', '-infinity'] : ['min', 'low', 'infinity'];
      const values = `unnest(${row}.range_keys, ${row}.range_lows, ${row}.range_highs) as v(key, low, high)`;
      const sql = `coalesce((select ${pick}(v.${bound}) from ${values} where v.key = any(${keys})), '${missing}')`;
      return { sql, type: 'float8', descending };
    }
    case 'string': {
      const pick = descending ? 'max' : 'min';
      const begins = statement.bind(`${params[0]}:`, 'text');
      const values = `unnest(${row}.strings) as v(text) where starts_with(v.text, ${begins})`;
      const sql = `coalesce((select ${pick}(v.text collate "C") from ${values}), ${descending ? `''` : last})`;
      return { sql: `${sql} collate "C"`, type: 'text', descending };
    }
    case 'content': {
      const first = `jsonb_path_query_first(record.text(${row}.content)::jsonb, ${statement.bind(path, 'jsonpath')}) #>> '{}'`;
      return { sql: `coalesce(${first}, ${descending ? `''` : last}) collate "C"`, type: 'text', descending };
    }
  }
}
