/**
 * How a value becomes what the record stores for search: hashes (tokens), folded text (strings), ranges. Extraction
 * and queries both call these functions, so they always mean the same. https://hl7.org/fhir/R4/search.html
 *
 * `param` is always one of SearchParameter.storedAs (search/parameters.ts), not the code in the query.
 */
import { int8, Memory } from './hashes.ts';

export { dateRange, numberRange, secondsOf } from './ranges.ts';
export { isCustom, isLookup, isWord } from './selectivity.ts';
export { fold } from './text.ts';

/** Longest text of a string entry: more would not fit a database index. Cut entries still match by their beginning. */
const longestText = 200;
const [tokens, forms, systems, references, uris, exacts, ranges, composites, compositeRanges] = Array.from(
  { length: 9 },
  () => new Memory(),
) as [Memory, Memory, Memory, Memory, Memory, Memory, Memory, Memory, Memory];

/**
 * A token, in its three forms: `system|code` (system given), `|code` (system is ''), `code` (system undefined: any).
 * Every coded value is stored as the bare code and as one of the other two.
 */
export function tokenHash(param: string, system: string | undefined, code: string): string {
  return (
    tokens.get(param, system, code) ?? tokens.set(param, system, code, int8(`${param}\nt${tokenForm(system, code)}`))
  );
}

/** The text of a token's form, as composite keys take it. */
export function tokenForm(system: string | undefined, code: string): string {
  if (system === undefined) return code;
  return forms.get(system, code, undefined) ?? forms.set(system, code, undefined, `${system}|${code}`);
}

/** `system|` alone: stored for identifiers only, in tokens but never in lookup (whole populations share it). */
export function systemHash(param: string, system: string): string {
  return systems.get(param, system, undefined) ?? systems.set(param, system, undefined, int8(`${param}\ns${system}`));
}

/** A reference: `Type/id`, an absolute URL, or a canonical (stored with and without its `|version`). */
export function referenceHash(param: string, target: string): string {
  return (
    references.get(param, target, undefined) ?? references.set(param, target, undefined, int8(`${param}\nr${target}`))
  );
}

/** Under this name lie the identifiers of logical references (`Reference.identifier`), as tokens. */
export const logicalParam = (param: string): string => `${param}:identifier`;

/** Says that there is a value at all; stored for operators' parameters that are more than a path. */
export const presenceHash = (param: string): string => tokenHash(`${param}:missing`, undefined, 'false');

/** A uri, compared by its exact text. */
export function uriHash(param: string, uri: string): string {
  return uris.get(param, uri, undefined) ?? uris.set(param, uri, undefined, int8(`${param}\nu${uri}`));
}

/** A string compared by its exact text (`:exact`); stored for word parameters (isWord) only. */
export function exactHash(param: string, text: string): string {
  return exacts.get(param, text, undefined) ?? exacts.set(param, text, undefined, int8(`${param}\ne${text}`));
}

/** The unit of a quantity as keys take it: UCUM is what everybody means, its codes stand alone and rows stay small. */
export function unitForm(system: string, code: string): string {
  return system === '' || system === 'http://unitsofmeasure.org' ? code : `${system}|${code}`;
}

/**
 * The key of a range. For quantities `unit` narrows it: stored without a unit, with its code, and, outside UCUM, with
 * `system|code`. A query `5.4|http://unitsofmeasure.org|mg` or `5.4||mg` asks for unitForm(system, code); where a
 * stored quantity has no code, its human unit takes the place of the code.
 */
export function rangeKey(param: string, unit?: string): string {
  return ranges.get(param, unit, undefined) ?? ranges.set(param, unit, undefined, int8(`${param}\nn${unit ?? ''}`));
}

/** A composite of two values that are compared by equality: forms from tokenForm, or `Type/id`. */
export function compositeHash(param: string, parts: readonly string[]): string {
  const [first, second] = parts;
  return (
    composites.get(param, first, second) ?? composites.set(param, first, second, int8(`${param}\nc${parts.join('$')}`))
  );
}

/**
 * The key of the range inside a composite (`code-value-quantity`): the form of its first value and, for quantities,
 * the unit as in rangeKey. `part` counts the ranges of a composite with several (`…-window-coordinate`) from 0.
 */
export function compositeRangeKey(param: string, form: string, unit?: string, part = 0): string {
  // Rare: two ranges.
  if (part > 0) return int8(`${param}\nk${part}${form}${unit === undefined ? '' : `\n${unit}`}`);
  return (
    compositeRanges.get(param, form, unit) ??
    compositeRanges.set(param, form, unit, int8(`${param}\nk${form}${unit === undefined ? '' : `\n${unit}`}`))
  );
}

/** An entry for a string parameter (folded text) or a uri parameter (as it is, for `:below`): "<parameter>:<text>". */
export function stringEntry(param: string, text: string): string {
  return `${param}:${text.length > longestText ? text.slice(0, longestText) : text}`;
}

/** The string entry of a composite with a string (`code-value-string`): the token's form is part of the prefix. */
export function compositeStringEntry(param: string, form: string, folded: string): string {
  return stringEntry(`${param}:${int8(`${param}\nk${form}`)}`, folded);
}
