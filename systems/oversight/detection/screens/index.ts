/** What detection shows to operators: the queue of alerts, one alert, how many wait. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens, Tiles } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'operations-portal/alerts': () => import('./operator/alerts.tsx'),
  'operations-portal/alert': () => import('./operator/alert.tsx'),
};

export const tiles: Tiles = { 'operations-portal': () => import('./operator/tile.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
