/**
 * What stands on an information sheet (informacja o wystawionej recepcie lub skierowaniu), in words that are printed
 * as they are.
 */

export interface SheetLine {
  /** Name of the medicine with strength and form, or what is referred to. */
  readonly title: string;
  /** Below it, one under the other: quantity, dosage, payment, dates. A bold label and its words. */
  readonly details: readonly (readonly [label: string, words: string])[];
  /** Key of the one prescription, 44 digits. */
  readonly key?: string;
}

export interface InformationSheet {
  readonly kind: 'prescription' | 'referral';
  /** 44 digits: the barcode. */
  readonly key: string;
  /** Four digits; what the patient says together with the PESEL. */
  readonly code: string;
  /** `DD.MM.YYYY`. */
  readonly issuedOn: string;
  readonly patient: { readonly name: string; readonly details: readonly string[] };
  readonly issuer: { readonly name: string; readonly details: readonly string[] };
  readonly lines: readonly SheetLine[];
  /** Printed in a frame at the head: that the data are invented. */
  readonly label?: string;
}

export interface CardLine {
  readonly what: string;
  /** How it stands, dose, day, source: printed below, smaller in weight. */
  readonly details?: string;
}

export interface CardPart {
  readonly title: string;
  /** The most important first: where there is no room, the last are counted and not listed. */
  readonly lines: readonly CardLine[];
  /** Always printed: why there are no lines, what is not listed, warnings. */
  readonly notes: readonly string[];
}

/** The short card of a patient (karta pacjenta): one A4 that is folded to the size of a passport. */
export interface ShortCard {
  readonly title: string;
  readonly person: { readonly name: string; readonly details: readonly string[] };
  readonly parts: readonly CardPart[];
  /** When it was made, from what, what it is not for: always printed in full. */
  readonly about: CardPart;
  readonly code: {
    /** What the QR code says. */
    readonly text: string;
    /** Beside it, for people. */
    readonly says: readonly string[];
    /** For those who do not see it. */
    readonly alt: string;
  };
  /** Printed at the head: that the data are invented. */
  readonly label?: string;
}
