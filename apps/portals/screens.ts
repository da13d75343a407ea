/** The portals' table of contents: which systems offer screens. The only file of the portals that names systems. */
import type { Offer } from '#libs/ui/screens/screens.ts';
import * as auditTrail from '#systems/oversight/audit-trail/screens/index.ts';
import * as dataProtection from '#systems/oversight/data-protection-register/screens/index.ts';
import * as detection from '#systems/oversight/detection/screens/index.ts';
import * as eReferral from '#systems/care/e-referral/screens/index.ts';
import * as foreignSummaries from '#systems/documents/foreign-summaries/screens/index.ts';
import * as healthLinks from '#systems/documents/health-links/screens/index.ts';
import * as patientProfile from '#systems/documents/patient-profile/screens/index.ts';
import * as patientSummary from '#systems/documents/patient-summary/screens/index.ts';
import * as permissions from '#systems/oversight/permissions/screens/index.ts';
import * as platformHealth from '#systems/oversight/platform-health/screens/index.ts';
import * as nationalNode from '#systems/exchange/national-node/screens/index.ts';
import * as medicalEvents from '#systems/care/medical-events/screens/index.ts';
import * as ePrescription from '#systems/care/e-prescription/screens/index.ts';
import * as accounts from '#systems/oversight/accounts/screens/index.ts';
import * as alerts from '#systems/care/alerts/screens/index.ts';
import * as declarations from '#systems/care/declarations/screens/index.ts';
import * as vaccinationCalendar from '#systems/care/vaccination-calendar/screens/index.ts';
import { portalWords } from './words.ts';

/** The one page that is the portals' own: counters of all systems beside each other. */
const own: Offer = { screens: { 'operations-portal/start': () => import('./operacje/start.tsx') }, words: portalWords };

export const offers: readonly Offer[] = [
  own,
  accounts,
  auditTrail,
  patientProfile,
  eReferral,
  ePrescription,
  medicalEvents,
  permissions,
  dataProtection,
  platformHealth,
  detection,
  nationalNode,
  vaccinationCalendar,
  declarations,
  foreignSummaries,
  healthLinks,
  alerts,
  patientSummary,
];

/** Who is signed in, signing out, and the lock screen: offered by the accounts. */
export const { sessions, lockScreen } = accounts;
