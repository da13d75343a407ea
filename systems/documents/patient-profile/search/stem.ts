/**
 * Polish words by their stems, so that `zawału` finds `zawał`. A light stemmer of our own: one ending is taken off, one
 * change of the last consonant is undone, and a short list says what follows no rule. What it gets wrong and why there
 * is no dictionary: docs/decisions/0048.
 */

/** Endings of nouns and adjectives, of words without diacritics; the longest that leaves three letters is taken off. */
const endings = [
  ...['iejszego', 'iejszych', 'iejszej', 'iejszym'],
  ...['owaniem', 'owania', 'owaniu', 'owanie'],
  ...['oscia', 'osci', 'iami', 'iach', 'iego', 'iemu', 'owie', 'owych', 'owego', 'owym', 'owej'],
  ...['ami', 'ach', 'ego', 'emu', 'ymi', 'imi', 'ych', 'ich', 'iem', 'iom', 'ien', 'owi', 'owa', 'owe', 'owy', 'iej'],
  ...['om', 'em', 'ow', 'ie', 'ia', 'iu', 'io', 'ii', 'ej', 'ym', 'im', 'y', 'i', 'a', 'e', 'u', 'o'],
].sort((one, other) => other.length - one.length);

/** Endings that are cut down instead: `niewydolności` and `niewydolność`; `badań` and `badanie`. */
const kept: Readonly<Record<string, string>> = {
  oscia: 'osc',
  osci: 'osc',
  ien: 'ien',
  owaniem: 'owan',
  owania: 'owan',
  owaniu: 'owan',
  owanie: 'owan',
};

/** Whose stem changes beyond any rule. */
const irregular: Readonly<Record<string, string>> = {
  ...{ krew: 'krw', krwi: 'krw', krwia: 'krw', zab: 'zeb', zebow: 'zeb', oczy: 'ok', oczu: 'ok', oko: 'ok', oka: 'ok' },
  ...{ uszy: 'uch', uszu: 'uch', ucho: 'uch', ucha: 'uch', dzieci: 'dzieck', dzieckiem: 'dzieck', lek: 'lek' },
  ...{ leki: 'lek', lekow: 'lek', leku: 'lek', lekiem: 'lek', lekami: 'lek', lekach: 'lek', brwi: 'brw', brew: 'brw' },
  ...{ mozgu: 'mozg', rak: 'rak', raka: 'rak', rakiem: 'rak', raku: 'rak', rece: 'rek', reka: 'rek' },
};

const shortest = 3;

/** The stem of one word, folded (libs/fhir/search/text.ts): `serca`, `sercu` and `sercem` are `serk`. */
export function stem(folded: string): string {
  const known = Object.hasOwn(irregular, folded) ? irregular[folded] : undefined;
  if (known) return known;
  if (folded.length <= shortest || /\d/.test(folded)) return folded;
  const ending = endings.find((one) => folded.length - one.length >= shortest && folded.endsWith(one));
  if (!ending) return normal(folded);
  return normal(folded.slice(0, folded.length - ending.length) + (kept[ending] ?? ''));
}

/** What an ending does to the letters before it, undone: `tabletek`, `tabletce` → `tabletk`; `kaszlu` → `kaszl`. */
function normal(word: string): string {
  if (word.length <= shortest) return word.replace(/c$/, 'k');
  return word
    .replace(/(?<=[^aeiouy])i?e([klr])$/, '$1')
    .replace(/(?<=[^s])c$/, 'k')
    .replace(/dz$/, 'g')
    .replace(/i$/, '');
}
