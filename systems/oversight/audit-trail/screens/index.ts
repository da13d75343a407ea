/** What the audit trail shows: to patients, who looked at their data; to operators, what happens. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens, Tiles } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'patient-portal/who-looked': () => import('./who-looked/who-looked.tsx'),
  'operations-portal/audit': () => import('./operator/events.tsx'),
  'operations-portal/audit-event': () => import('./operator/event.tsx'),
};

export const tiles: Tiles = { 'operations-portal': () => import('./operator/tile.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
