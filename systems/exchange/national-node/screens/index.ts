/** SYMULATOR: the page where an invented person is chosen in place of login.gov.pl. In the demonstration only. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'sign-in/node-simulator': () => import('./simulator/simulator.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
