/**
 * Rules that the compiler of FHIRPath does not cover, by the general engine (npm `fhirpath`). What R4 adds to FHIRPath
 * is answered here: resolve() inside the Bundle, memberOf(), conformsTo(). http://hl7.org/fhirpath/N1/
 */
import { createRequire } from 'node:module';
import { RE2JS } from 're2js';
import type { Definitions } from '../profiles/definitions.ts';
import { isNumber, toNumber } from '../json.ts';
import { narrativeProblem } from './narrative.ts';
import { outside } from './profile-bindings.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';
import type { Place } from './profile-rules.ts';

type Evaluate = (value: unknown, environment: { [name: string]: unknown }) => unknown;
type Inputs = unknown[];
interface Engine {
  compile(path: string | { base: string; expression: string }, model: unknown, options: object): Evaluate;
}

const require = createRequire(import.meta.url);
let engine: { fhirpath: Engine; model: unknown } | undefined;
const longest = 5000;
const mostKept = 2000;
const compiled = new Map<string, Evaluate>();
/** The check that an evaluation belongs to: the engine's functions are made once per expression. */
let current: { check: ProfileCheck; definitions: Definitions } | undefined;

/** Is the rule kept? Undefined for the empty collection. Throws when the expression cannot be evaluated. */
export function evaluateRule(
  expression: string,
  { value, shadow, type }: Place,
  check: ProfileCheck,
  definitions: Definitions,
): boolean | undefined {
  const before = current;
  current = { check, definitions };
  try {
    const run = compiledRule(expression, type);
    const item = value === undefined ? shadow : value;
    const found = run(plain(item), {
      resource: plain(check.resource),
      rootResource: plain(check.root),
    });
    if (!Array.isArray(found) || found.length === 0) return undefined;
    return found.length === 1 && typeof found[0] === 'boolean' ? found[0] : true;
  } finally {
    current = before;
  }
}

/** Everything that an expression about a resource leads to. */
export function evaluateNodes(
  expression: string,
  resource: Json,
  check: ProfileCheck,
  definitions: Definitions,
): unknown[] {
  const before = current;
  current = { check, definitions };
  try {
    const found = compiledRule(expression, undefined)(resource, { resource, rootResource: check.root });
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  } finally {
    current = before;
  }
}

function compiledRule(expression: string, type: string | undefined): Evaluate {
  const key = `${type ?? ''} ${expression}`;
  let run = compiled.get(key);
  if (run) return run;
  if (expression.length > longest) throw new Error(`expressions end at ${longest} characters`);
  engine ??= { fhirpath: require('fhirpath') as Engine, model: require('fhirpath/fhir-context/r4') };
  const path = type === undefined || type === '' ? expression : { base: type, expression };
  run = engine.fhirpath.compile(path, engine.model, { userInvocationTable: functions });
  if (compiled.size >= mostKept) compiled.clear();
  compiled.set(key, run);
  return run;
}

/** Numbers that keep their text become plain ones: the engine knows no others. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isNumber(value)) return toNumber(value);
  let copy: unknown;
  if (Array.isArray(value)) {
    const items = value.map(plain);
    copy = items.some((item, at) => item !== value[at]) ? items : value;
  } else {
    const entries = Object.entries(value).map(([name, inner]) => [name, plain(inner)] as const);
    copy = entries.some(([name, inner]) => inner !== (value as Json)[name]) ? Object.fromEntries(entries) : value;
  }
  return copy;
}

const textOf = (input: unknown): unknown => (typeof input === 'string' ? input : (input as Json | null)?.reference);

/** Longer texts are not searched by pattern. */
const longestText = 100_000;

const matching = (inputs: Inputs, pattern: string, whole: boolean): Inputs => {
  const [text] = inputs;
  if (inputs.length !== 1 || typeof text !== 'string' || text.length > longestText) return [];
  const matcher = RE2JS.compile(pattern, RE2JS.DOTALL).matcher(text);
  return [whole ? matcher.matches() : matcher.find()];
};

const functions = {
  resolve: {
    fn: (inputs: Inputs) => inputs.flatMap((input) => current?.check.resolve(textOf(input)) ?? []),
    arity: { 0: [] },
  },
  conformsTo: {
    fn: (inputs: Inputs, url: string) => {
      const { check } = current as NonNullable<typeof current>;
      return inputs.map((input) => {
        if (typeof input !== 'object' || input === null) return false;
        return check.conformsQuietly(input as Json, url, (input as Json).resourceType as string | undefined);
      });
    },
    arity: { 1: ['String'] },
  },
  memberOf: {
    fn: (inputs: Inputs, valueSet: string) => {
      const { definitions } = current as NonNullable<typeof current>;
      if (definitions.codesOf(valueSet) === undefined) return [];
      const binding = { strength: 'required', valueSet, codes: () => definitions.codesOf(valueSet) };
      return inputs.map((input) => outside(input, binding) === undefined);
    },
    arity: { 1: ['String'] },
  },
  htmlChecks: {
    fn: (inputs: Inputs) => [inputs.every((input) => typeof input === 'string' && !narrativeProblem(input))],
    arity: { 0: [] },
  },
  matches: { fn: (inputs: Inputs, pattern: string) => matching(inputs, pattern, false), arity: { 1: ['String'] } },
  matchesFull: { fn: (inputs: Inputs, pattern: string) => matching(inputs, pattern, true), arity: { 1: ['String'] } },
};
