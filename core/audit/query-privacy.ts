/**
 * Search strings in the trail: what was asked is kept, but names, PESEL and other values that point at a person are
 * replaced by a keyed hash. The same value gives the same hash: an investigator with the key can still look for one
 * person.
 */
import { createHmac, type KeyObject } from 'node:crypto';

export interface QueryPrivacy {
  /** Key of the hash: 32 random bytes that never leave EZDROWIE_HOME/keys/audit. */
  readonly key: Buffer | KeyObject;
  /** Parameters that operators have defined: what their values tell nobody knows, so they are hidden, too. */
  others?: ReadonlySet<string>;
}

/** Parameters whose values point at a person, wherever they stand in a chain; a cursor holds the last one's name. */
const names =
  /^(_cursor|identifier|name|family|given|phonetic|mothersMaidenName|phone|email|telecom|birthdate|death-date)$/;
const places = /^address(-.*)?$/;
const words = /^_(text|content|filter)$/;
/** Eleven digits in a row are a PESEL until proved otherwise. */
const pesel = /(?<!\d)\d{11}(?!\d)/;
const freeText = new Set(['text', 'contains', 'exact', 'identifier', 'of-type']);

/** The query with the values of personal parameters replaced by `~` and 16 hex digits. */
export function hidePersonal(query: string, privacy: QueryPrivacy): string {
  return query
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0) return pesel.test(pair) ? `~${keyed(pair, privacy)}` : pair;
      const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
      return isPersonal(name, value, privacy.others) ? `${name}=~${keyed(value, privacy)}` : pair;
    })
    .join('&');
}

/** Names may carry a chain, a modifier and the type asked: `Patient?subject:Patient.family:exact`. */
function isPersonal(name: string, value: string, others?: ReadonlySet<string>): boolean {
  const parts = decode(name).split(/[.:?]/);
  return parts.some((part) => tellsAPerson(part) || others?.has(part)) || pesel.test(decode(value));
}

const tellsAPerson = (part: string) => names.test(part) || places.test(part) || words.test(part) || freeText.has(part);

const keyed = (value: string, { key }: QueryPrivacy) =>
  createHmac('sha256', key).update(decode(value)).digest('hex').slice(0, 16);

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text; // A broken escape is the search's to refuse; here it only must not get in the way.
  }
}
