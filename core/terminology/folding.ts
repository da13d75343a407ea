/** Text as it is searched: without case and diacritics, by the beginnings of words. Pure. */
import { fold } from '#libs/fhir/search/values.ts';
import { Refusal } from '../refusal/refusal.ts';
import { limits } from './limits.ts';
import type { NewConcept } from './model.ts';

/** What lies in `concept.folded`. The display comes first, so that what begins with the text can go first. */
export function foldedText({ code, display, designations = [] }: NewConcept): string {
  const texts = [display ?? '', ...designations.map(({ value }) => value), code];
  const folded = new Set(texts.map(fold).filter((text) => text !== ''));
  // Trigram indexes and LIKE work on short texts; nobody looks for the thousandth letter.
  return ` ${[...folded].join(' ').slice(0, 2_000)} `;
}

/** A text filter as LIKE patterns that all must match, and the pattern of those that begin with the text. */
export interface TextFilter {
  readonly patterns: readonly string[];
  readonly beginning: string;
  readonly words: readonly string[];
}

/** Undefined when nothing is left to look for. @throws Refusal when there are too many words. */
export function textFilter(text: string): TextFilter | undefined {
  const folded = fold(text.slice(0, 1_000));
  const words = [...new Set(folded.split(' ').filter((word) => word !== ''))];
  if (words.length === 0) return undefined;
  if (words.length > limits.words) {
    throw new Refusal('rule-broken', 'too-costly', `A filter may have at most ${limits.words} words.`);
  }
  return { patterns: words.map((word) => `% ${word}%`), beginning: ` ${folded}%`, words };
}

/** The same question asked of one text, for what lies in no table. */
export const fits = (filter: TextFilter, concept: NewConcept): boolean => {
  const text = foldedText(concept);
  return filter.words.every((word) => text.includes(` ${word}`));
};
