/** fixed[x] and pattern[x]. https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_ */
import { isNumber, toNumber } from '../json.ts';

type Json = { [name: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);

/** Where a value differs from what it must be exactly: a path, '' for the value itself; undefined when it does not. */
export function differs(value: unknown, wanted: unknown): string | undefined {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(value) || value.length !== wanted.length) return '';
    return firstIn(wanted.map((item, at) => [`[${at}]`, differs(value[at], item)]));
  }
  if (!isObject(wanted)) return sameValue(value, wanted) ? undefined : '';
  if (!isObject(value)) return '';
  const names = new Set([...Object.keys(wanted), ...Object.keys(value)]);
  return firstIn([...names].map((name) => [name, differs(value[name], wanted[name])]));
}

/** Where a value lacks something of a pattern; undefined when it has it all. */
export function lacksPattern(value: unknown, pattern: unknown): string | undefined {
  if (Array.isArray(pattern)) {
    if (!Array.isArray(value)) return '';
    const lacking = pattern.some((wanted) => !value.some((item) => lacksPattern(item, wanted) === undefined));
    return lacking ? '' : undefined;
  }
  if (!isObject(pattern)) return sameValue(value, pattern) ? undefined : '';
  if (!isObject(value)) return '';
  return firstIn(Object.entries(pattern).map(([name, wanted]) => [name, lacksPattern(value[name], wanted)]));
}

/** Are there only extensions, and none that may stand in place of the value? */
export function valueIsReplaced(value: unknown, shadow: unknown, alternatives: readonly string[]): boolean {
  if (value !== undefined || shadow === undefined) return false;
  const { extension } = shadow as Json;
  const given = Array.isArray(extension) ? (extension as Json[]) : [];
  return !given.some(({ url }) => alternatives.includes(String(url)));
}

function firstIn(found: readonly (readonly [string, string | undefined])[]): string | undefined {
  const first = found.find(([, at]) => at !== undefined);
  if (!first) return undefined;
  const [name, at] = first;
  if (!at) return name;
  return at.startsWith('[') ? name + at : `${name}.${at}`;
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || (isNumber(a) && isNumber(b) && toNumber(a) === toNumber(b));
}
