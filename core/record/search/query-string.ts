/**
 * The query of a search as names and values, and values as alternatives. https://hl7.org/fhir/R4/search.html#escaping
 */
import { Refusal } from '#core/refusal/refusal.ts';
import { badParameter, limits } from './limits.ts';

export interface QueryParameter {
  /** With modifiers and chain: `name:exact`, `subject:Patient.name`. */
  readonly name: string;
  /** Decoded; alternatives not yet split. */
  readonly value: string;
  /** As it stood in the query: for the links of the answer. */
  readonly raw: string;
}

/**
 * Splits `a=1&b=2`.
 * @throws Refusal `invalid` for broken percent-encoding, control characters and more parameters than the limit.
 */
export function splitQuery(query: string): QueryParameter[] {
  const parameters: QueryParameter[] = [];
  for (const raw of query.split('&')) {
    if (raw === '') continue;
    if (parameters.length === limits.parameters) {
      throw new Refusal('invalid', 'too-many-parameters', `A search takes at most ${limits.parameters} parameters.`);
    }
    const equals = raw.indexOf('=');
    const name = decode(equals < 0 ? raw : raw.slice(0, equals));
    parameters.push({ name, value: equals < 0 ? '' : decode(raw.slice(equals + 1)), raw });
  }
  return parameters;
}

const encoded = /[%+]/;
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/;

/** Has no control characters and no broken Unicode: the database holds neither. */
export const isClean = (text: string): boolean => !control.test(text) && text.isWellFormed();

function decode(text: string): string {
  let plain = text;
  if (encoded.test(text)) {
    try {
      plain = decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      throw new Refusal('invalid', 'bad-encoding', 'The query has broken percent-encoding; encode it as UTF-8.');
    }
  }
  if (!isClean(plain)) {
    throw new Refusal('invalid', 'bad-encoding', 'The query contains control characters or broken Unicode.');
  }
  return plain;
}

const wellEscaped = /^(?:[^\\]|\\[,$|\\])*$/s;

/**
 * The alternatives of a value: separated by commas that are not escaped. Escapes stay, for `splitParts` and `unescape`.
 * @throws Refusal for more alternatives than the limit, and for a backslash that escapes nothing.
 */
export function splitAlternatives(name: string, value: string): string[] {
  if (value.includes('\\') && !wellEscaped.test(value)) {
    throw badParameter(name, "has a backslash before none of ',', '$', '|', '\\'. Write a backslash as '\\\\'.");
  }
  if (!value.includes(',')) return [value];
  const found = splitAt(value, ',').filter((alternative) => alternative !== '');
  if (found.length > limits.values) {
    throw badParameter(name, `at most ${limits.values} values separated by commas are allowed.`, 'too-many-values');
  }
  return found;
}

/** The parts of a token or quantity (`|`), or of a composite (`$`), still escaped. */
export function splitAt(value: string, separator: ',' | '|' | '$'): string[] {
  if (!value.includes(separator)) return [value];
  if (!value.includes('\\')) return value.split(separator);
  const parts: string[] = [];
  let start = 0;
  for (let place = 0; place < value.length; place++) {
    if (value[place] === '\\') place++;
    else if (value[place] === separator) {
      parts.push(value.slice(start, place));
      start = place + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

/** Takes the escapes `\,` `\$` `\|` `\\` away. */
export const unescape = (text: string): string => (text.includes('\\') ? text.replace(/\\([,$|\\])/g, '$1') : text);
