/** What e-prescription shows: to patients their codes and the plan of their medicines. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Banners, Offline, Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/prescriptions': () => import('./patient/my-prescriptions.tsx'),
  'patient-portal/prescription': () => import('./patient/my-prescription.tsx'),
  'patient-portal/medicine-plan': () => import('./patient/medicine-plan.tsx'),
};

export const banners: Banners = { 'patient-portal': () => import('./patient/keeper.tsx') };

export const offline: Offline = { 'patient-portal': () => import('./patient/offline.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
