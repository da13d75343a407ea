/** NIP, the tax number: 10 digits. domain/poland.md 1.1. */
import { digitAt, onlyDigits, padded, weightedSum } from './digits.ts';
import { type Fault, fault } from './verdict.ts';

export type NipPart = 'length' | 'digits' | 'checksum';

const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7] as const;

/**
 * Which part of a NIP is wrong, or undefined when it is valid. Dashes are not accepted: strip them where text is
 * typed.
 */
export function nipFault(nip: string): Fault<NipPart> | undefined {
  if (nip.length !== 10) return fault('length', `A NIP has 10 digits; this has ${nip.length} characters.`);
  if (!onlyDigits(nip, 10)) return fault('digits', 'A NIP has only digits: remove spaces and dashes.');
  // A sum of 10 is no digit and therefore never equal: such numbers are not issued.
  if (weightedSum(nip, weights) % 11 !== digitAt(nip, 9)) {
    return fault('checksum', 'The last digit does not fit the others: one digit is mistyped or two are swapped.');
  }
  return undefined;
}

export const isNip = (nip: string): boolean => nipFault(nip) === undefined;

/** The first valid NIP whose nine digits are `serial` or the next number that can be issued. */
export function makeNip(serial: number): string {
  for (let tried = serial; ; tried++) {
    const nine = padded(tried % 1_000_000_000, 9);
    const check = weightedSum(nine, weights) % 11;
    if (check < 10) return nine + check;
  }
}
