/** `_summary` and `_elements` where one resource is read. https://hl7.org/fhir/R4/http.html#parameters */
import type { Stored } from '../record.ts';
import { badParameter } from './limits.ts';
import { elementsOf, summaryOf } from './parse.ts';
import { splitQuery } from './query-string.ts';
import { cutContent } from './subset.ts';

/**
 * The resource, or the part of it that the query of a read asks for, marked as such.
 * @throws Refusal `invalid` for a summary or an element that there is not; `_summary=count` counts what is found, and
 *   here nothing is looked for.
 */
export function shortened(stored: Stored, query: string): Stored {
  if (!/(?:^|&)_(?:summary|elements)=/.test(query)) return stored;
  const asked = splitQuery(query).filter(({ value }) => value !== '');
  const summaries = asked.filter(({ name }) => name === '_summary').map(({ value }) => summaryOf(value));
  const elements = asked
    .filter(({ name }) => name === '_elements')
    .map(({ value }) => elementsOf(value, [stored.type]));
  const summary = summaries.at(-1) ?? 'false';
  if (summary === 'count') throw badParameter('_summary', "'count' is for searches.");
  const { type, id, version, updated, content } = stored;
  return { type, id, version, updated, content: cutContent(type, content, elements.at(-1) ?? [], summary) };
}
