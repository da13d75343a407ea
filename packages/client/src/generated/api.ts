// Made by `npm run client:types` from the OpenAPI document. Do not edit.

export interface Operations {
  /** Accepts a referral for my facility; from then on it is closed to others */
  'accept-referral': {
    params: undefined;
    query: undefined;
    body: { readonly key?: string; readonly code?: string; readonly pesel?: string; readonly appointment?: string; };
    reply: unknown;
  };
  /** What a patient of some age and entitlements pays for a package on a day, by which rule. */
  'ask-price': {
    params: undefined;
    query: undefined;
    body: { readonly gtin: string; readonly day?: string; readonly birthDate?: string; readonly level?: "B" | "R" | "30%" | "50%" | "100%"; readonly entitlements?: readonly string[]; };
    reply: { readonly gtin: string; readonly day: string; readonly reimbursed: boolean; readonly payments: readonly ({ readonly level: "B" | "R" | "30%" | "50%" | "100%"; readonly pays: number; readonly by: "published" | "computed"; readonly source: string; readonly indications?: string; readonly price?: number; readonly limit?: number; readonly entitlement?: string; })[]; readonly notes: readonly { readonly code: string; readonly says: string; readonly entitlement?: string; }[]; readonly list?: { readonly edition: number; readonly title: string; readonly validFrom: string; readonly validTo?: string; }; };
  };
  /** May the owner of this number (NPWZ) practise as a pharmacist on a day? */
  'ask-right-of-pharmacist': {
    params: { readonly npwz: string; };
    query: { readonly day?: string; readonly known?: string; };
    body: undefined;
    reply: { readonly answer: "holds" | "not-yet" | "over" | "suspended" | "unknown"; readonly says: { readonly pl: string; readonly en: string; }; readonly pharmacist?: { readonly kind: string; readonly id: string; }; };
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
    reply: unknown;
  };
  /** Begins a run of the test kit in the client’s sandbox: the answer’s run goes into the signed report */
  'begin-gate-test': {
    params: undefined;
    query: undefined;
    body: Record<string, never>;
    reply: unknown;
  };
  /** Begins a visit of a patient who was not on the list */
  'begin-visit': {
    params: undefined;
    query: undefined;
    body: { readonly patient: string; readonly reason?: string; readonly urgency?: "EM" | "UR" | "R"; };
    reply: { readonly [name: string]: unknown };
  };
  /** Brings a key file (PKCS#12: ZUS or qualified); it takes the place of the one in use */
  'bring-signing-certificate': {
    params: undefined;
    query: undefined;
    body: { readonly file: string; readonly password: string; };
    reply: { readonly id: string; readonly kind: "demonstration" | "file"; readonly state: "valid" | "not-yet" | "lapsed" | "revoked"; readonly subject: string; readonly issuer: string; readonly serial: string; readonly validFrom: string; readonly validUntil: string; readonly revoked?: string | null; readonly revokedWhy?: string | null; };
  };
  /** Cancels an event that was registered by mistake; says why */
  'cancel-medical-event': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: { readonly [name: string]: unknown };
  };
  /** Cancels a referral that nobody has accepted, with a reason */
  'cancel-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: unknown;
  };
  /** Warnings about medicines for a patient beside what they take and have, each with its reason and source. */
  'check-medication-safety': {
    params: undefined;
    query: undefined;
    body: { readonly patient: string; readonly medicines: readonly { readonly atc?: string; readonly gtin?: string; readonly substance?: string; readonly name?: string; readonly perDay?: { readonly value: number; readonly unit: string; }; }[]; };
    reply: { readonly notForClinicalUse: boolean; readonly set: { readonly set: string; readonly day: string; readonly licence: string; readonly owner: string; readonly validated: boolean; readonly edition: number; }; readonly warnings: readonly ({ readonly rule: string; readonly kind: "interaction" | "pregnancy" | "age" | "kidney" | "allergy" | "condition" | "dose" | "doubled"; readonly severity: "contraindicated" | "major" | "moderate" | "minor"; readonly medicines: readonly { readonly atc: string; readonly name: string; }[]; readonly effect: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly advice: { readonly pl: string; readonly en: string; readonly uk: string; }; readonly source: string; readonly because?: { readonly [name: string]: unknown }; })[]; readonly unchecked: readonly string[]; readonly unknown: readonly ("age" | "pregnancy" | "kidney" | "allergies")[]; readonly taken: readonly { readonly atc: string; readonly name: string; }[]; };
  };
  /** What keeps a referral from being issued, in Polish and English; nothing is issued */
  'check-referral': {
    params: undefined;
    query: undefined;
    body: { readonly patient?: string; readonly pesel?: string; readonly practitioner?: string; readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency?: "R" | "UR"; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly diagnoses?: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly purpose?: string; readonly details?: { readonly spaKind?: "LU" | "RU"; readonly spaMode?: "TS" | "TA"; readonly resort?: "NADM" | "NIZIN" | "PODG" | "GORS"; readonly asbestos?: boolean; readonly interview?: string; readonly bloodPressure?: string; readonly heartRate?: number; readonly weight?: number; readonly height?: number; readonly justification?: readonly ("ULA" | "KLS" | "KRS" | "PJZ" | "PSR" | "PWK" | "PWO" | "LPB" | "LPO" | "PPO" | "LDI" | "RWA" | "EZD" | "INN")[]; readonly esr?: string; readonly bloodCount?: string; readonly urine?: string; readonly contraindications?: string; readonly correspondence?: "P" | "E"; readonly birthplace?: string; readonly barthel?: number; readonly treatment?: string; readonly contact?: string; readonly implants?: string; readonly occupationalDisease?: string; readonly exposure?: string; readonly employer?: string; readonly vaccine?: string; readonly dose?: number; }; readonly attachments?: readonly string[]; };
    reply: unknown;
  };
  /** Says what an event really was; what stood before stays in the history */
  'correct-medical-event': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly kind: "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19" | "20" | "21" | "22"; readonly start: string; readonly end?: string; readonly confidentiality?: "N" | "R" | "V"; readonly payer?: string; readonly diagnoses: readonly ({ readonly code: string; readonly name?: string; readonly role: "main" | "concurrent"; })[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly measurements?: readonly { readonly code: string; readonly name?: string; readonly value?: number; readonly unit?: string; readonly parts?: readonly { readonly code: string; readonly name?: string; readonly value: number; readonly unit: string; }[]; }[]; readonly vaccinations?: readonly { readonly code: string; readonly name?: string; readonly lot: string; readonly dose?: number; }[]; readonly allergies?: readonly { readonly name: string; }[]; readonly medicines?: readonly { readonly name: string; readonly code?: string; readonly dosage?: string; }[]; readonly note?: { readonly reason?: string; readonly findings?: string; readonly diagnosis?: string; readonly plan?: string; }; };
    reply: { readonly [name: string]: unknown };
  };
  /** Replaces what a referral says, as long as nobody has accepted it; key and code stay */
  'correct-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency?: "R" | "UR"; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly diagnoses?: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly purpose?: string; readonly details?: { readonly spaKind?: "LU" | "RU"; readonly spaMode?: "TS" | "TA"; readonly resort?: "NADM" | "NIZIN" | "PODG" | "GORS"; readonly asbestos?: boolean; readonly interview?: string; readonly bloodPressure?: string; readonly heartRate?: number; readonly weight?: number; readonly height?: number; readonly justification?: readonly ("ULA" | "KLS" | "KRS" | "PJZ" | "PSR" | "PWK" | "PWO" | "LPB" | "LPO" | "PPO" | "LDI" | "RWA" | "EZD" | "INN")[]; readonly esr?: string; readonly bloodCount?: string; readonly urine?: string; readonly contraindications?: string; readonly correspondence?: "P" | "E"; readonly birthplace?: string; readonly barthel?: number; readonly treatment?: string; readonly contact?: string; readonly implants?: string; readonly occupationalDisease?: string; readonly exposure?: string; readonly employer?: string; readonly vaccine?: string; readonly dose?: number; }; readonly attachments?: readonly string[]; readonly reason: string; };
    reply: unknown;
  };
  /** What the branch of the NFZ decides: verify, confirm, refuse, place, keep-in-queue, close */
  'decide-spa-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly decision: "verify" | "confirm" | "refuse" | "place" | "keep-in-queue" | "close"; readonly reason?: string; readonly facility?: string; readonly from?: string; readonly to?: string; };
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
  /** A referral by its key, or by its code and the PESEL; five wrong codes lock them for 15 minutes */
  'find-referral': {
    params: undefined;
    query: undefined;
    body: { readonly key?: string; readonly code?: string; readonly pesel?: string; };
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
  /** The patient gives the place in the sanatorium back, with a reason; the branch judges it */
  'give-spa-place-back': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: unknown;
  };
  /** Issues a referral; answers with its key and its code */
  'issue-referral': {
    params: undefined;
    query: undefined;
    body: { readonly patient?: string; readonly pesel?: string; readonly practitioner?: string; readonly kind: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; readonly urgency?: "R" | "UR"; readonly speciality?: { readonly code: string; readonly name?: string; }; readonly diagnoses?: readonly { readonly code: string; readonly name?: string; }[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly purpose?: string; readonly details?: { readonly spaKind?: "LU" | "RU"; readonly spaMode?: "TS" | "TA"; readonly resort?: "NADM" | "NIZIN" | "PODG" | "GORS"; readonly asbestos?: boolean; readonly interview?: string; readonly bloodPressure?: string; readonly heartRate?: number; readonly weight?: number; readonly height?: number; readonly justification?: readonly ("ULA" | "KLS" | "KRS" | "PJZ" | "PSR" | "PWK" | "PWO" | "LPB" | "LPO" | "PPO" | "LDI" | "RWA" | "EZD" | "INN")[]; readonly esr?: string; readonly bloodCount?: string; readonly urine?: string; readonly contraindications?: string; readonly correspondence?: "P" | "E"; readonly birthplace?: string; readonly barthel?: number; readonly treatment?: string; readonly contact?: string; readonly implants?: string; readonly occupationalDisease?: string; readonly exposure?: string; readonly employer?: string; readonly vaccine?: string; readonly dose?: number; }; readonly attachments?: readonly string[]; };
    reply: unknown;
  };
  /** What my facility has accepted (or realised), the newest first */
  'list-accepted-referrals': {
    params: undefined;
    query: { readonly cursor?: string; readonly state?: "accepted" | "realised"; };
    body: undefined;
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
  'list-belonging-in-wholesalers': {
    params: { readonly kind: "wholesaler"; readonly id: string; readonly belonging: "wholesaler" | "versions"; };
    query: { readonly day?: string; readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly entries?: readonly { readonly kind: string; readonly id: string; }[]; readonly next?: string; readonly versions?: readonly { readonly since: number; readonly entry: { readonly kind: string; readonly id: string; }; readonly from?: string; readonly until?: number; readonly to?: string; }[]; };
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
  'list-changes-of-wholesalers': {
    params: { readonly number: string; };
    query: { readonly after?: string; readonly count?: string; };
    body: undefined;
    reply: { readonly changes: readonly ({ readonly kind: string; readonly id: string; readonly change: "new" | "changed" | "withdrawn"; readonly before?: { readonly [name: string]: unknown }; readonly after?: { readonly [name: string]: unknown }; })[]; readonly next?: string; };
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
  'list-editions-of-wholesalers': {
    params: undefined;
    query: { readonly before?: string; };
    body: undefined;
    reply: { readonly editions: readonly { readonly number: number; readonly day: string; readonly hash: string; readonly importedAt: string; readonly counts: { readonly [name: string]: number }; }[]; };
  };
  /** What my facility has issued, the newest first */
  'list-issued-referrals': {
    params: undefined;
    query: { readonly cursor?: string; };
    body: undefined;
    reply: unknown;
  };
  /** Medical events of a patient, newest first */
  'list-medical-events': {
    params: undefined;
    query: { readonly patient: string; readonly cursor?: string; };
    body: undefined;
    reply: { readonly [name: string]: unknown };
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
  /** Kinds of referral as data: what each must say, who issues it, how long it holds, and by which source */
  'list-referral-kinds': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
  };
  /** Referrals of a patient, the newest first; the patient sees the codes of those that wait */
  'list-referrals-of-patient': {
    params: { readonly patient: string; };
    query: { readonly cursor?: string; };
    body: undefined;
    reply: unknown;
  };
  /** The lists that are here, with the days from and to which they hold, newest first. */
  'list-reimbursement-lists': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly lists: readonly { readonly edition: number; readonly title: string; readonly validFrom: string; readonly validTo?: string; }[]; };
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
    reply: unknown;
  };
  /** Editions of the calendar that are known, drafts too, whole: doses, ages, gaps, sources. */
  'list-vaccination-calendars': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { readonly calendars: readonly { readonly version: string; readonly validFrom: string; readonly confirmed: boolean; readonly source: string; }[]; };
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
    reply: { readonly cells: readonly { readonly kind: string; readonly id: string; }[]; };
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
  /** A draft filled in from the record of the patient, with where each field comes from */
  'prefill-referral': {
    params: { readonly patient: string; };
    query: { readonly kind?: "clinic" | "hospital" | "diagnostics" | "rehabilitation" | "spa" | "psychiatric-hospital" | "care-home" | "long-term-nursing" | "occupational-disease" | "vaccination"; };
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
  'read-entry-of-wholesalers': {
    params: { readonly kind: "wholesaler"; readonly id: string; };
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly kind: string; readonly id: string; };
  };
  /** One medical event with everything that belongs to it, as FHIR resources */
  'read-medical-event': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly [name: string]: unknown };
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
  /** My visits of a day at this workplace, by urgency, and what of earlier days waits to be recorded */
  'read-my-day': {
    params: undefined;
    query: { readonly day?: string; };
    body: undefined;
    reply: { readonly [name: string]: unknown };
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
    reply: { readonly resourceType: "Organization"; } | { readonly resourceType: "Location"; };
  };
  /** One referral and what happened to it */
  'read-referral': {
    params: { readonly id: string; };
    query: undefined;
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
    reply: { readonly notForClinicalUse: true; readonly patient: { readonly id: string; readonly name: string; readonly birth: string; }; readonly today: string; readonly calendar: { readonly version: string; readonly validFrom: string; readonly confirmed: boolean; readonly source: string; readonly checked: string; readonly unconfirmed: readonly string[]; }; readonly lines: readonly ({ readonly antigen: "BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV"; readonly of: number; readonly compulsory: boolean; readonly state: "done" | "uncounted" | "due" | "overdue" | "future" | "deferred" | "contraindicated" | "refused" | "immune" | "closed"; readonly dose?: number; readonly day?: string; readonly until?: string; readonly given?: { readonly id: string; readonly day: string; readonly antigens: readonly ("BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV")[]; readonly name: string; readonly atc?: string; readonly lot?: string; readonly by?: string; }; readonly exception?: { readonly id: string; readonly day: string; readonly antigens: readonly ("BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV")[]; readonly kind: "contraindication" | "deferral" | "refusal" | "immune"; readonly until?: string; readonly reason?: string; }; readonly fault?: "too-young" | "too-soon" | "beyond"; })[]; readonly others: readonly ({ readonly id: string; readonly day: string; readonly antigens: readonly ("BCG" | "HepB" | "DTP" | "IPV" | "Hib" | "PCV" | "RV" | "MMR" | "HPV")[]; readonly name: string; readonly atc?: string; readonly lot?: string; readonly by?: string; })[]; readonly mayRecord: boolean; };
  };
  /** A visit: whose, when, why, and what must not be missed of the patient */
  'read-visit': {
    params: { readonly id: string; };
    query: undefined;
    body: undefined;
    reply: { readonly [name: string]: unknown };
  };
  /** Says that what the referral asked for is done; medical events say it by themselves */
  'realise-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason?: string; };
    reply: unknown;
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
    reply: unknown;
  };
  /** Closes my record to a facility, whatever ties us; an emergency still opens it */
  'refuse-facility': {
    params: undefined;
    query: undefined;
    body: { readonly facility: string; };
    reply: unknown;
  };
  /** Registers a medical event in one piece; the same number with the same content is answered as before */
  'register-medical-event': {
    params: undefined;
    query: undefined;
    body: { readonly number: string; readonly patient: string; readonly visit?: string; readonly kind: "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19" | "20" | "21" | "22"; readonly start: string; readonly end?: string; readonly confidentiality?: "N" | "R" | "V"; readonly payer?: string; readonly diagnoses: readonly ({ readonly code: string; readonly name?: string; readonly role: "main" | "concurrent"; })[]; readonly procedures?: readonly { readonly code: string; readonly name?: string; }[]; readonly measurements?: readonly { readonly code: string; readonly name?: string; readonly value?: number; readonly unit?: string; readonly parts?: readonly { readonly code: string; readonly name?: string; readonly value: number; readonly unit: string; }[]; }[]; readonly vaccinations?: readonly { readonly code: string; readonly name?: string; readonly lot: string; readonly dose?: number; }[]; readonly allergies?: readonly { readonly name: string; }[]; readonly medicines?: readonly { readonly name: string; readonly code?: string; readonly dosage?: string; }[]; readonly note?: { readonly reason?: string; readonly findings?: string; readonly diagnosis?: string; readonly plan?: string; }; };
    reply: { readonly [name: string]: unknown };
  };
  /** Says that I do not recognise an access in my list; the officer answers within 30 days */
  'report-unknown-access': {
    params: undefined;
    query: undefined;
    body: { readonly access: string; readonly words?: string; };
    reply: unknown;
  };
  /** The patient does without the provider who accepted: others may accept it then */
  'resign-from-provider': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason?: string; };
    reply: unknown;
  };
  /** Gives an accepted referral back, with a reason: others may accept it then */
  'return-referral': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: string; };
    reply: unknown;
  };
  /** Revokes a certificate of the caller: nothing is signed by it any more */
  'revoke-signing-certificate': {
    params: { readonly id: string; };
    query: undefined;
    body: { readonly reason: "lost" | "replaced" | "no-longer-needed"; };
    reply: { readonly id: string; readonly kind: "demonstration" | "file"; readonly state: "valid" | "not-yet" | "lapsed" | "revoked"; readonly subject: string; readonly issuer: string; readonly serial: string; readonly validFrom: string; readonly validUntil: string; readonly revoked?: string | null; readonly revokedWhy?: string | null; };
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
  'accept-referral': { method: 'POST', path: '/api/e-referral/accept', once: true },
  'ask-price': { method: 'POST', path: '/api/reimbursement-lists/price', once: true },
  'ask-right-of-pharmacist': { method: 'GET', path: '/api/pharmacists/rights/{npwz}' },
  'ask-whether-dispensable': { method: 'GET', path: '/api/product-decisions/verdict' },
  'ask-whether-pharmacy-works': { method: 'GET', path: '/api/pharmacies/opening/{pharmacy}' },
  'ask-whether-place-works': { method: 'GET', path: '/api/medical-entities/working/{number}' },
  'ask-whether-wholesaler-works': { method: 'GET', path: '/api/wholesalers/permits/{number}' },
  'ask-who-may-dispense': { method: 'GET', path: '/api/pharmacies/dispensing/{pharmacy}' },
  'begin-emergency-access': { method: 'POST', path: '/api/permissions/emergencies', once: true },
  'begin-gate-test': { method: 'POST', path: '/api/accounts/gate/tests', once: true },
  'begin-visit': { method: 'POST', path: '/api/medical-events/visits', once: true },
  'bring-signing-certificate': { method: 'POST', path: '/api/signing-certificates', once: true },
  'cancel-medical-event': { method: 'POST', path: '/api/medical-events/events/{id}/cancel', once: true },
  'cancel-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/cancel', once: true },
  'check-medication-safety': { method: 'POST', path: '/api/medication-safety/check', once: true },
  'check-referral': { method: 'POST', path: '/api/e-referral/check', once: true },
  'correct-medical-event': { method: 'PUT', path: '/api/medical-events/events/{id}' },
  'correct-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/correct', once: true },
  'decide-spa-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/spa-decision', once: true },
  'declare-requirements': { method: 'POST', path: '/api/accounts/gate/declaration', once: true },
  'download-who-looked': { method: 'GET', path: '/api/audit-trail/accesses/file' },
  'end-delegation': { method: 'DELETE', path: '/api/permissions/delegations/{id}' },
  'end-emergency-access': { method: 'DELETE', path: '/api/permissions/emergencies/{id}' },
  'file-objection': { method: 'POST', path: '/api/data-protection/objections', once: true },
  'find-patient': { method: 'POST', path: '/api/patient-profile/find', once: true },
  'find-referral': { method: 'POST', path: '/api/e-referral/find', once: true },
  'finish-gate-test': { method: 'POST', path: '/api/accounts/gate/tests/report', once: true },
  'give-access-code': { method: 'POST', path: '/api/permissions/codes', once: true },
  'give-consent': { method: 'POST', path: '/api/permissions/consents', once: true },
  'give-delegation': { method: 'POST', path: '/api/permissions/delegations', once: true },
  'give-spa-place-back': { method: 'POST', path: '/api/e-referral/referrals/{id}/give-back', once: true },
  'issue-referral': { method: 'POST', path: '/api/e-referral/referrals', once: true },
  'list-accepted-referrals': { method: 'GET', path: '/api/e-referral/incoming', cursor: 'cursor' },
  'list-audit-seals': { method: 'GET', path: '/api/audit-trail/seals', cursor: 'after' },
  'list-belonging-in-medical-entities': { method: 'GET', path: '/api/medical-entities/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-belonging-in-pharmacies': { method: 'GET', path: '/api/pharmacies/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-belonging-in-pharmacists': { method: 'GET', path: '/api/pharmacists/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-belonging-in-wholesalers': { method: 'GET', path: '/api/wholesalers/entries/{kind}/{id}/{belonging}', cursor: 'after' },
  'list-changes-of-medical-entities': { method: 'GET', path: '/api/medical-entities/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-medicinal-products': { method: 'GET', path: '/api/medicinal-products/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-pharmacies': { method: 'GET', path: '/api/pharmacies/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-pharmacists': { method: 'GET', path: '/api/pharmacists/editions/{number}/changes', cursor: 'after' },
  'list-changes-of-wholesalers': { method: 'GET', path: '/api/wholesalers/editions/{number}/changes', cursor: 'after' },
  'list-editions-of-medical-entities': { method: 'GET', path: '/api/medical-entities/editions', cursor: 'before' },
  'list-editions-of-medication-safety': { method: 'GET', path: '/api/medication-safety/editions' },
  'list-editions-of-medicinal-products': { method: 'GET', path: '/api/medicinal-products/editions', cursor: 'before' },
  'list-editions-of-pharmacies': { method: 'GET', path: '/api/pharmacies/editions', cursor: 'before' },
  'list-editions-of-pharmacists': { method: 'GET', path: '/api/pharmacists/editions', cursor: 'before' },
  'list-editions-of-product-decisions': { method: 'GET', path: '/api/product-decisions/editions' },
  'list-editions-of-wholesalers': { method: 'GET', path: '/api/wholesalers/editions', cursor: 'before' },
  'list-issued-referrals': { method: 'GET', path: '/api/e-referral/issued', cursor: 'cursor' },
  'list-medical-events': { method: 'GET', path: '/api/medical-events/events', cursor: 'cursor' },
  'list-news-of-product-decisions': { method: 'GET', path: '/api/product-decisions/news', cursor: 'after' },
  'list-product-decisions': { method: 'GET', path: '/api/product-decisions/packages/{gtin}' },
  'list-referral-kinds': { method: 'GET', path: '/api/e-referral/kinds' },
  'list-referrals-of-patient': { method: 'GET', path: '/api/e-referral/patients/{patient}/referrals', cursor: 'cursor' },
  'list-reimbursement-lists': { method: 'GET', path: '/api/reimbursement-lists/lists' },
  'list-signing-certificates': { method: 'GET', path: '/api/signing-certificates' },
  'list-spa-referrals': { method: 'GET', path: '/api/e-referral/spa', cursor: 'cursor' },
  'list-vaccination-calendars': { method: 'GET', path: '/api/vaccination-calendar/editions' },
  'list-versions-of-product': { method: 'GET', path: '/api/medicinal-products/products/{id}/versions' },
  'list-whom-i-act-for': { method: 'GET', path: '/api/permissions/held' },
  'list-working-cells': { method: 'GET', path: '/api/medical-entities/working/{number}/cells' },
  'patient-event': { method: 'GET', path: '/api/patient-profile/{patient}/events/{type}/{id}' },
  'patient-overview': { method: 'GET', path: '/api/patient-profile/{patient}/overview' },
  'patient-timeline': { method: 'GET', path: '/api/patient-profile/{patient}/timeline', cursor: 'cursor' },
  'prefill-referral': { method: 'GET', path: '/api/e-referral/patients/{patient}/prefill' },
  'preview-delegation': { method: 'GET', path: '/api/permissions/preview' },
  'read-entry-of-medical-entities': { method: 'GET', path: '/api/medical-entities/entries/{kind}/{id}' },
  'read-entry-of-pharmacies': { method: 'GET', path: '/api/pharmacies/entries/{kind}/{id}' },
  'read-entry-of-pharmacists': { method: 'GET', path: '/api/pharmacists/entries/{kind}/{id}' },
  'read-entry-of-wholesalers': { method: 'GET', path: '/api/wholesalers/entries/{kind}/{id}' },
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
  'read-permissions': { method: 'GET', path: '/api/permissions/mine' },
  'read-place-as-fhir': { method: 'GET', path: '/api/medical-entities/working/{number}/fhir' },
  'read-referral': { method: 'GET', path: '/api/e-referral/referrals/{id}' },
  'read-reimbursement-items': { method: 'GET', path: '/api/reimbursement-lists/items/{gtin}' },
  'read-relation': { method: 'GET', path: '/api/permissions/patients/{patient}/relation' },
  'read-vaccination-calendar': { method: 'GET', path: '/api/vaccination-calendar/patients/{id}' },
  'read-visit': { method: 'GET', path: '/api/medical-events/visits/{id}' },
  'realise-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/realise', once: true },
  'record-vaccination-exception': { method: 'POST', path: '/api/vaccination-calendar/patients/{id}/exceptions', once: true },
  'redeem-access-code': { method: 'POST', path: '/api/permissions/codes/redeem' },
  'refuse-facility': { method: 'POST', path: '/api/permissions/refusals', once: true },
  'register-medical-event': { method: 'POST', path: '/api/medical-events/events', once: true },
  'report-unknown-access': { method: 'POST', path: '/api/data-protection/unknown-accesses', once: true },
  'resign-from-provider': { method: 'POST', path: '/api/e-referral/referrals/{id}/resign', once: true },
  'return-referral': { method: 'POST', path: '/api/e-referral/referrals/{id}/return', once: true },
  'revoke-signing-certificate': { method: 'POST', path: '/api/signing-certificates/{id}/revoke', once: true },
  'search-medical-entities': { method: 'GET', path: '/api/medical-entities/search' },
  'search-medicinal-products': { method: 'GET', path: '/api/medicinal-products/search' },
  'search-pharmacies': { method: 'GET', path: '/api/pharmacies/search' },
  'search-pharmacists': { method: 'GET', path: '/api/pharmacists/search' },
  'search-wholesalers': { method: 'GET', path: '/api/wholesalers/search' },
  'show-item': { method: 'DELETE', path: '/api/permissions/withheld/{type}/{id}/{readers}' },
  'state-own-software': { method: 'POST', path: '/api/accounts/gate/statement', once: true },
  'who-looked': { method: 'GET', path: '/api/audit-trail/accesses', cursor: 'cursor' },
  'withdraw-consent': { method: 'DELETE', path: '/api/permissions/consents/{id}' },
  'withdraw-objection': { method: 'DELETE', path: '/api/data-protection/objections/{id}' },
  'withhold-item': { method: 'POST', path: '/api/permissions/withheld', once: true },
};
