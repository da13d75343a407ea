/**
 * By which words a product is found, and what goes first: names that begin with what was typed, then those that hold
 * it, then substances, then the rest; each in the order of the alphabet. Pure. Weights of PostgreSQL's text search: A
 * words of the name, B of substances and the common name, C ATC codes, GTINs and numbers, D strength and form.
 */
import { textFilter, wordsOf } from '#core/terminology/folding.ts';
import { fold } from '#libs/fhir/search/values.ts';
import type { MedicinalProduct } from './model.ts';

/** The words with their weights, as the text of a tsvector. */
export function searchWords(product: MedicinalProduct): string {
  const weights = new Map<string, string>();
  const add = (weight: string, ...texts: (string | undefined)[]): void => {
    for (const text of texts)
      for (const word of wordsOf(fold(text ?? ''))) if (!weights.has(word)) weights.set(word, weight);
  };
  add('A', product.name);
  add('B', product.commonName, ...product.substances.map(({ name }) => name));
  add('C', product.id, ...product.atc, ...product.packages.flatMap(({ code = '', gtin }) => [code, ...codesOf(gtin)]));
  add('D', product.strength, product.form);
  return [...weights].map(([word, weight]) => `'${word}':1${weight}`).join(' ');
}

/** A GTIN-14 as it is, and as the shorter code on the package. */
const codesOf = (gtin: string | undefined): string[] => (gtin ? [gtin, gtin.replace(/^0+/, '')] : []);

/** What lies in `sort_key`: strengths in their order, `5 mg` before `10 mg`. */
export const sortKey = ({ name, strength }: MedicinalProduct): string =>
  `${fold(name)} ${(strength ?? '').replace(/\d+/g, (digits) => digits.padStart(7, '0'))}`.slice(0, 300);

export interface ProductQuery {
  /** All words, anywhere. */
  readonly anywhere: string;
  /** The same, in names and substances. */
  readonly inSubstance: string;
  /** How names begin that go first. */
  readonly beginning: string;
}

/** Undefined when nothing is left to look for. @throws Refusal `too-costly` for too many words. */
export function productQuery(text: string): ProductQuery | undefined {
  const filter = textFilter(text);
  if (!filter) return undefined;
  const { words, query } = filter;
  const inSubstance = words.map((word) => `'${word}':*AB`).join(' & ');
  return { anywhere: query, inSubstance, beginning: words.join(' ') };
}
