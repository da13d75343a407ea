/**
 * Questions to the content itself, as SQL/JSON paths (https://www.postgresql.org/docs/current/functions-json.html), for
 * what stored search values do not answer: `:missing`, `:text`, `:of-type`, whole code systems, exact rare texts. They
 * read and parse the content, so they are for rows that other criteria have already narrowed.
 */
import type { SearchParameter } from '#libs/fhir/search/parameters.ts';
import { fold, foldedPattern, wordStart } from '#libs/fhir/search/text.ts';
import type { ContentCriterion } from './criteria.ts';

/** A text as a literal of the path language. */
export const literal = (text: string): string => JSON.stringify(text);

export const content = (paths: readonly string[], negated = false): ContentCriterion => ({
  kind: 'content',
  paths: [...new Set(paths)],
  negated,
});

/** Where the value is there at all; undefined when the parameter is more than ways through the resource. */
export function presence(parameter: SearchParameter): readonly string[] | undefined {
  const { type, code, paths = [], components = [] } = parameter;
  // R4's one expression that is no path; whether anything is said of it is what people want to know.
  if (code === 'deceased' && paths.length === 0) return ['$."deceasedBoolean"', '$."deceasedDateTime"'];
  if (paths.length === 0) return undefined;
  if (type !== 'composite') return paths.map(({ path }) => path);
  const parts = components.map((component) => component.parameter.paths ?? []);
  if (parts.some((part) => part.length === 0)) return undefined;
  const there = parts.map((part) => `(${[...new Set(part.map(({ path }) => `exists(${path})`))].join(' || ')})`);
  return paths.map(({ path }) => `${path} ? (${there.join(' && ')})`);
}

/** The places of a parameter continued by what stands in its datatypes: `.coding.display`. What has none is left out. */
export function leaves(
  { paths = [] }: SearchParameter,
  ofDatatype: { readonly [datatype: string]: readonly string[] | undefined },
): string[] {
  return paths.flatMap(({ path, datatype }) => (ofDatatype[datatype] ?? []).map((leaf) => `${path}${leaf}`));
}

/** Is one of these texts. */
export const among = (texts: readonly string[]): string =>
  ` ? (${texts.map((text) => `@ == ${literal(text)}`).join(' || ')})`;

/** Has a word (or words) that begins like one of these texts, folded. Undefined when nothing of them can be found. */
export function wordsLike(texts: readonly string[]): string | undefined {
  const patterns = texts.map(fold).filter((text) => text !== '');
  if (patterns.length === 0) return undefined;
  return ` ? (${patterns.map((text) => `@ like_regex ${literal(wordStart + foldedPattern(text))}`).join(' || ')})`;
}
