/** One search parameter with its modifier and values, as a criterion. https://hl7.org/fhir/R4/search.html#ptypes */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { carriesSystem, type SearchParameter } from '#libs/fhir/search/parameters.ts';
import { decidesCompartment } from '#libs/fhir/search/selectivity.ts';
import {
  exactHash,
  fold,
  isLookup,
  isWord,
  rangeKey,
  referenceHash,
  stringEntry,
  systemHash,
  tokenHash,
  uriHash,
} from '#libs/fhir/search/values.ts';
import { isPersonal } from './compartments.ts';
import { compositeCriteria } from './composite.ts';
import { contentPaths } from './content-paths.ts';
import { type Criterion, nothing } from './criteria.ts';
import { badParameter, limits, printable } from './limits.ts';
import { splitAlternatives, splitAt, unescape } from './query-string.ts';
import { dateBoxes, numberBoxes, quantityParts } from './ranges.ts';

export interface ValueContext {
  /** As in the query, for messages. */
  readonly name: string;
  readonly type: string;
  readonly parameter: SearchParameter;
  readonly modifier: string | undefined;
  /** Addresses of this server, ending with `/`: absolute references below them are local ones. */
  readonly base: readonly string[];
  readonly now: () => Date;
}

/**
 * All of these have to hold.
 * @throws Refusal `invalid` that names the parameter and says how to write it.
 */
export function criteriaOf(context: ValueContext, value: string): Criterion[] {
  const { name, parameter, modifier } = context;
  if (modifier === 'missing') return [missing(context, value)];
  const values = splitAlternatives(name, value);
  switch (parameter.type) {
    case 'token':
      return tokens(context, values);
    case 'reference':
      return [references(context, values)];
    case 'string':
      return [strings(context, values)];
    case 'uri':
      return uris(context, values);
    default:
      if (modifier !== undefined) throw unknownModifier(context);
      if (parameter.type === 'composite') return compositeCriteria(context, values);
      return [{ kind: 'ranges', any: values.flatMap((one) => rangeBoxes(context, one)) }];
  }
}

export function unknownModifier({ name, modifier, parameter }: ValueContext): Error {
  const says = `the modifier ':${printable(modifier ?? '')}' is not supported for ${parameter.type} parameters.`;
  return badParameter(name, says, 'unsupported-modifier');
}

function missing(context: ValueContext, value: string): Criterion {
  const { name, parameter } = context;
  if (value !== 'true' && value !== 'false') throw badParameter(name, "':missing' takes true or false.");
  const paths = contentPaths(parameter);
  if (!paths) throw unknownModifier(context);
  return { kind: 'content', paths, negated: value === 'true' };
}

function rangeBoxes({ name, parameter, now }: ValueContext, value: string) {
  if (parameter.type === 'date') return parameter.storedAs.flatMap((p) => dateBoxes(name, rangeKey(p), value, now));
  if (parameter.type === 'number')
    return numberBoxes(
      name,
      parameter.storedAs.map((p) => rangeKey(p)),
      value,
    );
  const { number, unit } = quantityParts(name, value);
  return numberBoxes(
    name,
    parameter.storedAs.map((p) => rangeKey(p, unit)),
    number,
  );
}

function tokens(context: ValueContext, values: string[]): Criterion[] {
  const { name, type, parameter, modifier } = context;
  if (modifier !== undefined && modifier !== 'not') throw unknownModifier(context);
  const negated = modifier === 'not';
  const systems = values.filter((value) => value.endsWith('|') && splitAt(value, '|').at(-1) === '');
  const coded = values.filter((value) => !systems.includes(value));
  const any = coded.flatMap((value) => tokenHashes(name, parameter, value));
  const indexed = systems.length === 0 && parameter.storedAs.every((param) => isLookup(type, param));
  const byCode: Criterion = { kind: 'tokens', any, negated, lookup: indexed ? rankOf(parameter) : 0 };
  if (systems.length === 0) return [byCode];
  const bySystem = systemCriterion(
    context,
    systems.map((value) => unescape(value.slice(0, -1))),
    negated,
  );
  if (coded.length === 0) return [bySystem];
  // None of these, and nothing of those systems; or one of these, or something of those systems.
  return negated ? [byCode, bySystem] : [{ kind: 'either', any: [byCode, bySystem] }];
}

/** Identifiers lead to one row, most codes to many. */
const rankOf = (parameter: SearchParameter): number =>
  parameter.datatypes.includes('Identifier') ? 3 : parameter.type === 'reference' ? 2 : 1;

function tokenHashes(name: string, parameter: SearchParameter, value: string): string[] {
  const parts = splitAt(value, '|').map(unescape);
  if (parts.length > 2)
    throw badParameter(name, "write a token as code, system|code, |code or system|; escape '|' as '\\|'.");
  const [system, code] = parts.length === 1 || !carriesSystem(parameter) ? [undefined, parts.at(-1)] : parts;
  const asked = carriesSystem(parameter) ? system : undefined;
  return parameter.storedAs.map((param) => tokenHash(param, asked, code ?? ''));
}

/** Everything of a code system: stored for identifiers, read from the content otherwise. */
function systemCriterion(context: ValueContext, systems: string[], negated: boolean): Criterion {
  const { parameter } = context;
  if (parameter.datatypes.includes('Identifier')) {
    const any = systems.flatMap((system) => parameter.storedAs.map((param) => systemHash(param, system)));
    return { kind: 'tokens', any, negated, lookup: 0 };
  }
  const paths = contentPaths(parameter);
  if (!paths) throw badParameter(context.name, 'searching for a whole system is not supported here; give system|code.');
  return { kind: 'content', paths: paths.map((path) => `${path}.**.system ? (@ == $text)`), texts: systems, negated };
}

function references(context: ValueContext, values: string[]): Criterion {
  const { name, type, parameter, modifier } = context;
  if (modifier !== undefined && !parameter.targets?.includes(modifier)) {
    const says = `':${printable(modifier)}' is neither a supported modifier nor a type that it may refer to.`;
    throw badParameter(name, says, 'unsupported-modifier');
  }
  const asked = values.flatMap((value) => targetsOf(context, unescape(value)));
  if (asked.length > limits.targets) throw badParameter(name, 'say of which type the ids are: Type/id.');
  const hashes = (targets: string[]) =>
    targets.flatMap((target) => parameter.storedAs.map((param) => referenceHash(param, target)));
  const any = hashes(asked);
  const patients = asked.filter((target) => target.startsWith('Patient/')).map((target) => target.slice(8));
  if (patients.length === asked.length && parameter.storedAs.every((param) => decidesCompartment(type, param))) {
    return { kind: 'tokens', any, negated: false, lookup: 0, patients };
  }
  const indexed = asked.filter((target) => parameter.storedAs.every((param) => isLookup(type, param, typeOf(target))));
  if (indexed.length === asked.length) return { kind: 'tokens', any, negated: false, lookup: rankOf(parameter) };
  // A Patient named by another parameter (`performer`) may be anybody: nothing leads to these rows but their type.
  const near = asked.filter((target) => !indexed.includes(target));
  const beside = near.every((target) => isBeside(type, parameter, typeOf(target)));
  const found = { kind: 'tokens', any, negated: false, lookup: 0 } as const;
  return beside ? { ...found, beside: { references: near, tokens: hashes(indexed) } } : found;
}

/** Does what refers to a resource of this type lie in the same compartment? */
function isBeside(type: string, { storedAs }: SearchParameter, target = ''): boolean {
  if (target === 'Patient') return storedAs.every((param) => decidesCompartment(type, param));
  return isPersonal(type) && isPersonal(target);
}

/** `Patient` of `Patient/x`; undefined for a URL. */
const typeOf = (target: string): string | undefined => literal.exec(target)?.[1];

const literal = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;
const bareId = /^[A-Za-z0-9.-]{1,64}$/;

/** What a value may point to, as stored: `Type/id`, or a URL of elsewhere. A bare id may be of any type allowed. */
function targetsOf({ name, parameter, modifier, base }: ValueContext, value: string): string[] {
  const own = base.find((address) => value.startsWith(address));
  const text = own ? value.slice(own.length) : value;
  const parts = literal.exec(text);
  if (parts && typeNumber(parts[1] as string) !== undefined) {
    return modifier && parts[1] !== modifier ? [] : [`${parts[1]}/${parts[2]}`];
  }
  if (bareId.test(text)) {
    if (modifier) return [`${modifier}/${text}`];
    return (parameter.targets ?? []).map((target) => `${target}/${text}`);
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return [text];
  throw badParameter(name, `'${printable(value)}' is no reference. Write Type/id, an id, or an absolute URL.`);
}

function strings(context: ValueContext, values: string[]): Criterion {
  const { type, parameter, modifier } = context;
  const params = parameter.storedAs;
  if (modifier === 'exact') return exact(context, values.map(unescape));
  const texts = values.map((value) => fold(unescape(value))).filter((text) => text !== '');
  if (texts.length === 0) return nothing;
  if (modifier === 'contains') return { kind: 'contains', params, texts };
  if (modifier !== undefined) throw unknownModifier(context);
  const starts = texts.flatMap((text) => params.map((param) => stringEntry(param, text)));
  return { kind: 'strings', starts, word: params.every((param) => isWord(type, param)) };
}

function exact(context: ValueContext, texts: string[]): Criterion {
  const { type, parameter } = context;
  if (parameter.storedAs.every((param) => isWord(type, param))) {
    const any = texts.flatMap((text) => parameter.storedAs.map((param) => exactHash(param, text)));
    return { kind: 'tokens', any, negated: false, lookup: 0 };
  }
  const paths = contentPaths(parameter);
  if (!paths) throw unknownModifier(context);
  return { kind: 'content', paths: paths.map((path) => `${path}.** ? (@ == $text)`), texts, negated: false };
}

function uris(context: ValueContext, values: string[]): Criterion[] {
  const { type, parameter, modifier } = context;
  const params = parameter.storedAs;
  if (modifier !== undefined && modifier !== 'below') throw unknownModifier(context);
  const asked = values.map(unescape).filter((uri) => uri !== '');
  const any = asked.flatMap((uri) => params.map((param) => uriHash(param, uri)));
  const same: Criterion = { kind: 'tokens', any, negated: false, lookup: 0 };
  const word = params.every((param) => isWord(type, param));
  const entries = (texts: string[]) => texts.flatMap((uri) => params.map((param) => stringEntry(param, uri)));
  // The entries lead to the row through record.word, the hash makes sure that it is the whole uri.
  if (modifier === undefined) return word ? [{ kind: 'strings', starts: entries(asked), word }, same] : [same];
  const below = entries(asked.map((uri) => (uri.endsWith('/') ? uri : `${uri}/`)));
  return [{ kind: 'either', any: [same, { kind: 'strings', starts: below, word }] }];
}
