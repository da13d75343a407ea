/** Folding of text for search: `Łukasz`, `LUKASZ` and `lukasz` are one. */

/** Letters that Unicode does not decompose. */
// biome-ignore format: one glance
const letters: { readonly [letter: string]: string } = {
  ł: 'l', ø: 'o', đ: 'd', ħ: 'h', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd', ı: 'i', ŧ: 't',
};

/** Lower case without diacritics; punctuation becomes a space; spaces collapse. */
export function fold(text: string): string {
  if (/^[a-z0-9]+$/.test(text)) return text;
  const lower = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return lower
    .replace(/[łøđħßæœþðıŧ]/g, (letter) => letters[letter] as string)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The entries of a name or an address part: the whole text, and each word of it where there are several. */
export function wordsOf(folded: string): string[] {
  if (!folded.includes(' ')) return folded === '' ? [] : [folded];
  return [folded, ...folded.split(' ')];
}

/** What separates words, as a class of a regular expression: spaces, controls, ASCII and general punctuation. */
const between = '\\s!-/:-@\\[-`{-~\u00a0\u00a7\u00ab\u00bb\u2010-\u203a';

/** Regular expression: a word may begin here. */
export const wordStart = `(^|[${between}])`;

/** Letters that fold to more than one, by what they fold to. */
const pairs: { readonly [folded: string]: string } = { ss: 'ß', ae: 'æÆ', oe: 'œŒ', th: 'þÞ' };

let variants: Map<string, string> | undefined;

/** Every digit, and every letter of the alphabets of Europe, by what it folds to. */
function variantsOf(letter: string): string {
  if (!variants) {
    variants = new Map();
    for (const [from, to] of [
      [0x30, 0x24f],
      [0x370, 0x52f],
      [0x1e00, 0x1fff],
    ] as const) {
      for (let point = from; point <= to; point++) {
        const folded = fold(String.fromCodePoint(point));
        if (folded.length === 1) variants.set(folded, (variants.get(folded) ?? '') + String.fromCodePoint(point));
      }
    }
  }
  return variants.get(letter) ?? letter;
}

/**
 * A regular expression that finds a folded text in one that is not folded: for the few searches in the content. It
 * has no choice that could be taken twice, so it costs no more than reading the text.
 */
export function foldedPattern(folded: string): string {
  let pattern = '';
  const letters = [...folded];
  for (let place = 0; place < letters.length; place++) {
    const letter = letters[place] as string;
    const pair = pairs[letter + (letters[place + 1] ?? '')];
    if (letter === ' ') pattern += `[${between}]+`;
    else if (pair) {
      pattern += `(${oneOf(letter)}${oneOf(letters[++place] as string)}|[${pair}])`;
    } else pattern += oneOf(letter);
  }
  return pattern;
}

/** The same, at the beginning or the end of the text (or both). */
export function anchoredPattern(folded: string, ends: { readonly from?: boolean; readonly to?: boolean }): string {
  const pattern = foldedPattern(folded);
  return `${ends.from ? `^[${between}]*` : ''}${pattern}${ends.to ? `[${between}]*$` : ''}`;
}

/** The letter in any case, with marks of its own or put on. */
const oneOf = (letter: string): string => `[${variantsOf(letter)}][\u0300-\u036f]*`;
