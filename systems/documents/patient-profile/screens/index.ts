/** What the patient profile shows: to physicians (Gabinet) and to the patient (IKP), from the same facts. */
import type { Words } from '#libs/ui/language/language.ts';
import type { Asks, Offline, Screens } from '#libs/ui/screens/screens.ts';

import { asKnown, dayOf, overviewPath } from './clinician/known-day.ts';

export const screens: Screens = {
  'clinician-portal/start': () => import('./clinician/find-patient.tsx'),
  'clinician-portal/patient': () => import('./clinician/patient-overview.tsx'),
  'clinician-portal/problem': () => import('./clinician/problem-screen.tsx'),
  'clinician-portal/document': () => import('./clinician/document-screen.tsx'),
  'clinician-portal/event': () => import('./clinician/patient-event.tsx'),
  'clinician-portal/patient-view': () => import('./room/room-summary.tsx'),
  'clinician-portal/patient-view-history': () => import('./room/room-history.tsx'),
  'clinician-portal/patient-view-problem': () => import('./room/room-problem.tsx'),
  'clinician-portal/patient-view-event': () => import('./room/room-event.tsx'),
  'patient-portal/summary': () => import('./patient/summary.tsx'),
  'patient-portal/history': () => import('./patient/history.tsx'),
  'patient-portal/problem': () => import('./patient/my-problem.tsx'),
  'patient-portal/event': () => import('./patient/my-event.tsx'),
  'patient-portal/start': () => import('./patient/start.tsx'),
  'patient-portal/medicines': () => import('./patient/my-medicines.tsx'),
  'patient-portal/results': () => import('./patient/my-results.tsx'),
  'patient-portal/result': () => import('./patient/my-result.tsx'),
  'patient-portal/visits': () => import('./patient/my-visits.tsx'),
  'patient-portal/visit': () => import('./patient/my-visit.tsx'),
  'patient-portal/documents': () => import('./patient/my-documents.tsx'),
  'patient-portal/document': () => import('./patient/my-document.tsx'),
};

/** Level 0 is the slowest answer of all, and its screen the largest. */
export const asks: Asks = {
  'clinician-portal/patient': ({ params, search }) => asKnown(overviewPath(params.patient as string), dayOf(search)),
};

/** Without a connection: the summary, when it was put by on the device. */
export const offline: Offline = { 'patient-portal': () => import('./patient/offline.tsx') };

export const words: Words = {
  pl: () => import('./locales/pl.po'),
  en: () => import('./locales/en.po'),
  uk: () => import('./locales/uk.po'),
};
