/** What the accounts show to portals: signing in, the end of a session, and who is signed in. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'sign-in/start': () => import('./sign-in/sign-in.tsx'),
  'sign-in/activation': () => import('./activation/activation.tsx'),
  'sign-in/recovery': () => import('./recovery/recovery.tsx'),
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

/** What stands in place of a portal while its session is locked; loaded when first needed. */
export const lockScreen = () => import('./lock/lock-screen.tsx');
