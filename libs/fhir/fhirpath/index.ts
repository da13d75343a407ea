/**
 * FHIRPath for any expression over any resource of R4. http://hl7.org/fhirpath/N1/
 * https://hl7.org/fhir/R4/fhirpath.html
 * Expressions may come from strangers: what they may cost is bounded, and regular expressions run in linear time.
 */
import { type Node, parseFhirPath } from '../compiler/fhirpath-parser.ts';
import { check } from './check.ts';
import type { Environment, Limits } from './call.ts';
import { Walker } from './evaluator.ts';
import { Moment } from './moment.ts';
import { quantityText, type Quantity } from './quantity.ts';
import { cannot, FhirPathRefused } from './refused.ts';
import { type Item, itemOf, toSystem } from './values.ts';

export { FhirPathRefused } from './refused.ts';
export { asBoolean } from './operators.ts';
export { type Item, itemOf, type Spot } from './values.ts';

export interface CompileOptions {
  /** Type of what the expression will be asked of; then paths that it cannot have are refused at once. */
  readonly type?: string;
  /** Also refuse what depends on the order of children(). */
  readonly isStrict?: boolean;
}

export interface EvaluateOptions {
  /** Constants: `%name`. */
  readonly variables?: { readonly [name: string]: readonly Item[] };
  /** What now() says, as an instant with its zone. Without it expressions that ask for the time are refused. */
  readonly now?: string;
  readonly memberOf?: (item: Item, valueSet: string) => boolean | undefined;
  readonly subsumes?: (first: Item, second: Item) => boolean | undefined;
  readonly conformsTo?: (item: Item, profile: string) => boolean | undefined;
  readonly resolve?: (reference: string) => unknown;
  /** Does `as String` take FHIR's own string too, and `as` several values? */
  readonly isLenient?: boolean;
  readonly limits?: Partial<Limits>;
  /** Steps that several evaluations share: each takes from it what it needs. */
  readonly budget?: { steps: number };
}

export interface Expression {
  readonly text: string;
  /** Types that its values may have, by the definitions; undefined where anything may come. */
  readonly types: readonly string[] | undefined;
  /** @throws FhirPathRefused `execution`. */
  evaluate(of: unknown, options?: EvaluateOptions): readonly Item[];
}

const longest = 5000;
const usual: Limits = { steps: 1_000_000, items: 20_000, text: 1024 * 1024 };

/** Reads an expression once, for many resources. @throws FhirPathRefused `syntax` or `semantic`. */
export function compileFhirPath(text: string, options: CompileOptions = {}): Expression {
  return compileTree(readFhirPath(text), text, options);
}

/** The same, of an expression that is read already, or of a part of one. @throws FhirPathRefused `semantic`. */
export function compileTree(node: Node, text: string, { type, isStrict = false }: CompileOptions = {}): Expression {
  const types = type === undefined ? undefined : check(node, type, { isStrict });
  return { text, types, evaluate: (of, options = {}) => run(node, of, options) };
}

/** One expression over one resource. @throws FhirPathRefused. */
export function evaluate(
  text: string,
  resource: unknown,
  options: EvaluateOptions & CompileOptions = {},
): readonly Item[] {
  return compileFhirPath(text, options).evaluate(resource, options);
}

/** An expression as a tree. @throws FhirPathRefused `syntax`. */
export function readFhirPath(text: string): Node {
  if (text.length > longest) throw new FhirPathRefused('syntax', `An expression may have ${longest} characters.`);
  try {
    return parseFhirPath(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FhirPathRefused('syntax', error.message.slice(0, 300));
  }
}

function run(node: Node, of: unknown, options: EvaluateOptions): readonly Item[] {
  const { variables = {}, now, memberOf, subsumes, conformsTo, resolve, limits = {}, budget } = options;
  const environment: Environment = {
    variables: new Map(Object.entries(variables)),
    now: now === undefined ? undefined : Moment.read(now, 'DateTime'),
    memberOf,
    subsumes,
    conformsTo,
    resolve,
    isLenient: options.isLenient ?? false,
    limits: { ...usual, ...limits, ...(budget ? { steps: budget.steps } : {}) },
  };
  const root = of === undefined ? [] : [isItem(of) ? of : itemOf(of, 'Resource')];
  const walker = new Walker(environment, root);
  try {
    return walker.evaluate(node, { focus: root, index: 0, total: [] });
  } catch (error) {
    // The engine's own stack: an expression that is nested more than it can walk.
    if (error instanceof RangeError) throw cannot('The expression is too deep.');
    throw error;
  } finally {
    if (budget) budget.steps -= walker.spent;
  }
}

const isItem = (of: unknown): of is Item =>
  typeof of === 'object' && of !== null && !('resourceType' in of) && 'type' in of && 'value' in of;

/** The value in words: numbers by their digits, dates without `@`, quantities with units; none for what is complex. */
export function textOf(item: Item): string | undefined {
  const system = toSystem(item);
  if (!system || system.type === 'System.ClassInfo') return undefined;
  return system.type === 'System.Quantity' ? quantityText(system.value as Quantity) : String(system.value);
}
