/** String and uri parameters. https://hl7.org/fhir/R4/search.html#string, https://hl7.org/fhir/R4/search.html#uri */
import { exactHash, fold, isCustom, isWord, stringEntry, uriHash } from '#libs/fhir/search/values.ts';
import { among, content, leaves, literal } from './content.ts';
import { type Criterion, nothing } from './criteria.ts';
import { badParameter, limits } from './limits.ts';
import { unescape } from './query-string.ts';
import { unknownModifier, type ValueContext } from './value-context.ts';

/** Begins with one of the texts, folded; `:contains` them; or is one of them to the letter (`:exact`). */
export function strings(context: ValueContext, values: readonly string[]): Criterion {
  const { type, parameter, modifier } = context;
  const params = parameter.storedAs;
  if (modifier === 'exact') return exact(context, values.map(unescape));
  const texts = values.map((value) => fold(unescape(value))).filter((text) => text !== '');
  if (texts.length === 0) return nothing;
  if (modifier === 'contains') return { kind: 'texts', how: 'contains', params, texts };
  if (modifier !== undefined) throw unknownModifier(context);
  const starts = texts.flatMap((text) => params.map((param) => stringEntry(param, text)));
  const loose = params.some(isCustom) ? { loose: true } : {};
  return { kind: 'strings', starts, word: params.every((param) => isWord(type, param)), ...loose };
}

/** The texts of which a value is made. */
export const textParts = {
  string: [''],
  markdown: [''],
  HumanName: ['."text"', '."family"', '."given"', '."prefix"', '."suffix"'],
  Address: ['text', 'line', 'city', 'district', 'state', 'postalCode', 'country'].map((name) => `."${name}"`),
};

function exact(context: ValueContext, texts: readonly string[]): Criterion {
  const { type, parameter } = context;
  if (parameter.storedAs.every((param) => isWord(type, param))) {
    const any = texts.flatMap((text) => parameter.storedAs.map((param) => exactHash(param, text)));
    return { kind: 'tokens', any, negated: false, lookup: 0 };
  }
  const where = leaves(parameter, textParts);
  if (where.length === 0) throw unknownModifier(context);
  return content(where.map((path) => path + among(texts)));
}

/** The uri itself; `:below`: what begins with it, by whole segments; `:above`: what it begins with. */
export function uris(context: ValueContext, values: readonly string[]): Criterion[] {
  const { name, type, parameter, modifier } = context;
  const params = parameter.storedAs;
  const asked = values.map(unescape).filter((uri) => uri !== '');
  const hashes = (all: readonly string[]) => all.flatMap((uri) => params.map((param) => uriHash(param, uri)));
  const same: Criterion = { kind: 'tokens', any: hashes(asked), negated: false, lookup: 0 };
  const word = params.every((param) => isWord(type, param));
  const loose = params.some(isCustom) ? { loose: true } : {};
  const entries = (texts: string[]) => texts.flatMap((uri) => params.map((param) => stringEntry(param, uri)));
  switch (modifier) {
    case undefined:
      // The entries lead to the row through record.word, the hash makes sure that it is the whole uri.
      return word ? [{ kind: 'strings', starts: entries(asked), word, ...loose }, same] : [same];
    case 'below': {
      if (!word) return [belowInContent(context, asked)];
      const below = entries(asked.map((uri) => (uri.endsWith('/') ? uri : `${uri}/`)));
      return [{ kind: 'either', any: [same, { kind: 'strings', starts: below, word, ...loose }] }];
    }
    case 'above': {
      const above = asked.flatMap(prefixes);
      if (above.length > limits.targets) throw badParameter(name, 'has too many segments.');
      return [{ kind: 'tokens', any: hashes(above), negated: false, lookup: 0 }];
    }
    default:
      throw unknownModifier(context);
  }
}

/** For what record.word does not hold, such as `_profile`: no entries say how it begins. */
function belowInContent({ parameter }: ValueContext, asked: readonly string[]): Criterion {
  const tests = asked.flatMap((uri) => {
    const below = uri.endsWith('/') ? uri : `${uri}/`;
    return [`@ == ${literal(uri)}`, `@ starts with ${literal(below)}`, `@ starts with ${literal(`${uri}|`)}`];
  });
  const where = leaves(parameter, { uri: [''], url: [''], canonical: [''], oid: [''] });
  return tests.length === 0 ? nothing : content(where.map((path) => `${path} ? (${tests.join(' || ')})`));
}

/** `http://a/b/c`, `http://a/b/`, `http://a/b`, `http://a/`, `http://a`. URNs have no segments. */
function prefixes(uri: string): string[] {
  const found = [uri];
  const host = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(uri)?.[0].length ?? uri.length;
  for (let slash = uri.indexOf('/', host); slash >= 0; slash = uri.indexOf('/', slash + 1)) {
    found.push(uri.slice(0, slash), uri.slice(0, slash + 1));
  }
  return [...new Set(found)];
}
