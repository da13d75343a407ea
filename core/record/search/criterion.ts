/**
 * One parameter that selects resources: plain, chained or reversely chained.
 * https://hl7.org/fhir/R4/search.html#chaining, https://hl7.org/fhir/R4/search.html#has
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { SearchParameter } from '#libs/fhir/search/parameters.ts';
import { decidesCompartment } from '#libs/fhir/search/selectivity.ts';
import { isCanonical, onlyCanonical } from './canonical.ts';
import { leaves } from './content.ts';
import type { Criterion, Link } from './criteria.ts';
import { fullTextCriterion, isFullText } from './full-text.ts';
import { isId } from './ids.ts';
import { badParameter, limits, printable } from './limits.ts';
import { listCriterion } from './lists.ts';
import { nearCriterion } from './near.ts';
import { type ParseOptions, parameterOf } from './parse-options.ts';
import { splitAlternatives } from './query-string.ts';
import { dateBoxes } from './ranges.ts';

import { unknownModifier } from './value-context.ts';
import { criteriaOf, missing } from './values.ts';

export interface Scope {
  readonly types: readonly string[];
  readonly options: ParseOptions;
  /** How many references were followed to get here. */
  readonly depth: number;
}

/**
 * One parameter that selects resources; undefined when it is not known for these types.
 * @throws Refusal `invalid` for bad values and unsupported modifiers.
 */
export function parseCriterion(scope: Scope, name: string, value: string): Criterion[] | undefined {
  if (name.startsWith('_has:')) return parseHas(scope, name, value);
  demandNoModifier(name);
  if (name === '_list') return [listCriterion(name, value)];
  if (isFullText(name)) return [fullTextCriterion(name, value)];
  if (scope.types.length === 1 && scope.types[0] === 'Location' && /^near(:|$)/.test(name)) {
    return [nearCriterion(name, value)];
  }
  if (name.includes('.')) return parseChain(scope, name, value);
  const colon = name.indexOf(':');
  const code = colon < 0 ? name : name.slice(0, colon);
  const modifier = colon < 0 ? undefined : name.slice(colon + 1);
  const kinds = kindsOf(scope, code);
  const [first] = kinds;
  if (!first) return undefined;
  const { now = undecidedNow, base = [], terminology } = scope.options;
  const context = {
    name,
    type: first.types[0] ?? anyType,
    parameter: first.parameter,
    modifier,
    base,
    now,
    terminology,
  };
  if ((code === '_id' || code === '_lastUpdated') && modifier === 'missing') return [missing(context, value)];
  if (code === '_id') return [idCriterion(name, value, modifier)];
  if (code === '_lastUpdated') {
    if (modifier !== undefined) throw unknownModifier(context);
    return [{ kind: 'updated', any: splitAlternatives(name, value).flatMap((one) => dateBoxes(name, '', one, now)) }];
  }
  if (scope.types.length === 1) return criteriaOf(context, value);
  const each = kinds.map(({ types, parameter }) => ({
    types,
    criteria: criteriaOf({ ...context, type: types[0] ?? anyType, parameter }, value),
  }));
  const [only] = each;
  if (only && each.length === 1) return [...wayOf(each), ...only.criteria.map(acrossTypes)];
  const any = each.map(({ types, criteria }): Criterion => {
    return { kind: 'all', all: [{ kind: 'types', types }, ...criteria.map(acrossTypes)] };
  });
  return [...wayOf(each), { kind: 'either', any }];
}

/** A modifier that is not supported is refused, even when lenient. https://hl7.org/fhir/R4/search.html#modifiers */
function demandNoModifier(name: string): void {
  const [, parameter, modifier = ''] = /^(_list|_text|_content|_filter):(.*)$/s.exec(name) ?? [];
  if (parameter === undefined) return;
  const says = `the modifier ':${printable(modifier)}' is not supported for ${parameter}.`;
  throw badParameter(name, says, 'unsupported-modifier');
}

const anyType = 'Basic';

interface Kind {
  readonly types: readonly string[];
  readonly parameter: SearchParameter;
}

/**
 * The types by what the parameter means for them; none when it is not known for all of them, or of different types.
 * Across all types there is only what every resource has (`_tag` …).
 */
export function kindsOf({ types, options }: Scope, code: string): Kind[] {
  if (types.length === 0) {
    const parameter = code.startsWith('_') ? parameterOf(options, anyType, code) : undefined;
    return parameter ? [{ types, parameter }] : [];
  }
  const [only = ''] = types;
  if (types.length === 1) {
    const parameter = parameterOf(options, only, code);
    return parameter ? [{ types, parameter }] : [];
  }
  const kinds = new Map<string, Kind & { types: string[] }>();
  for (const type of types) {
    const parameter = parameterOf(options, type, code);
    if (!parameter || parameter.type !== (kinds.values().next().value?.parameter ?? parameter).type) return [];
    const { storedAs, paths, datatypes, targets } = parameter;
    const home = storedAs.every((param) => decidesCompartment(type, param));
    const key = JSON.stringify([storedAs, paths, datatypes, targets, home]);
    const same = kinds.get(key);
    if (same) same.types.push(type);
    else kinds.set(key, { types: [type], parameter });
  }
  return [...kinds.values()];
}

/** The compartments in which all answers lie, when for each of the types the parameter decides them. */
function wayOf(each: readonly { readonly criteria: readonly Criterion[] }[]): Criterion[] {
  const patients = each.map(({ criteria }) =>
    criteria.flatMap((one) => (one.kind === 'tokens' && !one.negated ? (one.patients ?? []) : [])),
  );
  if (patients.some((some) => some.length === 0)) return [];
  const references = [...new Set(patients.flat())].map((id) => `Patient/${id}`);
  return [{ kind: 'near', beside: { references, tokens: [] } }];
}

/** What holds for one type only: which index leads to the rows, and that a reference decides the compartment. */
function acrossTypes(criterion: Criterion): Criterion {
  switch (criterion.kind) {
    case 'tokens':
      return { kind: 'tokens', any: criterion.any, negated: criterion.negated, lookup: 0 };
    case 'strings':
      return { ...criterion, word: false };
    case 'either':
      return { ...criterion, any: criterion.any.map(acrossTypes) };
    case 'all':
      return { ...criterion, all: criterion.all.map(acrossTypes) };
    case 'deferred':
      return { kind: 'deferred', resolve: async (...how) => (await criterion.resolve(...how)).map(acrossTypes) };
    default:
      return criterion;
  }
}

function idCriterion(name: string, value: string, modifier: string | undefined): Criterion {
  if (modifier !== undefined && modifier !== 'not')
    throw badParameter(name, `the modifier ':${printable(modifier)}' is not supported for _id.`);
  const ids: Criterion = { kind: 'ids', any: [...new Set(splitAlternatives(name, value).filter(isId))] };
  return modifier === 'not' ? { kind: 'not', not: ids } : ids;
}

function undecidedNow(): Date {
  throw badParameter('ap', 'the prefix ap is not supported for dates here.');
}

/** A reference that may be of more types than this has to say of which it is (`subject:Patient.name`). */
const mostTargets = 8;

/** `subject:Patient.name`, `patient.identifier`: undefined when there is no such reference or parameter. */
export function parseChain(scope: Scope, name: string, value: string): Criterion[] | undefined {
  const dot = name.indexOf('.');
  const rest = name.slice(dot + 1);
  return chainTo(scope, name, name.slice(0, dot), (inner) => parseCriterion(inner, rest, value));
}

/** What a reference (`subject:Patient`) leads to fulfils what is asked there; `name` is the whole, for messages. */
export function chainTo(
  scope: Scope,
  name: string,
  reference: string,
  criteriaAt: (inner: Scope) => Criterion[] | undefined,
): Criterion[] | undefined {
  const [code = '', asked, ...more] = reference.split(':');
  const [source] = scope.types;
  if (scope.types.length !== 1 || source === undefined) return undefined;
  const parameter = parameterOf(scope.options, source, code);
  if (parameter?.type !== 'reference') return undefined;
  if (more.length > 0) {
    const says = `the modifier ':${printable(more.join(':'))}' is not supported in a chain.`;
    throw badParameter(name, says, 'unsupported-modifier');
  }
  if (asked !== undefined && !parameter.targets?.includes(asked)) {
    throw badParameter(name, `'${printable(asked)}' is not a type that ${code} may refer to.`);
  }
  const inner = deeper(scope, name);
  const links: Link[] = [];
  for (const type of asked === undefined ? (parameter.targets ?? []) : [asked]) {
    const criteria = criteriaAt({ ...inner, types: [type] });
    if (!criteria) continue;
    const link = {
      type,
      params: parameter.storedAs,
      inside: leaves(parameter, { Reference: ['."reference"'] }),
      criteria,
    };
    const home = type === 'Patient' && parameter.storedAs.every((param) => decidesCompartment(source, param));
    if (!onlyCanonical(parameter)) links.push({ ...link, home });
    if (isCanonical(parameter, type)) links.push({ ...link, home: false, canonical: parameter });
  }
  if (links.length > mostTargets) {
    const rest = name.slice(name.indexOf('.') + 1);
    throw badParameter(name, `say which type it refers to, as in '${code}:Patient.${rest}'.`);
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
  const parameter = parameterOf(scope.options, type, code);
  if (parameter?.type !== 'reference' || !parameter.targets?.includes(target)) return undefined;
  const criteria = parseCriterion({ ...deeper(scope, name), types: [type] }, rest.join(':'), value);
  if (!criteria) return undefined;
  const link = { type, params: parameter.storedAs, criteria };
  const home = target === 'Patient' && parameter.storedAs.every((param) => decidesCompartment(type, param));
  const literal: Criterion[] = onlyCanonical(parameter) ? [] : [{ kind: 'has', name, link: { ...link, home } }];
  const canonical: Criterion[] = isCanonical(parameter, target)
    ? [{ kind: 'has', name, link: { ...link, home: false, canonical: parameter } }]
    : [];
  const any = [...literal, ...canonical];
  return any.length > 1 ? [{ kind: 'either', any }] : any;
}

function deeper(scope: Scope, name: string): Scope {
  if (scope.depth >= limits.depth) {
    throw badParameter(name, `chains may follow at most ${limits.depth} references.`, 'chain-too-deep');
  }
  return { ...scope, depth: scope.depth + 1 };
}
