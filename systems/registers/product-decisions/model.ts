/** Decisions of the Chief Pharmaceutical Inspector as their readers see them. */

export const register = 'product-decisions';

/** Withdrawal, suspension, prohibition of placing on the market, re-admission, suspension of advertising. */
export const kinds = ['withdrawal', 'suspension', 'prohibition', 'readmission', 'advertising'] as const;
export type Kind = (typeof kinds)[number];

/** How far it reaches: wholesalers; and pharmacies; and patients, who give the medicine back. */
export const scopes = ['wholesale', 'pharmacy', 'patient'] as const;
export type Scope = (typeof scopes)[number];

/** A decision about one package. */
export interface Decision {
  readonly number: string;
  readonly gtin: string;
  readonly kind: Kind;
  /** When it was made, and from when it holds. */
  readonly decided: string;
  readonly effective: string;
  readonly product: string;
  /** Empty: all batches. */
  readonly batches: readonly string[];
  readonly scope: Scope;
  readonly reason: string;
}

export interface BatchQuestion {
  readonly gtin: string;
  readonly day: string;
  /** As it stands on the package; without it, whether some batch is stopped. */
  readonly batch?: string;
}

export interface Verdict {
  /** `check-batch`: some batches may not be dispensed, and none was named. */
  readonly answer: 'dispensable' | 'stopped' | 'check-batch';
  /** What stops it, or what last spoke of it. */
  readonly decision?: Decision;
  /** The batches that may not be dispensed, where none was named. */
  readonly stopped?: readonly string[];
  readonly says: { readonly pl: string; readonly en: string };
}

/** Batches are compared without case and spaces: `a 123-b` is `A123-B`. */
export const batchOf = (text: string): string => text.replace(/\s+/g, '').toUpperCase();
export const isBatch = (text: string): boolean => /^[0-9A-Z./_-]{1,40}$/.test(text);
