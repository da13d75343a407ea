/** Narrative of documents: XHTML made of texts alone, so that nothing in the record can become markup. */

const escapes: { readonly [letter: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Letters that XML 1.0 does not know. https://www.w3.org/TR/xml/#charsets */
const unprintable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

export const escaped = (text: string): string =>
  text.replace(unprintable, '\uFFFD').replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

/** A list: of each point its first line is bold. */
export interface NarrativeList {
  readonly points: readonly (readonly string[])[];
}
export const listOf = (points: readonly (readonly string[])[]): NarrativeList => ({ points });

/** FHIR Narrative of paragraphs, or of a list. */
export function narrative(content: readonly string[] | NarrativeList) {
  const div =
    'points' in content
      ? `<ul>${content.points.map((lines) => `<li>${pointOf(lines)}</li>`).join('')}</ul>`
      : content.map((line) => `<p>${escaped(line)}</p>`).join('');
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml" xml:lang="pl" lang="pl">${div}</div>` };
}

const pointOf = ([first = '', ...others]: readonly string[]): string =>
  [`<b>${escaped(first)}</b>`, ...others.map(escaped)].join('<br/>');
