/** The words of a concept in a language that is asked for. Pure. */
import type { Concept, Designation } from './model.ts';

/** `pl` meets `pl` and `pl-PL`; case does not matter. */
export const speaks = (language: string | undefined, wanted: string): boolean => {
  const [has, wants] = [language?.toLowerCase(), wanted.toLowerCase()];
  return has !== undefined && (has === wants || has.startsWith(`${wants}-`) || wants.startsWith(`${has}-`));
};

/** `pl-PL,pl;q=0.9,en;q=0.8` in the order of what is liked best; `*` says nothing. */
export function languagesOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const list = text
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [name = '', ...rest] = part.split(';').map((piece) => piece.trim());
      const quality = rest.find((piece) => piece.startsWith('q='));
      return { name, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
    });
  return list
    .filter(({ name, quality }) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/.test(name) && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ name }) => name);
}

/** Names that are only for search or for machines are no words to be shown. */
const shownUses = new Set([undefined, 'display', '900000000000013009', '900000000000003001']);

/** The display in the first language that the concept speaks; its own display else. */
export function displayIn(
  { display, designations }: Pick<Concept, 'display' | 'designations'>,
  languages: readonly string[],
  ownLanguage: string | undefined,
): string | undefined {
  for (const language of languages) {
    if (speaks(ownLanguage, language) && display !== null) return display;
    const fitting = designations.filter(({ language: has }) => speaks(has, language));
    const found =
      fitting.find(({ use }) => use?.code === 'preferred' || use?.code === 'display') ??
      fitting.find(({ use }) => shownUses.has(use?.code)) ??
      fitting[0];
    if (found) return found.value;
  }
  return display ?? undefined;
}

/** Whether a text is one of a concept's names. Case and spaces do not matter. */
export function isNameOf(
  text: string,
  concept: { display: string | null; designations: readonly Designation[] },
): boolean {
  const even = (one: string) => one.trim().replace(/\s+/g, ' ').toLowerCase();
  const wanted = even(text);
  return [concept.display ?? undefined, ...concept.designations.map(({ value }) => value)].some(
    (name) => name !== undefined && even(name) === wanted,
  );
}
