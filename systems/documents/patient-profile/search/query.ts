/** What somebody typed into the search, understood: words, "phrases in quotes", -words that must not be there. */
import { Refusal } from '#core/refusal/refusal.ts';
import { fold } from '#libs/fhir/search/text.ts';
import { stem } from './stem.ts';

export interface AskedWord {
  readonly folded: string;
  readonly stem: string;
  /** Words that only begin like this count, too: the last word may be typed in part. */
  readonly beginning: boolean;
}

/** Words that follow one another; one, most of the time. */
export interface Term {
  readonly words: readonly AskedWord[];
  readonly minus: boolean;
}

export const limits = { characters: 200, terms: 12, wordsInTerm: 8, letters: 40 };

/** A word of a text: letters and digits, with the marks put on them. */
export const wordForm = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

const parts = /(-?)(?:"([^"]*)"?|„([^”"]*)[”"]?|«([^»]*)»?|(\S+))/gu;

/**
 * The terms of a search; all without minus must be there. Nothing in it is a pattern: signs only part words.
 * @throws Refusal `invalid`: `search-long`, `search-many`, `search-empty`, each saying what to type instead.
 */
export function understand(typed: string): Term[] {
  const text = typed.normalize('NFC').trim();
  if (text.length > limits.characters) throw long();
  const terms: Term[] = [];
  for (const [, minus, ...said] of text.matchAll(parts)) {
    const term = said.find((one) => one !== undefined) ?? '';
    const quoted = said[3] === undefined;
    const found = [...term.matchAll(wordForm)].map(([word]) => fold(word)).filter((word) => word !== '');
    if (found.length === 0) continue;
    if (found.length > limits.wordsInTerm || found.some((word) => word.length > limits.letters)) throw long();
    const words = found.map((folded) => ({ folded, stem: stem(folded), beginning: !quoted && folded.length > 2 }));
    terms.push({ words, minus: minus === '-' });
  }
  if (terms.length > limits.terms) {
    const message = `Type at most ${limits.terms} words.`;
    throw new Refusal('invalid', 'search-many', { message, pl: `Wpisz najwyżej ${limits.terms} słów.` });
  }
  if (!terms.some(({ minus }) => !minus)) {
    const message = 'Type at least one word that is to be found, such as: zawał';
    throw new Refusal('invalid', 'search-empty', { message, pl: 'Wpisz co najmniej jedno słowo, na przykład: zawał' });
  }
  return terms;
}

const long = (): Refusal =>
  new Refusal('invalid', 'search-long', {
    message: `That is too long to search for: type at most ${limits.characters} characters.`,
    pl: `To za długie. Wpisz najwyżej ${limits.characters} znaków.`,
  });
