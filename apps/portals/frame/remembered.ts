/** What the browser remembers between visits: the language. Nothing about health. */
import { isLanguage, type Language } from '#libs/ui/language/language.ts';

const key = 'ez-language';

/** Polish unless another was chosen on this browser; storage that is shut counts as empty. */
export function rememberedLanguage(storage: Pick<Storage, 'getItem'>): Language {
  try {
    const kept = storage.getItem(key);
    return isLanguage(kept) ? kept : 'pl';
  } catch {
    return 'pl';
  }
}

export function rememberLanguage(storage: Pick<Storage, 'setItem'>, language: Language): void {
  try {
    storage.setItem(key, language);
  } catch {
    // A private window without storage: the language holds until the page is left.
  }
}
