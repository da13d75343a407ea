// Made by `npm run client:types` from the OpenAPI document. Do not edit.

export interface Operations {
  /** What a patient of some age and entitlements pays for a package on a day, by which rule. */
  'ask-price': {
    params: undefined;
    query: undefined;
    body: { readonly gtin: string; readonly day?: string; readonly birthDate?: string; readonly level?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlements?: readonly string[]; };
    reply: { readonly gtin: string; readonly day: string; readonly reimbursed: boolean; readonly payments: readonly ({ readonly level: "B" | "R" | "30%" | "50%" | "100%"; readonly pays: number; readonly by: "published" | "computed"; readonly source: string; readonly indications?: string; readonly price?: number; readonly limit?: number; readonly entitlement?: string; })[]; readonly notes: readonly { readonly code: string; readonly says: string; readonly entitlement?: string; }[]; readonly list?: { readonly edition: number; readonly title: string; readonly validFrom: string; readonly validTo?: string; }; };
  };
  /** May this batch be dispensed on that day? Without a batch: whether some of them may not. */
  'ask-whether-dispensable': {
    params: undefined;
    query: { readonly gtin: string; readonly batch?: string; readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "dispensable" | "stopped" | "check-batch"; readonly says: { readonly pl: string; readonly en: string; }; readonly decision?: { readonly number: string; readonly gtin: string; readonly kind: "withdrawal" | "suspension" | "prohibition" | "readmission" | "advertising"; readonly decided: string; readonly effective: string; readonly product: string; readonly batches: readonly string[]; readonly scope: "wholesale" | "pharmacy" | "patient"; readonly reason: string; }; readonly stopped?: readonly string[]; };
  };
  /** Does this book, unit, cell or practice exist and work on a day? Of a cell with its speciality. */
  'ask-whether-place-works': {
    params: { readonly number: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: unknown;
  };
  /** Opens a patient’s record in an emergency: with a reason, for an hour; the patient is told at once. */
  'begin-emergency-access': {
    params: undefined;
    query: undefined;
    body: { readonly pesel?: string; readonly patient?: string; readonly reason: "unconscious" | "life-threat" | "no-contact" | "infectious"; readonly explanation: string; };
    reply: unknown;
  };
  /** Begins a run of the test kit in the client’s sandbox: the answer’s run goes into the signed report */
  'begin-gate-test': {
    params: undefined;
    query: undefined;
    body: Record<string, never>;
    reply: unknown;
  };
  /** Declares the minimum requirements, row by row, by a paper signed with a key of the client */
  'declare-requirements': {
    params: undefined;
    query: undefined;
    body: { readonly declaration: string; };
    reply: unknown;
  };
  /** Who looked at my data, all of it, as CSV */
  'download-who-looked': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Takes a delegation back; it holds no longer from this moment */
  'end-delegation': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Ends my emergency access before its hour is over */
  'end-emergency-access': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Objects to disclosure to a facility, or to all processing that no law demands; it holds at once */
  'file-objection': {
    params: undefined;
    query: undefined;
    body: { readonly scope: "facility" | "processing"; readonly facility?: string; readonly words: string; };
    reply: unknown;
  };
  /** Finds patients of the facility by PESEL or by parts of names; at most 50. */
  'find-patient': {
    params: undefined;
    query: undefined;
    body: { readonly text: string; };
    reply: unknown;
  };
  /** Takes the signed report of a run, case by case */
  'finish-gate-test': {
    params: undefined;
    query: undefined;
    body: { readonly report: string; };
    reply: unknown;
  };
  /** A one-time code that opens my record to one facility for 24 hours; shown once, replaces the one before */
  'give-access-code': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Opens chosen areas of my record to a facility until a day */
  'give-consent': {
    params: undefined;
    query: undefined;
    body: { readonly facility: string; readonly scope: readonly ("prescriptions" | "visits" | "results" | "documentation")[]; readonly until: string; };
    reply: unknown;
  };
  /** Lets a trusted person see chosen areas of my record until a day */
  'give-delegation': {
    params: undefined;
    query: undefined;
    body: { readonly pesel: string; readonly family: string; readonly scope: readonly ("prescriptions" | "visits" | "results" | "documentation")[]; readonly until: string; readonly sensitive: boolean; };
    reply: unknown;
  };
  /** Seals of the chain behind one, for a witness: hashes and numbers, nothing of the events */
  'list-audit-seals': {
    params: undefined;
    query: { readonly after?: string; };
    body: undefined;
    reply: { readonly seals: readonly { readonly number: number; readonly size: number; readonly lastXid: string; readonly lastSequence: string; readonly sequences: readonly string[]; readonly leaves: string; readonly hash: string; readonly keyId: string; readonly signature: string; readonly sealedAt: string; }[]; };
  };
  /** What belongs to an entry, by number, a page after `after`; or `versions`: all it was, newest first. */
  'list-belonging-in-medical-entities': {
    params: { readonly kind: "entity" | "unit" | "cell" | "practice"; readonly id: string; readonly belonging: "entity" | "unit" | "cell" | "practice" | "versions"; };
    query: { readonly day?: string; readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: unknown;
  };
  /** What an edition brought: entries that are new, changed or gone, before and after. */
  'list-changes-of-medical-entities': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: unknown;
  };
  /** What an edition brought: new, changed and withdrawn products, and what is different in them. */
  'list-changes-of-medicinal-products': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly id: string; readonly name: string; readonly change: "new" | "changed" | "withdrawn"; readonly differences?: readonly { readonly what: string; readonly before?: unknown; readonly after?: unknown; }[]; })[]; readonly next?: string; };
  };
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-medical-entities': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: unknown;
  };
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-medicinal-products': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Editions that were imported, newest first, with what each brought in numbers. */
  'list-editions-of-product-decisions': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Decisions in the order in which they came here, after a cursor: for those who hold medicines. */
  'list-news-of-product-decisions': {
    params: undefined;
    query: { readonly after?: string; };
    body: undefined;
    reply: { readonly decisions: readonly ({ readonly number: string; readonly gtin: string; readonly kind: "withdrawal" | "suspension" | "prohibition" | "readmission" | "advertising"; readonly decided: string; readonly effective: string; readonly product: string; readonly batches: readonly string[]; readonly scope: "wholesale" | "pharmacy" | "patient"; readonly reason: string; readonly since: number; })[]; readonly more: boolean; readonly next?: string; };
  };
  /** All decisions about a package, oldest first, as they are known now or were on a day. */
  'list-product-decisions': {
    params: { readonly gtin: string; };
    query: { readonly known?: string; };
    body: undefined;
    reply: { readonly decisions: readonly ({ readonly number: string; readonly gtin: string; readonly kind: "withdrawal" | "suspension" | "prohibition" | "readmission" | "advertising"; readonly decided: string; readonly effective: string; readonly product: string; readonly batches: readonly string[]; readonly scope: "wholesale" | "pharmacy" | "patient"; readonly reason: string; })[]; };
  };
  /** The lists that are here, with the days from and to which they hold, newest first. */
  'list-reimbursement-lists': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly lists: readonly { readonly edition: number; readonly title: string; readonly validFrom: string; readonly validTo?: string; }[]; };
  };
  /** Editions of the calendar that are known, drafts too, whole: doses, ages, gaps, sources. */
  'list-vaccination-calendars': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** All versions of a product, newest first, with the days from and to which each held. */
  'list-versions-of-product': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly versions: readonly ({ readonly since: number; readonly from: string; readonly product: { readonly id: string; readonly name: string; readonly kind: "human" | "veterinary"; readonly removed: boolean; readonly atc: readonly string[]; readonly routes: readonly string[]; readonly substances: readonly { readonly name: string; readonly amount?: string; readonly unit?: string; readonly per?: string; readonly perUnit?: string; }[]; readonly packages: readonly { readonly removed: boolean; readonly says: string; readonly id?: string; readonly code?: string; readonly gtin?: string; readonly availability?: string; readonly euNumber?: string; readonly parallelDistributor?: string; }[]; readonly commonName?: string; readonly strength?: string; readonly form?: string; readonly holder?: string; readonly procedure?: string; readonly permit?: string; readonly permitValidity?: string; readonly leaflet?: string; readonly characteristics?: string; }; readonly until?: number; readonly to?: string; })[]; };
  };
  /** For whom I may act, as a parent, guardian or trusted person */
  'list-whom-i-act-for': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Cells of an entity that work on a day, with their specialities. */
  'list-working-cells': {
    params: { readonly number: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: unknown;
  };
  /** Level 2 of the e-Profil: one event, what was found, done and decided. */
  'patient-event': {
    params: { readonly patient: string; readonly type: string; readonly id: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Level 0 of the e-Profil: the patient's whole history on one screen. */
  'patient-overview': {
    params: { readonly patient: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** The life line as a table: newest first, 50 rows a page. */
  'patient-timeline': {
    params: { readonly patient: string; };
    query: { readonly lane?: string; readonly from?: string; readonly to?: string; readonly cursor?: string; };
    body: undefined;
    reply: unknown;
  };
  /** Exactly what a trusted person would see of my record, before I delegate */
  'preview-delegation': {
    params: undefined;
    query: { readonly scope: string; readonly sensitive: "true" | "false"; };
    body: undefined;
    reply: unknown;
  };
  /** An entry by its kind and number, as the register had it on a day. */
  'read-entry-of-medical-entities': {
    params: { readonly kind: "entity" | "unit" | "cell" | "practice"; readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: unknown;
  };
  /** The same as FHIR R4 MedicationKnowledge. */
  'read-medication-knowledge': {
    params: { readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly resourceType: "MedicationKnowledge"; };
  };
  /** The same as FHIR R4 Medication. */
  'read-medication-of-package': {
    params: { readonly gtin: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly resourceType: "Medication"; };
  };
  /** A package by its EAN or GTIN with its product, as they were on a day. */
  'read-medicinal-package': {
    params: { readonly gtin: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly package: { readonly removed: boolean; readonly says: string; readonly id?: string; readonly code?: string; readonly gtin?: string; readonly availability?: string; readonly euNumber?: string; readonly parallelDistributor?: string; }; readonly product: { readonly id: string; readonly name: string; readonly kind: "human" | "veterinary"; readonly removed: boolean; readonly atc: readonly string[]; readonly routes: readonly string[]; readonly substances: readonly { readonly name: string; readonly amount?: string; readonly unit?: string; readonly per?: string; readonly perUnit?: string; }[]; readonly packages: readonly { readonly removed: boolean; readonly says: string; readonly id?: string; readonly code?: string; readonly gtin?: string; readonly availability?: string; readonly euNumber?: string; readonly parallelDistributor?: string; }[]; readonly commonName?: string; readonly strength?: string; readonly form?: string; readonly holder?: string; readonly procedure?: string; readonly permit?: string; readonly permitValidity?: string; readonly leaflet?: string; readonly characteristics?: string; }; };
  };
  /** A product by its number in the register, as it was on a day. */
  'read-medicinal-product': {
    params: { readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly id: string; readonly name: string; readonly kind: "human" | "veterinary"; readonly removed: boolean; readonly atc: readonly string[]; readonly routes: readonly string[]; readonly substances: readonly { readonly name: string; readonly amount?: string; readonly unit?: string; readonly per?: string; readonly perUnit?: string; }[]; readonly packages: readonly { readonly removed: boolean; readonly says: string; readonly id?: string; readonly code?: string; readonly gtin?: string; readonly availability?: string; readonly euNumber?: string; readonly parallelDistributor?: string; }[]; readonly commonName?: string; readonly strength?: string; readonly form?: string; readonly holder?: string; readonly procedure?: string; readonly permit?: string; readonly permitValidity?: string; readonly leaflet?: string; readonly characteristics?: string; };
  };
  /** My objections and questions: where they stand and what was answered */
  'read-my-cases': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** To whom my data were disclosed: when, which, by what right; newest first; `format=csv` for a file */
  'read-my-disclosures': {
    params: undefined;
    query: { readonly from?: string; readonly to?: string; readonly format?: "json" | "csv"; };
    body: undefined;
    reply: unknown;
  };
  /** Says that I have read a notice */
  'read-notice': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Where my software stands at the compliance gate: what is missing, how many days are left */
  'read-own-gate': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Who sees my record and why, what I gave, what I hid, and what I am told about it */
  'read-permissions': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** An entity as FHIR R4 Organization, a cell as Location, as they are on a day. */
  'read-place-as-fhir': {
    params: { readonly number: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: unknown;
  };
  /** Positions of a package on the list that holds on a day: levels, limits, indications, entitlements. */
  'read-reimbursement-items': {
    params: { readonly gtin: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly list: { readonly edition: number; readonly title: string; readonly validFrom: string; readonly validTo?: string; }; readonly items: readonly ({ readonly gtin: string; readonly name: string; readonly substance: string; readonly limitGroup: string; readonly price: number; readonly limit: number; readonly level: "B" | "R" | "30%" | "50%"; readonly indications: string; readonly entitlements: readonly string[]; readonly payment?: number; })[]; };
  };
  /** Why I see this patient and until when, and whether anything is withheld from my facility */
  'read-relation': {
    params: { readonly patient: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** The compulsory vaccinations of a patient: given, due, late, to come. Not for clinical use yet. */
  'read-vaccination-calendar': {
    params: { readonly id: string; };
    query: { readonly calendar?: string; };
    body: undefined;
    reply: unknown;
  };
  /** Writes down why a course is not given: contraindication, deferral until a day, refusal, immunity. */
  'record-vaccination-exception': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly antigen: "BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV"; readonly kind: "contraindication" | "deferral" | "refusal" | "immune"; readonly until?: string; readonly reason: string; };
    reply: unknown;
  };
  /** Opens the record of the patient who read out a code, to my facility for 24 hours */
  'redeem-access-code': {
    params: undefined;
    query: undefined;
    body: { readonly pesel: string; readonly code: string; };
    reply: unknown;
  };
  /** Closes my record to a facility, whatever ties us; an emergency still opens it */
  'refuse-facility': {
    params: undefined;
    query: undefined;
    body: { readonly facility: string; };
    reply: unknown;
  };
  /** Says that I do not recognise an access in my list; the officer answers within 30 days */
  'report-unknown-access': {
    params: undefined;
    query: undefined;
    body: { readonly access: string; readonly words?: string; };
    reply: unknown;
  };
  /** Entries by beginnings of words of names, places and numbers; names that begin so first, at most 100. */
  'search-medical-entities': {
    params: undefined;
    query: { readonly q: string; readonly kind?: "entity" | "unit" | "cell" | "practice"; readonly day?: string; readonly count?: string; };
    body: undefined;
    reply: unknown;
  };
  /** Medicines by beginnings of words: name, substance, ATC, strength, form, EAN. Best first, at most 100. */
  'search-medicinal-products': {
    params: undefined;
    query: { readonly q: string; readonly day?: string; readonly kind?: "human" | "veterinary"; readonly count?: string; };
    body: undefined;
    reply: { readonly products: readonly ({ readonly id: string; readonly name: string; readonly kind: "human" | "veterinary"; readonly removed: boolean; readonly atc: readonly string[]; readonly routes: readonly string[]; readonly substances: readonly { readonly name: string; readonly amount?: string; readonly unit?: string; readonly per?: string; readonly perUnit?: string; }[]; readonly packages: readonly { readonly removed: boolean; readonly says: string; readonly id?: string; readonly code?: string; readonly gtin?: string; readonly availability?: string; readonly euNumber?: string; readonly parallelDistributor?: string; }[]; readonly commonName?: string; readonly strength?: string; readonly form?: string; readonly holder?: string; readonly procedure?: string; readonly permit?: string; readonly permitValidity?: string; readonly leaflet?: string; readonly characteristics?: string; })[]; };
  };
  /** Shows again what I had hidden */
  'show-item': {
    params: { readonly type: string; readonly id: string; readonly readers: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Takes a vendor’s signed statement of the software that runs now (RFC 7591 software_statement) */
  'state-own-software': {
    params: undefined;
    query: undefined;
    body: { readonly software_statement: string; };
    reply: unknown;
  };
  /** Who looked at my data: by day, person, place and purpose; newest first. */
  'who-looked': {
    params: undefined;
    query: { readonly cursor?: string; readonly from?: string; readonly to?: string; readonly purpose?: "TREAT" | "PATRQT" | "HOPERAT" | "ETREAT"; };
    body: undefined;
    reply: unknown;
  };
  /** Withdraws a consent or a refusal from this moment */
  'withdraw-consent': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Takes an objection back: what it had closed is open again */
  'withdraw-objection': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Hides an item of my record from trusted persons, from facilities, or from one facility */
  'withhold-item': {
    params: undefined;
    query: undefined;
    body: { readonly type: string; readonly id: string; readonly readers: string; readonly emergency: boolean; };
    reply: unknown;
  };
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Takes an Idempotency-Key. */
  readonly once?: true;
  /** The query parameter that takes the cursor of the next page. */
  readonly cursor?: string;
}

export const routes: { readonly [name in keyof Operations]: Route } = {
  'ask-price': { method: 'POST', path: '/api/reimbursement-lists/price', once: true },
  'ask-whether-dispensable': { method: 'GET', path: '/api/product-decisions/verdict' },
  'ask-whether-place-works': { method: 'GET', path: '/api/medical-entities/working/{number}' },
  'begin-emergency-access': { method: 'POST', path: '/api/permissions/emergencies', once: true },
  'begin-gate-test': { method: 'POST', path: '/api/accounts/gate/tests', once: true },
  'declare-requirements': { method: 'POST', path: '/api/accounts/gate/declaration', once: true },
  'download-who-looked': { method: 'GET', path: '/api/audit-trail/accesses/file' },
  'end-delegation': { method: 'DELETE', path: '/api/permissions/delegations/{id}' },
  'end-emergency-access': { method: 'DELETE', path: '/api/permissions/emergencies/{id}' },
  'file-objection': { method: 'POST', path: '/api/data-protection/objections', once: true },
  'find-patient': { method: 'POST', path: '/api/patient-profile/find', once: true },
  'finish-gate-test': { method: 'POST', path: '/api/accounts/gate/tests/report', once: true },
  'give-access-code': { method: 'POST', path: '/api/permissions/codes', once: true },
  'give-consent': { method: 'POST', path: '/api/permissions/consents', once: true },
  'give-delegation': { method: 'POST', path: '/api/permissions/delegations', once: true },
  'list-audit-seals': { method: 'GET', path: '/api/audit-trail/seals', cursor: 'after' },
  'list-belonging-in-medical-entities': { method: 'GET', path: '/api/medical-entities/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-changes-of-medical-entities': { method: 'GET', path: '/api/medical-entities/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-medicinal-products': { method: 'GET', path: '/api/medicinal-products/editions/{number}/changes', cursor: 'after' },
  'list-editions-of-medical-entities': { method: 'GET', path: '/api/medical-entities/editions', cursor: 'before' },
  'list-editions-of-medicinal-products': { method: 'GET', path: '/api/medicinal-products/editions', cursor: 'before' },
  'list-editions-of-product-decisions': { method: 'GET', path: '/api/product-decisions/editions' },
  'list-news-of-product-decisions': { method: 'GET', path: '/api/product-decisions/news', cursor: 'after' },
  'list-product-decisions': { method: 'GET', path: '/api/product-decisions/packages/{gtin}' },
  'list-reimbursement-lists': { method: 'GET', path: '/api/reimbursement-lists/lists' },
  'list-vaccination-calendars': { method: 'GET', path: '/api/vaccination-calendar/editions' },
  'list-versions-of-product': { method: 'GET', path: '/api/medicinal-products/products/{id}/versions' },
  'list-whom-i-act-for': { method: 'GET', path: '/api/permissions/held' },
  'list-working-cells': { method: 'GET', path: '/api/medical-entities/working/{number}/cells' },
  'patient-event': { method: 'GET', path: '/api/patient-profile/{patient}/events/{type}/{id}' },
  'patient-overview': { method: 'GET', path: '/api/patient-profile/{patient}/overview' },
  'patient-timeline': { method: 'GET', path: '/api/patient-profile/{patient}/timeline', cursor: 'cursor' },
  'preview-delegation': { method: 'GET', path: '/api/permissions/preview' },
  'read-entry-of-medical-entities': { method: 'GET', path: '/api/medical-entities/entries/{kind}/{id}' },
  'read-medication-knowledge': { method: 'GET', path: '/api/medicinal-products/products/{id}/knowledge' },
  'read-medication-of-package': { method: 'GET', path: '/api/medicinal-products/packages/{gtin}/medication' },
  'read-medicinal-package': { method: 'GET', path: '/api/medicinal-products/packages/{gtin}' },
  'read-medicinal-product': { method: 'GET', path: '/api/medicinal-products/products/{id}' },
  'read-my-cases': { method: 'GET', path: '/api/data-protection/cases/mine' },
  'read-my-disclosures': { method: 'GET', path: '/api/data-protection/disclosures/mine' },
  'read-notice': { method: 'POST', path: '/api/permissions/notices/{id}/read', once: true },
  'read-own-gate': { method: 'GET', path: '/api/accounts/gate' },
  'read-permissions': { method: 'GET', path: '/api/permissions/mine' },
  'read-place-as-fhir': { method: 'GET', path: '/api/medical-entities/working/{number}/fhir' },
  'read-reimbursement-items': { method: 'GET', path: '/api/reimbursement-lists/items/{gtin}' },
  'read-relation': { method: 'GET', path: '/api/permissions/patients/{patient}/relation' },
  'read-vaccination-calendar': { method: 'GET', path: '/api/vaccination-calendar/patients/{id}' },
  'record-vaccination-exception': { method: 'POST', path: '/api/vaccination-calendar/patients/{id}/exceptions', once: true },
  'redeem-access-code': { method: 'POST', path: '/api/permissions/codes/redeem' },
  'refuse-facility': { method: 'POST', path: '/api/permissions/refusals', once: true },
  'report-unknown-access': { method: 'POST', path: '/api/data-protection/unknown-accesses', once: true },
  'search-medical-entities': { method: 'GET', path: '/api/medical-entities/search' },
  'search-medicinal-products': { method: 'GET', path: '/api/medicinal-products/search' },
  'show-item': { method: 'DELETE', path: '/api/permissions/withheld/{type}/{id}/{readers}' },
  'state-own-software': { method: 'POST', path: '/api/accounts/gate/statement', once: true },
  'who-looked': { method: 'GET', path: '/api/audit-trail/accesses', cursor: 'cursor' },
  'withdraw-consent': { method: 'DELETE', path: '/api/permissions/consents/{id}' },
  'withdraw-objection': { method: 'DELETE', path: '/api/data-protection/objections/{id}' },
  'withhold-item': { method: 'POST', path: '/api/permissions/withheld', once: true },
};
