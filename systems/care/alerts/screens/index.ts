/**
 * What alerts show: a counter over every open record, the alerts of one patient, the public cards of rules; within the
 * screens of others what rules say of orders and of what is dispensed.
 */
import type { Words } from '#libs/ui/language/language.ts';
import type { Banners, Screens, Tiles } from '#libs/ui/screens/screens.ts';
import type { Slots } from '#libs/ui/slots/slots.ts';

export const screens: Screens = {
  'clinician-portal/alerts': () => import('./clinician/patient-alerts.tsx'),
  'clinician-portal/alert-rules': () => import('./clinician/rules.tsx'),
  'clinician-portal/alert-rule': () => import('./clinician/rule-card.tsx'),
  'operations-portal/alert-rules': () => import('./officer/rules.tsx'),
  'operations-portal/alert-rule': () => import('./officer/rule.tsx'),
};

export const slots: Slots = {
  'clinician-portal/orders': () => import('./clinician/orders.tsx'),
  'pharmacy/dispensing': () => import('./pharmacy/dispensing.tsx'),
};

export const tiles: Tiles = { 'operations-portal': () => import('./officer/tile.tsx') };

export const banners: Banners = { 'clinician-portal': () => import('./clinician/counter.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
