/**
 * The words of e-prescription (SGR) as they travel over HTTP: packages of one to five prescriptions, dispenses,
 * verdicts. Days are `YYYY-MM-DD` in Poland, instants ISO 8601 in UTC, money is in grosze. Shapes: shapes.ts.
 * Codes: domain/poland.md 4.1
 */
import type { BlockReason, Status } from './states.ts';

/** Rp, Rpz (restricted use), Rpw (narcotic, psychotropic). KDLEK */
export const categories = ['Rp', 'Rpz', 'Rpw', 'OTC'] as const;
export type Category = (typeof categories)[number];
/** RLEK: G finished medicine, R compounded, S special food, W medical device. */
export const medicineKinds = ['G', 'R', 'S', 'W'] as const;
export type MedicineKind = (typeof medicineKinds)[number];
/** RRECE: ordinary, pro auctore (for oneself), pro familiae. */
export const packageKinds = ['ZW', 'PA', 'PF'] as const;
export type PackageKind = (typeof packageKinds)[number];
/** RLPO: free, lump sum, shares, full price. */
export const refundLevels = ['B', 'R', '30%', '50%', '100%'] as const;
export type RefundLevel = (typeof refundLevels)[number];
/** RLUD: additional entitlements. */
export const entitlements = ['S', 'DZ', 'C', 'IB', 'IW', 'ZK', 'PO', 'AZ', 'WP', 'WE', 'BW', 'CN', 'DN', 'IN'] as const;
export type EntitlementCode = (typeof entitlements)[number];

export const dayTimes = ['morning', 'noon', 'evening', 'night'] as const;
/** How a medicine is taken; its Polish words are made from it (dosage.ts). */
export interface Dosage {
  /** At once: `{ value: 1, unit: 'tabl.' }`. */
  readonly amount: { readonly value: number; readonly unit: string };
  /** So many times in `everyDays` days (1 when not given). */
  readonly times: number;
  readonly everyDays?: number;
  readonly at?: readonly (typeof dayTimes)[number][];
  /** Length of treatment. */
  readonly days?: number;
  /** When needed; then `times` is the most. */
  readonly asNeeded?: boolean;
  /** `przed jedzeniem` … */
  readonly note?: string;
}

export interface Ingredient {
  readonly name: string;
  /** `{ value: 5, unit: 'g' }`; none: as much as is needed (ad). */
  readonly amount?: { readonly value: number; readonly unit: string };
}

/** What is prescribed. `G` by GTIN; `R` by its ingredients; `S` and `W` by name, with GTIN where there is one. */
export interface MedicineRequest {
  readonly kind: MedicineKind;
  /** EAN or GTIN of the package. */
  readonly gtin?: string;
  /** Of `S`, `W`; of `R` a name of one's own. */
  readonly name?: string;
  /** Of `R`: form (`maść`), what it is made of, how much of it, how it is made. */
  readonly form?: string;
  readonly ingredients?: readonly Ingredient[];
  readonly amount?: { readonly value: number; readonly unit: string };
  readonly preparation?: string;
  /** Of `R`: Rp unless it holds a narcotic or psychotropic substance. */
  readonly category?: Category;
}

export interface PrescriptionRequest {
  readonly medicine: MedicineRequest;
  /** Packages; of `R` how many times it is made. */
  readonly quantity: number;
  readonly dosage?: Dosage;
  /** How many days it lasts, where it does not follow from dosage and package. */
  readonly supplyDays?: number;
  readonly refundLevel: RefundLevel;
  /** Claimed; S, DZ and C are found by the system where they follow from age and pregnancy. */
  readonly entitlement?: EntitlementCode;
  /** `realizacja od`. */
  readonly notBefore?: string;
  /** A yearly prescription (realizacja do 365 dni): needs the dosage. */
  readonly annual?: boolean;
  /** Must be used up by this day (`realizacja do`), within what the rules allow. */
  readonly until?: string;
  /** NZ: nie zamieniać. */
  readonly noSubstitution?: boolean;
  readonly forPharmacist?: string;
  /** ICD-10. */
  readonly diagnosis?: string;
  /** Last examination linked with the medicine: controlled substances demand one. */
  readonly examination?: { readonly day: string; readonly kind: 'on-site' | 'remote' };
  /** Continues what the doctor of primary care has examined for. */
  readonly continuation?: boolean;
}

export interface PackageRequest {
  /** Logical id of the Patient. */
  readonly patient: string;
  readonly kind?: PackageKind;
  /** NFZ branch or other payer (POD_FINANS). */
  readonly payer?: string;
  readonly pregnant?: boolean;
  /** Ids of the patient's controlled prescriptions that the prescriber has seen (`controlled` of a check). */
  readonly reviewed?: readonly string[];
  readonly prescriptions: readonly PrescriptionRequest[];
  /** Logical id of the Encounter in which it is written. */
  readonly encounter?: string;
}

export interface Words {
  readonly pl: string;
  readonly en: string;
}
/** What a rule says of a request. An `error` keeps it from being done. */
export interface Verdict {
  /** Kebab-case, stable. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  /** Place in the request: `prescriptions[0].quantity`. */
  readonly path: string;
  readonly pl: string;
  readonly en: string;
  /** What to do. */
  readonly todo: Words;
  /** The rule behind it: a row of rules.ts, with source and whether it is confirmed. */
  readonly rule?: string;
}

export interface Medicine {
  readonly kind: MedicineKind;
  readonly category: Category;
  /** With strength and form: `Polocard 75 mg, tabl. dojel.`. */
  readonly name: string;
  readonly gtin?: string;
  readonly product?: string;
  readonly package?: string;
  readonly substance?: string;
  readonly strength?: string;
  readonly form?: string;
  readonly atc?: readonly string[];
  readonly ingredients?: readonly Ingredient[];
  readonly amount?: { readonly value: number; readonly unit: string };
  readonly preparation?: string;
}

/** One prescription, as everybody who may see it sees it. */
export interface Prescription {
  /** Logical id of the MedicationRequest. */
  readonly id: string;
  /** Of its package. */
  readonly packageId: string;
  /** 44 digits. */
  readonly key: string;
  readonly number: { readonly system: string; readonly value: string };
  readonly status: Status;
  /** It stands, but its days are over. */
  readonly expired: boolean;
  readonly issued: string;
  /** First and last day on which it may be dispensed. */
  readonly from: string;
  readonly until: string;
  readonly annual: boolean;
  readonly medicine: Medicine;
  readonly quantity: number;
  readonly dispensed: number;
  readonly remaining: number;
  readonly refundLevel: RefundLevel;
  readonly entitlement?: EntitlementCode;
  readonly dosage?: Dosage;
  /** `1 tabl. 2 razy dziennie przez 30 dni`. */
  readonly dosageWords?: string;
  readonly supplyDays?: number;
  readonly noSubstitution: boolean;
  readonly forPharmacist?: string;
  readonly diagnosis?: string;
  readonly block?: { readonly reason: BlockReason; readonly at: string; readonly note?: string; readonly by: string };
  readonly cancelled?: { readonly reason: string; readonly at: string };
  /** Ids of the prescription that this one corrects, and of the one that corrects it. */
  readonly replaces?: string;
  readonly replacedBy?: string;
  /** Logical id of the pharmacy's Organization in which dispensing began, and so has to go on. */
  readonly pharmacy?: string;
  /** Instant of the newest dispense that stands; in lists. */
  readonly lastDispensed?: string;
}

export interface PrescriptionPackage {
  /** Opaque; not the key. */
  readonly id: string;
  /** 44 digits: the barcode of the printed information. */
  readonly key: string;
  /** Four digits, used with the PESEL. Not shown to pharmacies. */
  readonly code?: string;
  readonly kind: PackageKind;
  readonly patient: Person;
  readonly issued: string;
  readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string };
  readonly facility?: { readonly id: string; readonly name: string };
  readonly payer?: string;
  /** Whether the signed document lies with it (`GET …/document`). */
  readonly signed: boolean;
  readonly prescriptions: readonly Prescription[];
}

export interface Person {
  /** Logical id of the Patient. */
  readonly id: string;
  readonly name: string;
  readonly pesel?: string;
  readonly birthDate?: string;
}

export interface CheckAnswer {
  /** No error among the verdicts. */
  readonly allowed: boolean;
  readonly verdicts: readonly Verdict[];
  /** For each prescription: what it would be. */
  readonly prescriptions: readonly {
    readonly medicine?: Medicine;
    readonly dosageWords?: string;
    readonly from?: string;
    readonly until?: string;
    readonly supplyDays?: number;
    readonly entitlement?: EntitlementCode;
    /** What the patient pays for one package, grosze; undefined when the lists do not say. */
    readonly pays?: number;
  }[];
  /** When a controlled substance is prescribed: the patient's other such prescriptions, to be looked at. */
  readonly controlled?: readonly Prescription[];
}

/** Issued, and what was to be said with it (warnings). */
export interface IssueAnswer extends PrescriptionPackage {
  readonly verdicts: readonly Verdict[];
}

/** One line of a dispense. */
export interface DispensedItem {
  /** Of the package handed over; none for compounded medicines. */
  readonly gtin?: string;
  readonly quantity: number;
  readonly lot?: string;
  readonly expires?: string;
  /** How many prescribed packages it stands for, when the packages differ in size; else as many as `quantity`. */
  readonly standsFor?: number;
}

export interface DispenseRequest {
  readonly items: readonly DispensedItem[];
  /** C partial, Z closing (nothing more will be taken, even if some is left). Not given: by the quantity. */
  readonly kind?: 'C' | 'Z';
  /** Z ordinary, A emergency (awaryjny). */
  readonly mode?: 'Z' | 'A';
  /** Added by the pharmacist; only those that one may add. */
  readonly entitlement?: EntitlementCode;
  readonly refundLevel?: RefundLevel;
  /** What the patient paid, grosze. */
  readonly paid?: number;
  readonly note?: string;
}

export interface Dispense {
  /** Logical id of the MedicationDispense. */
  readonly id: string;
  readonly prescription: string;
  readonly pharmacy: { readonly id: string; readonly name: string };
  readonly pharmacist: { readonly practitioner?: string; readonly name: string };
  readonly at: string;
  readonly kind: 'C' | 'Z' | 'W';
  /** OBOWIAZUJACY, SKORYGOWANY (another took its place); WYCOFANY: it did not happen. */
  readonly state: 'OBOWIAZUJACY' | 'SKORYGOWANY' | 'WYCOFANY';
  readonly items: readonly (DispensedItem & { readonly name?: string })[];
  /** In prescribed packages. */
  readonly counts: number;
  readonly substituted: boolean;
  readonly refundLevel?: RefundLevel;
  readonly entitlement?: EntitlementCode;
  readonly paid?: number;
  readonly replaces?: string;
  readonly note?: string;
}

/** A prescription with everything that happened to it. */
export interface PrescriptionRead {
  readonly package: Omit<PrescriptionPackage, 'prescriptions'>;
  readonly prescription: Prescription;
  readonly dispenses: readonly Dispense[];
  /** Oldest first. */
  readonly history: readonly { readonly at: string; readonly event: string; readonly by: string }[];
  /** What a pharmacy may do with it now, and why not more; only for pharmacies. */
  readonly allowance?: Allowance;
}

/** How much may be dispensed today. */
export interface Allowance {
  /** In prescribed packages. */
  readonly most: number;
  /** The day from which more may be taken (yearly prescriptions). */
  readonly moreFrom?: string;
  readonly verdicts: readonly Verdict[];
}

/** What a patient sees on the list of their prescriptions. */
export interface MyPrescription extends Prescription {
  readonly packageKey: string;
  readonly code: string;
  readonly issuerName: string;
  /** Instant of the newest dispense that stands. */
  readonly lastDispensed?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; none on the last page. */
  readonly next?: string;
}
