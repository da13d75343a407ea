// Made by `npm run client:types` from the OpenAPI document. Do not edit.

export interface Operations {
  /** Takes a declaration: the person is in the care of the facility from the day it was submitted */
  'accept-declaration': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; };
  };
  /** Takes a compounded medicine in hand: nobody else makes it meanwhile. */
  'accept-prescription': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly note?: string; };
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** Accepts a referral for my facility; from then on it is closed to others */
  'accept-referral': {
    params: undefined;
    query: undefined;
    body: { readonly key?: string; readonly code?: string; readonly pesel?: string; readonly appointment?: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** A step: confirm, decline (consultant), grant, refuse (authority), take, return, import (wholesaler), cancel. */
  'act-on-target-import': {
    params: { readonly id: string; readonly act: "confirm" | "decline" | "grant" | "refuse" | "take" | "return" | "import" | "cancel"; };
    query: undefined;
    body: { readonly reason?: string; readonly quantity?: number; };
    reply: { readonly id: string; readonly state: "submitted" | "confirmed" | "declined" | "granted" | "refused" | "taken" | "realised" | "cancelled"; readonly says: string; readonly expired: boolean; readonly issued: string; readonly issuer: string; readonly facility: string; readonly patient: string | null; readonly field: string; readonly quantity: number; readonly imported: number; readonly wholesaler: string | null; readonly content: { readonly [name: string]: unknown }; readonly steps?: readonly ({ readonly act: string; readonly state: string; readonly at: string; readonly actor: string; readonly quantity?: number | null; readonly note?: string | null; })[]; };
  };
  /** Answers a dispute: only the facility that recorded the entry; corrected or kept, with words. */
  'answer-dispute': {
    params: { readonly patient: string; readonly dispute: string; };
    query: undefined;
    body: { readonly outcome: "corrected" | "kept"; readonly words: string; };
    reply: { readonly id: string; readonly link: { readonly type: string; readonly id: string; }; readonly reason: "not-mine" | "never-happened" | "wrong-value" | "wrong-date" | "no-longer-true" | "duplicate" | "other"; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; readonly state: "open" | "withdrawn" | "corrected" | "kept"; readonly moves: readonly ("withdraw" | "answer")[]; readonly version?: number; readonly words?: string; readonly recordedBy?: string; readonly answer?: { readonly outcome: "corrected" | "kept"; readonly words: string; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; }; };
  };
  /** What a patient of some age and entitlements pays for a package on a day, by which rule. */
  'ask-price': {
    params: undefined;
    query: undefined;
    body: { readonly gtin: string; readonly day?: string; readonly birthDate?: string; readonly level?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlements?: readonly string[]; };
    reply: { readonly gtin: string; readonly day: string; readonly reimbursed: boolean; readonly payments: readonly ({ readonly level: "B" | "R" | "30%" | "50%" | "100%"; readonly pays: number; readonly by: "published" | "computed"; readonly source: string; readonly indications?: string; readonly price?: number; readonly limit?: number; readonly entitlement?: string; })[]; readonly notes: readonly { readonly code: string; readonly says: string; readonly entitlement?: string; }[]; readonly list?: { readonly edition: number; readonly title: string; readonly validFrom: string; readonly validTo?: string; }; };
  };
  /** A book, unit, cell, practice, pharmacy:…, wholesaler:…, or all of regon:…, nip:…, as of a day, with contracts. */
  'ask-reference-provider': {
    params: { readonly number: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly day: string; readonly contracts: readonly { readonly [name: string]: unknown }[]; readonly place?: { readonly [name: string]: unknown }; readonly pharmacy?: { readonly [name: string]: unknown }; readonly wholesaler?: { readonly [name: string]: unknown }; };
  };
  /** Is the person of this PESEL called and born so, as of a day? Says what differs, never what is right. */
  'ask-reference-recipient': {
    params: undefined;
    query: undefined;
    body: { readonly pesel: string; readonly givenName?: string; readonly familyName?: string; readonly birthDate?: string; readonly day?: string; };
    reply: { readonly answer: "agrees" | "differs" | "dead" | "unknown"; readonly differs: readonly string[]; readonly says: { readonly pl: string; readonly en: string; }; readonly patient?: string; };
  };
  /** May the owner of this number practise that profession, as of a day? Professions by code: LEK, PIEL, FARM …. */
  'ask-reference-worker': {
    params: { readonly profession: string; readonly npwz: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly answer: "holds" | "suspended" | "withdrawn" | "over" | "unknown"; readonly says: { readonly pl: string; readonly en: string; }; readonly worker?: { readonly [name: string]: unknown }; };
  };
  /** May the owner of this number (NPWZ) practise as a pharmacist on a day? */
  'ask-right-of-pharmacist': {
    params: { readonly npwz: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "holds" | "not-yet" | "over" | "suspended" | "unknown"; readonly says: { readonly pl: string; readonly en: string; }; readonly pharmacist?: { readonly kind: string; readonly id: string; }; };
  };
  /** Does this contract of a branch hold on a day? In its number `-` for what is no letter or digit. */
  'ask-whether-contract-holds': {
    params: { readonly branch: string; readonly number: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "holds" | "not-yet" | "over" | "suspended" | "unknown"; readonly says: { readonly pl: string; readonly en: string; }; readonly contract?: { readonly kind: string; readonly id: string; }; };
  };
  /** May this batch be dispensed on that day? Without a batch: whether some of them may not. */
  'ask-whether-dispensable': {
    params: undefined;
    query: { readonly gtin: string; readonly batch?: string; readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "dispensable" | "stopped" | "check-batch"; readonly says: { readonly pl: string; readonly en: string; }; readonly decision?: { readonly number: string; readonly gtin: string; readonly kind: "withdrawal" | "suspension" | "prohibition" | "readmission" | "advertising"; readonly decided: string; readonly effective: string; readonly product: string; readonly batches: readonly string[]; readonly scope: "wholesale" | "pharmacy" | "patient"; readonly reason: string; }; readonly stopped?: readonly string[]; };
  };
  /** Does this pharmacy work on a day? By its number, or permit:…, regon:…, nip:…. */
  'ask-whether-pharmacy-works': {
    params: { readonly pharmacy: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "holds" | "not-yet" | "over" | "suspended" | "unknown"; readonly says: { readonly pl: string; readonly en: string; }; readonly pharmacy?: { readonly kind: string; readonly id: string; }; };
  };
  /** Does this book, unit, cell or practice exist and work on a day? Of a cell with its speciality. */
  'ask-whether-place-works': {
    params: { readonly number: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "works" | "unknown" | "not-yet" | "closed" | "suspended" | "entity-closed"; readonly says: { readonly pl: string; readonly en: string; }; readonly place?: { readonly kind: string; readonly id: string; }; readonly speciality?: string; };
  };
  /** Does the permit of this wholesaler hold on a day? By its number, or nip:…, regon:…. */
  'ask-whether-wholesaler-works': {
    params: { readonly number: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "holds" | "not-yet" | "over" | "suspended" | "unknown"; readonly says: { readonly pl: string; readonly en: string; }; readonly wholesaler?: { readonly kind: string; readonly id: string; }; };
  };
  /** May the owner of this number (NPWZ) dispense at that pharmacy on a day? */
  'ask-who-may-dispense': {
    params: { readonly pharmacy: string; };
    query: { readonly npwz: string; readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "may" | "pharmacy" | "person"; readonly says: { readonly pl: string; readonly en: string; }; readonly pharmacy?: { readonly kind: string; readonly id: string; }; };
  };
  /** Opens a patient’s record in an emergency: with a reason, for an hour; the patient is told at once. */
  'begin-emergency-access': {
    params: undefined;
    query: undefined;
    body: { readonly pesel?: string; readonly patient?: string; readonly reason: "unconscious" | "life-threat" | "no-contact" | "infectious"; readonly explanation: string; };
    reply: { readonly id: string; readonly patient: string; readonly ends: string; };
  };
  /** Begins a run of the test kit in the client’s sandbox: the answer’s run goes into the signed report */
  'begin-gate-test': {
    params: undefined;
    query: undefined;
    body: Record<string, never>;
    reply: { readonly run: string; readonly cases: { readonly [name: string]: string }; };
  };
  /** Begins a visit of a patient who was not on the list */
  'begin-visit': {
    params: undefined;
    query: undefined;
    body: { readonly patient: string; readonly reason?: string; readonly urgency?: "EM" | "UR" | "R"; };
    reply: { readonly id: string; readonly patient: string; readonly name: string; readonly start: string; readonly urgency: string; readonly status: "planned" | "arrived" | "in-progress" | "finished"; readonly age?: number; readonly reason?: string; };
  };
  /** Nothing is dispensed until it is unblocked. */
  'block-prescription': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly note?: string; };
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** Brings a key file (PKCS#12: ZUS or qualified); it takes the place of the one in use */
  'bring-signing-certificate': {
    params: undefined;
    query: undefined;
    body: { readonly file: string; readonly password: string; };
    reply: { readonly id: string; readonly kind: "demonstration" | "file"; readonly state: "valid" | "not-yet" | "lapsed" | "revoked"; readonly subject: string; readonly issuer: string; readonly serial: string; readonly validFrom: string; readonly validUntil: string; readonly revoked?: string | null; readonly revokedWhy?: string | null; };
  };
  /** CDS Hooks 2.0: cards for a hook (patient-view, order-select, order-sign), with prefetched data or without. */
  'call-cds-service': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly hook: string; readonly hookInstance: string; readonly fhirServer?: string; readonly fhirAuthorization?: { readonly access_token: string; readonly token_type: "Bearer"; readonly expires_in: number; readonly scope: string; readonly subject: string; }; readonly context: { readonly [name: string]: unknown }; readonly prefetch?: { readonly [name: string]: unknown }; readonly extension?: { readonly [name: string]: unknown }; };
    reply: { readonly cards: readonly ({ readonly uuid?: string; readonly summary: string; readonly detail?: string; readonly indicator: "info" | "warning" | "critical"; readonly source: { readonly label: string; readonly url?: string; readonly icon?: string; readonly topic?: { readonly system?: string; readonly code: string; readonly display?: string; }; }; readonly suggestions?: readonly ({ readonly label: string; readonly uuid?: string; readonly isRecommended?: boolean; readonly actions?: readonly ({ readonly type: "create" | "update" | "delete"; readonly description: string; readonly resource?: { readonly [name: string]: unknown }; readonly resourceId?: string; })[]; })[]; readonly selectionBehavior?: "at-most-one" | "any"; readonly overrideReasons?: readonly { readonly system?: string; readonly code: string; readonly display?: string; }[]; readonly links?: readonly ({ readonly label: string; readonly url: string; readonly type: "absolute" | "smart"; readonly appContext?: string; })[]; readonly extension?: { readonly [name: string]: unknown }; })[]; readonly systemActions?: readonly ({ readonly type: "create" | "update" | "delete"; readonly description: string; readonly resource?: { readonly [name: string]: unknown }; readonly resourceId?: string; })[]; readonly extension?: { readonly [name: string]: unknown }; };
  };
  /** Cancels an event that was registered by mistake; says why */
  'cancel-medical-event': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: { readonly id: string; readonly number: string; readonly system: string; readonly patient: string; readonly state: "open" | "registered" | "cancelled"; readonly version: number; readonly happenedAt: string; readonly recordedAt: string; readonly late: boolean; readonly signedAt?: string; };
  };
  /** Cancels a package of which nothing was dispensed: by whoever issued it, or their facility. */
  'cancel-package': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly prescriptions: readonly ({ readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; })[]; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; };
  };
  /** Cancels one prescription of which nothing was dispensed. */
  'cancel-prescription': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** Cancels a referral that nobody has accepted, with a reason */
  'cancel-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** What a foreign FHIR document says and whether it is about this patient; nothing is kept. */
  'check-foreign-document': {
    params: { readonly patient: string; };
    query: undefined;
    body: { readonly document: string; };
    reply: { readonly document: { readonly kind: "summary" | "discharge" | "laboratory" | "other"; readonly title: string; readonly authors: readonly string[]; readonly person: { readonly name: string; readonly identifiers: readonly { readonly value: string; readonly system?: string; readonly isPesel?: boolean; }[]; readonly birthDate?: string; readonly gender?: string; readonly country?: string; }; readonly notes: readonly ("no-date" | "future-date" | "no-author" | "not-final" | "test-data" | "not-signed" | "signature-not-verified")[]; readonly dangling: readonly string[]; readonly unknownSystems: readonly string[]; readonly counts: { readonly [name: string]: number }; readonly sections: readonly ({ readonly kind: "allergies" | "medicines" | "problems" | "immunizations" | "results" | "procedures" | "devices" | "plan" | "other"; readonly title: string; readonly state: "facts" | "words" | "stated-none" | "no-answer" | "empty" | "missing"; readonly text: readonly string[]; readonly facts: readonly ({ readonly key: string; readonly kind: "allergies" | "medicines" | "problems" | "immunizations" | "results" | "procedures" | "devices" | "plan" | "other"; readonly type: string; readonly what: string; readonly codes: readonly { readonly known: boolean; readonly system?: string; readonly code?: string; readonly display?: string; }[]; readonly notes: readonly ("no-code" | "unknown-code-system" | "no-date" | "partial-date" | "future-date" | "refuted" | "entered-in-error" | "inactive" | "outside-sections" | "other-patient")[]; readonly date?: string; readonly until?: string; readonly status?: string; readonly detail?: string; readonly none?: boolean; })[]; readonly code?: string; readonly reason?: string; readonly lang?: string; })[]; readonly language?: string; readonly date?: string; readonly custodian?: string; readonly profile?: string; }; readonly identity: { readonly verdict: "same" | "unsure" | "different"; readonly traits: readonly ({ readonly trait: "pesel" | "birth-date" | "family-name" | "given-name" | "gender"; readonly verdict: "agrees" | "differs" | "missing"; readonly there?: string; readonly here?: string; })[]; }; readonly already?: string; };
  };
  /** Warnings about medicines for a patient beside what they take and have, each with its reason and source. */
  'check-medication-safety': {
    params: undefined;
    query: undefined;
    body: { readonly patient: string; readonly medicines: readonly { readonly atc?: string; readonly gtin?: string; readonly substance?: string; readonly name?: string; readonly perDay?: { readonly value: number; readonly unit: string; }; }[]; };
    reply: { readonly notForClinicalUse: boolean; readonly set: { readonly set: string; readonly day: string; readonly licence: string; readonly owner: string; readonly validated: boolean; readonly edition: number; }; readonly warnings: readonly ({ readonly rule: string; readonly kind: "interaction" | "pregnancy" | "age" | "kidney" | "allergy" | "condition" | "dose" | "doubled"; readonly severity: "contraindicated" | "major" | "moderate" | "minor"; readonly medicines: readonly { readonly atc: string; readonly name: string; readonly perDay?: { readonly value: number; readonly unit: string; }; readonly endsSoon?: true; }[]; readonly effect: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly advice: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly source: string; readonly because?: { readonly [name: string]: string | number }; })[]; readonly unchecked: readonly string[]; readonly unknown: readonly ("age" | "pregnancy" | "kidney" | "allergies")[]; readonly taken: readonly { readonly atc: string; readonly name: string; readonly perDay?: { readonly value: number; readonly unit: string; }; readonly endsSoon?: true; }[]; };
  };
  /** The verdicts on a package, and what it would be; nothing is issued. */
  'check-prescriptions': {
    params: undefined;
    query: undefined;
    body: { readonly patient: string; readonly kind?: "ZW" | "PA" | "PF"; readonly payer?: string; readonly pregnant?: boolean; readonly reviewed?: readonly string[]; readonly prescriptions: readonly ({ readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly gtin?: string; readonly name?: string; readonly form?: string; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; readonly preparation?: string; readonly category?: "Rp" | "Rpz" | "Rpw" | "OTC"; }; readonly quantity: number; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly supplyDays?: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly notBefore?: string; readonly annual?: boolean; readonly until?: string; readonly noSubstitution?: boolean; readonly forPharmacist?: string; readonly diagnosis?: string; readonly examination?: { readonly day: string; readonly kind: "on-site" | "remote"; }; readonly continuation?: boolean; })[]; readonly encounter?: string; };
    reply: { readonly allowed: boolean; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly prescriptions: readonly ({ readonly medicine?: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly dosageWords?: string; readonly from?: string; readonly until?: string; readonly supplyDays?: number; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly pays?: number; })[]; readonly controlled?: readonly ({ readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; })[]; };
  };
  /** What keeps a referral from being issued, in Polish and English; nothing is issued */
  'check-referral': {
    params: undefined;
    query: undefined;
    body: { readonly patient?: string; readonly pesel?: string; readonly practitioner?: string; readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency?: "R" | "UR"; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly diagnoses?: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly purpose?: string; readonly details?: { readonly spaKind?: "LU" | "RU"; readonly spaMode?: "TS" | "TA"; readonly resort?: "NADM" | "NIZIN" | "PODG" | "GORS"; readonly asbestos?: boolean; readonly interview?: string; readonly bloodPressure?: string; readonly heartRate?: number; readonly weight?: number; readonly height?: number; readonly justification?: readonly ("ULA" | "KLS" | "KRS" | "PJZ" | "PSR" | "PWK" | "PWO" | "LPB" | "LPO" | "PPO" | "LDI" | "RWA" | "EZD" | "INN")[]; readonly esr?: string; readonly bloodCount?: string; readonly urine?: string; readonly contraindications?: string; readonly correspondence?: "P" | "E"; readonly birthplace?: string; readonly barthel?: number; readonly treatment?: string; readonly contact?: string; readonly implants?: string; readonly occupationalDisease?: string; readonly exposure?: string; readonly employer?: string; readonly vaccine?: string; readonly dose?: number; }; readonly attachments?: readonly string[]; };
    reply: { readonly problems: readonly { readonly code: string; readonly field: string; readonly pl: string; readonly en: string; }[]; };
  };
  /** Chooses for one test when its results are shown to the patient first: at once, or after a comment. */
  'choose-result-display': {
    params: { readonly patient: string; };
    query: undefined;
    body: { readonly code: string; readonly when: "at-once" | "after-comment"; };
    reply: { readonly choices: readonly ({ readonly code: string; readonly when: "at-once" | "after-comment"; })[]; };
  };
  /** Finds what may be dispensed by the key of a package or prescription, or by code and PESEL. */
  'collect-prescriptions': {
    params: undefined;
    query: undefined;
    body: { readonly key?: string; readonly code?: string; readonly pesel?: string; };
    reply: { readonly packages: readonly ({ readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly prescriptions: readonly ({ readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; })[]; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; })[]; };
  };
  /** Another dispense takes the place of one of the own pharmacy. */
  'correct-dispense': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; readonly dispense: { readonly items: readonly { readonly gtin?: string; readonly quantity: number; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; }[]; readonly kind?: "C" | "Z"; readonly mode?: "Z" | "A"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly paid?: number; readonly note?: string; }; };
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** Says what an event really was; what stood before stays in the history */
  'correct-medical-event': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly kind: "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19" | "20" | "21" | "22"; readonly start: string; readonly end?: string; readonly confidentiality?: "N" | "R" | "V"; readonly payer?: string; readonly diagnoses: readonly ({ readonly code: string; readonly name?: string; readonly role: "main" | "concurrent"; })[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly measurements?: readonly { readonly code: string; readonly name?: string; readonly value?: number; readonly unit?: string; readonly parts?: readonly { readonly code: string; readonly name?: string; readonly value: number; readonly unit: string; }[]; }[]; readonly vaccinations?: readonly { readonly code: string; readonly name?: string; readonly lot: string; readonly dose?: number; }[]; readonly allergies?: readonly { readonly name: string; }[]; readonly medicines?: readonly { readonly name: string; readonly code?: string; readonly dosage?: string; }[]; readonly note?: { readonly reason?: string; readonly findings?: string; readonly diagnosis?: string; readonly plan?: string; }; };
    reply: { readonly id: string; readonly number: string; readonly system: string; readonly patient: string; readonly state: "open" | "registered" | "cancelled"; readonly version: number; readonly happenedAt: string; readonly recordedAt: string; readonly late: boolean; readonly signedAt?: string; };
  };
  /** Cancels a prescription and issues another in its place, in one act. */
  'correct-prescription': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; readonly prescription: { readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly gtin?: string; readonly name?: string; readonly form?: string; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; readonly preparation?: string; readonly category?: "Rp" | "Rpz" | "Rpw" | "OTC"; }; readonly quantity: number; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly supplyDays?: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly notBefore?: string; readonly annual?: boolean; readonly until?: string; readonly noSubstitution?: boolean; readonly forPharmacist?: string; readonly diagnosis?: string; readonly examination?: { readonly day: string; readonly kind: "on-site" | "remote"; }; readonly continuation?: boolean; }; readonly reviewed?: readonly string[]; };
    reply: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly prescriptions: readonly ({ readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; })[]; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; };
  };
  /** Replaces what a referral says, as long as nobody has accepted it; key and code stay */
  'correct-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency?: "R" | "UR"; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly diagnoses?: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly purpose?: string; readonly details?: { readonly spaKind?: "LU" | "RU"; readonly spaMode?: "TS" | "TA"; readonly resort?: "NADM" | "NIZIN" | "PODG" | "GORS"; readonly asbestos?: boolean; readonly interview?: string; readonly bloodPressure?: string; readonly heartRate?: number; readonly weight?: number; readonly height?: number; readonly justification?: readonly ("ULA" | "KLS" | "KRS" | "PJZ" | "PSR" | "PWK" | "PWO" | "LPB" | "LPO" | "PPO" | "LDI" | "RWA" | "EZD" | "INN")[]; readonly esr?: string; readonly bloodCount?: string; readonly urine?: string; readonly contraindications?: string; readonly correspondence?: "P" | "E"; readonly birthplace?: string; readonly barthel?: number; readonly treatment?: string; readonly contact?: string; readonly implants?: string; readonly occupationalDisease?: string; readonly exposure?: string; readonly employer?: string; readonly vaccine?: string; readonly dose?: number; }; readonly attachments?: readonly string[]; readonly reason: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** How many are on the list of each person of my facility, beside its advised length */
  'count-declarations': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly people: readonly ({ readonly person: { readonly id: string; readonly name?: string; }; readonly kind: "doctor" | "nurse" | "midwife"; readonly accepted: number; readonly limit?: number; })[]; };
  };
  /** An alert is taken up (which action) or set aside (coded reason, comment); the next doctor sees it. */
  'decide-about-alert': {
    params: { readonly patient: string; };
    query: undefined;
    body: { readonly alert: string; readonly decision: "accepted" | "overridden"; readonly action?: string; readonly reason?: "tolerated" | "benefit-outweighs" | "already-done" | "not-applicable" | "patient-declined" | "wrong-data" | "later" | "rule-wrong"; readonly comment?: string; readonly draftOrders?: { readonly [name: string]: unknown }; };
    reply: { readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; };
  };
  /** A pharmacist takes an alert up, or sets it aside with a coded reason; the next one sees it. */
  'decide-about-dispensing': {
    params: { readonly prescription: string; };
    query: undefined;
    body: { readonly alert: string; readonly decision: "accepted" | "overridden"; readonly action?: string; readonly reason?: "tolerated" | "benefit-outweighs" | "already-done" | "not-applicable" | "patient-declined" | "wrong-data" | "later" | "rule-wrong"; readonly comment?: string; readonly draftOrders?: { readonly [name: string]: unknown }; };
    reply: { readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; };
  };
  /** Takes a fact of a foreign document into the record, or says that it is known or does not apply. */
  'decide-foreign-fact': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly key: string; readonly decision: "accepted" | "known" | "not-applicable"; readonly reason?: string; };
    reply: { readonly key: string; readonly kind: "accepted" | "known" | "not-applicable"; readonly at: string; readonly by: string; readonly document: string; readonly reason?: string; readonly resource?: string; };
  };
  /** What the branch of the NFZ decides: verify, confirm, refuse, place, keep-in-queue, close */
  'decide-spa-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly decision: "verify" | "confirm" | "refuse" | "place" | "keep-in-queue" | "close"; readonly reason?: string; readonly facility?: string; readonly from?: string; readonly to?: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly history: readonly { readonly at: string; readonly name?: string; readonly by?: string; readonly facilityName?: string; readonly reason?: string; readonly basis?: string; }[]; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** Declares the minimum requirements, row by row, by a paper signed with a key of the client */
  'declare-requirements': {
    params: undefined;
    query: undefined;
    body: { readonly declaration: string; };
    reply: { readonly client: string; readonly name: string; readonly provider: string | null; readonly providerName: string | null; readonly softwareId: string | null; readonly vendor: string | null; readonly product: string | null; readonly version: string | null; readonly state: "undeclared" | "declared" | "verified" | "expired" | "failed" | "suspended"; readonly limit: "none" | "restricted" | "closed"; readonly since: string; readonly until: string | null; readonly transitionEnds: string | null; readonly checks: readonly ({ readonly check: string; readonly outcome: "passed" | "failed" | "unknown"; readonly says: string; })[]; readonly daysLeft?: number; readonly declaration?: { readonly made: string; readonly software: string; readonly validUntil: string; readonly requirements: { readonly [name: string]: { readonly met: boolean; readonly how: string; } }; }; readonly run?: { readonly id: string; readonly software: string; readonly startedAt: string; readonly finishedAt: string; readonly passed: boolean; readonly failing: readonly string[]; }; };
  };
  /** Hands over, whole or in part: never more than was prescribed. */
  'dispense-prescription': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly items: readonly { readonly gtin?: string; readonly quantity: number; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; }[]; readonly kind?: "C" | "Z"; readonly mode?: "Z" | "A"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly paid?: number; readonly note?: string; };
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** Says that an entry is wrong, with a reason and words; it stands beside the entry for all who see that. */
  'dispute-fact': {
    params: { readonly patient: string; };
    query: undefined;
    body: { readonly type: string; readonly id: string; readonly reason: "not-mine" | "never-happened" | "wrong-value" | "wrong-date" | "no-longer-true" | "duplicate" | "other"; readonly words?: string; };
    reply: { readonly id: string; readonly link: { readonly type: string; readonly id: string; }; readonly reason: "not-mine" | "never-happened" | "wrong-value" | "wrong-date" | "no-longer-true" | "duplicate" | "other"; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; readonly state: "open" | "withdrawn" | "corrected" | "kept"; readonly moves: readonly ("withdraw" | "answer")[]; readonly version?: number; readonly words?: string; readonly recordedBy?: string; readonly answer?: { readonly outcome: "corrected" | "kept"; readonly words: string; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; }; };
  };
  /** Who looked at my data, all of it, as CSV */
  'download-who-looked': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: string;
  };
  /** Ends a declaration that was in force: the person leaves, the facility closes, death */
  'end-declaration': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: "person-left" | "provider-closed" | "died" | "moved"; readonly text?: string; };
    reply: { readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; };
  };
  /** Takes a delegation back; it holds no longer from this moment */
  'end-delegation': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: null;
  };
  /** Ends my emergency access before its hour is over */
  'end-emergency-access': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: null;
  };
  /** Why a fact of the e-Profil is shown: the rules, and the entries that it stands on with version, author, dates. */
  'explain-fact': {
    params: { readonly patient: string; };
    query: { readonly level: "overview" | "problem" | "event" | "document"; readonly of?: string; readonly fact: string; readonly asOf?: string; };
    body: undefined;
    reply: { readonly rules: readonly { readonly id: string; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly when: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly source: string; readonly owner: string; readonly date: string; readonly notForClinicalUse: true; }[]; readonly inputs: readonly { readonly version: number; readonly what: string; readonly known: string; readonly disputable: boolean; readonly opens: boolean; readonly link: { readonly type: string; readonly id: string; }; readonly source: { readonly facility?: string; readonly author?: string; }; readonly date?: string; readonly changed?: string; readonly by?: string; }[]; };
  };
  /** Keeps a foreign FHIR document as it came, once somebody has confirmed whose it is. */
  'file-foreign-document': {
    params: { readonly patient: string; };
    query: undefined;
    body: { readonly document: string; readonly confirmed: boolean; readonly reason?: string; };
    reply: { readonly id: string; readonly isNew: boolean; };
  };
  /** Objects to disclosure to a facility, or to all processing that no law demands; it holds at once */
  'file-objection': {
    params: undefined;
    query: undefined;
    body: { readonly scope: "facility" | "processing"; readonly facility?: string; readonly words: string; };
    reply: { readonly id: string; readonly due: string; readonly closed: number; };
  };
  /** Finds patients of the facility by PESEL or by parts of names; at most 50. */
  'find-patient': {
    params: undefined;
    query: undefined;
    body: { readonly text: string; };
    reply: { readonly patients: readonly ({ readonly id: string; readonly name: string; readonly sex: "male" | "female" | "other" | "unknown"; readonly birthDate?: string; readonly age?: number; readonly pesel?: string; readonly city?: string; readonly deceased?: string | boolean; })[]; readonly more: boolean; readonly by: "pesel" | "name"; };
  };
  /** Facilities of primary care by the beginning of their name or of a town; at most 20 */
  'find-primary-care': {
    params: undefined;
    query: { readonly text: string; };
    body: undefined;
    reply: { readonly facilities: readonly { readonly id: string; readonly name?: string; readonly address?: string; }[]; };
  };
  /** A referral by its key, or by its code and the PESEL; five wrong codes lock them for 15 minutes */
  'find-referral': {
    params: undefined;
    query: undefined;
    body: { readonly key?: string; readonly code?: string; readonly pesel?: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** Takes the signed report of a run, case by case */
  'finish-gate-test': {
    params: undefined;
    query: undefined;
    body: { readonly report: string; };
    reply: { readonly client: string; readonly name: string; readonly provider: string | null; readonly providerName: string | null; readonly softwareId: string | null; readonly vendor: string | null; readonly product: string | null; readonly version: string | null; readonly state: "undeclared" | "declared" | "verified" | "expired" | "failed" | "suspended"; readonly limit: "none" | "restricted" | "closed"; readonly since: string; readonly until: string | null; readonly transitionEnds: string | null; readonly checks: readonly ({ readonly check: string; readonly outcome: "passed" | "failed" | "unknown"; readonly says: string; })[]; readonly daysLeft?: number; readonly declaration?: { readonly made: string; readonly software: string; readonly validUntil: string; readonly requirements: { readonly [name: string]: { readonly met: boolean; readonly how: string; } }; }; readonly run?: { readonly id: string; readonly software: string; readonly startedAt: string; readonly finishedAt: string; readonly passed: boolean; readonly failing: readonly string[]; }; };
  };
  /** Declarations in the order of their last change, after a cursor: for the payer, of all facilities */
  'follow-declarations': {
    params: undefined;
    query: { readonly cursor?: string; };
    body: undefined;
    reply: { readonly declarations: readonly ({ readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; })[]; readonly next?: string; };
  };
  /** A one-time code that opens my record to one facility for 24 hours; shown once, replaces the one before */
  'give-access-code': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly code: string; readonly ends: string; };
  };
  /** Opens chosen areas of my record to a facility until a day */
  'give-consent': {
    params: undefined;
    query: undefined;
    body: { readonly facility: string; readonly scope: readonly ("prescriptions" | "visits" | "results" | "documentation")[]; readonly until: string; };
    reply: { readonly id: string; readonly facilityName: string; };
  };
  /** Lets a trusted person see chosen areas of my record until a day */
  'give-delegation': {
    params: undefined;
    query: undefined;
    body: { readonly pesel: string; readonly family: string; readonly scope: readonly ("prescriptions" | "visits" | "results" | "documentation")[]; readonly until: string; readonly sensitive: boolean; };
    reply: { readonly id: string; readonly name: string; readonly ends: string; };
  };
  /** The patient gives the place in the sanatorium back, with a reason; the branch judges it */
  'give-spa-place-back': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly history: readonly { readonly at: string; readonly name?: string; readonly by?: string; readonly facilityName?: string; readonly reason?: string; readonly basis?: string; }[]; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** FLOW-42: the opaque id of a patient in care of the provider, by PESEL */
  'identify-patient': {
    params: undefined;
    query: undefined;
    body: { readonly pesel: string; readonly practitioner: string; };
    reply: { readonly patient: string; };
  };
  /** Issues a package of one to five prescriptions. Rpw needs a factor shown just before. */
  'issue-prescriptions': {
    params: undefined;
    query: undefined;
    body: { readonly patient: string; readonly kind?: "ZW" | "PA" | "PF"; readonly payer?: string; readonly pregnant?: boolean; readonly reviewed?: readonly string[]; readonly prescriptions: readonly ({ readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly gtin?: string; readonly name?: string; readonly form?: string; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; readonly preparation?: string; readonly category?: "Rp" | "Rpz" | "Rpw" | "OTC"; }; readonly quantity: number; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly supplyDays?: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly notBefore?: string; readonly annual?: boolean; readonly until?: string; readonly noSubstitution?: boolean; readonly forPharmacist?: string; readonly diagnosis?: string; readonly examination?: { readonly day: string; readonly kind: "on-site" | "remote"; }; readonly continuation?: boolean; })[]; readonly encounter?: string; };
    reply: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly prescriptions: readonly ({ readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; })[]; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; };
  };
  /** Issues a referral; answers with its key and its code */
  'issue-referral': {
    params: undefined;
    query: undefined;
    body: { readonly patient?: string; readonly pesel?: string; readonly practitioner?: string; readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency?: "R" | "UR"; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly diagnoses?: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly purpose?: string; readonly details?: { readonly spaKind?: "LU" | "RU"; readonly spaMode?: "TS" | "TA"; readonly resort?: "NADM" | "NIZIN" | "PODG" | "GORS"; readonly asbestos?: boolean; readonly interview?: string; readonly bloodPressure?: string; readonly heartRate?: number; readonly weight?: number; readonly height?: number; readonly justification?: readonly ("ULA" | "KLS" | "KRS" | "PJZ" | "PSR" | "PWK" | "PWO" | "LPB" | "LPO" | "PPO" | "LDI" | "RWA" | "EZD" | "INN")[]; readonly esr?: string; readonly bloodCount?: string; readonly urine?: string; readonly contraindications?: string; readonly correspondence?: "P" | "E"; readonly birthplace?: string; readonly barthel?: number; readonly treatment?: string; readonly contact?: string; readonly implants?: string; readonly occupationalDisease?: string; readonly exposure?: string; readonly employer?: string; readonly vaccine?: string; readonly dose?: number; }; readonly attachments?: readonly string[]; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** A doctor asks for a medicine that is not on the market, for a patient or for their facility. */
  'issue-target-import': {
    params: undefined;
    query: undefined;
    body: { readonly patient?: string; readonly field: string; readonly quantity: number; readonly content: { readonly name: string; readonly substance: string; readonly form: string; readonly strength: string; readonly packageSize: string; readonly manufacturer?: string; readonly country?: string; readonly justification: string; readonly refund?: boolean; readonly diagnosis: string; }; };
    reply: { readonly id: string; readonly state: "submitted" | "confirmed" | "declined" | "granted" | "refused" | "taken" | "realised" | "cancelled"; readonly says: string; readonly expired: boolean; readonly issued: string; readonly issuer: string; readonly facility: string; readonly patient: string | null; readonly field: string; readonly quantity: number; readonly imported: number; readonly wholesaler: string | null; readonly content: { readonly [name: string]: unknown }; readonly steps?: readonly ({ readonly act: string; readonly state: string; readonly at: string; readonly actor: string; readonly quantity?: number | null; readonly note?: string | null; })[]; };
  };
  /** What the pharmacists’ rules say of a prescription that the pharmacy has in hand; of that medicine alone. */
  'judge-dispensing': {
    params: { readonly prescription: string; };
    query: undefined;
    body: undefined;
    reply: { readonly notForClinicalUse: true; readonly patient: string; readonly asOf: string; readonly audience: "prescriber" | "pharmacist"; readonly alerts: readonly (({ readonly id: string; readonly rule: string; readonly version: string; readonly tier: number; readonly kind: "unfilled" | "missing-result" | "screening" | "vaccination" | "interaction" | "age" | "kidney" | "pregnancy" | "trend" | "duplicate" | "discharge" | "chronic-care" | "monitoring" | "allergy"; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly todo: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly because: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly drafts: readonly string[]; readonly actions: readonly ({ readonly id: string; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly type: "create" | "delete" | "open"; readonly resource?: { readonly [name: string]: unknown }; readonly resourceId?: string; readonly place?: string; })[]; readonly source: string; readonly card: string; readonly validated: boolean; readonly decisions: readonly ({ readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; })[]; }) & { readonly saidBySafety: boolean; })[]; readonly tolerated: readonly (({ readonly id: string; readonly rule: string; readonly version: string; readonly tier: number; readonly kind: "unfilled" | "missing-result" | "screening" | "vaccination" | "interaction" | "age" | "kidney" | "pregnancy" | "trend" | "duplicate" | "discharge" | "chronic-care" | "monitoring" | "allergy"; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly todo: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly because: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly drafts: readonly string[]; readonly actions: readonly ({ readonly id: string; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly type: "create" | "delete" | "open"; readonly resource?: { readonly [name: string]: unknown }; readonly resourceId?: string; readonly place?: string; })[]; readonly source: string; readonly card: string; readonly validated: boolean; readonly decisions: readonly ({ readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; })[]; }) & { readonly saidBySafety: boolean; })[]; readonly unchecked: readonly { readonly what: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly rules: readonly string[]; }[]; readonly odd: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly reasons: readonly ({ readonly code: "tolerated" | "benefit-outweighs" | "already-done" | "not-applicable" | "patient-declined" | "wrong-data" | "later" | "rule-wrong"; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly months: number; })[]; };
  };
  /** What rules say of draft orders: while they are chosen (order-select), before they are signed (order-sign). */
  'judge-orders': {
    params: { readonly patient: string; };
    query: undefined;
    body: { readonly hook: "order-select" | "order-sign"; readonly draftOrders: { readonly [name: string]: unknown }; };
    reply: { readonly notForClinicalUse: true; readonly patient: string; readonly asOf: string; readonly audience: "prescriber" | "pharmacist"; readonly alerts: readonly (({ readonly id: string; readonly rule: string; readonly version: string; readonly tier: number; readonly kind: "unfilled" | "missing-result" | "screening" | "vaccination" | "interaction" | "age" | "kidney" | "pregnancy" | "trend" | "duplicate" | "discharge" | "chronic-care" | "monitoring" | "allergy"; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly todo: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly because: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly drafts: readonly string[]; readonly actions: readonly ({ readonly id: string; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly type: "create" | "delete" | "open"; readonly resource?: { readonly [name: string]: unknown }; readonly resourceId?: string; readonly place?: string; })[]; readonly source: string; readonly card: string; readonly validated: boolean; readonly decisions: readonly ({ readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; })[]; }) & { readonly saidBySafety: boolean; })[]; readonly tolerated: readonly (({ readonly id: string; readonly rule: string; readonly version: string; readonly tier: number; readonly kind: "unfilled" | "missing-result" | "screening" | "vaccination" | "interaction" | "age" | "kidney" | "pregnancy" | "trend" | "duplicate" | "discharge" | "chronic-care" | "monitoring" | "allergy"; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly todo: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly because: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly drafts: readonly string[]; readonly actions: readonly ({ readonly id: string; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly type: "create" | "delete" | "open"; readonly resource?: { readonly [name: string]: unknown }; readonly resourceId?: string; readonly place?: string; })[]; readonly source: string; readonly card: string; readonly validated: boolean; readonly decisions: readonly ({ readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; })[]; }) & { readonly saidBySafety: boolean; })[]; readonly unchecked: readonly { readonly what: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly rules: readonly string[]; }[]; readonly odd: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly reasons: readonly ({ readonly code: "tolerated" | "benefit-outweighs" | "already-done" | "not-applicable" | "patient-declined" | "wrong-data" | "later" | "rule-wrong"; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly months: number; })[]; };
  };
  /** Whom my facility has on its lists, oldest first */
  'list-accepted-declarations': {
    params: undefined;
    query: { readonly cursor?: string; };
    body: undefined;
    reply: { readonly declarations: readonly ({ readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; readonly birthDate?: string; readonly pesel?: string; readonly address?: string; readonly phone?: string; })[]; readonly next?: string; };
  };
  /** What my facility has accepted (or realised), the newest first */
  'list-accepted-referrals': {
    params: undefined;
    query: { readonly cursor?: string; readonly state?: "accepted" | "realised"; };
    body: undefined;
    reply: { readonly referrals: readonly ({ readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; })[]; readonly next?: string; };
  };
  /** All rules of alerts: tier, whether live, shadow figures, measured acceptance of 30 days. */
  'list-alert-rules': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly notForClinicalUse: true; readonly rules: readonly (({ readonly id: string; readonly version: string; readonly tier: number; readonly fileTier: number; readonly live: boolean; readonly kind: string; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly audience: readonly string[]; readonly date: string; readonly owner: string; readonly validated: boolean; readonly stage: "shadow" | "live" | "demoted" | "retired"; readonly measured: { readonly shown: number; readonly interrupted: number; readonly accepted: number; readonly overridden: number; readonly acceptance?: number; }; readonly shadow?: { readonly [name: string]: unknown }; readonly changed?: { readonly [name: string]: unknown }; }) & { readonly openReviews: number; readonly reviewDue?: string; })[]; };
  };
  /** Seals of the chain behind one, for a witness: hashes and numbers, nothing of the events */
  'list-audit-seals': {
    params: undefined;
    query: { readonly after?: string; };
    body: undefined;
    reply: { readonly seals: readonly { readonly number: number; readonly size: number; readonly lastXid: string; readonly lastSequence: string; readonly sequences: readonly string[]; readonly leaves: string; readonly hash: string; readonly keyId: string; readonly signature: string; readonly sealedAt: string; }[]; };
  };
  /** What belongs to an entry, by number, a page after `after`; or `versions`: all it was, newest first. */
  'list-belonging-in-health-fund': {
    params: { readonly kind: "contract" | "performance"; readonly id: string; readonly belonging: "contract" | "performance" | "versions"; };
    query: { readonly day?: string; readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries?: readonly { readonly kind: string; readonly id: string; }[]; readonly next?: string; readonly versions?: readonly { readonly since: number; readonly entry: { readonly kind: string; readonly id: string; }; readonly from?: string; readonly until?: number; readonly to?: string; }[]; };
  };
  /** What belongs to an entry, by number, a page after `after`; or `versions`: all it was, newest first. */
  'list-belonging-in-medical-entities': {
    params: { readonly kind: "entity" | "unit" | "cell" | "practice"; readonly id: string; readonly belonging: "entity" | "unit" | "cell" | "practice" | "versions"; };
    query: { readonly day?: string; readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries?: readonly { readonly kind: string; readonly id: string; }[]; readonly next?: string; readonly versions?: readonly { readonly since: number; readonly entry: { readonly kind: string; readonly id: string; }; readonly from?: string; readonly until?: number; readonly to?: string; }[]; };
  };
  /** What belongs to an entry, by number, a page after `after`; or `versions`: all it was, newest first. */
  'list-belonging-in-pharmacies': {
    params: { readonly kind: "pharmacy"; readonly id: string; readonly belonging: "pharmacy" | "versions"; };
    query: { readonly day?: string; readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries?: readonly { readonly kind: string; readonly id: string; }[]; readonly next?: string; readonly versions?: readonly { readonly since: number; readonly entry: { readonly kind: string; readonly id: string; }; readonly from?: string; readonly until?: number; readonly to?: string; }[]; };
  };
  /** What belongs to an entry, by number, a page after `after`; or `versions`: all it was, newest first. */
  'list-belonging-in-pharmacists': {
    params: { readonly kind: "pharmacist"; readonly id: string; readonly belonging: "pharmacist" | "versions"; };
    query: { readonly day?: string; readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries?: readonly { readonly kind: string; readonly id: string; }[]; readonly next?: string; readonly versions?: readonly { readonly since: number; readonly entry: { readonly kind: string; readonly id: string; }; readonly from?: string; readonly until?: number; readonly to?: string; }[]; };
  };
  /** What belongs to an entry, by number, a page after `after`; or `versions`: all it was, newest first. */
  'list-belonging-in-territory-register': {
    params: { readonly kind: "place" | "unit" | "street"; readonly id: string; readonly belonging: "place" | "unit" | "street" | "versions"; };
    query: { readonly day?: string; readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries?: readonly { readonly kind: string; readonly id: string; }[]; readonly next?: string; readonly versions?: readonly { readonly since: number; readonly entry: { readonly kind: string; readonly id: string; }; readonly from?: string; readonly until?: number; readonly to?: string; }[]; };
  };
  /** What belongs to an entry, by number, a page after `after`; or `versions`: all it was, newest first. */
  'list-belonging-in-wholesalers': {
    params: { readonly kind: "wholesaler"; readonly id: string; readonly belonging: "wholesaler" | "versions"; };
    query: { readonly day?: string; readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries?: readonly { readonly kind: string; readonly id: string; }[]; readonly next?: string; readonly versions?: readonly { readonly since: number; readonly entry: { readonly kind: string; readonly id: string; }; readonly from?: string; readonly until?: number; readonly to?: string; }[]; };
  };
  /** What an edition brought: entries that are new, changed or gone, before and after. */
  'list-changes-of-health-fund': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly kind: string; readonly id: string; readonly change: "new" | "changed" | "withdrawn"; readonly before?: { readonly [name: string]: unknown }; readonly after?: { readonly [name: string]: unknown }; })[]; readonly next?: string; };
  };
  /** What an edition brought: entries that are new, changed or gone, before and after. */
  'list-changes-of-medical-entities': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly kind: string; readonly id: string; readonly change: "new" | "changed" | "withdrawn"; readonly before?: { readonly [name: string]: unknown }; readonly after?: { readonly [name: string]: unknown }; })[]; readonly next?: string; };
  };
  /** What an edition brought: new, changed and withdrawn products, and what is different in them. */
  'list-changes-of-medicinal-products': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly id: string; readonly name: string; readonly change: "new" | "changed" | "withdrawn"; readonly differences?: readonly { readonly what: string; readonly before?: unknown; readonly after?: unknown; }[]; })[]; readonly next?: string; };
  };
  /** What an edition brought: entries that are new, changed or gone, before and after. */
  'list-changes-of-pharmacies': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly kind: string; readonly id: string; readonly change: "new" | "changed" | "withdrawn"; readonly before?: { readonly [name: string]: unknown }; readonly after?: { readonly [name: string]: unknown }; })[]; readonly next?: string; };
  };
  /** What an edition brought: entries that are new, changed or gone, before and after. */
  'list-changes-of-pharmacists': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly kind: string; readonly id: string; readonly change: "new" | "changed" | "withdrawn"; readonly before?: { readonly [name: string]: unknown }; readonly after?: { readonly [name: string]: unknown }; })[]; readonly next?: string; };
  };
  /** What an edition brought: entries that are new, changed or gone, before and after. */
  'list-changes-of-territory-register': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly kind: string; readonly id: string; readonly change: "new" | "changed" | "withdrawn"; readonly before?: { readonly [name: string]: unknown }; readonly after?: { readonly [name: string]: unknown }; })[]; readonly next?: string; };
  };
  /** What an edition brought: entries that are new, changed or gone, before and after. */
  'list-changes-of-wholesalers': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly kind: string; readonly id: string; readonly change: "new" | "changed" | "withdrawn"; readonly before?: { readonly [name: string]: unknown }; readonly after?: { readonly [name: string]: unknown }; })[]; readonly next?: string; };
  };
  /** Code systems (RSK) that are here, each with its versions, how many codes it has and whether all. */
  'list-code-systems': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly codeSystems: readonly { readonly url: string; readonly versions: readonly { readonly version: string; readonly content: string; readonly concepts: number; readonly title?: string; }[]; }[]; };
  };
  /** Contracts that hold on a day, of book:…, nip:… or regon:…, or under which cell:… is paid for. */
  'list-contracts-that-hold': {
    params: { readonly key: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly contracts: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** What the own pharmacy has dispensed on a day or in the last 30, newest first. */
  'list-dispenses': {
    params: undefined;
    query: { readonly day?: string; readonly cursor?: string; };
    body: undefined;
    reply: { readonly items: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly next?: string; };
  };
  /** Disputed entries of a patient with their answers, newest first; at most 200. */
  'list-disputes': {
    params: { readonly patient: string; };
    query: { readonly asOf?: string; };
    body: undefined;
    reply: { readonly disputes: readonly ({ readonly id: string; readonly link: { readonly type: string; readonly id: string; }; readonly reason: "not-mine" | "never-happened" | "wrong-value" | "wrong-date" | "no-longer-true" | "duplicate" | "other"; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; readonly state: "open" | "withdrawn" | "corrected" | "kept"; readonly moves: readonly ("withdraw" | "answer")[]; readonly version?: number; readonly words?: string; readonly recordedBy?: string; readonly answer?: { readonly outcome: "corrected" | "kept"; readonly words: string; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; }; })[]; };
  };
  /** Messages of a place, newest first, with what was found wrong. */
  'list-drug-supply-messages': {
    params: { readonly place: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly messages: readonly { readonly id: string; readonly number: string; readonly status: string; readonly day: string; }[]; readonly next?: string; };
  };
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-health-fund': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-medical-entities': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Sets of rules that were imported, newest first. */
  'list-editions-of-medication-safety': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-medicinal-products': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-pharmacies': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-pharmacists': {
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
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-territory-register': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Editions of the register that were imported, newest first, with what each changed in numbers. */
  'list-editions-of-wholesalers': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** Foreign documents of a patient, the newest first. */
  'list-foreign-documents': {
    params: { readonly patient: string; };
    query: undefined;
    body: undefined;
    reply: { readonly documents: readonly ({ readonly id: string; readonly patient: string; readonly kind: "summary" | "discharge" | "laboratory" | "other"; readonly title: string; readonly authors: readonly string[]; readonly importedAt: string; readonly importedBy: string; readonly sha256: string; readonly bytes: number; readonly date?: string; })[]; };
  };
  /** My links, and every attempt to open them: when, by whom as they said, with what outcome. */
  'list-health-links': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly links: readonly ({ readonly id: string; readonly label: string; readonly state: "active" | "expired" | "revoked" | "locked"; readonly parts: readonly ("allergies" | "medicines" | "problems" | "immunizations" | "results" | "procedures" | "devices" | "others")[]; readonly hasPin: boolean; readonly keepsUp: boolean; readonly created: string; readonly ends: string; readonly triesLeft: number; readonly openings: readonly ({ readonly at: string; readonly outcome: "opened" | "wrong-pin" | "locked" | "after-end"; readonly recipient: string; })[]; })[]; };
  };
  /** What my facility has issued, the newest first */
  'list-issued-referrals': {
    params: undefined;
    query: { readonly cursor?: string; };
    body: undefined;
    reply: { readonly referrals: readonly ({ readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; })[]; readonly next?: string; };
  };
  /** Medical events of a patient, newest first */
  'list-medical-events': {
    params: undefined;
    query: { readonly patient: string; readonly cursor?: string; };
    body: undefined;
    reply: { readonly events: readonly ({ readonly id: string; readonly number: string; readonly system: string; readonly patient: string; readonly state: "open" | "registered" | "cancelled"; readonly version: number; readonly happenedAt: string; readonly recordedAt: string; readonly late: boolean; readonly signedAt?: string; })[]; readonly next?: string; };
  };
  /** My choices in primary care with their history, and which the next one would be and for what fee */
  'list-my-declarations': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly declarations: readonly ({ readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; })[]; readonly next: readonly ({ readonly kind: "doctor" | "nurse" | "midwife"; readonly number: number; readonly fee?: { readonly value: number; readonly currency: string; }; })[]; readonly mayChoose: boolean; };
  };
  /** The own prescriptions, or of whom one acts for, with key, code and what is left. */
  'list-my-prescriptions': {
    params: undefined;
    query: { readonly status?: "open" | "all"; readonly cursor?: string; };
    body: undefined;
    reply: { readonly items: readonly ({ readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly packageKey: string; readonly code: string; readonly issuerName: string; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; })[]; readonly next?: string; };
  };
  /** Decisions in the order in which they came here, after a cursor: for those who hold medicines. */
  'list-news-of-product-decisions': {
    params: undefined;
    query: { readonly after?: string; };
    body: undefined;
    reply: { readonly decisions: readonly ({ readonly number: string; readonly gtin: string; readonly kind: "withdrawal" | "suspension" | "prohibition" | "readmission" | "advertising"; readonly decided: string; readonly effective: string; readonly product: string; readonly batches: readonly string[]; readonly scope: "wholesale" | "pharmacy" | "patient"; readonly reason: string; readonly since: number; })[]; readonly more: boolean; readonly next?: string; };
  };
  /** Packages of a patient; without one, what oneself issued on a day or in the last 30. */
  'list-packages': {
    params: undefined;
    query: { readonly patient?: string; readonly day?: string; readonly cursor?: string; readonly status?: "open" | "all"; };
    body: undefined;
    reply: { readonly items: readonly ({ readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly prescriptions: readonly ({ readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; })[]; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; })[]; readonly next?: string; };
  };
  /** Who may be chosen at a facility, with how long their list is */
  'list-people-of-primary-care': {
    params: { readonly id: string; };
    query: { readonly kind: "doctor" | "nurse" | "midwife"; };
    body: undefined;
    reply: { readonly people: readonly { readonly id: string; readonly specialities: readonly string[]; readonly accepted: number; readonly name?: string; readonly limit?: number; }[]; };
  };
  /** Validity, quantities and limits as they hold today, with their sources. */
  'list-prescription-rules': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly day: string; readonly rules: readonly { readonly code: string; readonly value: number; readonly unit: string; readonly validFrom: string; readonly source: string; readonly confirmed: boolean; readonly blocks: boolean; readonly validTo?: string; }[]; };
  };
  /** All decisions about a package, oldest first, as they are known now or were on a day. */
  'list-product-decisions': {
    params: { readonly gtin: string; };
    query: { readonly known?: string; };
    body: undefined;
    reply: { readonly decisions: readonly ({ readonly number: string; readonly gtin: string; readonly kind: "withdrawal" | "suspension" | "prohibition" | "readmission" | "advertising"; readonly decided: string; readonly effective: string; readonly product: string; readonly batches: readonly string[]; readonly scope: "wholesale" | "pharmacy" | "patient"; readonly reason: string; })[]; };
  };
  /** The rules of the e-Profil: what each says and when, its source, date and owner. */
  'list-profile-rules': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly rules: readonly { readonly id: string; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly when: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly source: string; readonly owner: string; readonly date: string; readonly notForClinicalUse: true; }[]; };
  };
  /** The registers that are here, the edition of each, and how old it is. */
  'list-reference-registers': {
    params: undefined;
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly registers: readonly { readonly name: string; readonly edition?: { readonly [name: string]: unknown }; readonly daysOld?: number; }[]; };
  };
  /** Kinds of referral as data: what each must say, who issues it, how long it holds, and by which source */
  'list-referral-kinds': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly kinds: readonly ({ readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly name: { readonly pl: string; readonly en: string; }; readonly documentClass: string; readonly template: number; readonly issuers: readonly string[]; readonly speciality: "required" | "optional"; readonly procedures: "required" | "optional"; readonly diagnosis: "required" | "optional"; readonly required: readonly string[]; readonly optional: readonly string[]; readonly validity: readonly { readonly validFrom: string; readonly source: string; readonly confirmed: boolean; readonly days?: number; readonly months?: number; }[]; })[]; };
  };
  /** Referrals of a patient, the newest first; the patient sees the codes of those that wait */
  'list-referrals-of-patient': {
    params: { readonly patient: string; };
    query: { readonly cursor?: string; };
    body: undefined;
    reply: { readonly referrals: readonly ({ readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; })[]; readonly next?: string; };
  };
  /** The lists that are here, with the days from and to which they hold, newest first. */
  'list-reimbursement-lists': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly lists: readonly { readonly edition: number; readonly title: string; readonly validFrom: string; readonly validTo?: string; }[]; };
  };
  /** Signed summaries of the patient, the newest first, superseded ones too. */
  'list-signed-summaries': {
    params: { readonly patient: string; };
    query: undefined;
    body: undefined;
    reply: { readonly summaries?: readonly { readonly id?: string; readonly version?: number; readonly status?: string; readonly signedAt?: string; readonly by?: string; readonly facility?: string; }[]; };
  };
  /** The caller’s certificates for signing documents, newest first */
  'list-signing-certificates': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly certificates?: readonly ({ readonly id: string; readonly kind: "demonstration" | "file"; readonly state: "valid" | "not-yet" | "lapsed" | "revoked"; readonly subject: string; readonly issuer: string; readonly serial: string; readonly validFrom: string; readonly validUntil: string; readonly revoked?: string | null; readonly revokedWhy?: string | null; })[]; };
  };
  /** Spa referrals of a branch of the NFZ at a stage, those that wait longest first */
  'list-spa-referrals': {
    params: undefined;
    query: { readonly cursor?: string; readonly branch: string; readonly stage?: string; };
    body: undefined;
    reply: { readonly referrals: readonly ({ readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; })[]; readonly next?: string; };
  };
  /** Demands that wait for the caller (consultant, authority, wholesaler), or theirs (patient, facility). */
  'list-target-imports': {
    params: undefined;
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly demands: readonly ({ readonly id: string; readonly state: "submitted" | "confirmed" | "declined" | "granted" | "refused" | "taken" | "realised" | "cancelled"; readonly says: string; readonly expired: boolean; readonly issued: string; readonly issuer: string; readonly facility: string; readonly patient: string | null; readonly field: string; readonly quantity: number; readonly imported: number; readonly wholesaler: string | null; readonly content: { readonly [name: string]: unknown }; readonly steps?: readonly ({ readonly act: string; readonly state: string; readonly at: string; readonly actor: string; readonly quantity?: number | null; readonly note?: string | null; })[]; })[]; readonly next?: string; };
  };
  /** Editions of the calendar that are known, drafts too, whole: doses, ages, gaps, sources. */
  'list-vaccination-calendars': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly calendars: readonly ({ readonly version: string; readonly validFrom: string; readonly source: string; readonly owner: string; readonly confirmed: boolean; readonly checked: string; readonly series: readonly ({ readonly antigen: "BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV"; readonly doses: readonly { readonly from: { readonly days?: number; readonly weeks?: number; readonly months?: number; readonly years?: number; }; readonly due: { readonly days?: number; readonly weeks?: number; readonly months?: number; readonly years?: number; }; readonly until: { readonly days?: number; readonly weeks?: number; readonly months?: number; readonly years?: number; }; readonly gap?: { readonly days?: number; readonly weeks?: number; readonly months?: number; readonly years?: number; }; }[]; readonly compulsory: boolean; readonly closes: { readonly days?: number; readonly weeks?: number; readonly months?: number; readonly years?: number; }; readonly bornFrom?: string; readonly shortened?: readonly { readonly from: { readonly days?: number; readonly weeks?: number; readonly months?: number; readonly years?: number; }; readonly doses: number; readonly gap?: { readonly days?: number; readonly weeks?: number; readonly months?: number; readonly years?: number; }; }[]; readonly products?: { readonly [name: string]: { readonly doses: number; readonly closes: { readonly days?: number; readonly weeks?: number; readonly months?: number; readonly years?: number; }; } }; readonly unconfirmed?: readonly string[]; })[]; })[]; };
  };
  /** All versions of a product, newest first, with the days from and to which each held. */
  'list-versions-of-product': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly versions: readonly ({ readonly since: number; readonly from: string; readonly product: { readonly id: string; readonly name: string; readonly kind: "human" | "veterinary"; readonly removed: boolean; readonly atc: readonly string[]; readonly routes: readonly string[]; readonly substances: readonly { readonly name: string; readonly amount?: string; readonly unit?: string; readonly per?: string; readonly perUnit?: string; }[]; readonly packages: readonly { readonly removed: boolean; readonly says: string; readonly id?: string; readonly code?: string; readonly gtin?: string; readonly availability?: string; readonly euNumber?: string; readonly parallelDistributor?: string; }[]; readonly commonName?: string; readonly strength?: string; readonly form?: string; readonly holder?: string; readonly procedure?: string; readonly permit?: string; readonly permitValidity?: string; readonly leaflet?: string; readonly characteristics?: string; }; readonly until?: number; readonly to?: string; })[]; };
  };
  /** Declarations that wait for my facility’s answer */
  'list-waiting-declarations': {
    params: undefined;
    query: { readonly cursor?: string; };
    body: undefined;
    reply: { readonly declarations: readonly ({ readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; readonly birthDate?: string; readonly pesel?: string; readonly address?: string; readonly phone?: string; })[]; readonly next?: string; };
  };
  /** For whom I may act, as a parent, guardian or trusted person */
  'list-whom-i-act-for': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly held: readonly ({ readonly id: string; readonly name: string; readonly kind: "parent" | "guardian" | "trusted"; readonly scope: readonly ("prescriptions" | "visits" | "results" | "documentation")[]; readonly sensitive: boolean; readonly since: string; readonly ends: string; readonly patient: string; })[]; };
  };
  /** Cells of an entity that work on a day, with their specialities. */
  'list-working-cells': {
    params: { readonly number: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly cells: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** Makes a link to my summary, whole or in parts, with an end and a PIN; its key is given once. */
  'make-health-link': {
    params: undefined;
    query: undefined;
    body: { readonly label: string; readonly hours: number; readonly pin?: string; readonly parts: readonly ("allergies" | "medicines" | "problems" | "immunizations" | "results" | "procedures" | "devices" | "others")[]; readonly language: "pl" | "en"; readonly keepsUp: boolean; };
    reply: { readonly id: string; readonly shlink: string; readonly address: string; };
  };
  /** Level 3 of the e-Profil: one document or imaging study, its original beside what is known of it. */
  'patient-document': {
    params: { readonly patient: string; readonly id: string; };
    query: { readonly asOf?: string; };
    body: undefined;
    reply: { readonly patient: { readonly id: string; readonly name: string; readonly sex: "male" | "female" | "other" | "unknown"; readonly birthDate?: string; readonly age?: number; readonly pesel?: string; readonly city?: string; readonly deceased?: string | boolean; }; readonly allergies: { readonly state: "known" | "stated-none" | "no-data"; readonly list: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly critical: boolean; readonly source: { readonly facility?: string; readonly author?: string; }; readonly reaction?: string; readonly recorded?: string; }[]; }; readonly asOf: string; readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly authors: readonly string[]; readonly source: { readonly facility?: string; readonly author?: string; }; readonly originals: readonly ({ readonly state: "text" | "pdf" | "file" | "missing" | "broken" | "too-large" | "elsewhere" | "not-stored-here"; readonly format: "text" | "html" | "cda" | "fhir" | "pdf" | "image" | "unknown"; readonly parts: readonly { readonly text: string; readonly title?: string; }[]; readonly contentType?: string; readonly title?: string; readonly size?: number; readonly language?: string; readonly cut?: boolean; })[]; readonly facts: readonly { readonly kind: string; readonly what: string; readonly detail?: string; readonly link?: { readonly type: string; readonly id: string; }; readonly place?: { readonly part: number; readonly from: number; readonly to: number; }; }[]; readonly signature: { readonly state: "recorded" | "none-known"; readonly when?: string; readonly who?: string; }; readonly replaces: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }[]; readonly replacedBy: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }[]; readonly series: readonly { readonly modality?: string; readonly what?: string; readonly site?: string; readonly instances?: number; readonly date?: string; }[]; readonly date?: string; readonly status?: string; readonly docStatus?: string; readonly where?: string; readonly encounter?: { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }; };
  };
  /** One file of a document as its sender sent it; only a PDF is shown, all else is for downloading. */
  'patient-document-file': {
    params: { readonly patient: string; readonly id: string; };
    query: { readonly asOf?: string; readonly file?: string; };
    body: undefined;
    reply: Uint8Array;
  };
  /** Level 2 of the e-Profil: one event, what was found, done and decided. */
  'patient-event': {
    params: { readonly patient: string; readonly type: string; readonly id: string; };
    query: { readonly asOf?: string; };
    body: undefined;
    reply: { readonly patient: { readonly id: string; readonly name: string; readonly sex: "male" | "female" | "other" | "unknown"; readonly birthDate?: string; readonly age?: number; readonly pesel?: string; readonly city?: string; readonly deceased?: string | boolean; }; readonly allergies: { readonly state: "known" | "stated-none" | "no-data"; readonly list: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly critical: boolean; readonly source: { readonly facility?: string; readonly author?: string; }; readonly reaction?: string; readonly recorded?: string; }[]; }; readonly link: { readonly type: string; readonly id: string; }; readonly lane: "problems" | "stays" | "visits" | "medicines" | "tests" | "documents"; readonly what: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly who: readonly string[]; readonly why: readonly string[]; readonly done: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }[]; readonly decided: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }[]; readonly followUps: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }[]; readonly results: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly code: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly flag: "low" | "normal" | "high" | "unknown"; readonly value: { readonly number?: number; readonly second?: number; readonly text?: string; readonly unit?: string; }; readonly series: readonly { readonly date: string; readonly value: number; }[]; readonly date?: string; readonly range?: { readonly low?: number; readonly high?: number; readonly text?: string; }; readonly trend?: "up" | "down" | "same"; })[]; readonly documents: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }[]; readonly starts?: string; readonly ends?: string; readonly status?: string; readonly where?: string; readonly text?: string; readonly dose?: { readonly text?: string; readonly amount?: number; readonly unit?: string; readonly times?: number; readonly every?: number; readonly period?: string; readonly asNeeded?: boolean; }; readonly result?: { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly code: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly flag: "low" | "normal" | "high" | "unknown"; readonly value: { readonly number?: number; readonly second?: number; readonly text?: string; readonly unit?: string; }; readonly series: readonly { readonly date: string; readonly value: number; }[]; readonly date?: string; readonly range?: { readonly low?: number; readonly high?: number; readonly text?: string; }; readonly trend?: "up" | "down" | "same"; }; readonly encounter?: { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }; };
  };
  /** What the entries of a patient can be filtered by, with counts under the filters that are on. */
  'patient-facets': {
    params: { readonly patient: string; };
    query: { readonly lane?: string; readonly facility?: string; readonly specialty?: string; readonly from?: string; readonly to?: string; readonly asOf?: string; };
    body: undefined;
    reply: { readonly total: number; readonly matching: number; readonly lanes: readonly { readonly id: string; readonly count: number; readonly name?: string; }[]; readonly facilities: readonly { readonly id: string; readonly count: number; readonly name?: string; }[]; readonly specialties: readonly { readonly id: string; readonly count: number; readonly name?: string; }[]; readonly keys?: readonly string[]; };
  };
  /** The days on which something about the patient came into the record, or changed there. */
  'patient-knowledge': {
    params: { readonly patient: string; };
    query: { readonly asOf?: string; };
    body: undefined;
    reply: { readonly days: readonly (readonly (string | number)[])[]; readonly cut: boolean; readonly first?: string; };
  };
  /** Level 0 of the e-Profil: the patient's whole history on one screen. */
  'patient-overview': {
    params: { readonly patient: string; };
    query: { readonly asOf?: string; };
    body: undefined;
    reply: { readonly patient: { readonly id: string; readonly name: string; readonly sex: "male" | "female" | "other" | "unknown"; readonly birthDate?: string; readonly age?: number; readonly pesel?: string; readonly city?: string; readonly deceased?: string | boolean; }; readonly asOf: string; readonly allergies: { readonly state: "known" | "stated-none" | "no-data"; readonly list: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly critical: boolean; readonly source: { readonly facility?: string; readonly author?: string; }; readonly reaction?: string; readonly recorded?: string; }[]; }; readonly news: { readonly since: string; readonly basis: "last-visit-here" | "last-year"; readonly more: number; readonly lines: readonly ({ readonly kind: "discharge" | "result" | "medicine" | "problem"; readonly link: { readonly type: string; readonly id: string; }; readonly date?: string; readonly what?: string; readonly facility?: string; readonly result?: { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly code: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly flag: "low" | "normal" | "high" | "unknown"; readonly value: { readonly number?: number; readonly second?: number; readonly text?: string; readonly unit?: string; }; readonly series: readonly { readonly date: string; readonly value: number; }[]; readonly date?: string; readonly range?: { readonly low?: number; readonly high?: number; readonly text?: string; }; readonly trend?: "up" | "down" | "same"; }; })[]; }; readonly gaps: readonly ({ readonly kind: string; readonly danger: 1 | 2 | 3; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly links: readonly { readonly type: string; readonly id: string; readonly what?: string; readonly date?: string; }[]; readonly count?: number; readonly since?: string; readonly days?: number; readonly places?: readonly { readonly name: string; readonly last: string; }[]; })[]; readonly problems: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly active: boolean; readonly source: { readonly facility?: string; readonly author?: string; }; readonly code?: string; readonly since?: string; readonly until?: string; }[]; readonly medicines: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly dispensed: { readonly state: "yes" | "no"; readonly on?: string; }; readonly source: { readonly facility?: string; readonly author?: string; }; readonly code?: string; readonly atc?: string; readonly dose?: { readonly text?: string; readonly amount?: number; readonly unit?: string; readonly times?: number; readonly every?: number; readonly period?: string; readonly asNeeded?: boolean; }; readonly prescribed?: string; readonly started?: string; })[]; readonly results: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly code: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly flag: "low" | "normal" | "high" | "unknown"; readonly value: { readonly number?: number; readonly second?: number; readonly text?: string; readonly unit?: string; }; readonly series: readonly { readonly date: string; readonly value: number; }[]; readonly date?: string; readonly range?: { readonly low?: number; readonly high?: number; readonly text?: string; }; readonly trend?: "up" | "down" | "same"; })[]; readonly documents: { readonly list: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly discharge: boolean; readonly source: { readonly facility?: string; readonly author?: string; }; readonly date?: string; }[]; readonly total: number; }; readonly careTeam: readonly { readonly name: string; readonly role?: string; readonly facility?: string; readonly lastSeen?: string; }[]; readonly sources: readonly { readonly name: string; readonly last: string; }[]; readonly outside: readonly ({ readonly source: string; readonly name: string; readonly simulated: boolean; readonly state?: "not-connected" | "never" | "asking" | "answered" | "down"; readonly lastAsked?: string; readonly lastAnswered?: string; readonly downSince?: string; readonly downBecause?: string; readonly partial?: boolean; readonly services?: number; readonly unreadable?: number; })[]; readonly sourceStates: readonly ({ readonly id: string; readonly name: string; readonly state: "ok" | "none" | "partial" | "down" | "unasked"; readonly last?: string; readonly count?: number; readonly since?: string; })[]; readonly notShown: { readonly [name: string]: number }; readonly disputes: readonly ({ readonly id: string; readonly link: { readonly type: string; readonly id: string; }; readonly reason: "not-mine" | "never-happened" | "wrong-value" | "wrong-date" | "no-longer-true" | "duplicate" | "other"; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; readonly state: "open" | "withdrawn" | "corrected" | "kept"; readonly moves: readonly ("withdraw" | "answer")[]; readonly version?: number; readonly words?: string; readonly recordedBy?: string; readonly answer?: { readonly outcome: "corrected" | "kept"; readonly words: string; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; }; })[]; readonly lifeLine: { readonly types: readonly string[]; readonly lanes: { readonly problems: readonly (readonly (number | string | null)[])[]; readonly stays: readonly (readonly (number | string | null)[])[]; readonly visits: readonly (readonly (number | string | null)[])[]; readonly medicines: readonly (readonly (number | string | null)[])[]; readonly tests: readonly (readonly (number | string | null)[])[]; readonly documents: readonly (readonly (number | string | null)[])[]; }; readonly total: number; }; readonly cut: readonly string[]; };
  };
  /** Level 1 of the e-Profil: one problem over the years, its measures over its treatment, goals and gaps. */
  'patient-problem': {
    params: { readonly patient: string; readonly id: string; };
    query: { readonly asOf?: string; };
    body: undefined;
    reply: { readonly patient: { readonly id: string; readonly name: string; readonly sex: "male" | "female" | "other" | "unknown"; readonly birthDate?: string; readonly age?: number; readonly pesel?: string; readonly city?: string; readonly deceased?: string | boolean; }; readonly allergies: { readonly state: "known" | "stated-none" | "no-data"; readonly list: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly critical: boolean; readonly source: { readonly facility?: string; readonly author?: string; }; readonly reaction?: string; readonly recorded?: string; }[]; }; readonly asOf: string; readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly active: boolean; readonly source: { readonly facility?: string; readonly author?: string; }; readonly measures: readonly ({ readonly code: string; readonly what: string; readonly otherUnit: number; readonly points: readonly { readonly date: string; readonly value: number; readonly link: { readonly type: string; readonly id: string; }; readonly second?: number; }[]; readonly last?: { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly code: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly flag: "low" | "normal" | "high" | "unknown"; readonly value: { readonly number?: number; readonly second?: number; readonly text?: string; readonly unit?: string; }; readonly series: readonly { readonly date: string; readonly value: number; }[]; readonly date?: string; readonly range?: { readonly low?: number; readonly high?: number; readonly text?: string; }; readonly trend?: "up" | "down" | "same"; }; readonly goal?: { readonly low?: number; readonly high?: number; }; })[]; readonly treatments: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly prescriptions: number; readonly active: boolean; readonly because: "prescription" | "table"; readonly spans: readonly { readonly from: string; readonly to?: string; }[]; readonly code?: string; readonly dose?: { readonly text?: string; readonly amount?: number; readonly unit?: string; readonly times?: number; readonly every?: number; readonly period?: string; readonly asNeeded?: boolean; }; })[]; readonly missing: readonly { readonly kind: string; readonly what?: string; readonly everyMonths?: number; readonly last?: string; readonly months?: number; readonly since?: string; readonly days?: number; readonly link?: { readonly type: string; readonly id: string; }; }[]; readonly goals: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly status?: string; readonly since?: string; readonly due?: string; readonly by?: string; readonly met?: boolean; readonly measured?: { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly code: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly flag: "low" | "normal" | "high" | "unknown"; readonly value: { readonly number?: number; readonly second?: number; readonly text?: string; readonly unit?: string; }; readonly series: readonly { readonly date: string; readonly value: number; }[]; readonly date?: string; readonly range?: { readonly low?: number; readonly high?: number; readonly text?: string; }; readonly trend?: "up" | "down" | "same"; }; })[]; readonly plans: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly activities: readonly string[]; readonly status?: string; readonly since?: string; readonly by?: string; }[]; readonly stays: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly lane: "problems" | "stays" | "visits" | "medicines" | "tests" | "documents"; readonly what: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly starts?: string; readonly ends?: string; readonly detail?: string; })[]; readonly documents: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly date?: string; readonly detail?: string; }[]; readonly events: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly lane: "problems" | "stays" | "visits" | "medicines" | "tests" | "documents"; readonly what: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly starts?: string; readonly ends?: string; readonly detail?: string; })[]; readonly cut: readonly string[]; readonly code?: string; readonly doubt?: string; readonly since?: string; readonly until?: string; readonly responsible?: { readonly name: string; readonly why: "plan-author" | "care-team" | "most-visits" | "recorder"; readonly role?: string; readonly facility?: string; readonly lastSeen?: string; }; readonly table?: { readonly name: string; readonly source: string; readonly date: string; readonly owner: string; }; };
  };
  /** The summary as it is now, as rows; with the newest signed one and what has changed since. */
  'patient-summary': {
    params: { readonly patient: string; };
    query: { readonly language?: "pl" | "en"; };
    body: undefined;
    reply: { readonly basis?: string; readonly generatedAt?: string; readonly sections?: readonly ({ readonly name?: string; readonly code?: string; readonly title?: string; readonly says?: string; readonly contradiction?: boolean; readonly state?: "entries" | "nobody-recorded" | "stated-none" | "left-out" | "withheld"; readonly lines?: readonly { readonly line?: string; readonly what?: string; readonly codes?: string; readonly details?: string; readonly when?: string; readonly confirmed?: boolean; }[]; readonly leftOut?: readonly { readonly reason?: string; readonly count?: number; readonly says?: string; }[]; })[]; readonly exclusions?: readonly string[]; readonly signed?: { readonly id?: string; readonly version?: number; readonly status?: string; readonly signedAt?: string; readonly by?: string; readonly facility?: string; readonly changes?: readonly { readonly kind?: string; readonly line?: string; readonly what?: string; }[]; readonly says?: string; }; };
  };
  /** The life line as a table: newest first, 50 rows a page. */
  'patient-timeline': {
    params: { readonly patient: string; };
    query: { readonly lane?: string; readonly facility?: string; readonly specialty?: string; readonly from?: string; readonly to?: string; readonly cursor?: string; readonly asOf?: string; };
    body: undefined;
    reply: { readonly rows: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly lane: "problems" | "stays" | "visits" | "medicines" | "tests" | "documents"; readonly what: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly starts?: string; readonly ends?: string; readonly detail?: string; })[]; readonly total: number; readonly next?: string; };
  };
  /** Names of the levels above a page of the e-Profil: its breadcrumb, from opaque ids in the address. */
  'patient-trail': {
    params: { readonly patient: string; };
    query: { readonly asOf?: string; readonly problem?: string; readonly event?: string; };
    body: undefined;
    reply: { readonly crumbs: readonly ({ readonly level: "problem" | "event"; readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly stay?: boolean; readonly starts?: string; readonly ends?: string; })[]; };
  };
  /** A draft filled in from the record of the patient, with where each field comes from */
  'prefill-referral': {
    params: { readonly patient: string; };
    query: { readonly kind?: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; };
    body: undefined;
    reply: { readonly draft: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; }; readonly sources: { readonly [name: string]: string }; readonly problems: readonly { readonly code: string; readonly name?: string; }[]; readonly fields: number; readonly filled: number; };
  };
  /** Exactly what a trusted person would see of my record, before I delegate */
  'preview-delegation': {
    params: undefined;
    query: { readonly scope: string; readonly sensitive: "true" | "false"; };
    body: undefined;
    reply: { readonly counts: { readonly [name: string]: number }; readonly items: readonly { readonly type: string; readonly id: string; readonly title: string; readonly date?: string; }[]; readonly hidden: { readonly withheld: number; readonly sensitive: number; readonly outOfScope: number; }; };
  };
  /** The summary as the physician wants it, before it is signed; writes nothing. */
  'preview-patient-summary': {
    params: { readonly patient: string; };
    query: undefined;
    body: { readonly language?: "pl" | "en"; readonly hide?: readonly { readonly line: string; readonly reason: string; }[]; readonly confirm?: readonly string[]; readonly add?: readonly ({ readonly section: "problems" | "allergies" | "medications" | "alerts"; readonly text: string; })[]; readonly comment?: string; };
    reply: { readonly basis?: string; readonly generatedAt?: string; readonly sections?: readonly ({ readonly name?: string; readonly code?: string; readonly title?: string; readonly says?: string; readonly contradiction?: boolean; readonly state?: "entries" | "nobody-recorded" | "stated-none" | "left-out" | "withheld"; readonly lines?: readonly { readonly line?: string; readonly what?: string; readonly codes?: string; readonly details?: string; readonly when?: string; readonly confirmed?: boolean; }[]; readonly leftOut?: readonly { readonly reason?: string; readonly count?: number; readonly says?: string; }[]; })[]; readonly exclusions?: readonly string[]; readonly signed?: { readonly id?: string; readonly version?: number; readonly status?: string; readonly signedAt?: string; readonly by?: string; readonly facility?: string; readonly changes?: readonly { readonly kind?: string; readonly line?: string; readonly what?: string; }[]; readonly says?: string; }; };
  };
  /** The short card (karta pacjenta) as a PDF whose QR code opens a link that I have just made. */
  'print-health-link-card': {
    params: undefined;
    query: undefined;
    body: { readonly address: string; };
    reply: Uint8Array;
  };
  /** The information sheet of a package as a PDF: barcode of the key, code, medicines with dosage. */
  'print-package': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: Uint8Array;
  };
  /** The short card (karta pacjenta) as a PDF of one A4, in Polish, with a QR code that holds no personal data. */
  'print-patient-card': {
    params: { readonly patient: string; };
    query: undefined;
    body: undefined;
    reply: Uint8Array;
  };
  /** The information sheet of a referral that waits, as a PDF; for the patient and whoever issued it */
  'print-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: Uint8Array;
  };
  /** FLOW-37: one event of a patient in full, for a system of the provider that treats them */
  'read-aggregated-event': {
    params: undefined;
    query: undefined;
    body: { readonly patient: string; readonly practitioner: string; readonly type: "Condition" | "AllergyIntolerance" | "Encounter" | "MedicationRequest" | "MedicationStatement" | "MedicationDispense" | "MedicationAdministration" | "Immunization" | "Observation" | "DiagnosticReport" | "ImagingStudy" | "Procedure" | "DocumentReference" | "Composition" | "ExplanationOfBenefit" | "ServiceRequest" | "CarePlan" | "Appointment"; readonly id: string; readonly asOf?: string; };
    reply: { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; };
  };
  /** FLOW-37: the aggregated profile of a patient for a system of the provider that treats them */
  'read-aggregated-profile': {
    params: undefined;
    query: undefined;
    body: { readonly patient: string; readonly practitioner: string; readonly asOf?: string; };
    reply: { readonly patient: { readonly id: string; readonly name: string; readonly sex: "male" | "female" | "other" | "unknown"; readonly birthDate?: string; readonly age?: number; readonly pesel?: string; readonly city?: string; readonly deceased?: string | boolean; }; readonly asOf: string; readonly allergies: { readonly state: "known" | "stated-none" | "no-data"; readonly list: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly critical: boolean; readonly source: { readonly facility?: string; readonly author?: string; }; readonly reaction?: string; readonly recorded?: string; }[]; }; readonly problems: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly active: boolean; readonly code?: string; readonly since?: string; readonly until?: string; }[]; readonly medicines: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly dispensed: { readonly state: "yes" | "no"; readonly on?: string; }; readonly code?: string; readonly atc?: string; readonly prescribed?: string; readonly started?: string; readonly dose?: { readonly text?: string; readonly amount?: number; readonly unit?: string; readonly times?: number; readonly every?: number; readonly period?: string; readonly asNeeded?: boolean; }; })[]; readonly results: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly code: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly flag: "low" | "normal" | "high" | "unknown"; readonly value: { readonly number?: number; readonly second?: number; readonly text?: string; readonly unit?: string; }; readonly series: readonly { readonly date: string; readonly value: number; }[]; readonly date?: string; readonly range?: { readonly low?: number; readonly high?: number; readonly text?: string; }; readonly trend?: "up" | "down" | "same"; })[]; readonly documents: { readonly list: readonly { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly discharge: boolean; readonly date?: string; }[]; readonly total: number; }; readonly news: { readonly since: string; readonly basis: "last-visit-here" | "last-year"; readonly more: number; readonly lines: readonly ({ readonly kind: "discharge" | "result" | "medicine" | "problem"; readonly link: { readonly type: string; readonly id: string; }; readonly date?: string; readonly what?: string; readonly facility?: string; readonly result?: { readonly link: { readonly type: string; readonly id: string; }; readonly what: string; readonly code: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly flag: "low" | "normal" | "high" | "unknown"; readonly value: { readonly number?: number; readonly second?: number; readonly text?: string; readonly unit?: string; }; readonly series: readonly { readonly date: string; readonly value: number; }[]; readonly date?: string; readonly range?: { readonly low?: number; readonly high?: number; readonly text?: string; }; readonly trend?: "up" | "down" | "same"; }; })[]; }; readonly gaps: readonly ({ readonly kind: string; readonly danger: 1 | 2 | 3; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly links: readonly { readonly type: string; readonly id: string; readonly what?: string; readonly date?: string; }[]; readonly count?: number; readonly since?: string; readonly days?: number; readonly places?: readonly { readonly name: string; readonly last: string; }[]; })[]; readonly careTeam: readonly { readonly name: string; readonly role?: string; readonly facility?: string; readonly lastSeen?: string; }[]; readonly sources: readonly { readonly name: string; readonly last: string; }[]; readonly outside: readonly ({ readonly source: string; readonly name: string; readonly simulated: boolean; readonly state?: "not-connected" | "never" | "asking" | "answered" | "down"; readonly lastAsked?: string; readonly lastAnswered?: string; readonly downSince?: string; readonly downBecause?: string; readonly partial?: boolean; readonly services?: number; readonly unreadable?: number; })[]; readonly entries: { readonly total: number; readonly lanes: { readonly problems: number; readonly stays: number; readonly visits: number; readonly medicines: number; readonly tests: number; readonly documents: number; }; }; readonly cut: readonly string[]; };
  };
  /** The public card of a rule: purpose, source, owner, condition, tests, shadow run, acceptance, harm reviews. */
  'read-alert-rule': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: ({ readonly id: string; readonly version: string; readonly tier: number; readonly fileTier: number; readonly live: boolean; readonly kind: string; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly audience: readonly string[]; readonly date: string; readonly owner: string; readonly validated: boolean; readonly stage: "shadow" | "live" | "demoted" | "retired"; readonly measured: { readonly shown: number; readonly interrupted: number; readonly accepted: number; readonly overridden: number; readonly acceptance?: number; }; readonly shadow?: { readonly [name: string]: unknown }; readonly changed?: { readonly [name: string]: unknown }; }) & ({ readonly notForClinicalUse: boolean; readonly purpose: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly source: { readonly document: string; readonly section: string; }; readonly words: { readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly todo: { readonly pl: string; readonly en: string; readonly uk: string; }; }; readonly actions: readonly { readonly [name: string]: unknown }[]; readonly inputs: readonly { readonly input: string; readonly query: string; }[]; readonly condition: string; readonly unless: readonly { readonly when: string; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; }[]; readonly tests: readonly { readonly [name: string]: unknown }[]; readonly bySpeciality: readonly ({ readonly speciality: string; } & { readonly shown: number; readonly interrupted: number; readonly accepted: number; readonly overridden: number; readonly acceptance?: number; })[]; readonly overrides: readonly { readonly reason: string; readonly times: number; }[]; readonly reviews: readonly ({ readonly kind: string; readonly opened: string; readonly due: string; readonly why: string; readonly closed: string | null; readonly conclusion: string | null; })[]; readonly history: readonly { readonly at: string; readonly version: string; readonly live: boolean; readonly tier: number; readonly why: string; }[]; });
  };
  /** Alerts of one patient with what may be done, what was decided, and what could not be checked. */
  'read-alerts': {
    params: { readonly patient: string; };
    query: { readonly audience?: "prescriber" | "pharmacist"; };
    body: undefined;
    reply: { readonly notForClinicalUse: true; readonly patient: string; readonly asOf: string; readonly audience: "prescriber" | "pharmacist"; readonly alerts: readonly ({ readonly id: string; readonly rule: string; readonly version: string; readonly tier: number; readonly kind: "unfilled" | "missing-result" | "screening" | "vaccination" | "interaction" | "age" | "kidney" | "pregnancy" | "trend" | "duplicate" | "discharge" | "chronic-care" | "monitoring" | "allergy"; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly todo: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly because: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly drafts: readonly string[]; readonly actions: readonly ({ readonly id: string; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly type: "create" | "delete" | "open"; readonly resource?: { readonly [name: string]: unknown }; readonly resourceId?: string; readonly place?: string; })[]; readonly source: string; readonly card: string; readonly validated: boolean; readonly decisions: readonly ({ readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; })[]; })[]; readonly tolerated: readonly ({ readonly id: string; readonly rule: string; readonly version: string; readonly tier: number; readonly kind: "unfilled" | "missing-result" | "screening" | "vaccination" | "interaction" | "age" | "kidney" | "pregnancy" | "trend" | "duplicate" | "discharge" | "chronic-care" | "monitoring" | "allergy"; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly todo: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly because: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly drafts: readonly string[]; readonly actions: readonly ({ readonly id: string; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly type: "create" | "delete" | "open"; readonly resource?: { readonly [name: string]: unknown }; readonly resourceId?: string; readonly place?: string; })[]; readonly source: string; readonly card: string; readonly validated: boolean; readonly decisions: readonly ({ readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; })[]; })[]; readonly rulesLive: number; readonly isComplete: boolean; readonly silenced: readonly { readonly rule: string; readonly title: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly why: { readonly pl: string; readonly en: string; readonly uk: string; }; }[]; readonly unchecked: readonly { readonly what: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly rules: readonly string[]; }[]; readonly odd: readonly { readonly what: string; readonly on?: string; readonly reference?: string; }[]; readonly noData: readonly string[]; readonly reasons: readonly ({ readonly code: "tolerated" | "benefit-outweighs" | "already-done" | "not-applicable" | "patient-declined" | "wrong-data" | "later" | "rule-wrong"; readonly label: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly months: number; })[]; };
  };
  /** The alerts of one patient identifier as exactly one FHIR document (Bundle). */
  'read-alerts-document': {
    params: undefined;
    query: undefined;
    body: { readonly pesel?: string; readonly patient?: string; readonly audience?: "prescriber" | "pharmacist"; };
    reply: { readonly resourceType: "Bundle"; };
  };
  /** One declaration, to the patient and to the facility that was chosen */
  'read-declaration': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; };
  };
  /** Every rule that messages are judged by, in Polish and English, and the kinds of transactions. */
  'read-drug-supply-rules': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly rules: readonly { readonly code: string; readonly level: string; readonly pl: string; readonly en: string; readonly validFrom?: string; readonly source?: string; }[]; readonly transactionKinds: readonly { readonly code: string; readonly pl: string; readonly sign: number; }[]; readonly placeKinds: readonly string[]; };
  };
  /** An entry by its kind and number, as the register had it on a day. */
  'read-entry-of-health-fund': {
    params: { readonly kind: "contract" | "performance"; readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly kind: string; readonly id: string; };
  };
  /** An entry by its kind and number, as the register had it on a day. */
  'read-entry-of-medical-entities': {
    params: { readonly kind: "entity" | "unit" | "cell" | "practice"; readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly kind: string; readonly id: string; };
  };
  /** An entry by its kind and number, as the register had it on a day. */
  'read-entry-of-pharmacies': {
    params: { readonly kind: "pharmacy"; readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly kind: string; readonly id: string; };
  };
  /** An entry by its kind and number, as the register had it on a day. */
  'read-entry-of-pharmacists': {
    params: { readonly kind: "pharmacist"; readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly kind: string; readonly id: string; };
  };
  /** An entry by its kind and number, as the register had it on a day. */
  'read-entry-of-territory-register': {
    params: { readonly kind: "place" | "unit" | "street"; readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly kind: string; readonly id: string; };
  };
  /** An entry by its kind and number, as the register had it on a day. */
  'read-entry-of-wholesalers': {
    params: { readonly kind: "wholesaler"; readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly kind: string; readonly id: string; };
  };
  /** A foreign document beside our record: the same, only there, only here, what differs, what was decided. */
  'read-foreign-document': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly stored: { readonly id: string; readonly patient: string; readonly kind: "summary" | "discharge" | "laboratory" | "other"; readonly title: string; readonly authors: readonly string[]; readonly importedAt: string; readonly importedBy: string; readonly sha256: string; readonly bytes: number; readonly date?: string; }; readonly identity: { readonly verdict: "same" | "unsure" | "different"; readonly traits: readonly ({ readonly trait: "pesel" | "birth-date" | "family-name" | "given-name" | "gender"; readonly verdict: "agrees" | "differs" | "missing"; readonly there?: string; readonly here?: string; })[]; }; readonly document: { readonly kind: "summary" | "discharge" | "laboratory" | "other"; readonly title: string; readonly authors: readonly string[]; readonly person: { readonly name: string; readonly identifiers: readonly { readonly value: string; readonly system?: string; readonly isPesel?: boolean; }[]; readonly birthDate?: string; readonly gender?: string; readonly country?: string; }; readonly notes: readonly ("no-date" | "future-date" | "no-author" | "not-final" | "test-data" | "not-signed" | "signature-not-verified")[]; readonly dangling: readonly string[]; readonly unknownSystems: readonly string[]; readonly counts: { readonly [name: string]: number }; readonly language?: string; readonly date?: string; readonly custodian?: string; readonly profile?: string; }; readonly ours: readonly ({ readonly reference: string; readonly kind: "allergies" | "medicines" | "problems" | "immunizations" | "results" | "procedures"; readonly what: string; readonly codes: readonly { readonly known: boolean; readonly system?: string; readonly code?: string; readonly display?: string; }[]; readonly date?: string; readonly status?: string; readonly detail?: string; readonly none?: boolean; readonly foreign?: boolean; })[]; readonly mayDecide: boolean; readonly sections: readonly ({ readonly kind: "allergies" | "medicines" | "problems" | "immunizations" | "results" | "procedures" | "devices" | "plan" | "other"; readonly title: string; readonly state: "facts" | "words" | "stated-none" | "no-answer" | "empty" | "missing"; readonly text: readonly string[]; readonly facts: readonly ({ readonly key: string; readonly kind: "allergies" | "medicines" | "problems" | "immunizations" | "results" | "procedures" | "devices" | "plan" | "other"; readonly type: string; readonly what: string; readonly codes: readonly { readonly known: boolean; readonly system?: string; readonly code?: string; readonly display?: string; }[]; readonly notes: readonly ("no-code" | "unknown-code-system" | "no-date" | "partial-date" | "future-date" | "refuted" | "entered-in-error" | "inactive" | "outside-sections" | "other-patient")[]; readonly relation: "same" | "differs" | "only-there"; readonly differences: readonly ("by-name" | "code" | "status" | "date" | "dose" | "value" | "says-none")[]; readonly ours: readonly string[]; readonly acceptable: boolean; readonly date?: string; readonly until?: string; readonly status?: string; readonly detail?: string; readonly none?: boolean; readonly decision?: { readonly key: string; readonly kind: "accepted" | "known" | "not-applicable"; readonly at: string; readonly by: string; readonly document: string; readonly reason?: string; readonly resource?: string; }; })[]; readonly onlyHere: readonly string[]; readonly code?: string; readonly reason?: string; readonly lang?: string; })[]; readonly cut: readonly ("allergies" | "medicines" | "problems" | "immunizations" | "results" | "procedures")[]; readonly undecided: number; };
  };
  /** A foreign document as it came, every byte. */
  'read-foreign-original': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly stored: { readonly id: string; readonly patient: string; readonly kind: "summary" | "discharge" | "laboratory" | "other"; readonly title: string; readonly authors: readonly string[]; readonly importedAt: string; readonly importedBy: string; readonly sha256: string; readonly bytes: number; readonly date?: string; }; readonly content: string; };
  };
  /** How far the NFZ answers about a patient: last asked, last answered, down since, partial */
  'read-health-fund-state': {
    params: { readonly patient: string; };
    query: undefined;
    body: undefined;
    reply: { readonly source: "nfz"; readonly name: string; readonly state: "not-connected" | "never" | "asking" | "answered" | "down"; readonly lastAsked?: string; readonly lastAnswered?: string; readonly downSince?: string; readonly downBecause?: "silent" | "slow" | "refused" | "nonsense" | "no-number"; readonly partial?: boolean; readonly services?: number; readonly unreadable?: number; readonly simulated: boolean; };
  };
  /** One medical event with everything that belongs to it, as FHIR resources */
  'read-medical-event': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly event: { readonly id: string; readonly number: string; readonly system: string; readonly patient: string; readonly state: "open" | "registered" | "cancelled"; readonly version: number; readonly happenedAt: string; readonly recordedAt: string; readonly late: boolean; readonly signedAt?: string; }; readonly resources: readonly { readonly resourceType: string; }[]; };
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
    reply: { readonly cases: readonly ({ readonly id: string; readonly kind: "objection" | "unknown-access"; readonly filedAt: string; readonly words: string; readonly due: string; readonly overdue: boolean; readonly closed: number; readonly scope?: "facility" | "processing"; readonly facilityName?: string; readonly access?: { readonly sequence: string; readonly at: string; readonly actor: string; readonly name: string; readonly role: "patient" | "proxy" | "physician" | "pharmacist" | "operator" | "machine" | "platform"; readonly purpose: string; readonly types: readonly string[]; readonly facility?: string; readonly facilityName?: string; readonly app?: string; }; readonly decision?: "accepted" | "rejected" | "explained" | "breach" | "withdrawn"; readonly decidedAt?: string; readonly answer?: string; readonly kept?: { readonly law: string; readonly years: number; }; })[]; };
  };
  /** My visits of a day at this workplace, by urgency, and what of earlier days waits to be recorded */
  'read-my-day': {
    params: undefined;
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly day: string; readonly visits: readonly ({ readonly id: string; readonly patient: string; readonly name: string; readonly start: string; readonly urgency: string; readonly status: "planned" | "arrived" | "in-progress" | "finished"; readonly age?: number; readonly reason?: string; })[]; readonly waiting: readonly ({ readonly id: string; readonly patient: string; readonly name: string; readonly start: string; readonly urgency: string; readonly status: "planned" | "arrived" | "in-progress" | "finished"; readonly age?: number; readonly reason?: string; })[]; };
  };
  /** To whom my data were disclosed: when, which, by what right; newest first; `format=csv` for a file */
  'read-my-disclosures': {
    params: undefined;
    query: { readonly from?: string; readonly to?: string; readonly format?: "json" | "csv"; };
    body: undefined;
    reply: { readonly disclosures: readonly ({ readonly id: string; readonly day: string; readonly at: string; readonly recipient: { readonly kind: "facility" | "system" | "app" | "person" | "other"; readonly id: string; readonly name: string; }; readonly types: readonly string[]; readonly purpose: string; readonly ground: string; readonly person?: string; readonly legalBasis?: string; readonly recordedBy?: string; })[]; readonly next?: string; } | string;
  };
  /** Says that I have read a notice */
  'read-notice': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: null;
  };
  /** Where my software stands at the compliance gate: what is missing, how many days are left */
  'read-own-gate': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly client: string; readonly name: string; readonly provider: string | null; readonly providerName: string | null; readonly softwareId: string | null; readonly vendor: string | null; readonly product: string | null; readonly version: string | null; readonly state: "undeclared" | "declared" | "verified" | "expired" | "failed" | "suspended"; readonly limit: "none" | "restricted" | "closed"; readonly since: string; readonly until: string | null; readonly transitionEnds: string | null; readonly checks: readonly ({ readonly check: string; readonly outcome: "passed" | "failed" | "unknown"; readonly says: string; })[]; readonly requirements: { readonly [name: string]: { readonly pl: string; readonly en: string; } }; readonly kitCases: { readonly [name: string]: string }; readonly daysLeft?: number; readonly declaration?: { readonly made: string; readonly software: string; readonly validUntil: string; readonly requirements: { readonly [name: string]: { readonly met: boolean; readonly how: string; } }; }; readonly run?: { readonly id: string; readonly software: string; readonly startedAt: string; readonly finishedAt: string; readonly passed: boolean; readonly failing: readonly string[]; }; };
  };
  /** A package with key and code. */
  'read-package': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly prescriptions: readonly ({ readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; })[]; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; };
  };
  /** Who sees my record and why, what I gave, what I hid, and what I am told about it */
  'read-permissions': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly given: readonly ({ readonly id: string; readonly name: string; readonly kind: "parent" | "guardian" | "trusted"; readonly scope: readonly ("prescriptions" | "visits" | "results" | "documentation")[]; readonly sensitive: boolean; readonly since: string; readonly ends: string; })[]; readonly held: readonly ({ readonly id: string; readonly name: string; readonly kind: "parent" | "guardian" | "trusted"; readonly scope: readonly ("prescriptions" | "visits" | "results" | "documentation")[]; readonly sensitive: boolean; readonly since: string; readonly ends: string; readonly patient: string; })[]; readonly consents: readonly ({ readonly id: string; readonly facility: string; readonly facilityName: string; readonly refusal: boolean; readonly scope: readonly ("prescriptions" | "visits" | "results" | "documentation")[]; readonly since: string; readonly ends?: string; })[]; readonly access: readonly ({ readonly facility: string; readonly facilityName: string; readonly refused: boolean; readonly relations: readonly ({ readonly kind: "declared" | "visit" | "admission" | "programme" | "team" | "earlier" | "referral" | "prescription" | "consent" | "code" | "emergency"; readonly ends?: string; })[]; })[]; readonly withheld: readonly { readonly type: string; readonly id: string; readonly readers: string; readonly title: string; readonly emergency: boolean; readonly date?: string; readonly facilityName?: string; }[]; readonly emergencies: readonly ({ readonly id: string; readonly name: string; readonly facilityName: string; readonly reason: "unconscious" | "life-threat" | "no-contact" | "infectious"; readonly explanation: string; readonly at: string; readonly ends: string; readonly verdict?: "justified" | "unjustified"; })[]; readonly notices: readonly ({ readonly id: string; readonly at: string; readonly kind: "emergency" | "emergency-reviewed" | "code-used" | "delegation-given" | "delegation-received" | "delegation-ended"; readonly details: { readonly [name: string]: string }; readonly read: boolean; })[]; readonly codeEnds?: string; };
  };
  /** An entity as FHIR R4 Organization, a cell as Location, as they are on a day. */
  'read-place-as-fhir': {
    params: { readonly number: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly resourceType: "Organization"; } | { readonly resourceType: "Location"; };
  };
  /** A prescription with its dispenses and what happened to it. */
  'read-prescription': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** Quality of what a place reports: rejected, corrected, late, days without a report, findings by code. */
  'read-quality-of-place': {
    params: { readonly place: string; };
    query: { readonly from: string; readonly to: string; };
    body: undefined;
    reply: { readonly messages: number; readonly rejected: number; readonly corrections: number; readonly hoursLate: number; readonly daysWithout: readonly string[]; readonly findings: readonly ({ readonly code: string; readonly level: "reject" | "warn"; readonly pl: string; readonly en: string; readonly line?: number; readonly gtin?: string; })[]; };
  };
  /** One referral and what happened to it */
  'read-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly history: readonly { readonly at: string; readonly name?: string; readonly by?: string; readonly facilityName?: string; readonly reason?: string; readonly basis?: string; }[]; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
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
    reply: { readonly relations: readonly ({ readonly kind: "declared" | "visit" | "admission" | "programme" | "team" | "earlier" | "referral" | "prescription" | "consent" | "code" | "emergency"; readonly ends?: string; })[]; readonly withheld: boolean; readonly emergency?: { readonly id: string; readonly ends: string; }; };
  };
  /** The signed document of a package. */
  'read-signed-package': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: string;
  };
  /** What is at a place by what it reported, by product and series; quantities in thousandths of a package. */
  'read-stock-of-place': {
    params: { readonly place: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly stock: readonly ({ readonly place: string; readonly gtin: string; readonly series: string; readonly quantity: number; readonly expires?: string | null; })[]; readonly next?: string; };
  };
  /** A demand with every step that was taken, for those whom it concerns. */
  'read-target-import': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly id: string; readonly state: "submitted" | "confirmed" | "declined" | "granted" | "refused" | "taken" | "realised" | "cancelled"; readonly says: string; readonly expired: boolean; readonly issued: string; readonly issuer: string; readonly facility: string; readonly patient: string | null; readonly field: string; readonly quantity: number; readonly imported: number; readonly wholesaler: string | null; readonly content: { readonly [name: string]: unknown }; readonly steps?: readonly ({ readonly act: string; readonly state: string; readonly at: string; readonly actor: string; readonly quantity?: number | null; readonly note?: string | null; })[]; };
  };
  /** The compulsory vaccinations of a patient: given, due, late, to come. Not for clinical use yet. */
  'read-vaccination-calendar': {
    params: { readonly id: string; };
    query: { readonly calendar?: string; };
    body: undefined;
    reply: { readonly notForClinicalUse: true; readonly patient: { readonly id: string; readonly name: string; readonly birth: string; }; readonly today: string; readonly calendar: { readonly version: string; readonly validFrom: string; readonly confirmed: boolean; readonly source: string; readonly checked: string; readonly unconfirmed: readonly string[]; }; readonly lines: readonly ({ readonly antigen: "BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV"; readonly of: number; readonly compulsory: boolean; readonly state: "done" | "uncounted" | "due" | "overdue" | "future" | "deferred" | "contraindicated" | "refused" | "immune" | "closed"; readonly dose?: number; readonly day?: string; readonly until?: string; readonly given?: { readonly id: string; readonly day: string; readonly antigens: readonly ("BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV")[]; readonly name: string; readonly atc?: string; readonly lot?: string; readonly by?: string; }; readonly exception?: { readonly id: string; readonly day: string; readonly antigens: readonly ("BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV")[]; readonly kind: "contraindication" | "deferral" | "refusal" | "immune"; readonly until?: string; readonly reason?: string; }; readonly fault?: "too-young" | "too-soon" | "beyond"; })[]; readonly others: readonly ({ readonly id: string; readonly day: string; readonly antigens: readonly ("BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV")[]; readonly name: string; readonly atc?: string; readonly lot?: string; readonly by?: string; })[]; readonly mayRecord: boolean; };
  };
  /** A visit: whose, when, why, and what must not be missed of the patient */
  'read-visit': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly visit: { readonly id: string; readonly patient: string; readonly name: string; readonly start: string; readonly urgency: string; readonly status: "planned" | "arrived" | "in-progress" | "finished"; readonly age?: number; readonly reason?: string; }; readonly patient: { readonly id: string; readonly name: string; readonly sex: string; readonly age?: number; readonly pesel?: string; }; readonly allergies: { readonly state: "known" | "none-known" | "no-data"; readonly names: readonly string[]; }; readonly kinds: { readonly [name: string]: string }; readonly event?: { readonly id: string; readonly number: string; readonly system: string; readonly patient: string; readonly state: "open" | "registered" | "cancelled"; readonly version: number; readonly happenedAt: string; readonly recordedAt: string; readonly late: boolean; readonly signedAt?: string; }; };
  };
  /** Says that what the referral asked for is done; medical events say it by themselves */
  'realise-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason?: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** Writes down a declaration that the patient signed on paper at my facility, and takes it */
  'receive-declaration': {
    params: undefined;
    query: undefined;
    body: { readonly kind: "doctor" | "nurse" | "midwife"; readonly practitioner: string; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; readonly feeAgreed?: number; readonly pesel?: string; readonly patient?: string; };
    reply: { readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; };
  };
  /** Writes down why a course is not given: contraindication, deferral until a day, refusal, immunity. */
  'record-vaccination-exception': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly antigen: "BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV"; readonly kind: "contraindication" | "deferral" | "refusal" | "immune"; readonly until?: string; readonly reason: string; };
    reply: { readonly id: string; };
  };
  /** Opens the record of the patient who read out a code, to my facility for 24 hours */
  'redeem-access-code': {
    params: undefined;
    query: undefined;
    body: { readonly pesel: string; readonly code: string; };
    reply: { readonly patient: string; readonly ends: string; };
  };
  /** Asks the NFZ about a patient anew, in the background; answers with the state as it is now */
  'refresh-health-fund': {
    params: { readonly patient: string; };
    query: undefined;
    body: undefined;
    reply: { readonly source: "nfz"; readonly name: string; readonly state: "not-connected" | "never" | "asking" | "answered" | "down"; readonly lastAsked?: string; readonly lastAnswered?: string; readonly downSince?: string; readonly downBecause?: "silent" | "slow" | "refused" | "nonsense" | "no-number"; readonly partial?: boolean; readonly services?: number; readonly unreadable?: number; readonly simulated: boolean; };
  };
  /** Closes my record to a facility, whatever ties us; an emergency still opens it */
  'refuse-facility': {
    params: undefined;
    query: undefined;
    body: { readonly facility: string; };
    reply: { readonly id: string; readonly facilityName: string; };
  };
  /** Registers a medical event in one piece; the same number with the same content is answered as before */
  'register-medical-event': {
    params: undefined;
    query: undefined;
    body: { readonly number: string; readonly patient: string; readonly visit?: string; readonly kind: "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19" | "20" | "21" | "22"; readonly start: string; readonly end?: string; readonly confidentiality?: "N" | "R" | "V"; readonly payer?: string; readonly diagnoses: readonly ({ readonly code: string; readonly name?: string; readonly role: "main" | "concurrent"; })[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly measurements?: readonly { readonly code: string; readonly name?: string; readonly value?: number; readonly unit?: string; readonly parts?: readonly { readonly code: string; readonly name?: string; readonly value: number; readonly unit: string; }[]; }[]; readonly vaccinations?: readonly { readonly code: string; readonly name?: string; readonly lot: string; readonly dose?: number; }[]; readonly allergies?: readonly { readonly name: string; }[]; readonly medicines?: readonly { readonly name: string; readonly code?: string; readonly dosage?: string; }[]; readonly note?: { readonly reason?: string; readonly findings?: string; readonly diagnosis?: string; readonly plan?: string; }; };
    reply: { readonly id: string; readonly number: string; readonly system: string; readonly patient: string; readonly state: "open" | "registered" | "cancelled"; readonly version: number; readonly happenedAt: string; readonly recordedAt: string; readonly late: boolean; readonly signedAt?: string; };
  };
  /** Refuses to take a declaration, with a reason */
  'reject-declaration': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: "list-full" | "outside-area" | "no-contract" | "data-mismatch" | "not-taken" | "other"; readonly text?: string; };
    reply: { readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; };
  };
  /** Takes an OS message or an opening balance (XML): accepted whole, or rejected with how to mend it. */
  'report-drug-supply': {
    params: undefined;
    query: undefined;
    body: { readonly message: string; };
    reply: { readonly id: string; readonly status: "accepted" | "rejected"; readonly place: string; readonly number: string; readonly findings: readonly ({ readonly code: string; readonly level: "reject" | "warn"; readonly pl: string; readonly en: string; readonly line?: number; readonly gtin?: string; })[]; };
  };
  /** Somebody was harmed, or nearly, by what a rule said or kept silent about: a review within 14 days. No patient data. */
  'report-harm-of-alert-rule': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly why: string; };
    reply: { readonly id: string; readonly rule: string; readonly kind: "acceptance" | "budget" | "harm"; readonly opened: string; readonly due: string; readonly why: string; };
  };
  /** Says that I do not recognise an access in my list; the officer answers within 30 days */
  'report-unknown-access': {
    params: undefined;
    query: undefined;
    body: { readonly access: string; readonly words?: string; };
    reply: { readonly id: string; readonly due: string; };
  };
  /** Gives a compounded medicine that was taken in hand free again. */
  'resign-from-prescription': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly note?: string; };
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** The patient does without the provider who accepted: others may accept it then */
  'resign-from-provider': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason?: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly history: readonly { readonly at: string; readonly name?: string; readonly by?: string; readonly facilityName?: string; readonly reason?: string; readonly basis?: string; }[]; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** For which tests the patient wants to see results only after a comment of a doctor. */
  'result-display': {
    params: { readonly patient: string; };
    query: undefined;
    body: undefined;
    reply: { readonly choices: readonly ({ readonly code: string; readonly when: "at-once" | "after-comment"; })[]; };
  };
  /** Gives an accepted referral back, with a reason: others may accept it then */
  'return-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency: "R" | "UR"; readonly diagnoses: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures: readonly { readonly code: string; readonly name?: string; }[]; readonly details: { readonly [name: string]: unknown }; readonly attachments: readonly string[]; readonly id: string; readonly patient: string; readonly number: string; readonly key: string; readonly state: "issued" | "accepted" | "realised" | "cancelled"; readonly issuedAt: string; readonly stateName: "WYSTAWIONE" | "W_REALIZACJI" | "ZREALIZOWANE" | "ANULOWANE" | "WYGASŁE"; readonly expired: boolean; readonly last: { readonly name: string; readonly by: string; readonly at: string; readonly reason?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly basis?: string; }; readonly moves: readonly string[]; readonly issuer: { readonly person?: { readonly id: string; readonly name: string; }; readonly facility?: { readonly id: string; readonly name: string; }; }; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly purpose?: string; readonly patientName?: string; readonly validUntil?: string; readonly provider?: { readonly id: string; readonly name: string; }; readonly spa?: { readonly stage: "submitted" | "verified" | "confirmed" | "placed" | "refused" | "closed"; readonly branch: string; readonly queue?: number; readonly place?: { readonly id: string; readonly name: string; readonly from: string; readonly to: string; }; readonly returned?: string; }; readonly acceptedBy?: "provider" | "event"; readonly appointment?: string; readonly code?: string; };
  };
  /** Ends a link at once; what it held is erased. */
  'revoke-health-link': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly revoked: boolean; };
  };
  /** Revokes a certificate of the caller: nothing is signed by it any more */
  'revoke-signing-certificate': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: "lost" | "replaced" | "no-longer-needed"; };
    reply: { readonly id: string; readonly kind: "demonstration" | "file"; readonly state: "valid" | "not-yet" | "lapsed" | "revoked"; readonly subject: string; readonly issuer: string; readonly serial: string; readonly validFrom: string; readonly validUntil: string; readonly revoked?: string | null; readonly revokedWhy?: string | null; };
  };
  /** Entries by beginnings of words of names, places and numbers; names that begin so first, at most 100. */
  'search-health-fund': {
    params: undefined;
    query: { readonly q: string; readonly kind?: "contract" | "performance"; readonly day?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** Entries by beginnings of words of names, places and numbers; names that begin so first, at most 100. */
  'search-medical-entities': {
    params: undefined;
    query: { readonly q: string; readonly kind?: "entity" | "unit" | "cell" | "practice"; readonly day?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** Medicines by beginnings of words: name, substance, ATC, strength, form, EAN. Best first, at most 100. */
  'search-medicinal-products': {
    params: undefined;
    query: { readonly q: string; readonly day?: string; readonly kind?: "human" | "veterinary"; readonly count?: string; };
    body: undefined;
    reply: { readonly products: readonly ({ readonly id: string; readonly name: string; readonly kind: "human" | "veterinary"; readonly removed: boolean; readonly atc: readonly string[]; readonly routes: readonly string[]; readonly substances: readonly { readonly name: string; readonly amount?: string; readonly unit?: string; readonly per?: string; readonly perUnit?: string; }[]; readonly packages: readonly { readonly removed: boolean; readonly says: string; readonly id?: string; readonly code?: string; readonly gtin?: string; readonly availability?: string; readonly euNumber?: string; readonly parallelDistributor?: string; }[]; readonly commonName?: string; readonly strength?: string; readonly form?: string; readonly holder?: string; readonly procedure?: string; readonly permit?: string; readonly permitValidity?: string; readonly leaflet?: string; readonly characteristics?: string; })[]; };
  };
  /** Entries by beginnings of words of names, places and numbers; names that begin so first, at most 100. */
  'search-pharmacies': {
    params: undefined;
    query: { readonly q: string; readonly kind?: "pharmacy"; readonly day?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** Entries by beginnings of words of names, places and numbers; names that begin so first, at most 100. */
  'search-pharmacists': {
    params: undefined;
    query: { readonly q: string; readonly kind?: "pharmacist"; readonly day?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** Finds words in notes, documents and descriptions of one patient, newest first in each lane. */
  'search-profile': {
    params: { readonly patient: string; };
    query: { readonly asOf?: string; };
    body: { readonly text: string; readonly lane?: string; readonly facility?: string; readonly specialty?: string; readonly from?: string; readonly to?: string; readonly cursor?: string; };
    reply: { readonly total: number; readonly searched: number; readonly lanes: readonly ({ readonly lane: "problems" | "stays" | "visits" | "medicines" | "tests" | "documents"; readonly total: number; readonly hits: readonly ({ readonly link: { readonly type: string; readonly id: string; }; readonly lane: "problems" | "stays" | "visits" | "medicines" | "tests" | "documents"; readonly what: string; readonly source: { readonly facility?: string; readonly author?: string; }; readonly excerpts: readonly { readonly text: string; readonly hits: readonly (readonly number[])[]; readonly before?: boolean; readonly after?: boolean; }[]; readonly starts?: string; readonly ends?: string; readonly detail?: string; })[]; readonly next?: string; })[]; readonly silent: { readonly picture: number; readonly pdf: number; readonly elsewhere: number; readonly other: number; }; };
  };
  /** Entries by beginnings of words of names, places and numbers; names that begin so first, at most 100. */
  'search-territory-register': {
    params: undefined;
    query: { readonly q: string; readonly kind?: "place" | "unit" | "street"; readonly day?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** Entries by beginnings of words of names, places and numbers; names that begin so first, at most 100. */
  'search-wholesalers': {
    params: undefined;
    query: { readonly q: string; readonly kind?: "wholesaler"; readonly day?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** Shows again what I had hidden */
  'show-item': {
    params: { readonly type: string; readonly id: string; readonly readers: string; };
    query: undefined;
    body: undefined;
    reply: null;
  };
  /** Signs the summary as it was previewed and keeps it; the one signed before is superseded. */
  'sign-patient-summary': {
    params: { readonly patient: string; };
    query: undefined;
    body: { readonly basis: string; readonly language?: "pl" | "en"; readonly hide?: readonly { readonly line: string; readonly reason: string; }[]; readonly confirm?: readonly string[]; readonly add?: readonly ({ readonly section: "problems" | "allergies" | "medications" | "alerts"; readonly text: string; })[]; readonly comment?: string; };
    reply: { readonly summary?: { readonly id?: string; readonly version?: number; readonly status?: string; readonly signedAt?: string; readonly by?: string; readonly facility?: string; }; readonly signature?: { readonly valid?: boolean; readonly signer?: string; readonly kind?: string; readonly signedAt?: string; readonly why?: string; readonly code?: string; }; };
  };
  /** A signed summary as it was signed: the FHIR document with its signature. */
  'signed-summary': {
    params: { readonly patient: string; readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly resourceType?: string; };
  };
  /** Takes a vendor’s signed statement of the software that runs now (RFC 7591 software_statement) */
  'state-own-software': {
    params: undefined;
    query: undefined;
    body: { readonly software_statement: string; };
    reply: { readonly client: string; readonly name: string; readonly provider: string | null; readonly providerName: string | null; readonly softwareId: string | null; readonly vendor: string | null; readonly product: string | null; readonly version: string | null; readonly state: "undeclared" | "declared" | "verified" | "expired" | "failed" | "suspended"; readonly limit: "none" | "restricted" | "closed"; readonly since: string; readonly until: string | null; readonly transitionEnds: string | null; readonly checks: readonly ({ readonly check: string; readonly outcome: "passed" | "failed" | "unknown"; readonly says: string; })[]; readonly daysLeft?: number; readonly declaration?: { readonly made: string; readonly software: string; readonly validUntil: string; readonly requirements: { readonly [name: string]: { readonly met: boolean; readonly how: string; } }; }; readonly run?: { readonly id: string; readonly software: string; readonly startedAt: string; readonly finishedAt: string; readonly passed: boolean; readonly failing: readonly string[]; }; };
  };
  /** Chooses a doctor, a nurse or a midwife of primary care; the facility answers within 7 days */
  'submit-declaration': {
    params: undefined;
    query: undefined;
    body: { readonly kind: "doctor" | "nurse" | "midwife"; readonly practitioner: string; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; readonly feeAgreed?: number; readonly facility: string; };
    reply: { readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; };
  };
  /** CDS Hooks 2.0 feedback: which cards were taken up or set aside, and why; into the same ledger. */
  'tell-cds-feedback': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly feedback: readonly ({ readonly card: string; readonly outcome: "accepted" | "overridden"; readonly acceptedSuggestions?: readonly { readonly id: string; }[]; readonly overrideReason?: { readonly reason?: { readonly code: string; readonly system?: string; readonly display?: string; }; readonly userComment?: string; }; readonly outcomeTimestamp?: string; readonly extension?: { readonly [name: string]: unknown }; })[]; };
    reply: { readonly recorded: number; };
  };
  /** By whoever blocked it, or issued it. */
  'unblock-prescription': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly note?: string; };
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** Takes back a decision about an alert: it is shown again. The decision itself is kept. */
  'undo-decision-about-alert': {
    params: { readonly patient: string; readonly decision: string; };
    query: undefined;
    body: undefined;
    reply: { readonly id: string; readonly alert: string; readonly rule: string; readonly version: string; readonly kind: "accepted" | "overridden"; readonly action: string | null; readonly reason: string | null; readonly comment: string | null; readonly name: string; readonly facility: string | null; readonly at: string; readonly until: string | null; };
  };
  /** Does this address exist to the street? By names (of units above also by TERC) or by SIMC and ULIC. */
  'verify-address': {
    params: undefined;
    query: { readonly voivodeship?: string; readonly county?: string; readonly commune?: string; readonly place?: string; readonly street?: string; readonly known?: string; readonly simc?: string; readonly ulic?: string; };
    body: undefined;
    reply: { readonly answer: "confirmed" | "ambiguous" | "no-such-place" | "no-such-street"; readonly says: { readonly pl: string; readonly en: string; }; readonly candidates: readonly { readonly kind: string; readonly id: string; }[]; readonly place?: { readonly kind: string; readonly id: string; }; readonly street?: { readonly kind: string; readonly id: string; }; readonly units?: readonly { readonly kind: string; readonly id: string; }[]; };
  };
  /** Whether the signature counts, whose it is, and whether the summary was superseded. */
  'verify-signed-summary': {
    params: { readonly patient: string; readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly summary?: { readonly id?: string; readonly version?: number; readonly status?: string; readonly signedAt?: string; readonly by?: string; readonly facility?: string; }; readonly signature?: { readonly valid?: boolean; readonly signer?: string; readonly kind?: string; readonly signedAt?: string; readonly why?: string; readonly code?: string; }; };
  };
  /** Who looked at my data: by day, person, place and purpose; newest first. */
  'who-looked': {
    params: undefined;
    query: { readonly cursor?: string; readonly from?: string; readonly to?: string; readonly purpose?: "TREAT" | "PATRQT" | "HOPERAT" | "ETREAT"; };
    body: undefined;
    reply: { readonly accesses: readonly ({ readonly id: string; readonly who: { readonly name: string; readonly role: "patient" | "proxy" | "physician" | "pharmacist" | "operator" | "machine" | "platform"; readonly facility?: { readonly id: string; readonly name?: string; }; readonly app?: string; }; readonly day: string; readonly first: string; readonly last: string; readonly own: boolean; readonly automatic: boolean; readonly refused: boolean; readonly changed: boolean; readonly purpose: "TREAT" | "PATRQT" | "HOPERAT" | "ETREAT"; readonly categories: readonly ("everything" | "personal-data" | "visits" | "problems" | "medicines" | "results" | "allergies" | "immunisations" | "procedures" | "referrals" | "documents" | "plans" | "consents" | "finances" | "who-looked" | "other")[]; readonly events: number; readonly relation?: "declared" | "visit" | "admission" | "programme" | "team" | "earlier" | "referral" | "prescription" | "consent" | "code" | "emergency"; })[]; readonly next?: string; };
  };
  /** Withdraws a consent or a refusal from this moment */
  'withdraw-consent': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: null;
  };
  /** Takes a declaration back, whether it waits or is in force */
  'withdraw-declaration': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly id: string; readonly patient: string; readonly kind: "doctor" | "nurse" | "midwife"; readonly state: "submitted" | "accepted" | "rejected" | "withdrawn" | "replaced" | "ended"; readonly facility: { readonly id: string; readonly name?: string; }; readonly person: { readonly id: string; readonly name?: string; }; readonly submittedAt: string; readonly by: "patient" | "parent" | "guardian" | "paper"; readonly answerBy: string; readonly number: number; readonly last: { readonly name: string; readonly at: string; readonly reason?: string; readonly text?: string; }; readonly moves: readonly string[]; readonly standing: "full" | "provider-only"; readonly patientName?: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly fee?: { readonly value: number; readonly currency: string; }; readonly freeReason?: "moved" | "provider-closed" | "person-left" | "came-of-age" | "provider-side"; };
  };
  /** It did not happen after all: what was counted may be dispensed again. */
  'withdraw-dispense': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: { readonly package: { readonly id: string; readonly key: string; readonly kind: "ZW" | "PA" | "PF"; readonly patient: { readonly id: string; readonly name: string; readonly pesel?: string; readonly birthDate?: string; }; readonly issued: string; readonly signed: boolean; readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string; }; readonly code?: string; readonly facility?: { readonly id: string; readonly name: string; }; readonly payer?: string; }; readonly prescription: { readonly id: string; readonly packageId: string; readonly key: string; readonly number: { readonly system: string; readonly value: string; }; readonly status: "WYSTAWIONA" | "ZABLOKOWANA" | "CZESCIOWO_ZREALIZOWANA" | "ZREALIZOWANA" | "ANULOWANA"; readonly expired: boolean; readonly issued: string; readonly from: string; readonly until: string; readonly annual: boolean; readonly medicine: { readonly kind: "G" | "R" | "S" | "W"; readonly category: "Rp" | "Rpz" | "Rpw" | "OTC"; readonly name: string; readonly gtin?: string; readonly product?: string; readonly package?: string; readonly substance?: string; readonly strength?: string; readonly form?: string; readonly preparation?: string; readonly atc?: readonly string[]; readonly ingredients?: readonly { readonly name: string; readonly amount?: { readonly value: number; readonly unit: string; }; }[]; readonly amount?: { readonly value: number; readonly unit: string; }; }; readonly quantity: number; readonly dispensed: number; readonly remaining: number; readonly refundLevel: "B" | "R" | "30%" | "50%" | "100%"; readonly noSubstitution: boolean; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly dosage?: { readonly amount: { readonly value: number; readonly unit: string; }; readonly times: number; readonly everyDays?: number; readonly at?: readonly ("morning" | "noon" | "evening" | "night")[]; readonly days?: number; readonly asNeeded?: boolean; readonly note?: string; }; readonly dosageWords?: string; readonly supplyDays?: number; readonly forPharmacist?: string; readonly diagnosis?: string; readonly replaces?: string; readonly replacedBy?: string; readonly pharmacy?: string; readonly lastDispensed?: string; readonly block?: { readonly reason: "W_REALIZACJI" | "WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU" | "PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM" | "ZMIANA_SKLADU_LEKU_RECEPTUROWEGO" | "PRZETERMINOWANIE_LEKU" | "WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA"; readonly at: string; readonly by: string; readonly note?: string; }; readonly cancelled?: { readonly reason: string; readonly at: string; }; }; readonly dispenses: readonly ({ readonly id: string; readonly prescription: string; readonly pharmacy: { readonly id: string; readonly name: string; }; readonly at: string; readonly pharmacist: { readonly name: string; readonly practitioner?: string; }; readonly kind: "C" | "Z" | "W"; readonly state: "OBOWIAZUJACY" | "SKORYGOWANY" | "WYCOFANY"; readonly items: readonly { readonly quantity: number; readonly gtin?: string; readonly lot?: string; readonly expires?: string; readonly standsFor?: number; readonly name?: string; }[]; readonly counts: number; readonly substituted: boolean; readonly refundLevel?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlement?: "S" | "DZ" | "C" | "IB" | "IW" | "ZK" | "PO" | "AZ" | "WP" | "WE" | "BW" | "CN" | "DN" | "IN"; readonly paid?: number; readonly replaces?: string; readonly note?: string; })[]; readonly history: readonly { readonly at: string; readonly event: string; readonly by: string; }[]; readonly allowance?: { readonly most: number; readonly verdicts: readonly ({ readonly code: string; readonly severity: "error" | "warning" | "information"; readonly path: string; readonly pl: string; readonly en: string; readonly todo: { readonly pl: string; readonly en: string; }; readonly rule?: string; })[]; readonly moreFrom?: string; }; };
  };
  /** Takes a dispute back: only who raised it, while it is open. */
  'withdraw-dispute': {
    params: { readonly patient: string; readonly dispute: string; };
    query: undefined;
    body: undefined;
    reply: { readonly id: string; readonly link: { readonly type: string; readonly id: string; }; readonly reason: "not-mine" | "never-happened" | "wrong-value" | "wrong-date" | "no-longer-true" | "duplicate" | "other"; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; readonly state: "open" | "withdrawn" | "corrected" | "kept"; readonly moves: readonly ("withdraw" | "answer")[]; readonly version?: number; readonly words?: string; readonly recordedBy?: string; readonly answer?: { readonly outcome: "corrected" | "kept"; readonly words: string; readonly at: string; readonly by: { readonly kind: "clinician" | "patient" | "proxy"; readonly name: string; readonly facility?: string; }; }; };
  };
  /** Takes an objection back: what it had closed is open again */
  'withdraw-objection': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: null;
  };
  /** Hides an item of my record from trusted persons, from facilities, or from one facility */
  'withhold-item': {
    params: undefined;
    query: undefined;
    body: { readonly type: string; readonly id: string; readonly readers: string; readonly emergency: boolean; };
    reply: null;
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
  'accept-declaration': { method: 'POST', path: '/api/declarations/declaration/{id}/accept', once: true },
  'accept-prescription': { method: 'POST', path: '/api/e-prescription/prescriptions/{id}/accept', once: true },
  'accept-referral': { method: 'POST', path: '/api/e-referral/accept', once: true },
  'act-on-target-import': { method: 'POST', path: '/api/target-import/demands/{id}/{act}', once: true },
  'answer-dispute': { method: 'POST', path: '/api/patient-profile/{patient}/disputes/{dispute}/answer', once: true },
  'ask-price': { method: 'POST', path: '/api/reimbursement-lists/price', once: true },
  'ask-reference-provider': { method: 'GET', path: '/api/reference-data/providers/{number}' },
  'ask-reference-recipient': { method: 'POST', path: '/api/reference-data/recipients', once: true },
  'ask-reference-worker': { method: 'GET', path: '/api/reference-data/workers/{profession}/{npwz}' },
  'ask-right-of-pharmacist': { method: 'GET', path: '/api/pharmacists/rights/{npwz}' },
  'ask-whether-contract-holds': { method: 'GET', path: '/api/health-fund/contracts/{branch}/{number}' },
  'ask-whether-dispensable': { method: 'GET', path: '/api/product-decisions/verdict' },
  'ask-whether-pharmacy-works': { method: 'GET', path: '/api/pharmacies/opening/{pharmacy}' },
  'ask-whether-place-works': { method: 'GET', path: '/api/medical-entities/working/{number}' },
  'ask-whether-wholesaler-works': { method: 'GET', path: '/api/wholesalers/permits/{number}' },
  'ask-who-may-dispense': { method: 'GET', path: '/api/pharmacies/dispensing/{pharmacy}' },
  'begin-emergency-access': { method: 'POST', path: '/api/permissions/emergencies', once: true },
  'begin-gate-test': { method: 'POST', path: '/api/accounts/gate/tests', once: true },
  'begin-visit': { method: 'POST', path: '/api/medical-events/visits', once: true },
  'block-prescription': { method: 'POST', path: '/api/e-prescription/prescriptions/{id}/block', once: true },
  'bring-signing-certificate': { method: 'POST', path: '/api/signing-certificates', once: true },
  'call-cds-service': { method: 'POST', path: '/api/cds-services/{id}', once: true },
  'cancel-medical-event': { method: 'POST', path: '/api/medical-events/events/{id}/cancel', once: true },
  'cancel-package': { method: 'POST', path: '/api/e-prescription/packages/{id}/cancel', once: true },
  'cancel-prescription': { method: 'POST', path: '/api/e-prescription/prescriptions/{id}/cancel', once: true },
  'cancel-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/cancel', once: true },
  'check-foreign-document': { method: 'POST', path: '/api/foreign-summaries/patients/{patient}/check', once: true },
  'check-medication-safety': { method: 'POST', path: '/api/medication-safety/check', once: true },
  'check-prescriptions': { method: 'POST', path: '/api/e-prescription/packages/check', once: true },
  'check-referral': { method: 'POST', path: '/api/e-referral/check', once: true },
  'choose-result-display': { method: 'PUT', path: '/api/patient-profile/{patient}/result-display' },
  'collect-prescriptions': { method: 'POST', path: '/api/e-prescription/collect', once: true },
  'correct-dispense': { method: 'POST', path: '/api/e-prescription/dispenses/{id}/correct', once: true },
  'correct-medical-event': { method: 'PUT', path: '/api/medical-events/events/{id}' },
  'correct-prescription': { method: 'POST', path: '/api/e-prescription/prescriptions/{id}/correct', once: true },
  'correct-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/correct', once: true },
  'count-declarations': { method: 'GET', path: '/api/declarations/counts' },
  'decide-about-alert': { method: 'POST', path: '/api/alerts/{patient}/decisions', once: true },
  'decide-about-dispensing': { method: 'POST', path: '/api/alerts/dispensing/{prescription}/decisions', once: true },
  'decide-foreign-fact': { method: 'POST', path: '/api/foreign-summaries/documents/{id}/decisions', once: true },
  'decide-spa-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/spa-decision', once: true },
  'declare-requirements': { method: 'POST', path: '/api/accounts/gate/declaration', once: true },
  'dispense-prescription': { method: 'POST', path: '/api/e-prescription/prescriptions/{id}/dispenses', once: true },
  'dispute-fact': { method: 'POST', path: '/api/patient-profile/{patient}/disputes', once: true },
  'download-who-looked': { method: 'GET', path: '/api/audit-trail/accesses/file' },
  'end-declaration': { method: 'POST', path: '/api/declarations/declaration/{id}/end', once: true },
  'end-delegation': { method: 'DELETE', path: '/api/permissions/delegations/{id}' },
  'end-emergency-access': { method: 'DELETE', path: '/api/permissions/emergencies/{id}' },
  'explain-fact': { method: 'GET', path: '/api/patient-profile/{patient}/why' },
  'file-foreign-document': { method: 'POST', path: '/api/foreign-summaries/patients/{patient}/documents', once: true },
  'file-objection': { method: 'POST', path: '/api/data-protection/objections', once: true },
  'find-patient': { method: 'POST', path: '/api/patient-profile/find', once: true },
  'find-primary-care': { method: 'GET', path: '/api/declarations/facilities' },
  'find-referral': { method: 'POST', path: '/api/e-referral/find', once: true },
  'finish-gate-test': { method: 'POST', path: '/api/accounts/gate/tests/report', once: true },
  'follow-declarations': { method: 'GET', path: '/api/declarations/changes', cursor: 'cursor' },
  'give-access-code': { method: 'POST', path: '/api/permissions/codes', once: true },
  'give-consent': { method: 'POST', path: '/api/permissions/consents', once: true },
  'give-delegation': { method: 'POST', path: '/api/permissions/delegations', once: true },
  'give-spa-place-back': { method: 'POST', path: '/api/e-referral/referrals/{id}/give-back', once: true },
  'identify-patient': { method: 'POST', path: '/api/patient-profile/identify', once: true },
  'issue-prescriptions': { method: 'POST', path: '/api/e-prescription/packages', once: true },
  'issue-referral': { method: 'POST', path: '/api/e-referral/referrals', once: true },
  'issue-target-import': { method: 'POST', path: '/api/target-import/demands', once: true },
  'judge-dispensing': { method: 'GET', path: '/api/alerts/dispensing/{prescription}' },
  'judge-orders': { method: 'POST', path: '/api/alerts/{patient}/orders', once: true },
  'list-accepted-declarations': { method: 'GET', path: '/api/declarations/accepted', cursor: 'cursor' },
  'list-accepted-referrals': { method: 'GET', path: '/api/e-referral/incoming', cursor: 'cursor' },
  'list-alert-rules': { method: 'GET', path: '/api/alerts/rules' },
  'list-audit-seals': { method: 'GET', path: '/api/audit-trail/seals', cursor: 'after' },
  'list-belonging-in-health-fund': { method: 'GET', path: '/api/health-fund/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-belonging-in-medical-entities': { method: 'GET', path: '/api/medical-entities/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-belonging-in-pharmacies': { method: 'GET', path: '/api/pharmacies/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-belonging-in-pharmacists': { method: 'GET', path: '/api/pharmacists/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-belonging-in-territory-register': { method: 'GET', path: '/api/territory-register/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-belonging-in-wholesalers': { method: 'GET', path: '/api/wholesalers/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-changes-of-health-fund': { method: 'GET', path: '/api/health-fund/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-medical-entities': { method: 'GET', path: '/api/medical-entities/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-medicinal-products': { method: 'GET', path: '/api/medicinal-products/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-pharmacies': { method: 'GET', path: '/api/pharmacies/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-pharmacists': { method: 'GET', path: '/api/pharmacists/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-territory-register': { method: 'GET', path: '/api/territory-register/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-wholesalers': { method: 'GET', path: '/api/wholesalers/editions/{number}/changes', cursor: 'after' },
  'list-code-systems': { method: 'GET', path: '/api/reference-data/code-systems' },
  'list-contracts-that-hold': { method: 'GET', path: '/api/health-fund/holding/{key}' },
  'list-dispenses': { method: 'GET', path: '/api/e-prescription/dispenses', cursor: 'cursor' },
  'list-disputes': { method: 'GET', path: '/api/patient-profile/{patient}/disputes' },
  'list-drug-supply-messages': { method: 'GET', path: '/api/drug-supply/places/{place}/messages', cursor: 'after' },
  'list-editions-of-health-fund': { method: 'GET', path: '/api/health-fund/editions', cursor: 'before' },
  'list-editions-of-medical-entities': { method: 'GET', path: '/api/medical-entities/editions', cursor: 'before' },
  'list-editions-of-medication-safety': { method: 'GET', path: '/api/medication-safety/editions' },
  'list-editions-of-medicinal-products': { method: 'GET', path: '/api/medicinal-products/editions', cursor: 'before' },
  'list-editions-of-pharmacies': { method: 'GET', path: '/api/pharmacies/editions', cursor: 'before' },
  'list-editions-of-pharmacists': { method: 'GET', path: '/api/pharmacists/editions', cursor: 'before' },
  'list-editions-of-product-decisions': { method: 'GET', path: '/api/product-decisions/editions' },
  'list-editions-of-territory-register': { method: 'GET', path: '/api/territory-register/editions', cursor: 'before' },
  'list-editions-of-wholesalers': { method: 'GET', path: '/api/wholesalers/editions', cursor: 'before' },
  'list-foreign-documents': { method: 'GET', path: '/api/foreign-summaries/patients/{patient}/documents' },
  'list-health-links': { method: 'GET', path: '/api/health-links' },
  'list-issued-referrals': { method: 'GET', path: '/api/e-referral/issued', cursor: 'cursor' },
  'list-medical-events': { method: 'GET', path: '/api/medical-events/events', cursor: 'cursor' },
  'list-my-declarations': { method: 'GET', path: '/api/declarations/mine' },
  'list-my-prescriptions': { method: 'GET', path: '/api/e-prescription/mine', cursor: 'cursor' },
  'list-news-of-product-decisions': { method: 'GET', path: '/api/product-decisions/news', cursor: 'after' },
  'list-packages': { method: 'GET', path: '/api/e-prescription/packages', cursor: 'cursor' },
  'list-people-of-primary-care': { method: 'GET', path: '/api/declarations/facilities/{id}/people' },
  'list-prescription-rules': { method: 'GET', path: '/api/e-prescription/rules' },
  'list-product-decisions': { method: 'GET', path: '/api/product-decisions/packages/{gtin}' },
  'list-profile-rules': { method: 'GET', path: '/api/patient-profile/rules' },
  'list-reference-registers': { method: 'GET', path: '/api/reference-data/registers' },
  'list-referral-kinds': { method: 'GET', path: '/api/e-referral/kinds' },
  'list-referrals-of-patient': { method: 'GET', path: '/api/e-referral/patients/{patient}/referrals', cursor: 'cursor' },
  'list-reimbursement-lists': { method: 'GET', path: '/api/reimbursement-lists/lists' },
  'list-signed-summaries': { method: 'GET', path: '/api/patient-summary/{patient}/signed' },
  'list-signing-certificates': { method: 'GET', path: '/api/signing-certificates' },
  'list-spa-referrals': { method: 'GET', path: '/api/e-referral/spa', cursor: 'cursor' },
  'list-target-imports': { method: 'GET', path: '/api/target-import/demands', cursor: 'after' },
  'list-vaccination-calendars': { method: 'GET', path: '/api/vaccination-calendar/editions' },
  'list-versions-of-product': { method: 'GET', path: '/api/medicinal-products/products/{id}/versions' },
  'list-waiting-declarations': { method: 'GET', path: '/api/declarations/waiting', cursor: 'cursor' },
  'list-whom-i-act-for': { method: 'GET', path: '/api/permissions/held' },
  'list-working-cells': { method: 'GET', path: '/api/medical-entities/working/{number}/cells' },
  'make-health-link': { method: 'POST', path: '/api/health-links', once: true },
  'patient-document': { method: 'GET', path: '/api/patient-profile/{patient}/documents/{id}' },
  'patient-document-file': { method: 'GET', path: '/api/patient-profile/{patient}/documents/{id}/original' },
  'patient-event': { method: 'GET', path: '/api/patient-profile/{patient}/events/{type}/{id}' },
  'patient-facets': { method: 'GET', path: '/api/patient-profile/{patient}/facets' },
  'patient-knowledge': { method: 'GET', path: '/api/patient-profile/{patient}/knowledge' },
  'patient-overview': { method: 'GET', path: '/api/patient-profile/{patient}/overview' },
  'patient-problem': { method: 'GET', path: '/api/patient-profile/{patient}/problems/{id}' },
  'patient-summary': { method: 'GET', path: '/api/patient-summary/{patient}' },
  'patient-timeline': { method: 'GET', path: '/api/patient-profile/{patient}/timeline', cursor: 'cursor' },
  'patient-trail': { method: 'GET', path: '/api/patient-profile/{patient}/trail' },
  'prefill-referral': { method: 'GET', path: '/api/e-referral/patients/{patient}/prefill' },
  'preview-delegation': { method: 'GET', path: '/api/permissions/preview' },
  'preview-patient-summary': { method: 'POST', path: '/api/patient-summary/{patient}/preview', once: true },
  'print-health-link-card': { method: 'POST', path: '/api/health-links/card.pdf', once: true },
  'print-package': { method: 'GET', path: '/api/e-prescription/packages/{id}/sheet.pdf' },
  'print-patient-card': { method: 'GET', path: '/api/patient-summary/{patient}/card.pdf' },
  'print-referral': { method: 'GET', path: '/api/e-referral/referrals/{id}/sheet.pdf' },
  'read-aggregated-event': { method: 'POST', path: '/api/patient-profile/aggregated/event', once: true },
  'read-aggregated-profile': { method: 'POST', path: '/api/patient-profile/aggregated', once: true },
  'read-alert-rule': { method: 'GET', path: '/api/alerts/rules/{id}' },
  'read-alerts': { method: 'GET', path: '/api/alerts/{patient}' },
  'read-alerts-document': { method: 'POST', path: '/api/alerts/document', once: true },
  'read-declaration': { method: 'GET', path: '/api/declarations/declaration/{id}' },
  'read-drug-supply-rules': { method: 'GET', path: '/api/drug-supply/rules' },
  'read-entry-of-health-fund': { method: 'GET', path: '/api/health-fund/entries/{kind}/{id}' },
  'read-entry-of-medical-entities': { method: 'GET', path: '/api/medical-entities/entries/{kind}/{id}' },
  'read-entry-of-pharmacies': { method: 'GET', path: '/api/pharmacies/entries/{kind}/{id}' },
  'read-entry-of-pharmacists': { method: 'GET', path: '/api/pharmacists/entries/{kind}/{id}' },
  'read-entry-of-territory-register': { method: 'GET', path: '/api/territory-register/entries/{kind}/{id}' },
  'read-entry-of-wholesalers': { method: 'GET', path: '/api/wholesalers/entries/{kind}/{id}' },
  'read-foreign-document': { method: 'GET', path: '/api/foreign-summaries/documents/{id}' },
  'read-foreign-original': { method: 'GET', path: '/api/foreign-summaries/documents/{id}/original' },
  'read-health-fund-state': { method: 'GET', path: '/api/patient-information/{patient}' },
  'read-medical-event': { method: 'GET', path: '/api/medical-events/events/{id}' },
  'read-medication-knowledge': { method: 'GET', path: '/api/medicinal-products/products/{id}/knowledge' },
  'read-medication-of-package': { method: 'GET', path: '/api/medicinal-products/packages/{gtin}/medication' },
  'read-medicinal-package': { method: 'GET', path: '/api/medicinal-products/packages/{gtin}' },
  'read-medicinal-product': { method: 'GET', path: '/api/medicinal-products/products/{id}' },
  'read-my-cases': { method: 'GET', path: '/api/data-protection/cases/mine' },
  'read-my-day': { method: 'GET', path: '/api/medical-events/day' },
  'read-my-disclosures': { method: 'GET', path: '/api/data-protection/disclosures/mine' },
  'read-notice': { method: 'POST', path: '/api/permissions/notices/{id}/read', once: true },
  'read-own-gate': { method: 'GET', path: '/api/accounts/gate' },
  'read-package': { method: 'GET', path: '/api/e-prescription/packages/{id}' },
  'read-permissions': { method: 'GET', path: '/api/permissions/mine' },
  'read-place-as-fhir': { method: 'GET', path: '/api/medical-entities/working/{number}/fhir' },
  'read-prescription': { method: 'GET', path: '/api/e-prescription/prescriptions/{id}' },
  'read-quality-of-place': { method: 'GET', path: '/api/drug-supply/places/{place}/quality' },
  'read-referral': { method: 'GET', path: '/api/e-referral/referrals/{id}' },
  'read-reimbursement-items': { method: 'GET', path: '/api/reimbursement-lists/items/{gtin}' },
  'read-relation': { method: 'GET', path: '/api/permissions/patients/{patient}/relation' },
  'read-signed-package': { method: 'GET', path: '/api/e-prescription/packages/{id}/document' },
  'read-stock-of-place': { method: 'GET', path: '/api/drug-supply/places/{place}/stock', cursor: 'after' },
  'read-target-import': { method: 'GET', path: '/api/target-import/demands/{id}' },
  'read-vaccination-calendar': { method: 'GET', path: '/api/vaccination-calendar/patients/{id}' },
  'read-visit': { method: 'GET', path: '/api/medical-events/visits/{id}' },
  'realise-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/realise', once: true },
  'receive-declaration': { method: 'POST', path: '/api/declarations/received', once: true },
  'record-vaccination-exception': { method: 'POST', path: '/api/vaccination-calendar/patients/{id}/exceptions', once: true },
  'redeem-access-code': { method: 'POST', path: '/api/permissions/codes/redeem' },
  'refresh-health-fund': { method: 'POST', path: '/api/patient-information/{patient}/refresh', once: true },
  'refuse-facility': { method: 'POST', path: '/api/permissions/refusals', once: true },
  'register-medical-event': { method: 'POST', path: '/api/medical-events/events', once: true },
  'reject-declaration': { method: 'POST', path: '/api/declarations/declaration/{id}/reject', once: true },
  'report-drug-supply': { method: 'POST', path: '/api/drug-supply/messages', once: true },
  'report-harm-of-alert-rule': { method: 'POST', path: '/api/alerts/rules/{id}/harm', once: true },
  'report-unknown-access': { method: 'POST', path: '/api/data-protection/unknown-accesses', once: true },
  'resign-from-prescription': { method: 'POST', path: '/api/e-prescription/prescriptions/{id}/resign', once: true },
  'resign-from-provider': { method: 'POST', path: '/api/e-referral/referrals/{id}/resign', once: true },
  'result-display': { method: 'GET', path: '/api/patient-profile/{patient}/result-display' },
  'return-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/return', once: true },
  'revoke-health-link': { method: 'POST', path: '/api/health-links/{id}/revoke', once: true },
  'revoke-signing-certificate': { method: 'POST', path: '/api/signing-certificates/{id}/revoke', once: true },
  'search-health-fund': { method: 'GET', path: '/api/health-fund/search' },
  'search-medical-entities': { method: 'GET', path: '/api/medical-entities/search' },
  'search-medicinal-products': { method: 'GET', path: '/api/medicinal-products/search' },
  'search-pharmacies': { method: 'GET', path: '/api/pharmacies/search' },
  'search-pharmacists': { method: 'GET', path: '/api/pharmacists/search' },
  'search-profile': { method: 'POST', path: '/api/patient-profile/{patient}/search', once: true },
  'search-territory-register': { method: 'GET', path: '/api/territory-register/search' },
  'search-wholesalers': { method: 'GET', path: '/api/wholesalers/search' },
  'show-item': { method: 'DELETE', path: '/api/permissions/withheld/{type}/{id}/{readers}' },
  'sign-patient-summary': { method: 'POST', path: '/api/patient-summary/{patient}/sign', once: true },
  'signed-summary': { method: 'GET', path: '/api/patient-summary/{patient}/signed/{id}' },
  'state-own-software': { method: 'POST', path: '/api/accounts/gate/statement', once: true },
  'submit-declaration': { method: 'POST', path: '/api/declarations', once: true },
  'tell-cds-feedback': { method: 'POST', path: '/api/cds-services/{id}/feedback', once: true },
  'unblock-prescription': { method: 'POST', path: '/api/e-prescription/prescriptions/{id}/unblock', once: true },
  'undo-decision-about-alert': { method: 'DELETE', path: '/api/alerts/{patient}/decisions/{decision}' },
  'verify-address': { method: 'GET', path: '/api/territory-register/addresses' },
  'verify-signed-summary': { method: 'GET', path: '/api/patient-summary/{patient}/signed/{id}/verification' },
  'who-looked': { method: 'GET', path: '/api/audit-trail/accesses', cursor: 'cursor' },
  'withdraw-consent': { method: 'DELETE', path: '/api/permissions/consents/{id}' },
  'withdraw-declaration': { method: 'POST', path: '/api/declarations/declaration/{id}/withdraw', once: true },
  'withdraw-dispense': { method: 'POST', path: '/api/e-prescription/dispenses/{id}/withdraw', once: true },
  'withdraw-dispute': { method: 'POST', path: '/api/patient-profile/{patient}/disputes/{dispute}/withdraw', once: true },
  'withdraw-objection': { method: 'DELETE', path: '/api/data-protection/objections/{id}' },
  'withhold-item': { method: 'POST', path: '/api/permissions/withheld', once: true },
};
