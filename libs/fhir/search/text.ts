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
