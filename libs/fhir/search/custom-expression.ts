/**
 * The FHIRPath of an operator's search parameter: what may stand in it, and which part of it concerns a type.
 * https://hl7.org/fhir/R4/searchparameter-definitions.html#SearchParameter.expression
 */
import type { Node } from '../compiler/fhirpath-parser.ts';
import { isResourceType, specializes } from '../elements.ts';
import { readFhirPath } from '../fhirpath/index.ts';
import { FhirPathRefused } from '../fhirpath/refused.ts';

/** A definition that cannot be used; the message says why and what to do. */
export class UnusableParameter extends Error {}

/** Longer ones nobody wrote by hand. */
const longest = 2_000;

/** What a resource is found by must depend on the resource alone: not on the time, not on what is stored elsewhere. */
// biome-ignore format: a list
const notHere = new Set([
  'now', 'today', 'timeOfDay', 'memberOf', 'subsumes', 'subsumedBy', 'conformsTo', 'htmlChecks', 'trace',
  'defineVariable', 'checkModifiers', 'validateVS', 'translate', 'weight', 'elementDefinition', 'slice',
]);
const constants = new Set(['resource', 'context', 'rootResource', 'sct', 'loinc', 'ucum']);

/** @throws UnusableParameter. */
export function readExpression(text: string): Node {
  if (text.length > longest) throw new UnusableParameter(`An expression may have ${longest} characters.`);
  let tree: Node;
  try {
    tree = readFhirPath(text);
  } catch (error) {
    throw asUnusable(error, text);
  }
  forbid(tree);
  return tree;
}

/** Whatever the engine says of an expression, as a problem of the definition. */
export function asUnusable(error: unknown, text: string): UnusableParameter {
  if (!(error instanceof FhirPathRefused)) throw error;
  return new UnusableParameter(`The expression '${text.slice(0, 200)}' is not usable: ${error.message}`);
}

function forbid(node: Node): void {
  if (node.kind === 'call' && notHere.has(node.name)) {
    const says = `${node.name}() depends on more than the resource itself, so nothing can be found by it.`;
    throw new UnusableParameter(says);
  }
  if (node.kind === 'constant' && !constants.has(node.name) && !/^(?:vs|ext)-/.test(node.name)) {
    throw new UnusableParameter(`There is no %${node.name.slice(0, 60)} in a search parameter.`);
  }
  for (const inner of innerNodes(node)) forbid(inner);
}

function innerNodes(node: Node): Node[] {
  switch (node.kind) {
    case 'member':
      return node.of ? [node.of] : [];
    case 'call':
      return [...(node.of ? [node.of] : []), ...node.args];
    case 'item':
      return [node.of, node.at];
    case 'negate':
    case 'type':
      return [node.of];
    case 'binary':
      return [node.left, node.right];
    default:
      return [];
  }
}

/** `Patient.a | Practitioner.b` → what is said of this type; undefined for nothing. */
export function partFor(type: string, node: Node): Node | undefined {
  const own = operands(node).filter((part) => {
    const first = firstName(part);
    return first === undefined || !isResourceType(first) || specializes(type, first);
  });
  const [start, ...more] = own;
  return more.reduce<Node | undefined>((left, right) => left && { kind: 'binary', operator: '|', left, right }, start);
}

function operands(node: Node): Node[] {
  if (node.kind !== 'binary' || node.operator !== '|') return [node];
  return [...operands(node.left), ...operands(node.right)];
}

/** The name with which a path begins. */
function firstName(node: Node): string | undefined {
  if (node.kind === 'binary') return firstName(node.left);
  if (node.kind === 'member' && !node.of) return node.name;
  return 'of' in node && node.of ? firstName(node.of) : undefined;
}
