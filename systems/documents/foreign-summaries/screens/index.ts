/** What foreign summaries show in Gabinet: files from abroad, and each beside our record. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'clinician-portal/foreign-documents': () => import('./clinician/foreign-documents.tsx'),
  'clinician-portal/foreign-document': () => import('./clinician/foreign-document.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
