/** The register of medicinal products as its readers see it. */
import type { MedicinalProduct, Package } from '#libs/medicinal-products/register.ts';

export type { MedicinalProduct, Package, Substance } from '#libs/medicinal-products/register.ts';

export const register = 'medicinal-products';

export type Kind = MedicinalProduct['kind'];

export interface SearchRequest {
  /** Beginnings of words: of names, substances, ATC codes, strengths, forms, GTINs and EANs. All must be found. */
  readonly text: string;
  readonly kind?: Kind;
  readonly count?: number;
}

/** A package with the product it belongs to. */
export interface FoundPackage {
  readonly package: Package;
  readonly product: MedicinalProduct;
}

/** A version of a product: it holds from an edition on, until another. */
export interface Version {
  readonly since: number;
  readonly from: string;
  readonly until?: number;
  readonly to?: string;
  readonly product: MedicinalProduct;
}

export type ChangeKind = 'new' | 'changed' | 'withdrawn';

/** What an edition did to a product. */
export interface ProductChange {
  readonly id: string;
  readonly name: string;
  readonly change: ChangeKind;
  readonly differences?: readonly Difference[];
}

export interface Difference {
  /** `strength`, `package 02000000000008` … */
  readonly what: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
