/** `_text` and `_content`: words of the narrative, or of the whole resource. https://hl7.org/fhir/R4/search.html#content */
import { fold, foldedPattern, wordStart } from '#libs/fhir/search/text.ts';
import { type Criterion, nothing } from './criteria.ts';
import { badParameter, limits } from './limits.ts';
import { splitAlternatives, unescape } from './query-string.ts';

export type FullText = '_text' | '_content';

export const isFullText = (name: string): name is FullText => name === '_text' || name === '_content';

/** All words of one of the alternatives, each as the beginning of a word, in any order, case and with any diacritics. */
export function fullTextCriterion(name: FullText, value: string): Criterion {
  if (value.length > limits.letters) throw badParameter(name, `takes at most ${limits.letters} letters.`);
  const any = splitAlternatives(name, value).flatMap((text): Criterion[] => {
    const words = [...new Set(fold(unescape(text)).split(' '))].filter((word) => word !== '');
    if (words.length === 0) return [];
    return [{ kind: 'words', of: name, patterns: words.map((word) => wordStart + foldedPattern(word)) }];
  });
  const [only = nothing] = any;
  return any.length > 1 ? { kind: 'either', any } : only;
}
