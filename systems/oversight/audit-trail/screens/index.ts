/** What the audit trail shows: to patients, who looked at their data. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/who-looked': () => import('./who-looked/who-looked.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
