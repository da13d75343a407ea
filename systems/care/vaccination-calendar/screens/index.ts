/** What the vaccination calendar shows: to patients (IKP), for themselves or their children, and to practices (Gabinet). */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/vaccinations': () => import('./patient/my-vaccinations.tsx'),
  'clinician-portal/vaccinations': () => import('./clinician/patient-vaccinations.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
