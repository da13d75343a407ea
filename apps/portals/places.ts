/**
 * The named places of each portal: where a place lies in its addresses and what the navigation calls it. Systems fill
 * them.
 */
import type { SessionRole } from '#libs/ui/session/session.ts';

export interface Place {
  /** The name under which a system offers a screen for it. */
  readonly place: string;
  /** Below the portal's address; `$name` is a parameter. Never personal data: opaque ids only. */
  readonly path: string;
  /** What the navigation calls it; a place without a label is reached from other screens. */
  readonly label?: string;
  /** The hub of the navigation that it lies in: a name in the plan's `hubs`. */
  readonly hub?: string;
  /** A person's own affairs: not in the navigation while they act for somebody. */
  readonly own?: true;
  /** Shown to somebody else in the room: neither navigation nor account, so that nothing leads elsewhere. */
  readonly bare?: true;
  /** What the header calls the portal here, for whoever comes for this place and not for the portal. */
  readonly product?: string;
  /** For whom of the portal's roles it is; without it for all of them. Two roles may have a place at one address. */
  readonly roles?: readonly SessionRole[];
}

export interface PortalPlan {
  /** The name under which systems offer banners for it. */
  readonly name: string;
  /** The portal's address. */
  readonly home: string;
  /** What the header and the window's title call it. */
  readonly product: string;
  /** Who may use it; without it the portal is open before sign-in. */
  readonly roles?: readonly SessionRole[];
  readonly places: readonly Place[];
  /** Address of the service worker that makes the portal open without a connection, for all below `home`. */
  readonly worker?: string;
  /** What the navigation calls its hubs: places that belong together, behind one word. */
  readonly hubs?: Readonly<Record<string, string>>;
  /** The place where people look after their account, when the navigation does not say it. */
  readonly account?: string;
}

export const signIn: PortalPlan = {
  name: 'sign-in',
  home: '/sign-in',
  product: /*i18n*/ 'Logowanie',
  places: [
    { place: 'sign-in/start', path: '/' },
    { place: 'sign-in/activation', path: '/aktywacja' },
    { place: 'sign-in/recovery', path: '/odzyskaj' },
    { place: 'sign-in/node', path: '/wezel' },
    { place: 'sign-in/node-simulator', path: '/symulator' },
    { place: 'sign-in/ended', path: '/koniec' },
    { place: 'sign-in/summary-link', path: '/podsumowanie', product: /*i18n*/ 'Karta pacjenta' },
  ],
};

export const gabinet: PortalPlan = {
  name: 'clinician-portal',
  home: '/gabinet',
  // In the navigation it would cost a line of the one screen that a doctor sees a patient on.
  account: 'clinician-portal/security',
  product: /*i18n*/ 'Gabinet',
  roles: ['physician', 'pharmacist'],
  places: [
    { place: 'clinician-portal/start', path: '/', label: /*i18n*/ 'Pacjenci', roles: ['physician'] },
    { place: 'clinician-portal/day', path: '/dzien', label: /*i18n*/ 'Mój dzień', roles: ['physician'] },
    { place: 'clinician-portal/patient', path: '/pacjent/$patient', roles: ['physician'] },
    { place: 'clinician-portal/begin-visit', path: '/pacjent/$patient/wizyta', roles: ['physician'] },
    { place: 'clinician-portal/visit', path: '/wizyta/$id', roles: ['physician'] },
    { place: 'clinician-portal/problem', path: '/pacjent/$patient/problem/$id', roles: ['physician'] },
    { place: 'clinician-portal/event', path: '/pacjent/$patient/zdarzenie/$type/$id', roles: ['physician'] },
    { place: 'clinician-portal/document', path: '/pacjent/$patient/dokument/$id', roles: ['physician'] },
    { place: 'clinician-portal/patient-view', path: '/pacjent/$patient/widok', roles: ['physician'], bare: true },
    {
      place: 'clinician-portal/patient-view-history',
      path: '/pacjent/$patient/widok/historia',
      roles: ['physician'],
      bare: true,
    },
    {
      place: 'clinician-portal/patient-view-problem',
      path: '/pacjent/$patient/widok/problem/$id',
      roles: ['physician'],
      bare: true,
    },
    {
      place: 'clinician-portal/patient-view-event',
      path: '/pacjent/$patient/widok/zdarzenie/$type/$id',
      roles: ['physician'],
      bare: true,
    },
    { place: 'clinician-portal/foreign-documents', path: '/pacjent/$patient/zagranica', roles: ['physician'] },
    { place: 'clinician-portal/foreign-document', path: '/pacjent/$patient/zagranica/$id', roles: ['physician'] },
    { place: 'clinician-portal/alerts', path: '/pacjent/$patient/alerty', roles: ['physician'] },
    { place: 'clinician-portal/summary', path: '/pacjent/$patient/podsumowanie', roles: ['physician'] },
    { place: 'clinician-portal/sign-summary', path: '/pacjent/$patient/podsumowanie/podpis', roles: ['physician'] },
    { place: 'clinician-portal/emergency', path: '/pacjent/$patient/ratunek', roles: ['physician'] },
    { place: 'clinician-portal/vaccinations', path: '/pacjent/$patient/szczepienia', roles: ['physician'] },
    { place: 'clinician-portal/apps', path: '/pacjent/$patient/aplikacje', roles: ['physician'] },
    { place: 'clinician-portal/prescribe', path: '/pacjent/$patient/recepta', roles: ['physician'] },
    { place: 'clinician-portal/prescriptions', path: '/pacjent/$patient/recepty', roles: ['physician'] },
    { place: 'clinician-portal/prescription-package', path: '/pacjent/$patient/recepty/$id', roles: ['physician'] },
    { place: 'clinician-portal/refer', path: '/pacjent/$patient/skieruj', roles: ['physician'] },
    { place: 'clinician-portal/patient-referrals', path: '/pacjent/$patient/skierowania', roles: ['physician'] },
    { place: 'clinician-portal/referral', path: '/pacjent/$patient/skierowania/$id', roles: ['physician'] },
    { place: 'clinician-portal/referrals', path: '/skierowania', label: /*i18n*/ 'Skierowania', roles: ['physician'] },
    { place: 'clinician-portal/declarations', path: '/deklaracje', label: /*i18n*/ 'Deklaracje', roles: ['physician'] },
    { place: 'clinician-portal/alert-rules', path: '/reguly' },
    { place: 'clinician-portal/alert-rule', path: '/reguly/$id' },
    { place: 'clinician-portal/open-access', path: '/dostep', roles: ['physician'] },
    { place: 'pharmacy/start', path: '/', label: /*i18n*/ 'Wydaj lek', roles: ['pharmacist'] },
    { place: 'pharmacy/dispenses', path: '/wydane', label: /*i18n*/ 'Wydane leki', roles: ['pharmacist'] },
    { place: 'clinician-portal/security', path: '/bezpieczenstwo' },
  ],
};

export const ikp: PortalPlan = {
  name: 'patient-portal',
  home: '/ikp',
  worker: '/ikp/sw.js',
  hubs: {
    medicines: /*i18n*/ 'Leki i recepty',
    visits: /*i18n*/ 'Wizyty i skierowania',
    findings: /*i18n*/ 'Wyniki i dokumenty',
    profile: /*i18n*/ 'Moje konto',
  },
  product: /*i18n*/ 'Internetowe Konto Pacjenta',
  roles: ['patient', 'proxy'],
  places: [
    { place: 'patient-portal/start', path: '/', label: /*i18n*/ 'Start' },
    { place: 'patient-portal/summary', path: '/zdrowie', label: /*i18n*/ 'Moje zdrowie' },
    { place: 'patient-portal/history', path: '/zdrowie/historia' },
    { place: 'patient-portal/problem', path: '/zdrowie/problem/$id' },
    { place: 'patient-portal/event', path: '/zdrowie/zdarzenie/$type/$id' },
    { place: 'patient-portal/medicines', path: '/leki', label: /*i18n*/ 'Moje leki', hub: 'medicines' },
    { place: 'patient-portal/prescriptions', path: '/recepty', label: /*i18n*/ 'Moje recepty', hub: 'medicines' },
    { place: 'patient-portal/prescription', path: '/recepty/$id' },
    { place: 'patient-portal/medicine-plan', path: '/plan-lekow', label: /*i18n*/ 'Plan leków', hub: 'medicines' },
    { place: 'patient-portal/results', path: '/wyniki', label: /*i18n*/ 'Moje wyniki', hub: 'findings' },
    { place: 'patient-portal/result', path: '/wyniki/$id' },
    { place: 'patient-portal/visits', path: '/wizyty', label: /*i18n*/ 'Moje wizyty', hub: 'visits' },
    { place: 'patient-portal/visit', path: '/wizyty/$id' },
    { place: 'patient-portal/referrals', path: '/skierowania', label: /*i18n*/ 'Moje skierowania', hub: 'visits' },
    { place: 'patient-portal/referral', path: '/skierowania/$id' },
    { place: 'patient-portal/vaccinations', path: '/szczepienia', label: /*i18n*/ 'Szczepienia', hub: 'findings' },
    { place: 'patient-portal/my-card', path: '/karta', label: /*i18n*/ 'Moja karta', hub: 'findings' },
    { place: 'patient-portal/documents', path: '/dokumenty', label: /*i18n*/ 'Moje dokumenty', hub: 'findings' },
    { place: 'patient-portal/document', path: '/dokumenty/$id' },
    { place: 'patient-portal/primary-care', path: '/poz', label: /*i18n*/ 'Moja przychodnia', hub: 'visits' },
    { place: 'patient-portal/choose-primary-care', path: '/poz/wybierz/$kind' },
    {
      place: 'patient-portal/who-looked',
      path: '/kto-ogladal',
      label: /*i18n*/ 'Kto oglądał moje dane',
      own: true,
      hub: 'profile',
    },
    {
      place: 'patient-portal/data-protection',
      path: '/ochrona-danych',
      label: /*i18n*/ 'Ochrona moich danych',
      own: true,
      hub: 'profile',
    },
    {
      place: 'patient-portal/permissions',
      path: '/zgody',
      label: /*i18n*/ 'Zgody i upoważnienia',
      own: true,
      hub: 'profile',
    },
    { place: 'patient-portal/delegate', path: '/zgody/upowaznij' },
    { place: 'patient-portal/withhold', path: '/zgody/ukryj' },
    {
      place: 'patient-portal/security',
      path: '/bezpieczenstwo',
      label: /*i18n*/ 'Bezpieczeństwo',
      own: true,
      hub: 'profile',
    },
  ],
};

/** The operators' console. */
export const operacje: PortalPlan = {
  name: 'operations-portal',
  home: '/operacje',
  account: 'operations-portal/security',
  product: /*i18n*/ 'Konsola operatora',
  roles: ['operator'],
  places: [
    { place: 'operations-portal/start', path: '/', label: /*i18n*/ 'Pulpit' },
    { place: 'operations-portal/requests', path: '/wnioski', label: /*i18n*/ 'Wnioski' },
    { place: 'operations-portal/new-request', path: '/wnioski/nowy' },
    { place: 'operations-portal/accounts', path: '/konta', label: /*i18n*/ 'Konta' },
    { place: 'operations-portal/account', path: '/konta/$id' },
    { place: 'operations-portal/rights-review', path: '/uprawnienia', label: /*i18n*/ 'Uprawnienia' },
    { place: 'operations-portal/temporary-rights', path: '/uprawnienia/czasowe' },
    { place: 'operations-portal/roles', path: '/uprawnienia/role' },
    { place: 'operations-portal/register', path: '/rejestr', label: /*i18n*/ 'Rejestr osób' },
    { place: 'operations-portal/clients', path: '/klienci', label: /*i18n*/ 'Klienci' },
    { place: 'operations-portal/new-client', path: '/klienci/nowy' },
    { place: 'operations-portal/client', path: '/klienci/klient/$id' },
    { place: 'operations-portal/alerts', path: '/alerty', label: /*i18n*/ 'Alerty' },
    { place: 'operations-portal/alert', path: '/alerty/$id' },
    { place: 'operations-portal/alert-rules', path: '/reguly-alertow', label: /*i18n*/ 'Reguły alertów' },
    { place: 'operations-portal/alert-rule', path: '/reguly-alertow/$id' },
    { place: 'operations-portal/emergency-reviews', path: '/dostepy-ratunkowe', label: /*i18n*/ 'Dostępy ratunkowe' },
    { place: 'operations-portal/cases', path: '/sprawy', label: /*i18n*/ 'Ochrona danych' },
    { place: 'operations-portal/audit', path: '/dziennik', label: /*i18n*/ 'Dziennik' },
    { place: 'operations-portal/audit-event', path: '/dziennik/$sequence' },
    { place: 'operations-portal/platform', path: '/platforma', label: /*i18n*/ 'Platforma' },
    { place: 'operations-portal/policy', path: '/polityka', label: /*i18n*/ 'Polityka' },
    { place: 'operations-portal/security', path: '/bezpieczenstwo' },
  ],
};

/**
 * The profile without a portal around it: in a page of another system, or opened by SMART launch. Only what reads: the
 * places are those of Gabinet, at the same addresses below.
 */
export const embedded: PortalPlan = {
  name: 'embedded',
  home: '/gabinet/osadzony',
  product: /*i18n*/ 'e-Profil Pacjenta',
  places: gabinet.places.filter(({ place }) => /^clinician-portal\/(patient|problem|event|document)$/.test(place)),
};

export const portals = { 'sign-in': signIn, gabinet, ikp, operacje } as const;

/** The portal as somebody of that role sees it: the places that are for them. */
export const planFor = (plan: PortalPlan, role: SessionRole): PortalPlan => ({
  ...plan,
  places: plan.places.filter(({ roles }) => !roles || roles.includes(role)),
});

/**
 * The address of a place: parameters named in its path go there, the others into the query.
 * @throws Error when a parameter that the path names is not given.
 */
export function addressOf(plan: PortalPlan, place: Place, params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(params);
  const path = place.path.replace(/\$(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (!value) throw new Error(`${place.place} needs ${name}`);
    query.delete(name);
    return encodeURIComponent(value);
  });
  const search = query.toString();
  return `${plan.home}${path === '/' ? '' : path}${search && `?${search}`}`;
}

/** The place of a portal that a path below its address belongs to: `/pacjent/p-1-1/widok`. */
export const placeAt = (plan: PortalPlan, path: string): Place | undefined => {
  const parts = path.split('/');
  return plan.places.find((place) => {
    const named = place.path.split('/');
    return named.length === parts.length && named.every((part, index) => part.startsWith('$') || part === parts[index]);
  });
};
