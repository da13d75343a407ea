/** Turnover and stock of medicines (ZSMOPL): messages, what is found wrong in them, what is where. */

export const placeKinds = { apteka: 'pharmacy', hurtownia: 'wholesaler' } as const;
export type PlaceKind = (typeof placeKinds)[keyof typeof placeKinds];

/** What a transaction does to the stock. */
export interface TransactionKind {
  readonly code: string;
  readonly pl: string;
  readonly sign: 1 | -1;
}

/**
 * Kinds of transactions. The dictionary of ZSMOPL was not found (domain/poland.md 12, row 16): codes are ours until it
 * is known; a mapping goes here, nothing is stored that depends on their names but their sign.
 */
export const transactionKinds: readonly TransactionKind[] = [
  { code: 'ZAKUP', pl: 'zakup', sign: 1 },
  { code: 'ZWROT_OD_ODBIORCY', pl: 'zwrot od odbiorcy', sign: 1 },
  { code: 'PRZESUNIECIE_PRZYCHOD', pl: 'przesunięcie, przychód', sign: 1 },
  { code: 'NADWYZKA', pl: 'nadwyżka inwentaryzacyjna', sign: 1 },
  { code: 'SPRZEDAZ', pl: 'sprzedaż', sign: -1 },
  { code: 'WYDANIE', pl: 'wydanie pacjentowi', sign: -1 },
  { code: 'ZWROT_DO_DOSTAWCY', pl: 'zwrot do dostawcy', sign: -1 },
  { code: 'PRZESUNIECIE_ROZCHOD', pl: 'przesunięcie, rozchód', sign: -1 },
  { code: 'UBYTEK', pl: 'ubytek, utylizacja', sign: -1 },
];
/** The kind of every position of an opening balance. */
export const opening: TransactionKind = { code: 'BILANS_OTWARCIA', pl: 'bilans otwarcia', sign: 1 };

/** As it stands in the message; what cannot be read is left out and told as a finding. */
export interface Position {
  readonly line: number;
  readonly kind: string;
  readonly party?: string;
  readonly gtin: string;
  readonly series?: string;
  readonly expires?: string;
  /** Thousandths of a package. */
  readonly quantity?: number;
  /** Grosze. */
  readonly value?: number;
  /** What is there afterwards: available and withheld or withdrawn, of the product and of the series; thousandths. */
  readonly available?: number;
  readonly availableSeries?: number;
  readonly withheld?: number;
  readonly withheldSeries?: number;
  /** Names of fields whose text is no number or day. */
  readonly unreadable: readonly string[];
}

export interface Message {
  readonly number: string;
  readonly placeKind: PlaceKind;
  readonly placeId: string;
  readonly day: string;
  readonly kind: 'os' | 'opening';
  /** Number of the message that this one corrects. */
  readonly corrects?: string;
  readonly positions: readonly Position[];
}

/** Something wrong, and how to mend it. */
export interface Finding {
  readonly code: string;
  readonly level: 'reject' | 'warn';
  /** Of the file, where the position begins. */
  readonly line?: number;
  readonly gtin?: string;
  readonly pl: string;
  readonly en: string;
}

export interface Receipt {
  readonly id: string;
  readonly status: 'accepted' | 'rejected';
  readonly place: string;
  readonly number: string;
  readonly findings: readonly Finding[];
}

export interface Movement {
  readonly line: number;
  readonly gtin: string;
  readonly series: string;
  readonly expires: string | null;
  readonly kind: string;
  readonly party: string | null;
  readonly change: number;
  readonly value: number | null;
  readonly available: number | null;
  readonly availableSeries: number | null;
  readonly withheld: number | null;
  readonly withheldSeries: number | null;
}

export const placeOf = (kind: PlaceKind, id: string): string => `${kind}:${id}`;
