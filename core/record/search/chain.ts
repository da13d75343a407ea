/** Chains and reverse chains. https://hl7.org/fhir/R4/search.html#chaining, https://hl7.org/fhir/R4/search.html#has */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { searchParameter } from '#libs/fhir/search/parameters.ts';
import { decidesCompartment } from '#libs/fhir/search/selectivity.ts';
import type { Criterion, Link } from './criteria.ts';
import { badParameter, limits, printable } from './limits.ts';
import { parseCriterion, type Scope } from './parse.ts';

/** A reference that may be of more types than this has to say of which it is (`subject:Patient.name`). */
const mostTargets = 8;

/** `subject:Patient.name`, `patient.identifier`: undefined when there is no such reference or parameter. */
export function parseChain(scope: Scope, name: string, value: string): Criterion[] | undefined {
  const dot = name.indexOf('.');
  const [code = '', asked, ...more] = name.slice(0, dot).split(':');
  const [source] = scope.types;
  if (scope.types.length !== 1 || source === undefined || more.length > 0) return undefined;
  const parameter = searchParameter(source, code);
  if (parameter?.type !== 'reference') return undefined;
  if (asked !== undefined && !parameter.targets?.includes(asked)) {
    throw badParameter(name, `'${printable(asked)}' is not a type that ${code} may refer to.`);
  }
  const inner = deeper(scope, name);
  const links: Link[] = [];
  for (const type of asked === undefined ? (parameter.targets ?? []) : [asked]) {
    const criteria = parseCriterion({ ...inner, types: [type] }, name.slice(dot + 1), value);
    if (!criteria) continue;
    const home = type === 'Patient' && parameter.storedAs.every((param) => decidesCompartment(source, param));
    links.push({ type, params: parameter.storedAs, home, criteria });
  }
  if (links.length > mostTargets) {
    throw badParameter(name, `say which type it refers to, as in '${code}:Patient.${name.slice(dot + 1)}'.`);
  }
  return links.length === 0 ? undefined : [{ kind: 'chain', name, links }];
}

/** `_has:Observation:patient:code`: undefined when there is no such reference or parameter. */
export function parseHas(scope: Scope, name: string, value: string): Criterion[] | undefined {
  const [, type = '', code = '', ...rest] = name.split(':');
  const [target] = scope.types;
  if (scope.types.length !== 1 || target === undefined || typeNumber(type) === undefined || rest.length === 0) {
    throw badParameter(name, "write it as '_has:Type:reference:parameter', as in '_has:Observation:patient:code'.");
  }
  const parameter = searchParameter(type, code);
  if (parameter?.type !== 'reference' || !parameter.targets?.includes(target)) return undefined;
  const criteria = parseCriterion({ ...deeper(scope, name), types: [type] }, rest.join(':'), value);
  if (!criteria) return undefined;
  const home = target === 'Patient' && parameter.storedAs.every((param) => decidesCompartment(type, param));
  return [{ kind: 'has', name, link: { type, params: parameter.storedAs, home, criteria } }];
}

function deeper(scope: Scope, name: string): Scope {
  if (scope.depth >= limits.depth) {
    throw badParameter(name, `chains may follow at most ${limits.depth} references.`, 'chain-too-deep');
  }
  return { ...scope, depth: scope.depth + 1 };
}
