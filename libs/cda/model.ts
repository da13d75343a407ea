/**
 * What the documents say, in plain types that know no system and no record. Days are `YYYY-MM-DD`, moments are whole
 * seconds; quantities are decimal texts with their unit, so that no digit is lost.
 */
import type { EntitlementCode, Profession, RefundLevel } from './codes.ts';

/** A number and who gave it: `root` is an OID. */
export interface Identifier {
  readonly root: string;
  readonly extension: string;
}

export interface Coded {
  readonly code: string;
  readonly name: string;
}

/** `value` is a decimal number as text; `unit` is UCUM, absent for countable things. */
export interface Quantity {
  readonly value: string;
  readonly unit?: string;
}

export interface Name {
  /** Title before the name. */
  readonly prefix?: string;
  readonly given: readonly string[];
  readonly family: string;
}

export interface Address {
  readonly country?: string;
  readonly postalCode?: string;
  /** Where the post office is, when it is not the city. */
  readonly postCity?: string;
  readonly city: string;
  readonly street?: string;
  readonly house?: string;
  readonly unit?: string;
  /** Seven digits. */
  readonly terytSimc?: string;
}

export interface DocumentPatient {
  /** PESEL, or what stands in for it. */
  readonly id: Identifier;
  /** The provider's own number. */
  readonly localId?: Identifier;
  readonly name: Name;
  readonly sex?: 'F' | 'M' | 'UN';
  readonly birthDate: string;
  readonly address?: Address;
  readonly phone?: string;
  readonly email?: string;
  /** Psychiatric referrals want it (domain 5). */
  readonly birthplace?: Address;
}

/** Where the author works: unit, cell, practice or pharmacy, and the provider above it. */
export interface Workplace {
  readonly id: Identifier;
  readonly name: string;
  readonly phone?: string;
  readonly address?: Address;
  /** Part VIII of the cell's code. */
  readonly speciality?: Coded;
  /** Fourteen digits of the enterprise. */
  readonly regon14?: string;
  /** Number of the provider's book (RPWDL), of the practice, of the permit. */
  readonly provider?: Identifier;
}

export interface DocumentAuthor {
  readonly id: Identifier;
  readonly profession: Profession;
  readonly name: Name;
  readonly speciality?: Coded;
  readonly workplace?: Workplace;
  /** Pro auctore and pro familiae: the author's own address and telephone in place of the organisation (domain 4.4). */
  readonly address?: Address;
  readonly phone?: string;
  /** Contract with the NFZ. */
  readonly contract?: { readonly id: Identifier; readonly branch: string };
}

/** What every document carries. */
export interface DocumentHeader {
  readonly id: Identifier;
  /** Same for all versions of a document and for its cancellation. */
  readonly setId: Identifier;
  readonly version: number;
  readonly issuedAt: Date;
  readonly patient: DocumentPatient;
  readonly author: DocumentAuthor;
}

export interface Ingredient {
  /** Number of the substance in the register. */
  readonly code?: string;
  readonly name: string;
  readonly amount?: { readonly numerator: Quantity; readonly denominator: Quantity };
}

export interface Package {
  /** GTIN, written as 14 digits. */
  readonly gtin: string;
  readonly name: string;
  /** EDQM. */
  readonly form?: Coded;
  readonly capacity?: Quantity;
}

export interface Medicine {
  readonly name: string;
  /** Number of the product in the register (RPL). */
  readonly code?: string;
  readonly strength?: string;
  readonly form?: string;
  readonly package?: Package;
  readonly ingredients: readonly Ingredient[];
  /** Compounded medicine: what to take and what to make of it. */
  readonly recipe?: { readonly text: string; readonly form?: Coded };
}

export interface Dosage {
  /** In words, as the patient reads it. */
  readonly text: string;
  readonly from?: string;
  readonly to?: string;
  readonly duration?: Quantity;
  readonly dose?: Quantity;
  /** Time between doses. */
  readonly period?: Quantity;
}

export interface Entitlement {
  readonly code: EntitlementCode;
  /** What was shown for it. */
  readonly document?: string;
}

/** Recepta. One medicine; a package is one to five of these. */
export interface PrescriptionDocument extends DocumentHeader {
  readonly kind: 'prescription';
  /** KDLEK, RLEK, TWREC, TRREC, RRECE (domain 4.1). */
  readonly availability: 'Rp' | 'Rpz' | 'Rpw' | 'Lz' | 'OTC';
  readonly drugKind: 'G' | 'R' | 'S' | 'W';
  readonly issueMode: 'Z' | 'F' | 'P' | 'PL' | 'TG';
  readonly fillMode: 'Z' | 'I' | 'TG';
  readonly prescriptionKind: 'ZW' | 'PA' | 'PF';
  readonly medicine: Medicine;
  /** How many packages, or how much of a compounded medicine. */
  readonly quantity: Quantity;
  readonly dosage: Dosage;
  /** "Data realizacji od". */
  readonly fillFrom?: string;
  /** "Data realizacji do": set on yearly prescriptions. */
  readonly fillUntil?: string;
  readonly refund: { readonly level: RefundLevel; readonly payer?: string };
  readonly entitlements: readonly Entitlement[];
  /** False: "nie zamieniać". */
  readonly substitutionAllowed: boolean;
  readonly noteToPharmacist?: string;
  /** Rpw: total of the active substance. */
  readonly totalDose?: Quantity;
}

/** Dokument anulujący, of a prescription or of a referral. */
export interface CancellationDocument extends DocumentHeader {
  readonly kind: 'cancellation';
  readonly cancelled: {
    readonly id: Identifier;
    readonly version: number;
    readonly title: string;
    readonly issuedOn?: string;
  };
  readonly reason?: string;
  readonly payer?: string;
}

/** Dokument realizacji recepty: what a pharmacy gave out on one prescription. */
export interface DispensingDocument extends DocumentHeader {
  readonly kind: 'dispensing';
  /** The document of the prescription. */
  readonly prescription: Identifier;
  /** C partial, Z closing, W withdrawing; mode Z ordinary, A emergency (domain 4.1). */
  readonly dispensingKind: 'C' | 'Z' | 'W';
  readonly mode: 'Z' | 'A';
  readonly items: readonly DispensedItem[];
}

export interface DispensedItem {
  readonly medicine: { readonly name: string; readonly gtin?: string; readonly code?: string };
  readonly quantity: Quantity;
  readonly batch?: string;
  readonly expiresOn?: string;
  readonly dispensedAt: Date;
  /** Another product than the one prescribed. */
  readonly substituted: boolean;
  /** Level that was applied, and money in złoty (two decimals). */
  readonly refund?: { readonly level: RefundLevel; readonly price?: string; readonly refunded?: string };
}

export interface Diagnosis {
  /** ICD-10. */
  readonly code: string;
  readonly name: string;
  readonly description?: string;
  readonly side?: 'left' | 'right' | 'both';
}

/** Sections of words that kinds of referral have (domain 5, 3.2). */
export type ReferralNote =
  | 'reason'
  | 'socialHistory'
  | 'medicalHistory'
  | 'currentTreatment'
  | 'barthel'
  | 'contraindications'
  | 'remarks';

export const referralKinds = [
  'general',
  'spa',
  'care-home',
  'long-term-nursing',
  'psychiatric',
  'occupational-disease',
  'rehabilitation',
] as const;
export type ReferralKind = (typeof referralKinds)[number];

/** Skierowanie. */
export interface ReferralDocument extends DocumentHeader {
  readonly kind: 'referral';
  readonly referralKind: ReferralKind;
  /** 02.10 test or treatment, 02.11 consultation, 02.12 care. */
  readonly documentClass: '02.10' | '02.11' | '02.12';
  /** Where to: speciality of the cell, part VIII. */
  readonly target: Coded;
  readonly urgent: boolean;
  /** The first is the main one. */
  readonly diagnoses: readonly Diagnosis[];
  /** ICD-9-PL. */
  readonly procedures: readonly Coded[];
  readonly notes: Readonly<Partial<Record<ReferralNote, string>>>;
  readonly payer?: string;
  readonly spa?: SpaData;
}

/** What only a spa referral says (skierowanie uzdrowiskowe). */
export interface SpaData {
  /** LU treatment, RU rehabilitation; TS in a sanatorium, TA while living at home. */
  readonly treatment: 'LU' | 'RU';
  readonly mode: 'TS' | 'TA';
  readonly examination: {
    readonly systolic: string;
    readonly diastolic: string;
    readonly weight: string;
    readonly height: string;
    readonly pulse: string;
  };
  /** Codes of `.11.1.300` (ULA, KLS, …). */
  readonly justifications: readonly string[];
  readonly results: readonly { readonly procedure: Coded; readonly date: string; readonly result?: string }[];
  readonly correspondence: 'E' | 'P';
}

export type ClinicalDocument = PrescriptionDocument | CancellationDocument | DispensingDocument | ReferralDocument;

/** What is wrong with a document that was read. An error makes it unacceptable, a warning does not. */
export interface Fault {
  readonly severity: 'error' | 'warning';
  /** Stable, kebab-case. */
  readonly code: string;
  /** Where, by names of elements. */
  readonly path: string;
  readonly message: string;
}
