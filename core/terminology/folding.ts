/** Text as it is searched: without case and diacritics, by the beginnings of words. Pure. */
import { fold } from '#libs/fhir/search/values.ts';
import { Refusal } from '../refusal/refusal.ts';
import { limits } from './limits.ts';
import type { NewConcept } from './model.ts';

/** What lies in `concept.folded`. The display comes first, so that what begins with the text can go first. */
export function foldedText({ code, display, designations = [] }: NewConcept): string {
  const texts = [display ?? '', ...designations.map(({ value }) => value), code];
  return [...new Set(texts.map(fold).filter((text) => text !== ''))].join(' ').slice(0, longest);
}

/** Nobody looks for the thousandth letter; a word of PostgreSQL's text search has at most 2 kB. */
const longest = 4_000;
const longestWord = 60;

/** What lies in `concept.words`. */
export const wordsOf = (folded: string): string[] => [
  ...new Set(
    folded
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => word.slice(0, longestWord)),
  ),
];

/** A text filter: words that all must begin a word. */
export interface TextFilter {
  /** As a tsquery. */
  readonly query: string;
  /** LIKE pattern of what begins with the text. */
  readonly beginning: string;
  readonly words: readonly string[];
}

/** Undefined when nothing is left to look for. @throws Refusal when there are too many words. */
export function textFilter(text: string): TextFilter | undefined {
  const folded = fold(text.slice(0, 1_000));
  const words = wordsOf(folded);
  if (words.length === 0) return undefined;
  if (words.length > limits.words) {
    throw new Refusal('rule-broken', 'too-costly', `A filter may have at most ${limits.words} words.`);
  }
  return { query: words.map((word) => `'${word}':*`).join(' & '), beginning: `${folded}%`, words };
}

/** The same question asked of one text, for what lies in no table. */
export const fits = (filter: TextFilter, concept: NewConcept): boolean => {
  const words = wordsOf(foldedText(concept));
  return filter.words.every((asked) => words.some((word) => word.startsWith(asked)));
};
