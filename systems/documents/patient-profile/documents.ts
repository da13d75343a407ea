/** Documents: their names, and whether one is a discharge letter. */
import type { DocumentLine } from './model.ts';
import {
  codes,
  dateOf,
  type Fhir,
  linkOf,
  list,
  type Names,
  newestFirst,
  type Reference,
  sourceOf,
  words,
} from './reading.ts';

/** Discharge summaries by LOINC, with 34133-9 (summary of an episode) left out: it is wider. https://loinc.org/18842-5 */
const dischargeCodes = new Set(['18842-5', '28655-9', '11490-0', '34105-7']);

export const isDischarge = (document: Fhir): boolean =>
  [...codes(document.type), ...list(document.category).flatMap(codes)].some((code) => dischargeCodes.has(code)) ||
  /wypis/i.test(words(document.type) ?? '');

/** Lines of a list of documents, newest first; documents entered by mistake or replaced are left out. */
export function documentLines(
  documents: readonly Fhir[],
  names: Names,
  visits: ReadonlyMap<string, Reference>,
): DocumentLine[] {
  return documents
    .filter(({ status }) => status === 'current' || status === undefined)
    .sort(newestFirst)
    .map((document) => {
      const date = dateOf(document);
      return {
        link: linkOf(document),
        what: words(document.type) ?? (document.description as string | undefined) ?? '–',
        ...(date ? { date } : {}),
        discharge: isDischarge(document),
        source: sourceOf(document, names, visits),
      };
    });
}
