/**
 * One comparison of `_filter` by the type of its parameter. What search itself says is asked as search does; the rest
 * is read from the content. https://hl7.org/fhir/R4/search_filter.html#ops
 */
import type { Refusal } from '#core/refusal/refusal.ts';
import type { SearchParameter } from '#libs/fhir/search/parameters.ts';
import { anchoredPattern } from '#libs/fhir/search/text.ts';
import { fold, rangeKey, stringEntry } from '#libs/fhir/search/values.ts';
import { content, leaves, literal } from './content.ts';
import { type Criterion, nothing } from './criteria.ts';
import type { Comparison } from './filter-syntax.ts';
import { badParameter, limits } from './limits.ts';
import { splitAt, unescape } from './query-string.ts';
import { periodBox } from './ranges.ts';
import { textParts } from './strings.ts';

export interface Compared {
  readonly comparison: Comparison;
  readonly parameter: SearchParameter;
  /** As the parameter of a search: with a modifier (or none), and a value in search's form. */
  readonly ask: (modifier: string, value: string) => Criterion[];
}

/** All of these have to hold. @throws Refusal `invalid` for an operator that says nothing of such values. */
export function compared(asked: Compared): Criterion[] {
  const { comparison, parameter, ask } = asked;
  const { operator, value, name } = comparison;
  if (operator === 'pr') return ask(':missing', opposite(asked));
  const type = name === '_id' ? 'id' : parameter.type;
  switch (type) {
    case 'string':
      return ofString(asked);
    case 'uri':
      return ofUri(asked);
    case 'token':
      return ofToken(asked);
    case 'date':
    case 'number':
    case 'quantity':
      return ofRange(asked);
    case 'reference':
      if (operator === 're' || operator === 'eq') return ask('', plain(value));
      if (operator === 'ne') return without(asked);
      throw notFor(asked, 're, eq, ne and pr');
    case 'composite':
    case 'id':
      if (operator === 'eq') return ask('', plain(value));
      if (operator === 'ne') return without(asked);
      throw notFor(asked, 'eq, ne and pr');
  }
}

/** A comma separates nothing here. */
const plain = (value: string): string => splitAt(value, ',').join('\\,');

/** Is there, and is something else. */
const without = ({ ask, comparison }: Compared): Criterion[] => {
  const all = ask('', plain(comparison.value));
  return [...ask(':missing', 'false'), { kind: 'not', not: { kind: 'all', all } }];
};

function opposite({ comparison: { value } }: Compared): string {
  if (value === 'true') return 'false';
  if (value === 'false') return 'true';
  throw badParameter('_filter', "'pr' takes true (there is a value) or false (there is none).", 'bad-filter');
}

function notFor({ comparison, parameter }: Compared, instead: string): Refusal {
  const says = `'${comparison.operator}' says nothing of ${comparison.name}, a ${parameter.type} parameter; it takes ${instead}.`;
  return badParameter('_filter', says, 'unsupported-operator');
}

/** Case and diacritics do not count. */
function ofString(asked: Compared): Criterion[] {
  const { comparison, parameter, ask } = asked;
  const { operator, value } = comparison;
  if (value.length > limits.letters) {
    throw badParameter('_filter', `compares texts of at most ${limits.letters} letters.`, 'filter-too-long');
  }
  if (operator === 'co') return ask(':contains', escaped(value));
  const text = fold(value);
  const ends = { eq: { from: true, to: true }, ne: { from: true, to: true }, sw: { from: true }, ew: { to: true } };
  if (!Object.hasOwn(ends, operator)) throw notFor(asked, 'eq, ne, co, sw, ew and pr');
  const where = leaves(parameter, textParts);
  if (where.length === 0) throw notFor(asked, 'co and pr');
  if (text === '') return operator === 'ne' ? ask(':missing', 'false') : [nothing];
  const like = `@ like_regex ${literal(anchoredPattern(text, ends[operator as keyof typeof ends]))}`;
  const found = content(where.map((path) => `${path} ? (${operator === 'ne' ? `!(${like})` : like})`));
  if (operator === 'ne' || operator === 'ew') return [found];
  // The stored entries lead to the row: it need not be read when none of them begins so.
  const starts = parameter.storedAs.map((param) => stringEntry(param, text));
  return [{ kind: 'strings', starts, word: false }, found];
}

const escaped = (value: string): string => value.replace(/[\\,$|]/g, '\\$&');

function ofUri(asked: Compared): Criterion[] {
  const { comparison, parameter, ask } = asked;
  const { operator, value } = comparison;
  if (operator === 'eq') return ask('', escaped(value));
  const where = leaves(parameter, { uri: [''], url: [''], canonical: [''], oid: [''] });
  const verbatim = literal(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const tests: { readonly [operator: string]: string } = {
    ne: `@ != ${literal(value)}`,
    sw: `@ starts with ${literal(value)}`,
    co: `@ like_regex ${literal(value)} flag "q"`,
    ew: `@ like_regex ${`${verbatim.slice(0, -1)}$"`}`,
  };
  const test = tests[operator];
  if (test === undefined || where.length === 0) throw notFor(asked, 'eq, ne, co, sw, ew and pr');
  return [content(where.map((path) => `${path} ? (${test})`))];
}

/** For convenience, the standard says. */
const systems: { readonly [short: string]: string } = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  ucum: 'http://unitsofmeasure.org',
};

function ofToken(asked: Compared): Criterion[] {
  const { ask, comparison } = asked;
  const full = comparison.value.replace(/^(\w+)(?=\|)/, (short) => systems[short] ?? short);
  const value = plain(full);
  switch (comparison.operator) {
    case 'eq':
      return ask('', value);
    case 'ne':
      return unequal(asked, full) ?? without({ ...asked, comparison: { ...comparison, value: full } });
    case 'ss':
      return ask(':below', value);
    case 'sb':
      return ask(':above', value);
    case 'in':
      return ask(':in', value);
    case 'ni':
      return ask(':not-in', value);
    default:
      throw notFor(asked, 'eq, ne, ss, sb, in, ni and pr');
  }
}

/** One of the codes is another; undefined where the content does not tell. */
function unequal({ parameter }: Compared, value: string): Criterion[] | undefined {
  const parts = splitAt(value, '|').map(unescape);
  const [system, code] = parts.length === 1 ? [undefined, parts[0]] : parts;
  if (parts.length > 2 || code === undefined) return undefined;
  const within = system === '' ? '!exists(@."system")' : `@."system" == ${literal(system ?? '')}`;
  const test = (of: string) => {
    const tests = [
      ...(system === undefined ? [] : [within]),
      ...(code === '' ? [] : [`@."${of}" == ${literal(code)}`]),
    ];
    return ` ? (!(${tests.join(' && ') || 'false'}))`;
  };
  const other = code === 'true' || code === 'false' ? ` ? (@ != ${code})` : '';
  const where = {
    Coding: [test('code')],
    CodeableConcept: [`."coding"${test('code')}`],
    Identifier: [test('value')],
    code: [` ? (@ != ${literal(code)})`],
    boolean: [other],
  };
  const known =
    parameter.datatypes.length > 0 && parameter.datatypes.every((datatype) => Object.hasOwn(where, datatype));
  const paths = leaves(parameter, where);
  return known && code !== '' && paths.length > 0 ? [content(paths)] : undefined;
}

const prefixes = new Set(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'ap', 'sa', 'eb']);

function ofRange(asked: Compared): Criterion[] {
  const { comparison, parameter, ask } = asked;
  const { operator, value, name } = comparison;
  if (prefixes.has(operator)) return ask('', operator + plain(value));
  if (parameter.type !== 'date') throw notFor(asked, 'eq, ne, gt, lt, ge, le, ap, sa, eb and pr');
  if (operator !== 'po' && operator !== 'co') {
    throw notFor(asked, 'eq, ne, gt, lt, ge, le, ap, sa, eb, po, co and pr');
  }
  if (name === '_lastUpdated') return [{ kind: 'updated', any: [periodBox(name, '', value, operator)] }];
  return [{ kind: 'ranges', any: parameter.storedAs.map((key) => periodBox(name, rangeKey(key), value, operator)) }];
}
