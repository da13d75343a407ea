/** REGON, the number of an entity (9 digits) or of its local unit (14 digits). domain/poland.md 1.1. */
import { digitAt, onlyDigits, padded, weightedSum } from './digits.ts';
import { type Fault, fault } from './verdict.ts';

export type RegonPart = 'length' | 'digits' | 'entity-checksum' | 'unit-checksum';

const nine = [8, 9, 2, 3, 4, 5, 6, 7] as const;
const fourteen = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8] as const;
const check = (digits: string, weights: readonly number[]): number => (weightedSum(digits, weights) % 11) % 10;

/** Which part of a REGON (9 or 14 digits) is wrong, or undefined when it is valid. */
export function regonFault(regon: string): Fault<RegonPart> | undefined {
  if (regon.length !== 9 && regon.length !== 14) {
    return fault('length', `A REGON has 9 digits (entity) or 14 (local unit); this has ${regon.length} characters.`);
  }
  if (!onlyDigits(regon, regon.length)) return fault('digits', 'A REGON has only digits: remove spaces and dashes.');
  if (check(regon, nine) !== digitAt(regon, 8)) {
    return fault('entity-checksum', 'The 9th digit does not fit the first eight: a digit is mistyped.');
  }
  if (regon.length === 14 && check(regon, fourteen) !== digitAt(regon, 13)) {
    return fault('unit-checksum', 'The 14th digit does not fit the others: a digit of the unit part is mistyped.');
  }
  return undefined;
}

export const isRegon = (regon: string): boolean => regonFault(regon) === undefined;

/** A valid REGON 9 from eight digits' worth of serial. */
export function makeRegon(serial: number): string {
  const eight = padded(serial % 100_000_000, 8);
  return eight + check(eight, nine);
}

/** A valid REGON 14 of unit number `unit` (1–9999) of an entity. */
export function makeRegonOfUnit(regon9: string, unit: number): string {
  const thirteen = regon9 + padded(unit % 10_000, 4);
  return thirteen + check(thirteen, fourteen);
}
