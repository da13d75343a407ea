/**
 * Do definitions of codes, maps and searches make sense as such: what they say of themselves and of what is known here.
 * Errors are what R4's text forbids or what can never work. Only `$validate` asks.
 * https://hl7.org/fhir/R4/codesystem.html https://hl7.org/fhir/R4/valueset.html https://hl7.org/fhir/R4/conceptmap.html
 * https://hl7.org/fhir/R4/searchparameter.html
 */
import type { Node } from '../compiler/fhirpath-parser.ts';
import { typeOf } from '../elements.ts';
import { compileTree, FhirPathRefused, readFhirPath } from '../fhirpath/index.ts';
import { isNumber, toNumber } from '../json.ts';
import type { CodeNames, Definitions } from '../profiles/definitions.ts';
import { withoutVersion } from '../profiles/profile.ts';
import { typeNumber } from '../resource-types.ts';
import { isSearchable } from '../search/custom-collect.ts';
import { partFor } from '../search/custom-expression.ts';
import type { SearchParameterType } from '../search/parameters.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';
import { listOf } from './scope.ts';

const short = (value: unknown): string => String(value).slice(0, 200);

export function checkDefinition(check: ProfileCheck, resource: Json, definitions: Definitions): void {
  if (resource.resourceType === 'CodeSystem') codeSystem(check, resource, definitions);
  else if (resource.resourceType === 'ValueSet') valueSet(check, resource, definitions);
  else if (resource.resourceType === 'ConceptMap') conceptMap(check, resource, definitions);
  else if (resource.resourceType === 'SearchParameter') searchParameter(check, resource);
  else if (resource.resourceType === 'StructureDefinition') structure(check, resource);
}

/** Rules of types and logical models; profiles are heard whole (profiles/profile-problems.ts). */
function structure(check: ProfileCheck, { derivation, differential, contextInvariant, context }: Json): void {
  const invariants = Array.isArray(contextInvariant) ? contextInvariant : [];
  invariants.forEach((text, at) => void read(check, text, `contextInvariant[${at}]`));
  listOf(context).forEach(({ type, expression }, at) => {
    if (type === 'fhirpath') read(check, expression, `context[${at}].expression`);
  });
  if (derivation === 'constraint') return;
  listOf((differential as Json | undefined)?.element).forEach(({ constraint }, at) => {
    listOf(constraint).forEach(({ expression }, place) => {
      check.spend(1);
      read(check, expression, `differential.element[${at}].constraint[${place}].expression`);
    });
  });
}

interface Placed {
  readonly concept: Json;
  readonly path: string;
}

function codeSystem(check: ProfileCheck, system: Json, definitions: Definitions): void {
  const { content, count, compositional, supplements } = system;
  const concepts = conceptsOf(check, system);
  const stated = isNumber(count) ? toNumber(count) : undefined;
  const isWhole = content === 'complete' && compositional !== true;
  if (stated !== undefined && isWhole && stated !== concepts.length) {
    check.add('value', `The code system says that it has ${stated} concepts; it has ${concepts.length}.`, 'count');
  } else if (stated !== undefined && content !== 'supplement' && compositional !== true && concepts.length > stated) {
    check.add('value', `There are ${concepts.length} concepts here, of ${stated} in all.`, 'count');
  }
  if (content === 'not-present' && concepts.length > 0) {
    check.warn('business-rule', 'None of its concepts are here, the content says; but there are some.', 'content');
  }
  if (content === 'supplement' && supplements === undefined) {
    check.warn('business-rule', 'A supplement says in supplements to which code system it adds.', 'content');
  }
  properties(check, system, concepts);
  const names = content === 'supplement' ? definitions.namesOf(withoutVersion(String(supplements))) : undefined;
  // A supplement to another version may name other codes.
  if (names && !String(supplements).includes('|')) {
    const of = String(supplements);
    for (const { concept, path } of concepts) lacking(check, names, of, concept.code, `${path}.code`);
  }
}

/** All concepts, those below others too. */
function conceptsOf(check: ProfileCheck, system: Json): Placed[] {
  const found: Placed[] = [];
  const collect = (holder: Json, at: string): void => {
    listOf(holder.concept).forEach((concept, index) => {
      check.spend(1);
      const path = `${at}concept[${index}]`;
      found.push({ concept, path });
      collect(concept, `${path}.`);
    });
  };
  collect(system, '');
  return found;
}

/**
 * Values have the types of their properties.
 * https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.concept.property
 */
function properties(check: ProfileCheck, { property, content }: Json, concepts: readonly Placed[]): void {
  const types = new Map(listOf(property).map(({ code, type }) => [String(code), String(type)]));
  const codes = new Set(concepts.map(({ concept }) => concept.code));
  for (const { concept, path } of concepts) {
    listOf(concept.property).forEach((one, index) => {
      check.spend(1);
      const at = `${path}.property[${index}]`;
      const type = types.get(String(one.code));
      if (type === undefined) {
        return check.warn('business-rule', `The property "${short(one.code)}" is not among those above.`, `${at}.code`);
      }
      const form = Object.keys(one).find((key) => /^value[A-Z]/.test(key));
      if (form !== undefined && form.toLowerCase() !== `value${type.toLowerCase()}`) {
        check.add('value', `"${short(one.code)}" is of type ${type}; this is ${form}.`, `${at}.value`);
      } else if (form === 'valueCode' && content === 'complete' && !codes.has(one.valueCode)) {
        check.warn('code-invalid', `The code system has no code "${short(one.valueCode)}".`, `${at}.value`);
      }
    });
  }
}

/** Operators of filters whose value is a code. https://hl7.org/fhir/R4/valueset-filter-operator.html */
const ofCodes = new Set(['is-a', 'descendent-of', 'is-not-a', 'generalizes']);

function valueSet(check: ProfileCheck, set: Json, definitions: Definitions): void {
  const { include, exclude } = (set.compose ?? {}) as Json;
  for (const [name, parts] of Object.entries({ include: listOf(include), exclude: listOf(exclude) })) {
    parts.forEach((part, index) => {
      const at = `compose.${name}[${index}]`;
      const sets = Array.isArray(part.valueSet) ? part.valueSet : [];
      const own = sets.findIndex((url) => typeof set.url === 'string' && withoutVersion(String(url)) === set.url);
      if (own >= 0) check.add('business-rule', 'A value set cannot be made of itself.', `${at}.valueSet[${own}]`);
      const names = part.version === undefined ? definitions.namesOf(String(part.system)) : undefined;
      listOf(part.filter).forEach(({ op, property, value }, place) => {
        const where = `${at}.filter[${place}].value`;
        if (op === 'exists' && value !== 'true' && value !== 'false') {
          check.add('value', `A filter by exists has the value true or false, not "${short(value)}".`, where);
        }
        const isCode = ofCodes.has(String(op)) && (property === 'concept' || property === 'code');
        if (isCode && names) lacking(check, names, String(part.system), value, where);
      });
    });
  }
}

function conceptMap(check: ProfileCheck, { group }: Json, definitions: Definitions): void {
  listOf(group).forEach(({ source, sourceVersion, target, targetVersion, element }, at) => {
    // A version of a system that is not here may have other codes.
    const known = (system: unknown, version: unknown) =>
      typeof system === 'string' && version === undefined ? definitions.namesOf(system) : undefined;
    const [from, to] = [known(source, sourceVersion), known(target, targetVersion)];
    listOf(element).forEach((one, index) => {
      check.spend(1);
      const path = `group[${at}].element[${index}]`;
      // "Code or path", says R4, and HL7's own maps name several codes at once: so no error.
      if (from) lacking(check, from, String(source), one.code, `${path}.code`, 'warning');
      listOf(one.target).forEach((mapped, place) => {
        if (to) lacking(check, to, String(target), mapped.code, `${path}.target[${place}].code`, 'warning');
      });
    });
  });
}

function lacking(
  check: ProfileCheck,
  names: CodeNames,
  system: string,
  code: unknown,
  path: string,
  severity: 'error' | 'warning' = 'error',
): void {
  if (typeof code !== 'string' || names.get(code)) return;
  check.add('code-invalid', `The code system ${short(system)} has no code "${short(code)}".`, path, severity);
}

function searchParameter(check: ProfileCheck, { expression, type, base, component }: Json): void {
  listOf(component).forEach((part, at) => void read(check, part.expression, `component[${at}].expression`));
  const tree = read(check, expression, 'expression');
  if (!tree) return;
  const kind = String(type) as SearchParameterType;
  for (const one of Array.isArray(base) ? base.map(String) : []) {
    // Of what all resources have in common nobody can say that it leads nowhere.
    if (typeNumber(one) === undefined) continue;
    const says = leadsNowhere(tree, String(expression), one, kind);
    if (says) check.add('business-rule', says, 'expression');
  }
}

function read(check: ProfileCheck, text: unknown, path: string): Node | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return readFhirPath(text);
  } catch (error) {
    if (!(error instanceof FhirPathRefused)) throw error;
    check.add('value', `"${short(text)}" is no FHIRPath: ${error.message}`, path);
    return undefined;
  }
}

/** Why an expression finds nothing in resources of a type that could be searched so. */
function leadsNowhere(tree: Node, text: string, type: string, kind: SearchParameterType): string | undefined {
  const part = partFor(type, tree);
  if (!part) return `The expression says nothing about ${type}.`;
  try {
    const { types } = compileTree(part, text, { type });
    const isOpen = !types || types.some((one) => typeOf(one)?.abstract);
    if (isOpen || kind === 'composite' || (kind as string) === 'special') return undefined;
    if (types.some((one) => isSearchable(kind, one))) return undefined;
    return `A ${kind} parameter cannot search what the expression finds in ${type}: ${types.slice(0, 5).join(', ')}.`;
  } catch (error) {
    if (!(error instanceof FhirPathRefused)) throw error;
    return `In ${type} the expression leads nowhere: ${error.message}`;
  }
}
