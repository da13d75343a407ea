/** GTIN of 8, 12, 13 (EAN) or 14 digits. https://www.gs1.org/services/how-calculate-check-digit-manually */
import { digitAt, onlyDigits, padded } from './digits.ts';
import { type Fault, fault } from './verdict.ts';

export type GtinPart = 'length' | 'digits' | 'checksum';

const lengths = [8, 12, 13, 14];

/** GS1 check digit: weights 3, 1, 3 … counted from the right. */
function gtinCheckDigit(withoutCheck: string): number {
  let sum = 0;
  for (let place = 0; place < withoutCheck.length; place++) {
    sum += digitAt(withoutCheck, withoutCheck.length - 1 - place) * (place % 2 ? 1 : 3);
  }
  return (10 - (sum % 10)) % 10;
}

/** Which part of a GTIN/EAN is wrong, or undefined when it is valid. */
export function gtinFault(gtin: string): Fault<GtinPart> | undefined {
  if (!lengths.includes(gtin.length)) {
    return fault('length', `A GTIN has 8, 12, 13 or 14 digits; this has ${gtin.length} characters.`);
  }
  if (!onlyDigits(gtin, gtin.length)) return fault('digits', 'A GTIN has only digits: remove spaces.');
  if (gtinCheckDigit(gtin.slice(0, -1)) !== digitAt(gtin, gtin.length - 1)) {
    return fault('checksum', 'The last digit does not fit the others: scan or type the code again.');
  }
  return undefined;
}

export const isGtin = (gtin: string): boolean => gtinFault(gtin) === undefined;

/** The GTIN-14 of an EAN-13 and the like, as P1 documents write it. */
export const toGtin14 = (gtin: string): string => gtin.padStart(14, '0');

/** A valid EAN-13 under a three-digit prefix (590 is Poland's). */
export function makeEan13(prefix: string, serial: number): string {
  const twelve = prefix + padded(serial % 1_000_000_000, 9);
  return twelve + gtinCheckDigit(twelve);
}
