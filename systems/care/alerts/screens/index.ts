/** What alerts show: a counter over every open record, the alerts of one patient, the public cards of rules. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Banners, Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'clinician-portal/alerts': () => import('./clinician/patient-alerts.tsx'),
  'clinician-portal/alert-rules': () => import('./clinician/rules.tsx'),
  'clinician-portal/alert-rule': () => import('./clinician/rule-card.tsx'),
};

export const banners: Banners = { 'clinician-portal': () => import('./clinician/counter.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
