/** Reference parameters with their modifiers. https://hl7.org/fhir/R4/search.html#reference */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { onlyTarget, type SearchParameter, searchParameter } from '#libs/fhir/search/parameters.ts';
import { decidesCompartment } from '#libs/fhir/search/selectivity.ts';
import { isCustom, isLookup, logicalParam, referenceHash, tokenHash } from '#libs/fhir/search/values.ts';
import { isPersonal } from './compartments.ts';
import { content, leaves, wordsLike } from './content.ts';
import { type Criterion, nothing } from './criteria.ts';
import { findByCriteria } from './find-by-criteria.ts';
import { readReferences } from './include.ts';
import { badParameter, limits, printable } from './limits.ts';
import { splitAt, unescape } from './query-string.ts';
import type { ValueContext } from './value-context.ts';

export function references(context: ValueContext, values: readonly string[]): Criterion {
  const { name, parameter, modifier } = context;
  if (modifier === 'identifier') return byIdentifier(context, values);
  if (modifier === 'text') return byDisplay(context, values);
  if (modifier === 'above' || modifier === 'below') return inHierarchy(context, values, modifier);
  if (modifier !== undefined && !mayBe(parameter, modifier)) {
    const says = `':${printable(modifier)}' is neither a supported modifier nor a type that it may refer to.`;
    throw badParameter(name, says, 'unsupported-modifier');
  }
  return referring(context, targets(context, values, modifier));
}

const mayBe = ({ targets: types }: SearchParameter, type: string): boolean =>
  types ? types.includes(type) : typeNumber(type) !== undefined;

type Referring = Pick<ValueContext, 'name' | 'parameter' | 'base'>;

/** What references with these values may point to, as stored; of this type when one is said. */
export function targets(context: Referring, values: readonly string[], type: string | undefined): string[] {
  const asked = values.flatMap((value) => targetsOf(context, unescape(value), type));
  if (asked.length > limits.targets) throw badParameter(context.name, 'say of which type the ids are: Type/id.');
  return asked;
}

/** Refers to one of these: `Type/id`, or a URL. */
function referring({ type, parameter }: ValueContext, asked: readonly string[]): Criterion {
  const hashes = (some: readonly string[]) =>
    some.flatMap((target) => parameter.storedAs.map((param) => referenceHash(param, target)));
  const any = hashes(asked);
  const patients = asked.filter((target) => target.startsWith('Patient/')).map((target) => target.slice(8));
  if (patients.length === asked.length && parameter.storedAs.every((param) => decidesCompartment(type, param))) {
    return { kind: 'tokens', any, negated: false, lookup: 0, patients };
  }
  const indexed = asked.filter((target) => parameter.storedAs.every((param) => isLookup(type, param, typeOf(target))));
  const loose = parameter.storedAs.some(isCustom) ? { loose: true } : {};
  if (indexed.length === asked.length)
    return { kind: 'tokens', any, negated: false, lookup: 2, targets: asked, ...loose };
  // A Patient named by another parameter (`performer`) may be anybody: nothing leads to these rows but their type.
  const near = asked.filter((target) => !indexed.includes(target));
  const beside = near.every((target) => isBeside(type, parameter, typeOf(target)));
  const found = { kind: 'tokens', any, negated: false, lookup: 0 } as const;
  return beside ? { ...found, beside: { references: near, tokens: any } } : found;
}

/** Does what refers to a resource of this type lie in the same compartment? */
function isBeside(type: string, { storedAs }: SearchParameter, target = ''): boolean {
  if (target === 'Patient') return storedAs.every((param) => decidesCompartment(type, param));
  return isPersonal(type) && isPersonal(target);
}

/** `Patient` of `Patient/x`; undefined for a URL. */
const typeOf = (target: string): string | undefined => literalForm.exec(target)?.[1];

const literalForm = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;
const bareId = /^[A-Za-z0-9.-]{1,64}$/;

/** What a value may point to, as stored: `Type/id`, or a URL of elsewhere. A bare id may be of any type allowed. */
function targetsOf({ name, parameter, base }: Referring, value: string, only: string | undefined): string[] {
  const own = base.find((address) => value.startsWith(address));
  const text = own ? value.slice(own.length) : value;
  const parts = literalForm.exec(text);
  if (parts && typeNumber(parts[1] as string) !== undefined) {
    const asked = only ?? onlyTarget(parameter);
    return asked && parts[1] !== asked ? [] : [`${parts[1]}/${parts[2]}`];
  }
  if (bareId.test(text)) {
    if (only) return [`${only}/${text}`];
    return (parameter.targets ?? []).map((target) => `${target}/${text}`);
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return [text];
  throw badParameter(name, `'${printable(value)}' is no reference. Write Type/id, an id, or an absolute URL.`);
}

/** `:identifier`: the reference itself carries the identifier. What the target carries is a chain: `subject.identifier`. */
function byIdentifier({ name, parameter }: ValueContext, values: readonly string[]): Criterion {
  const any = values.flatMap((value) => {
    const parts = splitAt(value, '|').map(unescape);
    const number = parts.at(-1);
    if (parts.length > 2 || !number) throw badParameter(name, 'write it as system|value, |value or value.');
    const system = parts.length === 1 ? undefined : parts[0];
    return parameter.storedAs.map((param) => tokenHash(logicalParam(param), system, number));
  });
  const loose = parameter.storedAs.some(isCustom) ? { loose: true } : {};
  return { kind: 'tokens', any, negated: false, lookup: 3, ...loose };
}

/** `:text`: a word of the display begins so. */
function byDisplay({ parameter }: ValueContext, values: readonly string[]): Criterion {
  const like = wordsLike(values.map(unescape));
  if (like === undefined) return nothing;
  return content(leaves(parameter, { Reference: ['."display"'] }).map((path) => path + like));
}

/** Steps up or down that are followed. */
const deepest = 12;

/** `:below`, `:above`: the target and what is part of it, or what it is part of (places, institutions). */
function inHierarchy(context: ValueContext, values: readonly string[], relation: 'above' | 'below'): Criterion {
  const asked = targets(context, values, undefined).filter((target) => partOf(typeOf(target)) !== undefined);
  if (asked.length === 0) {
    const says = `':${relation}' follows what is part of what; nothing that it may refer to is part of another.`;
    throw badParameter(context.name, says, 'unsupported-modifier');
  }
  return {
    kind: 'deferred',
    resolve: async (tx, visibility) => {
      const step = relation === 'below' ? children : parents;
      const found = new Set(asked);
      let level: readonly string[] = asked;
      for (let depth = 0; depth < deepest && level.length > 0; depth++) {
        const next = await step(tx, level, visibility);
        level = next.filter((reference) => !found.has(reference));
        for (const reference of level) found.add(reference);
        if (found.size > limits.targets) {
          throw badParameter(context.name, `more than ${limits.targets} resources are related so. Narrow it.`);
        }
      }
      return [referring(context, [...found])];
    },
  };
}

/** The parameter by which a type is part of its own kind. */
function partOf(type = ''): SearchParameter | undefined {
  const parameter = searchParameter(type, 'partof') ?? searchParameter(type, 'part-of');
  return parameter?.targets?.includes(type) ? parameter : undefined;
}

async function children(tx: Tx, references: readonly string[], visibility: Visibility): Promise<string[]> {
  const found: string[] = [];
  for (const [type = '', some] of Map.groupBy(references, typeOf)) {
    const params = partOf(type)?.storedAs ?? [];
    const any = some.flatMap((reference) => params.map((param) => referenceHash(param, reference)));
    const lookup = params.every((param) => isLookup(type, param, type)) ? 2 : 0;
    const criterion: Criterion = { kind: 'tokens', any, negated: false, lookup };
    const matches = await findByCriteria(tx, type, [criterion], visibility, limits.targets + 1);
    found.push(...matches.map(({ id }) => `${type}/${id}`));
  }
  return found;
}

async function parents(tx: Tx, references: readonly string[], visibility: Visibility): Promise<string[]> {
  const rows = await readReferences(tx, references, visibility);
  return rows.flatMap(({ content: text }) => {
    const { partOf: held } = JSON.parse(text) as { partOf?: unknown };
    const list = (Array.isArray(held) ? held : [held]) as ({ reference?: unknown } | undefined)[];
    return list.flatMap((one) => {
      const parts = typeof one?.reference === 'string' ? literalForm.exec(one.reference) : null;
      return parts ? [`${parts[1]}/${parts[2]}`] : [];
    });
  });
}
