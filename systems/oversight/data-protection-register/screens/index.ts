/** What the data-protection register shows: to patients where their data went and their cases, to officers the queue. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/data-protection': () => import('./patient/data-protection.tsx'),
  'operations-portal/cases': () => import('./officer/cases.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
