/**
 * Which codes a value set has, as an expression over concepts: made by compile-value-set.ts, asked in SQL by
 * member-store.ts and in memory for codes of systems that are not here. Pure.
 */
import type { CodeSystem, ListedConcept } from './model.ts';

/** A condition on concepts of one system. */
export type Condition =
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'below'; readonly id: number; readonly orSelf: boolean }
  | { readonly kind: 'not-below'; readonly id: number }
  | { readonly kind: 'property'; readonly code: string; readonly values: readonly string[]; readonly negated: boolean }
  | { readonly kind: 'has'; readonly code: string; readonly wanted: boolean }
  | { readonly kind: 'active'; readonly wanted: boolean }
  | { readonly kind: 'children'; readonly id: number }
  /** Has a parent; is one. */
  | { readonly kind: 'parented'; readonly wanted: boolean }
  | { readonly kind: 'parenting'; readonly system: number; readonly wanted: boolean }
  | { readonly kind: 'text'; readonly column: Word; readonly values: readonly string[]; readonly negated: boolean }
  | { readonly kind: 'worded'; readonly column: Word; readonly wanted: boolean }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/** Words of a concept that filters may ask by name. */
export type Word = 'display' | 'definition';

/** Concepts of a system that meet all conditions; when listed, in the order of the list. */
export interface Concepts {
  readonly kind: 'concepts';
  readonly system: CodeSystem;
  readonly conditions: readonly Condition[];
  readonly listed?: readonly ListedConcept[];
}

/** Codes of a system that is not here: the list is all that is known of them. */
export interface Listed {
  readonly kind: 'listed';
  readonly url: string;
  readonly version: string | undefined;
  readonly listed: readonly ListedConcept[];
  readonly codes: ReadonlySet<string>;
}

export type Leaf = Concepts | Listed;

export type Expression =
  | Leaf
  | { readonly kind: 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'and'; readonly of: readonly Expression[] }
  | { readonly kind: 'minus'; readonly from: Expression; readonly less: Expression };

export const nothing: Expression = { kind: 'or', of: [] };

/**
 * Where members come from, in the order of the value set. What is taken away gives none; of what must meet, the
 * narrowest that can be told.
 */
export function leavesOf(expression: Expression): Leaf[] {
  switch (expression.kind) {
    case 'or':
      return expression.of.flatMap(leavesOf);
    case 'and':
      return leavesOf(expression.of.find(isNarrow) ?? expression.of[0] ?? nothing);
    case 'minus':
      return leavesOf(expression.from);
    default:
      return [expression];
  }
}

const isNarrow = (one: Expression): boolean =>
  one.kind === 'listed' || (one.kind === 'concepts' && one.conditions.length > 0);

/** What remains to be asked of a concept of a leaf. `true`: nothing. */
export function remaining(expression: Expression, leaf: Leaf): Test {
  switch (expression.kind) {
    case 'or': {
      const tests = expression.of.map((one) => remaining(one, leaf));
      return tests.includes(true) ? true : { any: tests.filter((test) => test !== true) };
    }
    case 'and': {
      const tests = expression.of.map((one) => remaining(one, leaf)).filter((test) => test !== true);
      return tests.length === 0 ? true : { all: tests };
    }
    case 'minus': {
      const from = remaining(expression.from, leaf);
      const without: Test = { not: expression.less };
      return from === true ? without : { all: [from, without] };
    }
    default:
      return expression === leaf ? true : { is: expression };
  }
}

export type Test =
  | true
  | { readonly any: readonly Test[] }
  | { readonly all: readonly Test[] }
  | { readonly not: Expression }
  | { readonly is: Leaf };

/** Whether a code of a system that is not here is in. */
export function hasUnknown(expression: Expression, url: string, code: string): boolean {
  switch (expression.kind) {
    case 'or':
      return expression.of.some((one) => hasUnknown(one, url, code));
    case 'and':
      return expression.of.length > 0 && expression.of.every((one) => hasUnknown(one, url, code));
    case 'minus':
      return hasUnknown(expression.from, url, code) && !hasUnknown(expression.less, url, code);
    case 'listed':
      return expression.url === url && expression.codes.has(code);
    case 'concepts':
      return false;
  }
}

/** The code systems that are here and that members may be of. */
export function systemsOf(expression: Expression): CodeSystem[] {
  const found = leavesOf(expression).flatMap((leaf) => (leaf.kind === 'concepts' ? [leaf.system] : []));
  return [...new Map(found.map((system) => [system.id, system])).values()];
}
