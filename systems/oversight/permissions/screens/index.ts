/** What permissions show: consents and delegations to patients, access outside care to clinicians, reviews to officers. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Banners, Screens, Tiles } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/permissions': () => import('./patient/permissions.tsx'),
  'patient-portal/delegate': () => import('./patient/delegate.tsx'),
  'patient-portal/withhold': () => import('./patient/withhold.tsx'),
  'clinician-portal/open-access': () => import('./clinician/open-access.tsx'),
  'operations-portal/emergency-reviews': () => import('./officer/reviews.tsx'),
};

export const tiles: Tiles = { 'operations-portal': () => import('./officer/tile.tsx') };

/** Above every screen: for whom one acts; that the glass is broken, and until when. */
export const banners: Banners = {
  'patient-portal': () => import('./patient/acting-banner.tsx'),
  'clinician-portal': () => import('./clinician/relation-banner.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
