/** The central register of pharmacists (CRF) as its readers see it. */
import type { EntryRegister } from '#core/registers/entries.ts';
import type { Held, Standing } from '#core/registers/standing.ts';

export const register: EntryRegister = {
  ...{ name: 'pharmacists', schema: 'pharmacists', command: 'crf' },
  kinds: ['pharmacist'],
};

/** A pharmacist; the period is that of the right to practise. */
export interface Pharmacist extends Held {
  readonly kind: 'pharmacist';
  /** NPWZ: eight digits. */
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  /** District chamber (okręgowa izba aptekarska). */
  readonly chamber?: string;
  readonly specialities: readonly string[];
}

/** Whether somebody may practise as a pharmacist on a day. */
export interface Right {
  readonly answer: Standing | 'unknown';
  readonly pharmacist?: Pharmacist;
  readonly says: { readonly pl: string; readonly en: string };
}
