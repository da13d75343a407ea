/** What the parts of the engine say to each other: who walks, where, with what. */
import type { Node } from '../compiler/fhirpath-parser.ts';
import type { Moment } from './moment.ts';
import type { Item } from './values.ts';

export interface Limits {
  /** Values looked at. */
  readonly steps: number;
  /** Values of one result. */
  readonly items: number;
  /** Characters of one text. */
  readonly text: number;
}

export interface Environment {
  /** Constants beside FHIR's own: `%name`. */
  readonly variables: ReadonlyMap<string, readonly Item[]>;
  /** What now() and today() say; without it they are refused. */
  readonly now: Moment | undefined;
  /** Is the value in that value set? Undefined: not known here. */
  readonly memberOf: ((item: Item, valueSet: string) => boolean | undefined) | undefined;
  /** Does the first subsume the second? Undefined: not known here. */
  readonly subsumes: ((first: Item, second: Item) => boolean | undefined) | undefined;
  /** Does the value fit that profile? Undefined: not known here. */
  readonly conformsTo: ((item: Item, profile: string) => boolean | undefined) | undefined;
  /** What a reference leads to; undefined for nothing. */
  readonly resolve: ((reference: string) => unknown) | undefined;
  /** Does `as String` take FHIR's own string too, and `as` several values? Published rules and searches say so. */
  readonly isLenient: boolean;
  readonly limits: Limits;
}

/** Where an expression stands: what `$this` and `$index` are. */
export interface Scope {
  readonly focus: readonly Item[];
  readonly index: number;
  readonly total: readonly Item[];
}

/** Who walks an expression (evaluator.ts), as operators and functions see him. */
export interface Evaluator {
  readonly environment: Environment;
  /** What the whole expression is asked of. */
  readonly root: readonly Item[];
  evaluate(node: Node, scope: Scope): readonly Item[];
  /** Counts work. @throws FhirPathRefused when it is too much. */
  readonly spend: (steps: number) => void;
  /** A text as a result, if it is not too long. */
  text(value: string): Item[];
  define(name: string, value: readonly Item[]): void;
  member(of: readonly Item[], name: string): Item[];
  is(of: readonly Item[], type: string): Item[];
  /** One value, if it has that type. @throws FhirPathRefused for several, unless the environment is lenient. */
  as(of: readonly Item[], type: string): readonly Item[];
  /** Those of that type. */
  ofType(of: readonly Item[], type: string): readonly Item[];
  /** Without what is there already. */
  distinct(items: readonly Item[]): Item[];
}

export interface Call {
  readonly evaluator: Evaluator;
  readonly input: readonly Item[];
  /** Not evaluated: the function says how often and where. */
  readonly args: readonly Node[];
  readonly scope: Scope;
}

export interface FhirPathFunction {
  readonly arguments: readonly [least: number, most: number];
  /** What it gives; `text` and `number` also say what it takes, for what is checked before anything is evaluated. */
  readonly takes?: 'text' | 'number' | undefined;
  readonly gives?: string | undefined;
  readonly run: (call: Call) => readonly Item[];
}

export type FunctionTable = { readonly [name: string]: FhirPathFunction };
