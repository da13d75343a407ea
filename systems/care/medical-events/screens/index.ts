/** What medical events show in Gabinet: the doctor's day, the visit, and what waits for a connection. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Banners, Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'clinician-portal/day': () => import('./clinician/day.tsx'),
  'clinician-portal/begin-visit': () => import('./clinician/begin-visit.tsx'),
  'clinician-portal/visit': () => import('./clinician/visit.tsx'),
};

/** Above every screen: how many signed documents have not been sent, and which were refused. */
export const banners: Banners = { 'clinician-portal': () => import('./clinician/waiting-banner.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
