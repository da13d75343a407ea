/**
 * What a process remembers of words that it has read: for each version of a resource its words by number, and where
 * they stand. A version never changes, so nothing on a shelf can be out of date; who may see it is asked of the record
 * every time. Shelves are taken down when they have not been used for a while, or when all together weigh too much.
 */
import { fold } from '#libs/fhir/search/text.ts';
import { type Silence } from './recorded-words.ts';
import { wordForm } from './query.ts';
import { stem } from './stem.ts';

/** One version, as a search needs it. */
export interface Leaf {
  readonly text: string;
  /** Numbers of words in the vocabulary; where each begins and ends in the text. */
  readonly words: Uint32Array;
  readonly places: Uint32Array;
  readonly stay: boolean;
  readonly facility?: { readonly id: string; readonly name?: string };
  readonly encounter?: string;
  readonly specialty?: { readonly id: string; readonly name: string };
  readonly silent?: Silence;
}

/** The different words of one patient's record, numbered as they come. */
export class Vocabulary {
  readonly folded: string[] = [];
  readonly stems: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #seen = new Map<string, number>();

  /** The number of a word as it is written. */
  numberOf(written: string): number {
    const seen = this.#seen.get(written);
    if (seen !== undefined) return seen;
    const folded = fold(written);
    let number = this.#numbers.get(folded);
    if (number === undefined) {
      number = this.folded.push(folded) - 1;
      this.stems.push(stem(folded));
      this.#numbers.set(folded, number);
    }
    this.#seen.set(written, number);
    return number;
  }

  /** Takes a text apart. */
  read(text: string): Pick<Leaf, 'words' | 'places'> {
    const words: number[] = [];
    const places: number[] = [];
    for (const { 0: word, index } of text.matchAll(wordForm)) {
      words.push(this.numberOf(word));
      places.push(index, index + word.length);
    }
    return { words: Uint32Array.from(words), places: Uint32Array.from(places) };
  }
}

export class Shelf {
  readonly vocabulary = new Vocabulary();
  readonly #leaves = new Map<string, Leaf>();
  weight = 0;
  used = 0;

  get(key: string): Leaf | undefined {
    return this.#leaves.get(key);
  }

  has(key: string): boolean {
    return this.#leaves.has(key);
  }

  put(key: string, leaf: Leaf): void {
    this.#leaves.set(key, leaf);
    this.weight += 300 + 2 * leaf.text.length + 12 * leaf.words.length;
  }
}

/** Bytes, about: some twenty patients with 5,000 entries, or hundreds of ordinary ones. */
const heaviest = 64 * 1024 * 1024;
const idle = 15 * 60_000;
const shelves = new Map<string, Shelf>();

/** A patient's shelf. Those that were used longest ago go first. */
export function shelfOf(patient: string, now: Date): Shelf {
  const at = now.getTime();
  const shelf = shelves.get(patient) ?? new Shelf();
  shelf.used = Math.max(shelf.used, at);
  shelves.delete(patient);
  shelves.set(patient, shelf);
  let weight = 0;
  for (const each of shelves.values()) weight += each.weight;
  for (const [key, each] of shelves) {
    if (key === patient || (weight <= heaviest && at - each.used <= idle)) continue;
    shelves.delete(key);
    weight -= each.weight;
  }
  return shelf;
}
