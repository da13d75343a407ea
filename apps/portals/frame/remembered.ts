/** What the browser remembers between visits: the language. Nothing about health. */
import { isLanguage, type Language } from '#libs/ui/language/language.ts';

const key = 'ez-language';

/**
 * What was chosen on this browser; else Ukrainian where the browser itself speaks it first, so that who reads no Polish
 * need not find the switch; else Polish, for English browsers too: many in Poland have one. Storage that is shut
 * counts as empty.
 */
export function rememberedLanguage(storage: Pick<Storage, 'getItem'>, browser = 'pl'): Language {
  const unasked = /^uk\b/i.test(browser) ? 'uk' : 'pl';
  try {
    const kept = storage.getItem(key);
    return isLanguage(kept) ? kept : unasked;
  } catch {
    return unasked;
  }
}

export function rememberLanguage(storage: Pick<Storage, 'setItem'>, language: Language): void {
  try {
    storage.setItem(key, language);
  } catch {
    // A private window without storage: the language holds until the page is left.
  }
}
