/** Reimbursement lists as their readers see them. Money is in grosze, whole numbers. */

export const register = 'reimbursement-lists';

/** Levels of payment (RLPO): free, lump sum, shares. `100%` is no level of a list: nothing is reimbursed. */
export const levels = ['B', 'R', '30%', '50%'] as const;
export type Level = (typeof levels)[number];

export interface List {
  readonly edition: number;
  readonly title: string;
  readonly validFrom: string;
  /** Undefined: until the next one. */
  readonly validTo?: string;
}

/** A position: a package may have several, by level and indications. */
export interface Item {
  readonly gtin: string;
  readonly name: string;
  readonly substance: string;
  /** Grupa limitowa. */
  readonly limitGroup: string;
  /** Cena detaliczna. */
  readonly price: number;
  /** Wysokość limitu finansowania. */
  readonly limit: number;
  readonly level: Level;
  /** Wysokość dopłaty świadczeniobiorcy, where the list says it. */
  readonly payment?: number;
  readonly indications: string;
  /** Entitlements (RLUD) for which it is on the lists of medicines without payment: S, DZ, C. */
  readonly entitlements: readonly string[];
}

export interface PriceRequest {
  readonly gtin: string;
  readonly day: string;
  /** Day of birth; without it, what depends on age is not applied and said so. */
  readonly birthDate?: string;
  /** Additional entitlements that are claimed (RLUD): S, DZ, C, IB, ZK … */
  readonly entitlements?: readonly string[];
  /** The level that the prescription names; without it all are answered. */
  readonly level?: Level | '100%';
}

/** What is paid by one position of the list. */
export interface Payment {
  readonly level: Level | '100%';
  readonly indications?: string;
  readonly price?: number;
  readonly limit?: number;
  /** What the patient pays. */
  readonly pays: number;
  /** The entitlement that decided, if one did. */
  readonly entitlement?: string;
  /** `published`: the list says it itself. */
  readonly by: 'published' | 'computed';
  readonly source: string;
}

export interface Note {
  readonly code:
    | 'age-does-not-fit'
    | 'birth-date-needed'
    | 'effect-not-confirmed'
    | 'not-on-its-list'
    | 'price-is-free';
  readonly entitlement?: string;
  readonly says: string;
}

export interface PriceAnswer {
  readonly gtin: string;
  readonly day: string;
  readonly list?: List;
  readonly reimbursed: boolean;
  /** The least first. */
  readonly payments: readonly Payment[];
  readonly notes: readonly Note[];
}
