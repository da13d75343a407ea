/**
 * Rules that the compiler of FHIRPath does not cover, by our own engine (../fhirpath), which counts every step. What R4
 * adds to FHIRPath is answered here: resolve() inside the Bundle, memberOf(), subsumes(), conformsTo().
 * http://hl7.org/fhirpath/N1/ https://hl7.org/fhir/R4/fhirpath.html
 */
import type { Definitions } from '../profiles/definitions.ts';
import { isPrimitiveType } from '../elements.ts';
import { isNumber } from '../json.ts';
import {
  asBoolean,
  compileFhirPath,
  type EvaluateOptions,
  type Expression,
  FhirPathRefused,
  type Item,
  itemOf,
} from '../fhirpath/index.ts';
import { membership, subsumption } from './profile-bindings.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json, Place } from './profile-rules.ts';

const mostKept = 2000;
const compiled = new Map<string, Expression | FhirPathRefused>();
/** Steps of one rule, and how many of them cost as much as one step of the check. */
const mostSteps = 300_000;
const stepsPerStep = 2;

/** Is the rule kept? Undefined for the empty collection. @throws FhirPathRefused when it cannot be evaluated. */
export function evaluateRule(
  expression: string,
  place: Place,
  check: ProfileCheck,
  definitions: Definitions,
): boolean | undefined {
  const found = evaluated(expression, itemAt(place), check, definitions);
  return found.length > 1 ? true : asBoolean(found);
}

/** Does a rule about the context of an extension hold? One that cannot be evaluated refuses nothing. */
export function keepsContextRule(
  expression: string,
  { holder, type, extension }: { holder: Json; type: string; extension: Json },
  check: ProfileCheck,
  definitions: Definitions,
): boolean {
  // What stands beside a primitive value does not hold it: nobody can say.
  if (isPrimitiveType(type)) return true;
  try {
    // HL7's own rules name the value as JSON does, which no path of FHIRPath can.
    const text = expression.replace(/%extension\.value[A-Z]\w*/g, '%extension.value');
    const more = { extension: [itemOf(extension, 'Extension')] };
    return asBoolean(evaluated(text, itemOf(holder, type), check, definitions, more)) === true;
  } catch (error) {
    if (error instanceof FhirPathRefused) return true;
    throw error;
  }
}

/** Everything that an expression about a resource leads to; nothing when it cannot be evaluated. */
export function evaluateNodes(
  expression: string,
  resource: Json,
  check: ProfileCheck,
  definitions: Definitions,
): unknown[] {
  try {
    const found = evaluated(expression, itemOf(resource, 'Resource'), check, definitions);
    // Of a primitive element it is the shadow that holds extensions.
    return found.flatMap(({ value, more }) => (more === undefined ? [value] : [value, more]));
  } catch (error) {
    if (error instanceof FhirPathRefused) return [];
    throw error;
  }
}

/**
 * What an expression comes to, with what else it may name. @throws FhirPathRefused when it cannot be evaluated.
 */
export function evaluated(
  text: string,
  focus: Item,
  check: ProfileCheck,
  definitions: Definitions,
  more: EvaluateOptions['variables'] = {},
): readonly Item[] {
  const expression = compiledRule(text);
  const budget = { steps: mostSteps };
  try {
    const world = worldOf(check, definitions);
    return expression.evaluate(focus, { ...world, variables: { ...world.variables, ...more }, budget });
  } finally {
    check.spend(Math.ceil((mostSteps - budget.steps) / stepsPerStep));
  }
}

function worldOf(check: ProfileCheck, definitions: Definitions): EvaluateOptions {
  const { now } = check.world;
  return {
    variables: { resource: [itemOf(check.resource, 'Resource')], rootResource: [itemOf(check.root, 'Resource')] },
    ...(now === undefined ? {} : { now }),
    isLenient: true,
    resolve: (reference) => check.resolve(reference),
    conformsTo: ({ value, type }, profile) =>
      typeof value === 'object' && value !== null && check.conformsQuietly(value, profile, type),
    memberOf: ({ value }, valueSet) => {
      const verdict = membership(value, valueSet, definitions.codesOf(valueSet), check.world.vocabulary);
      return verdict === 'unknown' ? undefined : verdict === 'yes';
    },
    subsumes: (first, second) => subsumption(first.value, second.value, check.world.vocabulary),
  };
}

/** Rules come again with every resource: what is no FHIRPath is remembered too. */
function compiledRule(text: string): Expression {
  let expression = compiled.get(text);
  if (!expression) {
    try {
      expression = compileFhirPath(text);
    } catch (error) {
      if (!(error instanceof FhirPathRefused)) throw error;
      expression = error;
    }
    if (compiled.size >= mostKept) compiled.clear();
    compiled.set(text, expression);
  }
  if (expression instanceof FhirPathRefused) throw expression;
  return expression;
}

/** The value with its type; where nobody knows that, what its form says. */
function itemAt({ value, shadow, type }: Place): Item {
  const known = type === undefined || type === '' ? formOf(value) : type;
  return { ...itemOf(value, known), more: shadow as Json | undefined };
}

function formOf(value: unknown): string {
  if (typeof value === 'boolean') return 'boolean';
  if (isNumber(value)) return 'decimal';
  if (typeof value === 'string') return 'string';
  return typeof (value as Json | undefined)?.resourceType === 'string' ? 'Resource' : 'Element';
}
