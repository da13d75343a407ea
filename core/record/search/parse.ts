/** The query of a search, understood or refused. https://hl7.org/fhir/R4/search.html */
import { isId } from './ids.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { type SearchParameter, searchParameter } from '#libs/fhir/search/parameters.ts';
import { parseChain, parseHas } from './chain.ts';
import type { Criterion } from './criteria.ts';
import { type Include, parseInclude } from './include-parameter.ts';
import { badParameter, limits, printable } from './limits.ts';
import { type QueryParameter, splitAlternatives, splitQuery } from './query-string.ts';
import { dateBoxes } from './ranges.ts';
import { parseSort, type SortKey } from './sort.ts';
import { criteriaOf, unknownModifier } from './values.ts';

export interface ParseOptions {
  /** `Prefer: handling=strict`: what is not understood is refused instead of left out. */
  readonly strict?: boolean;
  /** Addresses of this server, ending with `/`: absolute references below them are local ones. */
  readonly base?: readonly string[];
  /** For the prefix `ap` of dates. */
  readonly now?: () => Date;
}

export interface ParsedSearch {
  /** The types searched; more than one, or none (all), only across the whole system. */
  readonly types: readonly string[];
  readonly criteria: readonly Criterion[];
  readonly sort: readonly SortKey[];
  readonly count: number;
  readonly total: boolean;
  readonly summary: 'true' | 'text' | 'data' | 'count' | 'false';
  readonly elements: readonly string[];
  readonly includes: readonly Include[];
  readonly cursor: string | undefined;
  /** The query as understood, without the cursor. */
  readonly self: string;
  readonly ignored: readonly string[];
}

type Draft = { -readonly [key in keyof ParsedSearch]: ParsedSearch[key] } & {
  criteria: Criterion[];
  includes: Include[];
  ignored: string[];
};

export interface Scope {
  readonly types: readonly string[];
  readonly options: ParseOptions;
  /** How many references were followed to get here. */
  readonly depth: number;
}

/**
 * Understands the query (without `?`) of a search on a type, or on the whole system when `type` is undefined.
 * @throws Refusal `invalid` naming the parameter: unknown ones (strict), bad values, unsupported modifiers, limits
 * exceeded.
 */
export function parseSearch(type: string | undefined, query: string, options: ParseOptions = {}): ParsedSearch {
  if (type !== undefined && typeNumber(type) === undefined) {
    throw new Refusal('not-found', 'unknown-type', `There is no resource type '${printable(type)}' in FHIR R4.`);
  }
  const parameters = splitQuery(query);
  const draft: Draft = {
    types: type === undefined ? typesAsked(parameters) : [type],
    criteria: [],
    sort: [],
    count: limits.defaultCount,
    total: false,
    summary: 'false',
    elements: [],
    includes: [],
    cursor: undefined,
    self: '',
    ignored: [],
  };
  const understood: string[] = [];
  for (const parameter of parameters) {
    if (!understand(draft, parameter, options, type === undefined)) draft.ignored.push(parameter.name);
    else if (parameter.name !== '_cursor') understood.push(parameter.raw);
  }
  draft.self = understood.join('&');
  return draft;
}

/** `_type` of a system-wide search; empty means every type. */
function typesAsked(parameters: readonly QueryParameter[]): string[] {
  const asked = parameters
    .filter(({ name }) => name === '_type')
    .flatMap(({ value }) => splitAlternatives('_type', value));
  const unknown = asked.find((name) => typeNumber(name) === undefined);
  if (unknown !== undefined) throw badParameter('_type', `'${printable(unknown)}' is no FHIR R4 resource type.`);
  return [...new Set(asked)];
}

/** False when the parameter is left out (lenient handling). */
function understand(draft: Draft, parameter: QueryParameter, options: ParseOptions, system: boolean): boolean {
  const { name, value } = parameter;
  if (value === '' && name !== '_elements') {
    if (options.strict) throw badParameter(name, 'has no value.', 'empty-parameter');
    return false;
  }
  if (name.startsWith('_') && understandResult(draft, name, value, options, system)) return true;
  const criteria = parseCriterion({ types: draft.types, options, depth: 0 }, name, value);
  if (criteria) {
    draft.criteria.push(...criteria);
    const links = draft.criteria.filter(({ kind }) => kind === 'chain' || kind === 'has').length;
    if (links > limits.links)
      throw badParameter(name, `a search takes at most ${limits.links} chains.`, 'too-many-chains');
    return true;
  }
  if (options.strict) {
    const where = draft.types.length === 1 ? `for ${draft.types[0]}` : 'for a search across types';
    throw badParameter(
      name,
      `is not known ${where}. Leave it out, or see the CapabilityStatement.`,
      'unknown-parameter',
    );
  }
  return false;
}

/** Parameters that shape the answer. https://hl7.org/fhir/R4/search.html#return */
function understandResult(draft: Draft, name: string, value: string, options: ParseOptions, system: boolean): boolean {
  switch (name) {
    case '_sort':
      draft.sort = parseSort(draft.types, value);
      return true;
    case '_count':
      draft.count = countOf(value);
      return true;
    case '_total':
      draft.total = oneOf(name, value, ['none', 'estimate', 'accurate'] as const) !== 'none';
      return true;
    case '_summary':
      draft.summary = oneOf(name, value, ['true', 'text', 'data', 'count', 'false'] as const);
      return true;
    case '_elements':
      draft.elements = elementsOf(value, draft.types);
      return true;
    case '_cursor':
      draft.cursor = value;
      return true;
    case '_format':
    case '_pretty':
      return true; // how the answer is written is decided where it is written
    case '_type':
      return system;
    case '_contained':
      if (value !== 'false')
        throw badParameter(name, "only 'false' is supported: contained resources are not searched.");
      return true;
    default:
      if (!/^_(rev)?include(:|$)/.test(name)) return false;
      return include(draft, name, value, options);
  }
}

function include(draft: Draft, name: string, value: string, options: ParseOptions): boolean {
  const found = parseInclude(name, value);
  if (found) draft.includes.push(found);
  else if (options.strict)
    throw badParameter(name, `'${printable(value)}' is no reference parameter: write Type:parameter.`);
  return found !== undefined;
}

function countOf(value: string): number {
  const count = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(count <= limits.count)) throw badParameter('_count', `must be a whole number from 0 to ${limits.count}.`);
  return count;
}

function oneOf<Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw badParameter(name, `takes one of: ${words.join(', ')}.`);
  return found;
}

/** `Patient.name` or `name`: top-level elements. */
function elementsOf(value: string, types: readonly string[]): string[] {
  return splitAlternatives('_elements', value).map((element) => {
    const parts = element.split('.');
    const name = parts.length === 2 && types.includes(parts[0] as string) ? parts[1] : parts[0];
    if (parts.length > 2 || !/^[a-zA-Z][A-Za-z0-9]{0,63}$/.test(name ?? '')) {
      throw badParameter(
        '_elements',
        `'${printable(element)}' is not the name of an element at the root of a resource.`,
      );
    }
    return name as string;
  });
}

/**
 * One parameter that selects resources; undefined when it is not known for these types.
 * @throws Refusal `invalid` for bad values and unsupported modifiers.
 */
export function parseCriterion(scope: Scope, name: string, value: string): Criterion[] | undefined {
  if (name.startsWith('_has:')) return parseHas(scope, name, value);
  if (name.includes('.')) return parseChain(scope, name, value);
  const colon = name.indexOf(':');
  const code = colon < 0 ? name : name.slice(0, colon);
  const modifier = colon < 0 ? undefined : name.slice(colon + 1);
  if (code === '_id') return [idCriterion(name, value, modifier)];
  const parameter = parameterFor(scope.types, code);
  if (!parameter) return undefined;
  const { now = undecidedNow, base = [] } = scope.options;
  const context = { name, type: scope.types[0] ?? anyType, parameter, modifier, base, now };
  if (code === '_lastUpdated') {
    if (modifier !== undefined) throw unknownModifier(context);
    return [{ kind: 'updated', any: splitAlternatives(name, value).flatMap((one) => dateBoxes(name, '', one, now)) }];
  }
  const criteria = criteriaOf(context, value);
  return scope.types.length === 1 ? criteria : criteria.map(acrossTypes);
}

const anyType = 'Basic';

/** The parameter, if it means the same for all the types. Across all types only what every resource has (`_tag` …). */
function parameterFor(types: readonly string[], code: string): SearchParameter | undefined {
  const parameter = searchParameter(types[0] ?? anyType, code);
  if (types.length === 1 || !parameter) return parameter;
  if (types.length === 0) return code.startsWith('_') ? parameter : undefined;
  const same = types.every((type) => {
    const other = searchParameter(type, code);
    return other?.type === parameter.type && other.storedAs.join() === parameter.storedAs.join();
  });
  return same ? parameter : undefined;
}

/** What holds for one type only: which index leads to the rows, and that a reference decides the compartment. */
function acrossTypes(criterion: Criterion): Criterion {
  if (criterion.kind === 'tokens') return { ...criterion, lookup: 0, patients: undefined };
  if (criterion.kind === 'strings') return { ...criterion, word: false };
  return criterion;
}

function idCriterion(name: string, value: string, modifier: string | undefined): Criterion {
  if (modifier !== undefined)
    throw badParameter(name, `the modifier ':${printable(modifier)}' is not supported for _id.`);
  return { kind: 'ids', any: [...new Set(splitAlternatives(name, value).filter(isId))] };
}

function undecidedNow(): Date {
  throw badParameter('ap', 'the prefix ap is not supported for dates here.');
}
