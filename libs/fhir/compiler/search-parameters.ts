/** Makes the list of search parameters of each resource type, and finds those that need no storage of their own. */
import type { SearchParameter, SearchParameterType } from '../search/parameters.ts';
import { clinicalTime } from './clinical-time.ts';
import type { SearchParameterDefinition } from './definitions.ts';
import { componentExpressions } from './errata.ts';
import { isA, type Model } from './model.ts';
import { jsonWays, NotAPath, type Way, waysOf } from './search-paths.ts';

/** A parameter with what the extractor needs to know. */
export interface CompiledParameter extends SearchParameter {
  ways: Way[];
  components?: { code: string; parameter: SearchParameter; expression: string }[];
  /** Computed by hand-written code: the expression is more than a path. */
  special?: boolean;
}

const none: readonly string[] = ['_text', '_content', '_query', '_filter'];
/** Kept in columns of the row. */
const columns: { readonly [code: string]: SearchParameter['sort'] } = { _id: 'id', _lastUpdated: 'updated' };
/** Of two parameters over the same elements, the one with the more telling name keeps the values. */
const telling = ['identifier', 'code', 'subject', 'name'];

/** The search parameters of one resource type. */
export function compileParameters(
  model: Model,
  type: string,
  definitions: readonly SearchParameterDefinition[],
): CompiledParameter[] {
  const own = definitions.filter(
    ({ base, code, expression, type: kind }) =>
      base.some((b) => isA(model, type, b)) && expression && kind !== 'special' && !none.includes(code),
  );
  const compiled = own.map((definition) => compile(model, type, definition, definitions));
  for (const parameter of compiled) parameter.storedAs = columns[parameter.code] ? [] : [parameter.code];
  for (const parameter of [...compiled].sort(byTelling)) shareStorage(parameter, compiled);
  markClinicalTime(type, compiled);
  return compiled.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Dates over the element that gives the row its clinical time: the record sorts by that, not looking at the values. */
function markClinicalTime(type: string, compiled: readonly CompiledParameter[]): void {
  const [element] = clinicalTime(type, compiled);
  if (element === undefined) return;
  const whole = new RegExp(`^[( ]*${element}(?!\\w)(?!\\.(?!as\\(|ofType\\())`);
  const about = (part: string) => whole.test(part);
  for (const parameter of compiled) {
    if (parameter.type === 'date' && parameter.expression.split('|').some(about)) parameter.sort = 'clinical-time';
  }
}

function byTelling(a: CompiledParameter, b: CompiledParameter): number {
  return telling.indexOf(a.code) - telling.indexOf(b.code);
}

function compile(
  model: Model,
  type: string,
  definition: SearchParameterDefinition,
  all: readonly SearchParameterDefinition[],
): CompiledParameter {
  const expression = definition.expression as string;
  const parameter: CompiledParameter = {
    code: definition.code,
    type: definition.type as SearchParameterType,
    url: definition.url,
    expression,
    storedAs: [],
    datatypes: [],
    ways: [],
  };
  try {
    parameter.ways = waysOf(model, type, expression);
  } catch (error) {
    if (!(error instanceof NotAPath)) throw error;
    parameter.special = true;
  }
  parameter.expression = ownPart(expression, type);
  parameter.datatypes = [...new Set(parameter.ways.map((way) => way.type))];
  if (parameter.type === 'reference') parameter.targets = targetsOf(parameter.ways, definition, model);
  if (parameter.type === 'composite') parameter.components = componentsOf(model, type, definition, all, parameter.ways);
  const bound = parameter.ways.map((way) => (way.type === 'code' ? way.valueSet : undefined));
  if (bound.length > 0 && bound.every((valueSet) => valueSet !== undefined)) parameter.valueSets = [...new Set(bound)];
  const sort = columns[parameter.code] ?? sortOf(parameter.type);
  if (sort) parameter.sort = sort;
  return parameter;
}

function sortOf(type: SearchParameterType): SearchParameter['sort'] {
  if (type === 'date' || type === 'number' || type === 'quantity') return 'range';
  return type === 'string' ? 'string' : undefined;
}

/** `Account.subject | Encounter.subject` → what is said of this type. */
function ownPart(expression: string, type: string): string {
  const parts = expression.split('|').map((part) => part.trim());
  const own = parts.filter((part) => new RegExp(`^\\(?(${type}|Resource|DomainResource)\\b`).test(part));
  return (own.length > 0 ? own : parts).join(' | ');
}

function targetsOf(ways: readonly Way[], definition: SearchParameterDefinition, model: Model): string[] | undefined {
  const targets = new Set<string>();
  for (const { resolvesTo, targets: own, type } of ways) {
    if (resolvesTo) targets.add(resolvesTo);
    else if (type === 'Reference' && own) for (const target of own) targets.add(target);
    else for (const target of definition.target ?? []) targets.add(target);
  }
  return targets.size === 0 || [...targets].some((target) => model.get(target)?.abstract) ? undefined : [...targets];
}

function componentsOf(
  model: Model,
  type: string,
  definition: SearchParameterDefinition,
  all: readonly SearchParameterDefinition[],
  context: readonly Way[],
): NonNullable<CompiledParameter['components']> {
  return (definition.component ?? []).map(({ definition: url, expression: published }) => {
    const expression = componentExpressions[definition.url]?.[url] ?? published;
    const found = all.find((candidate) => candidate.url === url);
    if (!found) throw new Error(`${definition.url} needs ${url}, which is not defined`);
    const { ways: _, ...parameter } = compile(model, type, found, all);
    const within = [...new Set(context.map((way) => way.type))];
    const paths = within.flatMap((datatype) => jsonWays(waysOf(model, type, expression, datatype), '@'));
    return { code: found.code, parameter: { ...parameter, storedAs: [found.code], paths }, expression };
  });
}

/** Points a parameter to the storage of others where they hold the very same values. */
function shareStorage(parameter: CompiledParameter, all: readonly CompiledParameter[]): void {
  const ways = new Set(parameter.ways.map(keyOf));
  if (ways.size === 0 || parameter.storedAs[0] !== parameter.code) return;
  const others = all.filter(
    (other) =>
      other !== parameter &&
      other.type === parameter.type &&
      other.storedAs[0] === other.code &&
      other.ways.length > 0 &&
      sameComponents(other, parameter),
  );
  const same = others.find((other) => equal(new Set(other.ways.map(keyOf)), ways) && restricts(parameter, other));
  if (same) {
    parameter.storedAs = [same.code];
    return;
  }
  const parts = others.filter((other) => other.ways.every((way) => !way.resolvesTo && ways.has(keyOf(way))));
  const covered = new Set(parts.flatMap((part) => part.ways.map(keyOf)));
  if (parts.length > 1 && equal(covered, ways)) parameter.storedAs = parts.map(({ code }) => code);
}

/** `patient` = `subject` that is a Patient: the hash of `Patient/x` tells as much. */
function restricts(parameter: CompiledParameter, other: CompiledParameter): boolean {
  return other.ways.every((way) => way.resolvesTo === undefined || parameter.ways[0]?.resolvesTo === way.resolvesTo);
}

function keyOf({ steps, type }: Way): string {
  return JSON.stringify([steps, type]);
}

function equal(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

function sameComponents(a: CompiledParameter, b: CompiledParameter): boolean {
  const text = ({ components }: CompiledParameter) => JSON.stringify(components?.map(({ expression }) => expression));
  return text(a) === text(b);
}
