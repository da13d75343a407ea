/** What the platform's health shows: to operators, what works, what waits and what has given up. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens, Tiles } from '#libs/ui/screens/screens.ts';

export const screens: Screens = { 'operations-portal/platform': () => import('./operator/platform.tsx') };

export const tiles: Tiles = { 'operations-portal': () => import('./operator/tile.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
