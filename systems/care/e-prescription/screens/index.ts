/** What e-prescription shows: writing (Gabinet), dispensing (pharmacy), codes and the plan of medicines (patients). */
import type { Words } from '#libs/ui/language/language.ts';
import type { Banners, Offline, Screens, Tiles } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/prescriptions': () => import('./patient/my-prescriptions.tsx'),
  'patient-portal/prescription': () => import('./patient/my-prescription.tsx'),
  'patient-portal/medicine-plan': () => import('./patient/medicine-plan.tsx'),
  'clinician-portal/prescribe': () => import('./clinician/prescribe.tsx'),
  'clinician-portal/prescriptions': () => import('./clinician/prescriptions.tsx'),
  'clinician-portal/prescription-package': () => import('./clinician/package.tsx'),
  'pharmacy/start': () => import('./pharmacy/counter.tsx'),
  'pharmacy/dispenses': () => import('./pharmacy/today.tsx'),
};

export const banners: Banners = { 'patient-portal': () => import('./patient/keeper.tsx') };

export const tiles: Tiles = { 'patient-portal': () => import('./patient/tile.tsx') };

export const offline: Offline = { 'patient-portal': () => import('./patient/offline.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
