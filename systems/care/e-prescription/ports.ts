/** What e-prescription needs of other systems; the app hands it in, tests hand in a few lines. */
import type { Actor, Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import type { MedicinalProduct, Package } from '#libs/medicinal-products/register.ts';
import type { PackageRequest, PrescriptionPackage, RefundLevel, Verdict, Words } from './model.ts';

/** Medicinal products (RPL). */
export interface Products {
  /** By GTIN-14. @throws Refusal `no-edition` while the register is empty. */
  package(tx: Tx, gtin: string): Promise<{ readonly package: Package; readonly product: MedicinalProduct } | undefined>;
}

/** Reimbursement lists (SOLR). */
export interface Prices {
  /** Levels on the list for a package, and what is paid by each, grosze. Undefined: no list is here. */
  payments(
    tx: Tx,
    asked: { gtin: string; day: string; birthDate?: string; entitlements?: readonly string[] },
  ): Promise<readonly { readonly level: RefundLevel; readonly pays: number }[] | undefined>;
}

/** Decisions of the inspectorate (RDG): may this batch be dispensed on that day? */
export interface Batches {
  verdict(
    tx: Tx,
    asked: { gtin: string; day: string; batch?: string },
  ): Promise<{ readonly answer: 'dispensable' | 'stopped' | 'check-batch'; readonly says: Words }>;
}

/** Medical workers (CWPM). */
export interface Workers {
  entitlement(
    practitioner: string,
  ): Promise<{ readonly entitled: true; readonly npwz: string } | { readonly entitled: false; readonly why: string }>;
  practitionerOf(pesel: string): Promise<string | undefined>;
}

/** Medication safety: interactions, contraindications. */
export interface SafetyCheck {
  /** Warnings, with paths into the request. */
  warnings(call: Call, patient: string, prescriptions: PackageRequest['prescriptions']): Promise<readonly Verdict[]>;
}

/** The signed document of a package (CDA, XAdES). */
export interface Documents {
  /** One document for each prescription, as it was signed. Undefined: nothing is signed here. */
  sign(call: Call, unsigned: PrescriptionPackage): Promise<readonly string[] | undefined>;
  /** The documents of a package in one file, XML. */
  fileOf(documents: readonly string[]): string;
}

/** Whether the limits per prescriber hold for somebody: not in primary care, where they are off unless switched on. */
export interface Limits {
  holds(tx: Tx, actor: Actor): Promise<boolean>;
}

/** Told of what oversight should look at: limits passed. */
export type Alarm = (says: string) => void;

export interface Ports {
  readonly products: Products;
  readonly prices: Prices;
  readonly batches: Batches;
  readonly workers: Workers;
  readonly safety: SafetyCheck;
  readonly documents: Documents;
  readonly limits: Limits;
  readonly alarm: Alarm;
}

/** Where a part is not there yet. */
export const noSafetyCheck: SafetyCheck = { warnings: async () => [] };
export const noDocuments: Documents = { sign: async () => undefined, fileOf: () => '' };
