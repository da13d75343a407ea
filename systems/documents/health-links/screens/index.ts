/** What health links show: "Moja karta" to the patient (IKP), and the page that a link leads to, before sign-in. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/my-card': () => import('./patient/my-card.tsx'),
  'sign-in/summary-link': () => import('./viewer/open-link.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
