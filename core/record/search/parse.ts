/** The query of a search, understood or refused. https://hl7.org/fhir/R4/search.html */
import { Refusal } from '#core/refusal/refusal.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { isCustom } from '#libs/fhir/search/values.ts';
import type { Key } from '../keys.ts';
import type { Criterion } from './criteria.ts';
import { kindsOf, parseCriterion, type Scope } from './criterion.ts';
import type { ParseOptions } from './parse-options.ts';
import { parseFilter } from './filter.ts';
import { type Include, parseInclude } from './include-parameter.ts';
import { badParameter, limits, printable } from './limits.ts';
import { type QueryParameter, splitAlternatives, splitQuery } from './query-string.ts';
import { parseSort, type SortKey } from './sort.ts';

export interface ContainedSearch {
  /** Beside the resources that stand alone (`_contained=both`). */
  readonly both: boolean;
  /** `_containedType`: what the answer shows. */
  readonly shows: 'container' | 'contained';
  /** Only what lies in this compartment. */
  readonly within?: Key;
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
  /** Looks inside of resources, too (`_contained`). */
  readonly contained?: ContainedSearch;
  /** Where it is asked, when that is a compartment: `Patient/x`. */
  readonly place?: string;
}

type Draft = { -readonly [key in keyof ParsedSearch]: ParsedSearch[key] } & {
  criteria: Criterion[];
  includes: Include[];
  ignored: string[];
  /** Of all `_filter`s. */
  comparisons: number;
  shows: ContainedSearch['shows'];
};

/**
 * Understands the query (without `?`) of a search on a type, or on the whole system when `type` is undefined.
 * @throws Refusal `invalid` naming the parameter: unknown ones (strict), bad values, unsupported modifiers, limits
 * exceeded.
 */
export function parseSearch(type: string | undefined, query: string, given: ParseOptions = {}): ParsedSearch {
  if (type !== undefined && typeNumber(type) === undefined) {
    throw new Refusal('not-found', 'unknown-type', `There is no resource type '${printable(type)}' in FHIR R4.`);
  }
  const parameters = splitQuery(query);
  const options = asksInside(parameters) ? { ...given, parameters: undefined } : given;
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
    comparisons: 0,
    shows: 'container',
  };
  const understood: string[] = [];
  for (const parameter of parameters) {
    if (!understand(draft, parameter, options, type === undefined)) draft.ignored.push(parameter.name);
    else if (parameter.name === '_count') understood.push(`_count=${draft.count}`);
    else if (parameter.name !== '_cursor') understood.push(parameter.raw);
  }
  if (draft.summary === 'text' && draft.includes.length > 0) {
    throw badParameter('_summary', "'text' cannot be mixed with _include or _revinclude.");
  }
  if (draft.contained) {
    demandShipped(draft, parameters, given);
    draft.contained = { ...draft.contained, shows: draft.shows };
  }
  draft.self = understood.join('&');
  return draft;
}

/** What lies inside of others is found by HL7's parameters alone: those of operators do not look into it. */
const asksInside = (parameters: readonly QueryParameter[]): boolean =>
  parameters.some(({ name, value }) => name === '_contained' && value !== 'false');

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
  const scope = { types: draft.types, options, depth: 0 };
  if (name.startsWith('_') && understandResult(draft, name, value, options, system)) return true;
  const criteria = name === '_filter' ? [filter(draft, value, scope)] : parseCriterion(scope, name, value);
  if (criteria) {
    draft.criteria.push(...criteria);
    const links = linksIn(draft.criteria);
    if (links > limits.links)
      throw badParameter(name, `a search takes at most ${limits.links} chains.`, 'too-many-chains');
    return true;
  }
  if (options.strict && name === '_query') {
    const says = 'names a search that a server defines, and this one defines none. Leave it out.';
    throw badParameter(name, says, 'unknown-parameter');
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

function filter(draft: Draft, value: string, scope: Scope): Criterion {
  const { criterion, comparisons } = parseFilter(scope, value);
  draft.comparisons += comparisons;
  if (draft.comparisons <= limits.comparisons) return criterion;
  throw badParameter('_filter', `a search takes at most ${limits.comparisons} comparisons.`, 'filter-too-long');
}

/** How many chains and reverse chains start here: each is a search of its own. */
function linksIn(criteria: readonly Criterion[]): number {
  let links = 0;
  for (const criterion of criteria) {
    if (criterion.kind === 'chain') links += Math.max(1, ...criterion.links.map((link) => linksIn(link.criteria)));
    else if (criterion.kind === 'has') links += 1;
    else if (criterion.kind === 'all') links += linksIn(criterion.all);
    else if (criterion.kind === 'either') links += linksIn(criterion.any);
    else if (criterion.kind === 'not') links += linksIn([criterion.not]);
  }
  return links;
}

/** Parameters that shape the answer. https://hl7.org/fhir/R4/search.html#return */
function understandResult(draft: Draft, name: string, value: string, options: ParseOptions, system: boolean): boolean {
  switch (name) {
    case '_sort':
      draft.sort = parseSort(draft.types, value, options);
      return true;
    case '_count':
      draft.count = countOf(value, options.strict ?? false);
      return true;
    case '_total':
      draft.total = oneOf(name, value, ['none', 'estimate', 'accurate'] as const) !== 'none';
      return true;
    case '_summary':
      draft.summary = summaryOf(value);
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
    case '_contained': {
      const how = oneOf(name, value, ['false', 'true', 'both'] as const);
      if (how !== 'false') draft.contained = containedSearch(draft, how, options);
      return true;
    }
    case '_containedType':
      draft.shows = oneOf(name, value, ['container', 'contained'] as const);
      return true;
    default:
      if (!/^_(rev)?include(:|$)/.test(name)) return false;
      return include(draft, name, value, options);
  }
}

/** Of what is inside the values of R4's parameters are known only. */
function demandShipped(draft: Draft, parameters: readonly QueryParameter[], options: ParseOptions): void {
  const scope = { types: draft.types, options, depth: 0 };
  const custom = parameters.find(({ name }) =>
    kindsOf(scope, /^[^:.]*/.exec(name)?.[0] ?? '').some(({ parameter }) => parameter.storedAs.some(isCustom)),
  );
  if (custom)
    throw badParameter(custom.name, 'is a parameter of this server, and these do not look inside of resources.');
}

function containedSearch(draft: Draft, how: 'true' | 'both', { contained }: ParseOptions): ContainedSearch {
  if (!contained || draft.types.length !== 1) {
    const says = 'looks inside of resources by the search of one type, or of one within a Patient, as of now:';
    throw badParameter('_contained', `${says} [type]?_contained=${how} or Patient/[id]/[type]?_contained=${how}.`);
  }
  return { both: how === 'both', shows: 'container' };
}

function include(draft: Draft, name: string, value: string, options: ParseOptions): boolean {
  const found = parseInclude(name, value, options);
  if (found) draft.includes.push(found);
  else if (options.strict)
    throw badParameter(name, `'${printable(value)}' is no reference parameter: write Type:parameter.`);
  return found !== undefined;
}

/** A server may give less than asked for; who wants to be told asks strictly. */
function countOf(value: string, strict: boolean): number {
  const count = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(count) || (strict && count > limits.count)) {
    throw badParameter('_count', `must be a whole number from 0 to ${limits.count}.`);
  }
  return Math.min(count, limits.count);
}

function oneOf<Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw badParameter(name, `takes one of: ${words.join(', ')}.`);
  return found;
}

/** @throws Refusal `invalid` for a word that is none of those of https://hl7.org/fhir/R4/search.html#summary */
export const summaryOf = (value: string) =>
  oneOf('_summary', value, ['true', 'text', 'data', 'count', 'false'] as const);

/** `Patient.name` or `name`: top-level elements. */
export function elementsOf(value: string, types: readonly string[]): string[] {
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
