/** What the accounts show to portals: signing in, the end of a session, who is signed in, and accounts to operators. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens, Tiles } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'sign-in/start': () => import('./sign-in/sign-in.tsx'),
  'sign-in/node': () => import('./sign-in/node-return.tsx'),
  'sign-in/activation': () => import('./activation/activation.tsx'),
  'sign-in/recovery': () => import('./recovery/recovery.tsx'),
  'sign-in/ended': () => import('./ended/ended.tsx'),
  'patient-portal/security': () => import('./security/security.tsx'),
  'clinician-portal/apps': () => import('./apps/launch.tsx'),
  'clinician-portal/security': () => import('./security/security.tsx'),
  'operations-portal/security': () => import('./security/security.tsx'),
  'operations-portal/requests': () => import('./operator/requests.tsx'),
  'operations-portal/new-request': () => import('./operator/new-request.tsx'),
  'operations-portal/accounts': () => import('./operator/accounts.tsx'),
  'operations-portal/account': () => import('./operator/account.tsx'),
  'operations-portal/rights-review': () => import('./operator/rights-review.tsx'),
  'operations-portal/temporary-rights': () => import('./operator/temporary-rights.tsx'),
  'operations-portal/roles': () => import('./operator/roles.tsx'),
  'operations-portal/clients': () => import('./operator/clients.tsx'),
  'operations-portal/client': () => import('./operator/client.tsx'),
  'operations-portal/new-client': () => import('./operator/new-client.tsx'),
  'operations-portal/register': () => import('./operator/register.tsx'),
  'operations-portal/policy': () => import('./operator/policy.tsx'),
};

export const tiles: Tiles = { 'operations-portal': () => import('./operator/tile.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};

export { sessions } from './sessions.ts';

/** What stands in place of a portal while its session is locked; loaded when first needed. */
export const lockScreen = () => import('./lock/lock-screen.tsx');
