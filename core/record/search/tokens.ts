/** Token parameters with their modifiers. https://hl7.org/fhir/R4/search.html#token */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { carriesSystem, type SearchParameter } from '#libs/fhir/search/parameters.ts';
import { isCustom, isLookup, systemHash, tokenHash } from '#libs/fhir/search/values.ts';
import { among, content, leaves, literal, wordsLike } from './content.ts';
import { type Criterion, nothing, type TokenCriterion } from './criteria.ts';
import { readReferences } from './include.ts';
import { badParameter } from './limits.ts';
import { splitAt, unescape } from './query-string.ts';
import { type Coded, codesOf, publishedSystems, relatedCodes } from './terminology.ts';
import { unknownModifier, type ValueContext } from './value-context.ts';

/** All of these have to hold. */
export function tokens(context: ValueContext, values: readonly string[]): Criterion[] {
  switch (context.modifier) {
    case undefined:
    case 'not':
      return plain(context, values, context.modifier === 'not');
    case 'text':
      return [text(context, values)];
    case 'of-type':
      return ofType(context, values);
    case 'in':
    case 'not-in':
      return [inSets(context, values)];
    case 'above':
    case 'below':
      return [related(context, values, context.modifier)];
    default:
      throw unknownModifier(context);
  }
}

/** `:not`: has none of the values, however many it has. */
function plain(context: ValueContext, values: readonly string[], negated: boolean): Criterion[] {
  const { name, parameter } = context;
  const systems = values.filter((value) => value.endsWith('|') && splitAt(value, '|').at(-1) === '');
  const coded = values.filter((value) => !systems.includes(value));
  const any = coded.flatMap((value) => tokenHashes(name, parameter, value));
  if (systems.length === 0) return [ofHashes(context, any, negated)];
  const byCode: Criterion = { kind: 'tokens', any, negated, lookup: 0 };
  const bySystem = systemCriterion(
    context,
    systems.map((value) => unescape(value.slice(0, -1))),
    negated,
  );
  if (coded.length === 0) return [bySystem];
  // None of these, and nothing of those systems; or one of these, or something of those systems.
  return negated ? [byCode, bySystem] : [{ kind: 'either', any: [byCode, bySystem] }];
}

function ofHashes({ type, parameter }: ValueContext, any: readonly string[], negated = false): TokenCriterion {
  const indexed = parameter.storedAs.every((param) => isLookup(type, param));
  // Identifiers lead to one row, most codes to many.
  const isIdentifier = parameter.datatypes.every((datatype) => datatype === 'Identifier');
  const rank = parameter.datatypes.length > 0 && isIdentifier ? 3 : 1;
  const found = { kind: 'tokens', any, negated, lookup: indexed ? rank : 0 } as const;
  return parameter.storedAs.some(isCustom) ? { ...found, loose: true } : found;
}

/** The codes by system that a parameter of bare codes may have; undefined when that is not known. */
function boundCodes({
  valueSets = [],
}: SearchParameter): (readonly [system: string, codes: readonly string[]])[] | undefined {
  const sets = valueSets.map(publishedSystems);
  if (sets.length === 0 || sets.includes(undefined)) return undefined;
  return sets.flatMap((systems) => Object.entries(systems ?? {}));
}

function tokenHashes(name: string, parameter: SearchParameter, value: string): string[] {
  const { system, code } = partsOf(name, value);
  // A bare code is of the system that its element is bound to, and of no other.
  if (system && !carriesSystem(parameter)) {
    const known = boundCodes(parameter);
    if (known && !known.some(([one, codes]) => one === system && codes.includes(code))) return [];
  }
  const asked = carriesSystem(parameter) ? system : undefined;
  return parameter.storedAs.map((param) => tokenHash(param, asked, code));
}

function partsOf(name: string, value: string): { system: string | undefined; code: string } {
  const parts = splitAt(value, '|').map(unescape);
  if (parts.length > 2)
    throw badParameter(name, "write a token as code, system|code, |code or system|; escape '|' as '\\|'.");
  return { system: parts.length === 1 ? undefined : (parts[0] as string), code: parts.at(-1) as string };
}

/** Everything of a code system: stored for identifiers, read from the content otherwise. */
function systemCriterion(context: ValueContext, systems: readonly string[], negated: boolean): Criterion {
  const { parameter } = context;
  const known = boundCodes(parameter);
  if (known) {
    const codes = known.flatMap(([system, all]) => (systems.includes(system) ? all : []));
    const any = codes.flatMap((code) => parameter.storedAs.map((param) => tokenHash(param, undefined, code)));
    return ofHashes(context, any, negated);
  }
  const isIdentifier = parameter.datatypes.every((datatype) => datatype === 'Identifier');
  if (parameter.datatypes.length > 0 && isIdentifier) {
    const any = systems.flatMap((system) => parameter.storedAs.map((param) => systemHash(param, system)));
    return { kind: 'tokens', any, negated, lookup: 0 };
  }
  const where = leaves(parameter, {
    Coding: ['."system"'],
    CodeableConcept: ['."coding"."system"'],
    ContactPoint: ['."system"'],
    Identifier: ['."system"'],
  });
  if (where.length === 0) {
    throw badParameter(context.name, 'searching for a whole system is not supported here; give system|code.');
  }
  return content(
    where.map((path) => path + among(systems)),
    negated,
  );
}

/** The words that go with a code or an identifier. */
const said = {
  CodeableConcept: ['."text"', '."coding"."display"'],
  Coding: ['."display"'],
  Identifier: ['."type"."text"', '."type"."coding"."display"'],
  ContactPoint: ['."value"'],
  string: [''],
} as const;

/** `:text`: a word of the text begins so, in any case and with or without diacritics. */
function text(context: ValueContext, values: readonly string[]): Criterion {
  const like = wordsLike(values.map(unescape));
  const where = leaves(context.parameter, said);
  if (where.length === 0) throw unknownModifier(context);
  return like === undefined ? nothing : content(where.map((path) => path + like));
}

/** `:of-type`: `system|code|value`, the type of the identifier and its value. */
function ofType(context: ValueContext, values: readonly string[]): Criterion[] {
  const { name, parameter } = context;
  const where = leaves(parameter, { Identifier: [''] });
  if (where.length === 0) throw unknownModifier(context);
  const asked = values.map((value) => {
    const [system, code, number, ...more] = splitAt(value, '|').map(unescape);
    if (!system || !code || !number || more.length > 0) {
      throw badParameter(name, 'write it as system|code|value: the type of the identifier, and its value.');
    }
    return { system, code, number };
  });
  const any = asked.flatMap(({ number }) => parameter.storedAs.map((param) => tokenHash(param, undefined, number)));
  const filters = asked.map(
    ({ system, code, number }) =>
      `@."value" == ${literal(number)} && exists(@."type"."coding" ? (@."system" == ${literal(system)}` +
      ` && @."code" == ${literal(code)}))`,
  );
  // The hash leads to the row; whether the type is that of the same identifier is asked of the content.
  const paths = where.map((path) => `${path} ? (${filters.map((filter) => `(${filter})`).join(' || ')})`);
  return [ofHashes(context, any), content(paths)];
}

/** `:in`, `:not-in`: the codes of value sets, told by their canonical addresses or as resources of this server. */
function inSets(context: ValueContext, values: readonly string[]): Criterion {
  const { name, modifier, terminology, base } = context;
  return {
    kind: 'deferred',
    resolve: async (tx, visibility) => {
      const codes: Coded[] = [];
      for (const asked of values.map(unescape)) {
        const stored = await canonicalOf(tx, localForm(asked, base), visibility);
        codes.push(...(await codesOf(name, stored ?? asked, terminology)));
      }
      return [ofCodes(context, codes, modifier === 'not-in')];
    },
  };
}

/** `ValueSet/id` of a literal reference to this server; undefined for an address that is to be read as a canonical. */
function localForm(value: string, base: readonly string[]): string | undefined {
  const own = base.find((address) => value.startsWith(address)) ?? '';
  return /^ValueSet\/[A-Za-z0-9.-]{1,64}$/.exec(value.slice(own.length))?.[0];
}

/** The canonical address of a stored value set, with its version. */
async function canonicalOf(tx: Tx, reference: string | undefined, who: Visibility): Promise<string | undefined> {
  const [found] = reference === undefined ? [] : await readReferences(tx, [reference], who);
  const { url, version } = JSON.parse(found?.content ?? '{}') as { url?: string; version?: string };
  return url !== undefined && version !== undefined ? `${url}|${version}` : url;
}

/** `:above`, `:below`: a code and what subsumes it, or what it subsumes. */
function related(context: ValueContext, values: readonly string[], relation: 'above' | 'below'): Criterion {
  const { name, terminology } = context;
  const asked = values.map((value) => {
    const { system, code } = partsOf(name, value);
    if (!system || code === '') throw badParameter(name, `write ':${relation}' with system|code.`);
    return { system, code };
  });
  return {
    kind: 'deferred',
    resolve: async () => {
      const codes: Coded[] = [];
      for (const one of asked) {
        const found = await relatedCodes(name, relation, one, terminology);
        codes.push(...found.map((code) => ({ system: one.system, code })));
      }
      return [ofCodes(context, codes, false)];
    },
  };
}

function ofCodes(context: ValueContext, codes: readonly Coded[], negated: boolean): Criterion {
  const { parameter } = context;
  const bare = !carriesSystem(parameter);
  const any = codes.flatMap(({ system, code }) =>
    parameter.storedAs.map((param) => tokenHash(param, bare ? undefined : system, code)),
  );
  return ofHashes(context, [...new Set(any)], negated);
}
