/** Finding a patient: what was typed becomes one question to the record, or a refusal that says what to type. */
import { Refusal } from '#core/refusal/refusal.ts';
import { peselFault } from '#libs/polish-identifiers/pesel.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';

export const mostFound = 50;

export interface FindQuestion {
  by: 'pesel' | 'name';
  /** Search parameters for Patient. */
  query: string;
}

/**
 * What is asked for: eleven digits (spaces and dashes allowed) are a PESEL, anything else is parts of names.
 * @throws Refusal `invalid` with words that say how to mend it: `text-empty`, `name-short`, `pesel-length`, `pesel-month`,
 * `pesel-day`, `pesel-checksum`.
 */
export function question(text: string): FindQuestion {
  const typed = text.normalize('NFC').trim();
  if (typed === '') throw new Refusal('invalid', 'text-empty', 'Type a PESEL (11 digits) or a name.');
  const digits = typed.replace(/[\s-]/g, '');
  if (/^\d+$/.test(digits)) return byPesel(digits);
  const parts = typed.split(/[\s,;]+/).filter((part) => /\p{L}/u.test(part));
  if (!parts.some((part) => part.length >= 2)) {
    throw new Refusal('invalid', 'name-short', 'Type at least two letters of a given name or a family name.');
  }
  const names = parts.slice(0, 5).map((part) => `name=${encodeURIComponent(escaped(part.slice(0, 60)))}`);
  return { by: 'name', query: names.join('&') };
}

/** A PESEL with a fault is refused; older wrong ones that the register knows are found by name. */
function byPesel(digits: string): FindQuestion {
  const fault = peselFault(digits);
  if (fault) throw new Refusal('invalid', `pesel-${fault.part}`, `${fault.message} Or search by name.`);
  return { by: 'pesel', query: `identifier=${encodeURIComponent(`${identifierSystems.pesel}|${digits}`)}` };
}

/** Commas, bars, dollars and backslashes mean something in a search value. https://hl7.org/fhir/R4/search.html#escaping */
const escaped = (value: string): string => value.replace(/[\\,$|]/g, (sign) => `\\${sign}`);
