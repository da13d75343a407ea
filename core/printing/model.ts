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
