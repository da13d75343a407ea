/** Whether a leaf has what was asked for, where, and the pieces of text that show it. Pure. */
import type { Excerpt } from '../model.ts';
import type { Term } from './query.ts';
import type { Leaf, Vocabulary } from './shelf.ts';

/** A term, with the numbers of all words of a vocabulary that answer each of its words. */
interface Sought {
  readonly minus: boolean;
  readonly words: readonly ReadonlySet<number>[];
}

/** Looks each asked word up in the vocabulary, once for all leaves. */
export const sought = (terms: readonly Term[], { folded, stems }: Vocabulary): Sought[] =>
  terms.map(({ words, minus }) => ({
    minus,
    words: words.map((asked) => {
      const numbers = new Set<number>();
      for (let number = 0; number < folded.length; number++) {
        const word = folded[number] as string;
        const same = word === asked.folded || stems[number] === asked.stem;
        if (same || (asked.beginning && word.startsWith(asked.folded))) numbers.add(number);
      }
      return numbers;
    }),
  }));

/**
 * Places of the found words, as their position among the leaf's words, in order. Undefined when a word that must be
 * there is missing, or one that must not be is there.
 */
export function found(leaf: Leaf, asked: readonly Sought[]): number[] | undefined {
  const places = new Set<number>();
  for (const term of asked) {
    const hits = hitsOf(leaf, term.words);
    if (term.minus ? hits.length > 0 : hits.length === 0) return undefined;
    if (!term.minus) for (const hit of hits) places.add(hit);
  }
  return [...places].sort((one, other) => one - other);
}

function hitsOf({ words, places, text }: Leaf, asked: Sought['words']): number[] {
  const [first, ...rest] = asked;
  const hits: number[] = [];
  if (!first || first.size === 0) return hits;
  for (let at = 0; at + rest.length < words.length; at++) {
    if (!first.has(words[at] as number)) continue;
    const goesOn = rest.every((each, place) => each.has(words[at + place + 1] as number));
    if (goesOn && !parted.test(text.slice(places[2 * at + 1], places[2 * (at + rest.length)]))) {
      for (let place = 0; place <= rest.length; place++) hits.push(at + place);
    }
  }
  return hits;
}

/** A phrase goes over no end of a sentence or of a part. */
const parted = /[\n;!?]|[.:]\s/;

const around = { before: 60, after: 140, excerpts: 2 };

/** At most two pieces of the text around the first places, cut between words. */
export function excerpts({ text, places }: Leaf, hits: readonly number[]): Excerpt[] {
  const shown: Excerpt[] = [];
  const spans = hits.map((hit): [number, number] => [places[2 * hit] as number, places[2 * hit + 1] as number]);
  for (let at = 0; at < spans.length && shown.length < around.excerpts; ) {
    const [first, last] = spans[at] as [number, number];
    const from = edge(text, first - around.before, first, 1);
    const to = edge(text, Math.max(last, first + around.after), last, -1);
    const inside = spans.filter(([begins, ends]) => begins >= from && ends <= to);
    shown.push({
      text: text.slice(from, to).replace(/\s/g, ' '),
      hits: inside.map(([begins, ends]) => [begins - from, ends - from]),
      ...(from > 0 ? { before: true } : {}),
      ...(to < text.length ? { after: true } : {}),
    });
    while (at < spans.length && (spans[at] as [number, number])[1] <= to) at++;
  }
  return shown;
}

/** The nearest space from `place` towards `stop`, so that no word is cut and no half of a sign is left. */
function edge(text: string, place: number, stop: number, step: 1 | -1): number {
  if (place <= 0) return 0;
  if (place >= text.length) return text.length;
  let at = place;
  while (at !== stop && !/\s/.test(text[at] as string)) at += step;
  return step === 1 && at !== stop ? at + 1 : at;
}
