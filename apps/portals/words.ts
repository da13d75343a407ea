/** The words of the kit and of the portals themselves. */
import type { Words } from '#libs/ui/language/language.ts';

export const kitWords: Words = {
  pl: () => import('#libs/ui/locales/pl.po'),
  en: () => import('#libs/ui/locales/en.po'),
  uk: () => import('#libs/ui/locales/uk.po'),
};

export const portalWords: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
