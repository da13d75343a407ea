/** What declarations show: choosing and looking to patients (IKP), the lists of a facility to its staff (Gabinet). */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/primary-care': () => import('./patient/my-primary-care.tsx'),
  'patient-portal/choose-primary-care': () => import('./patient/choose.tsx'),
  'clinician-portal/declarations': () => import('./clinician/facility-declarations.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
