/** Folding for comparisons: case, accents and the letters that stand for others do not make a password another one. */

/** Small letters without accents: `Żółć` and `zolc` are one. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l').replaceAll('ß', 'ss');

const lookalikes: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g' },
  ...{ '@': 'a', $: 's', '!': 'i', '€': 'e', '+': 't', '|': 'l' },
};

/**
 * The words that a password may only be a disguise of: as it is, without what stands before and after its letters,
 * without anything but letters, with look-alikes read as letters, half of itself.
 */
export function disguises(password: string): Set<string> {
  const plain = folded(password);
  const found = new Set<string>();
  for (const text of [plain, [...plain].map((letter) => lookalikes[letter] ?? letter).join('')]) {
    for (const form of [text, text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''), text.replace(/[^\p{L}]/gu, '')]) {
      found.add(form);
      const half = form.slice(0, form.length / 2);
      if (half.length >= 4 && half.repeat(2) === form) found.add(half);
    }
  }
  // What a person puts at the end of a word is part of a look-alike reading too: `Password123!` reads `passwordiei`.
  found.add([...plain.replace(/[^\p{L}]+$/u, '')].map((letter) => lookalikes[letter] ?? letter).join(''));
  return new Set([...found].filter((form) => form.length >= 4));
}
