/**
 * Search parameters that an operator adds: a SearchParameter resource becomes what searches ask by and what finds the
 * values in a resource. https://hl7.org/fhir/R4/searchparameter.html
 * Their expressions are strangers' FHIRPath: read and checked once, walked by our own engine under a budget.
 */
import { NotAPath, waysOfTree, jsonWays } from '../compiler/search-paths.ts';
import type { Node } from '../compiler/fhirpath-parser.ts';
import { specializes, typeOf } from '../elements.ts';
import { compileTree, type Expression } from '../fhirpath/index.ts';
import { resourceTypes, typeNumber } from '../resource-types.ts';
import { isSearchable, isSearchablePart } from './custom-collect.ts';
import { asUnusable, partFor, readExpression, UnusableParameter } from './custom-expression.ts';
import type { JsonWay, SearchParameter, SearchParameterType } from './parameters.ts';
import { pathModel } from './path-model.ts';
import { customKind, customMark } from './selectivity.ts';

export { UnusableParameter } from './custom-expression.ts';

/** What is read of a SearchParameter. */
export interface CustomDefinition {
  readonly url: string;
  readonly code: string;
  readonly type: string;
  readonly status: string;
  readonly base: readonly string[];
  readonly expression?: string | undefined;
  readonly target?: readonly string[] | undefined;
  readonly component?: readonly { readonly definition: string; readonly expression: string }[] | undefined;
}

export interface CompiledComponent {
  readonly type: SearchParameterType;
  readonly expression: Expression;
}

/** One parameter of one resource type. */
export interface CompiledCustom {
  readonly parameter: SearchParameter;
  readonly expression: Expression;
  readonly components: readonly CompiledComponent[];
}

/** The parameter that a component of a composite names, for a resource type. */
export type FindParameter = (type: string, url: string) => SearchParameter | undefined;

const kinds: ReadonlySet<string> = new Set([
  'token',
  'reference',
  'date',
  'string',
  'number',
  'quantity',
  'uri',
  'composite',
]);

/** The definition in a resource, or undefined where one cannot be: R4's own rules are checked elsewhere. */
export function customDefinition(resource: { readonly [element: string]: unknown }): CustomDefinition | undefined {
  const { url, code, type, status, base, expression, target, component } = resource as unknown as CustomDefinition;
  if (typeof url !== 'string' || typeof code !== 'string' || !Array.isArray(base)) return undefined;
  const parts = component?.map(({ definition, expression: of }) => ({ definition, expression: of }));
  return { ...{ url, code, type, status, base, expression, target }, component: parts };
}

/** The resource types of a definition; `Resource` and `DomainResource` mean all that are of that kind. */
export function typesOf({ base }: CustomDefinition): string[] {
  return resourceTypes.filter((type) => base.some((one) => specializes(type, one)));
}

/**
 * The parameter for each of its types. `serial` tells definitions apart that had the same name at different times:
 * their values never meet.
 * @throws UnusableParameter that says what to change.
 */
export function compileCustom(
  definition: CustomDefinition,
  serial: number,
  find: FindParameter,
): ReadonlyMap<string, CompiledCustom> {
  const tree = checkedTree(definition);
  const compiled = typesOf(definition).map((type): [string, CompiledCustom] => [
    type,
    ofType(definition, type, partOf(definition, type, tree), find),
  ]);
  // One name in all types, so that a search across types asks for one thing.
  const datatypes = [...new Set(compiled.flatMap(([, { parameter }]) => parameter.datatypes))];
  const stored = `${customMark}${customKind(definition.type, definition.code, datatypes)}${serial.toString(36)}`;
  for (const [, { parameter }] of compiled) parameter.storedAs = [stored];
  return new Map(compiled);
}

function checkedTree({ code, type, base, expression, target }: CustomDefinition): Node {
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(code)) {
    throw new UnusableParameter(
      `'${code.slice(0, 64)}' cannot be asked for in a search: a code has letters, digits, '-' and '_', and begins with a letter.`,
    );
  }
  if (!kinds.has(type)) {
    throw new UnusableParameter(`The type '${type}' is not supported. Supported: ${[...kinds].join(', ')}.`);
  }
  const strange = base.find((one) => one !== 'Resource' && one !== 'DomainResource' && typeNumber(one) === undefined);
  if (strange !== undefined || base.length === 0) {
    throw new UnusableParameter(`'${String(strange).slice(0, 64)}' is no resource type of R4 that could be a base.`);
  }
  if (!expression) throw new UnusableParameter('It has no FHIRPath expression, so nothing tells where the values are.');
  if (type === 'reference' && !target?.length) {
    throw new UnusableParameter('A reference parameter must say in target to which resource types it leads.');
  }
  const lost = target?.find((one) => typeNumber(one) === undefined);
  if (lost !== undefined) throw new UnusableParameter(`The target '${lost}' is no resource type of R4.`);
  return readExpression(expression);
}

function partOf({ expression = '' }: CustomDefinition, type: string, tree: Node): Node {
  const part = partFor(type, tree);
  if (!part) throw new UnusableParameter(`The expression '${expression.slice(0, 200)}' says nothing about ${type}.`);
  return part;
}

function ofType(definition: CustomDefinition, type: string, tree: Node, find: FindParameter): CompiledCustom {
  const { url, code, expression: text = '', target } = definition;
  const kind = definition.type as SearchParameterType;
  const expression = compiled(tree, text, type);
  const isComposite = kind === 'composite';
  const paths = pathsOf(type, tree, isComposite ? undefined : (datatype) => isSearchable(kind, datatype));
  const datatypes = isComposite ? [] : searchable(expression, kind, isSearchable, paths);
  const sort = kind === 'date' || kind === 'number' || kind === 'quantity' ? 'range' : kind;
  const parts = isComposite ? componentsOf(definition, type, expression, find) : [];
  const parameter: SearchParameter = {
    ...{ code, type: kind, url, expression: text, storedAs: [], datatypes },
    ...(paths ? { paths } : {}),
    // Whether all parts of a composite are there is not said by the way to what they are parts of.
    ...(paths && !isComposite ? {} : { presence: true }),
    ...(target?.length && kind === 'reference' ? { targets: [...target] } : {}),
    ...(sort === 'range' || sort === 'string' ? { sort } : {}),
    ...(isComposite ? { components: parts.map(({ component }) => component) } : {}),
  };
  return { parameter, expression, components: parts.map(({ compiled: part }) => part) };
}

function compiled(tree: Node, text: string, type: string): Expression {
  try {
    return compileTree(tree, text, { type });
  } catch (error) {
    throw asUnusable(error, text);
  }
}

/** The data types that can be searched so. @throws UnusableParameter when there are none. */
function searchable(
  { types, text }: Expression,
  kind: SearchParameterType,
  fits: (kind: SearchParameterType, type: string) => boolean,
  paths: readonly JsonWay[] = [],
): string[] {
  // Of an abstract type (what is contained) anything may come.
  if (!types || types.some((type) => typeOf(type)?.abstract))
    return [...new Set(paths.map(({ datatype }) => datatype))];
  const found = types.filter((type) => fits(kind, type));
  if (found.length === 0) {
    const given = types.length === 0 ? 'nothing' : types.slice(0, 5).join(', ').replaceAll('System.', '');
    throw new UnusableParameter(`A ${kind} parameter cannot search what '${text.slice(0, 200)}' gives: ${given}.`);
  }
  return found.map((type) => type.replace('System.String', 'string').replace('System.Boolean', 'boolean'));
}

/** The ways to the values, where the expression is no more than ways. */
function pathsOf(
  type: string,
  tree: Node,
  fits: ((datatype: string) => boolean) | undefined,
  context?: string,
): JsonWay[] | undefined {
  try {
    const ways = waysOfTree(pathModel(), type, tree, context).filter((way) => !fits || fits(way.type));
    // An index counts over all that was found; a path of SQL counts in each array.
    if (ways.length === 0 || ways.some(({ steps }) => steps.some(({ index }) => index !== undefined))) return undefined;
    return jsonWays(ways, context === undefined ? '$' : '@');
  } catch (error) {
    if (error instanceof NotAPath) return undefined;
    throw error;
  }
}

interface Part {
  readonly component: NonNullable<SearchParameter['components']>[number];
  readonly compiled: CompiledComponent;
}

/** https://hl7.org/fhir/R4/search.html#composite */
function componentsOf(definition: CustomDefinition, type: string, of: Expression, find: FindParameter): Part[] {
  const { component = [], code } = definition;
  if (component.length < 2 || component.length > 3) {
    throw new UnusableParameter(`The composite ${code} must have two components, or three with ranges.`);
  }
  const parts = component.map(({ definition: url, expression: text }, place): Part => {
    const found = find(type, url.replace(/\|.*$/, ''));
    if (!found) throw new UnusableParameter(`The component ${url} is no parameter of ${type} that is known here.`);
    if (found.type === 'composite') throw new UnusableParameter(`${url} is a composite itself, and cannot be a part.`);
    const tree = readExpression(text);
    const [only, ...more] = of.types ?? [];
    const context = only !== undefined && more.length === 0 ? only : undefined;
    const expression = context === undefined ? compileTree(tree, text) : compiled(tree, text, context);
    const fits = place === 0 ? (kind: SearchParameterType, one: string) => isFirst(kind, one) : isSearchablePart;
    const paths = context === undefined ? undefined : pathsOf(type, tree, undefined, context);
    const datatypes = searchable(expression, found.type, fits, paths);
    const parameter = { ...found, datatypes, storedAs: [found.code] };
    return { component: { code: found.code, parameter }, compiled: { type: found.type, expression } };
  });
  demandOrder(
    code,
    parts.map(({ compiled: part }) => part.type),
  );
  return parts;
}

const isFirst = (kind: SearchParameterType, type: string): boolean =>
  (kind === 'token' || kind === 'reference') && isSearchablePart(kind, type);

/** What is stored of composites: the code first, then one more code, text or reference, or up to two ranges. */
function demandOrder(code: string, [first, ...rest]: readonly SearchParameterType[]): void {
  const ranges = rest.every((kind) => kind === 'date' || kind === 'number' || kind === 'quantity');
  const isOne = rest.length === 1 && ['token', 'reference', 'string'].includes(rest[0] ?? '');
  if ((first === 'token' || first === 'reference') && (ranges || isOne)) return;
  const says = 'must begin with a token or a reference, followed by one token, reference or string, or by ranges';
  throw new UnusableParameter(`The composite ${code} ${says} (date, number, quantity).`);
}
