/**
 * The three languages of every portal: which one is on, and how its words are loaded. Catalogues:
 * `locales/{pl,en,uk}.po`.
 */
import { i18n, type Messages } from '@lingui/core';

export const languages = ['pl', 'en', 'uk'] as const;
export type Language = (typeof languages)[number];

/** Each language's own name, as its speakers read it. */
export const languageNames: Readonly<Record<Language, string>> = {
  pl: 'Polski',
  en: 'English',
  uk: 'Українська',
};

/** Where the words of one folder of screens come from; loaded only in the language that is on. */
export type Words = Readonly<Record<Language, () => Promise<{ messages: Messages }>>>;

export const isLanguage = (text: string | null | undefined): text is Language =>
  languages.some((known) => known === text);

/** Loads the words of all given folders in one language and switches to it. Later folders win over earlier ones. */
export async function speak(language: Language, words: readonly Words[]): Promise<void> {
  const loaded = await Promise.all(words.map((of) => of[language]()));
  const messages: Messages = Object.assign({}, ...loaded.map((catalogue) => catalogue.messages));
  i18n.loadAndActivate({ locale: language, messages });
}
