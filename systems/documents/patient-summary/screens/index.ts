/** What the Patient Summary shows in Gabinet: the summary as it is now, its signing, and the sheet for saving a life. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'clinician-portal/summary': () => import('./clinician/summary.tsx'),
  'clinician-portal/sign-summary': () => import('./clinician/curate.tsx'),
  'clinician-portal/emergency': () => import('./clinician/emergency.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
