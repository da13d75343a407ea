/** What the accounts show to portals: signing in, the end of a session, and who is signed in. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'sign-in/start': () => import('./sign-in/sign-in.tsx'),
  'sign-in/ended': () => import('./ended/ended.tsx'),
  'patient-portal/security': () => import('./security/security.tsx'),
  'clinician-portal/apps': () => import('./apps/launch.tsx'),
  'clinician-portal/security': () => import('./security/security.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};

export { sessions } from './sessions.ts';
