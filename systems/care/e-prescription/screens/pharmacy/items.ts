/** Lines of a dispense while they are written, and the request that they make. Pure. */
import type { DispensedItem, DispenseRequest, Prescription } from '../../model.ts';
import { readScan } from './gs1.ts';

export interface Item {
  readonly key: string;
  readonly gtin: string;
  readonly lot: string;
  readonly expires: string;
  readonly quantity: string;
  /** Prescribed packages that it stands for, when its package is of another size. */
  readonly standsFor: string;
}

export const itemOf = (key: string, prescription: Prescription, most: number): Item => ({
  ...{ key, gtin: prescription.medicine.gtin ?? '', lot: '', expires: '', standsFor: '' },
  quantity: String(most).replace('.', ','),
});

/** A line as it was dispensed, to be put right. */
export const itemAgain = (key: string, { gtin, lot, expires, quantity, standsFor }: DispensedItem): Item => ({
  ...{ key, gtin: gtin ?? '', lot: lot ?? '', expires: expires ?? '', quantity: String(quantity).replace('.', ',') },
  standsFor: standsFor === undefined ? '' : String(standsFor).replace('.', ','),
});

/** What was typed or scanned into the field of the code: batch and expiry come along when the code says them. */
export function scanned(text: string): Partial<Item> {
  const { gtin, lot, expires } = readScan(text) ?? { gtin: text.trim() };
  return { gtin: gtin ?? '', ...(lot ? { lot } : {}), ...(expires ? { expires } : {}) };
}

export const numberOf = (text: string): number => Number(text.replace(',', '.')) || 0;

export interface Said {
  readonly last: boolean;
  readonly emergency: boolean;
  readonly paid: string;
  readonly note: string;
}

export function dispenseOf(
  items: readonly Item[],
  { last, emergency, paid, note }: Said,
  compounded: boolean,
): DispenseRequest {
  return {
    items: items.map(({ gtin, lot, expires, quantity, standsFor }) => ({
      ...(gtin && !compounded ? { gtin } : {}),
      quantity: numberOf(quantity),
      ...(lot.trim() ? { lot: lot.trim() } : {}),
      ...(expires ? { expires } : {}),
      ...(numberOf(standsFor) > 0 ? { standsFor: numberOf(standsFor) } : {}),
    })),
    ...(last ? { kind: 'Z' as const } : {}),
    ...(emergency ? { mode: 'A' as const } : {}),
    ...(paid.trim() ? { paid: Math.round(numberOf(paid.replace(/\s/g, '')) * 100) } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
  };
}
