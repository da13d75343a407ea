/** What e-referral shows: referring and accepting (Gabinet), and the patient's own referrals (IKP). */
import type { Words } from '#libs/ui/language/language.ts';
import type { Screens } from '#libs/ui/screens/screens.ts';

export const screens: Screens = {
  'clinician-portal/refer': () => import('./clinician/refer.tsx'),
  'clinician-portal/patient-referrals': () => import('./clinician/patient-referrals.tsx'),
  'clinician-portal/referral': () => import('./clinician/referral.tsx'),
  'clinician-portal/referrals': () => import('./clinician/facility-referrals.tsx'),
  'patient-portal/referrals': () => import('./patient/my-referrals.tsx'),
  'patient-portal/referral': () => import('./patient/my-referral.tsx'),
};

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
