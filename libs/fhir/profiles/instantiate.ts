/** Makes compiled code of a profile runnable. The code holds input only as quoted strings: compiler/profile-compiler.ts. */
import { RE2JS } from 're2js';
import { jsonNames } from '../compiler/profile-tree.ts';
import { parseJson } from '../json.ts';
import * as fhirpath from '../validator/fhirpath.ts';
import type { Key, ProfileFunction, Step } from '../validator/profile-rules.ts';
import { nativeRules } from '../profiles-pl/identifiers.ts';
import { model } from './model.ts';
import type { BoundSet, ProfileBinding } from '../validator/terminology.ts';

/** What compiled profiles are given (`rt`). */
interface Runtime {
  fhirpath: object;
  data(json: string): unknown;
  element(rules: object): object;
  path(json: string): Step[];
  keys(type: string, field: string): Key[];
  binding(strength: string, valueSet: string): ProfileBinding;
  /** A rule that is known by its expression and has a function here. */
  native(expression: string, value: object): boolean;
}

export function instantiate(code: string, codesOf: (valueSet: string) => BoundSet | undefined): ProfileFunction {
  const runtime: Runtime = {
    fhirpath: { ...fhirpath, matches, replaceMatches },
    data: (json) => parseJson(Buffer.from(json)),
    element: (rules) => rules,
    keys,
    path,
    native: (expression, value) => nativeRules.get(expression)?.(value) ?? false,
    binding: (strength, valueSet) => ({ strength, valueSet, codes: () => codesOf(valueSet) }),
  };
  const make = new Function('rt', code) as (rt: Runtime) => ProfileFunction;
  return make(runtime);
}

/** JSON names of an element by the types that it may have there. */
function keys(type: string, name: string): Key[] {
  const field = model()
    .get(type)
    ?.fields.find((one) => one.name === name);
  return (field ? jsonNames(field) : []).map(withShadow);
}

function withShadow({ json, type }: Key): Key {
  return model().get(type)?.kind === 'primitive' ? { json, shadow: `_${json}`, type } : { json, type };
}

/** The path of a discriminator. */
function path(json: string): Step[] {
  const steps = JSON.parse(json) as Step[];
  return steps.map((step) => {
    return step.kind === 'child' && step.keys ? { ...step, keys: step.keys.map(withShadow) } : step;
  });
}

const expressions = new Map<string, RE2JS | undefined>();

/** Patterns of definitions run in linear time, whatever they are; what RE2 does not know stays unanswered. */
export function linear(pattern: string): RE2JS | undefined {
  if (!expressions.has(pattern)) {
    if (expressions.size > 1000) expressions.clear();
    try {
      expressions.set(pattern, RE2JS.compile(pattern));
    } catch {
      expressions.set(pattern, undefined);
    }
  }
  return expressions.get(pattern);
}

function matches(text: unknown, pattern: unknown): boolean | undefined {
  if (typeof text !== 'string' || typeof pattern !== 'string' || text.length > 100_000) return undefined;
  const found = linear(pattern);
  // A pattern that cannot be run breaks no rule.
  return found ? found.matcher(text).find() : true;
}

function replaceMatches(text: unknown, pattern: unknown, by: unknown): string | undefined {
  if (typeof text !== 'string' || typeof pattern !== 'string' || typeof by !== 'string') return undefined;
  return linear(pattern)?.matcher(text).replaceAll(by) ?? text;
}
