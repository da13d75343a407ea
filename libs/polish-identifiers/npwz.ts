/**
 * NPWZ, the number of the right to practise a profession. Only the doctor's (and dentist's, felczer's) has a public
 * check digit; the others are judged by their form. domain/poland.md 1.1.
 */
import { digitAt, onlyDigits, padded, weightedSum } from './digits.ts';
import { type Fault, fault } from './verdict.ts';

export type NpwzPart = 'length' | 'digits' | 'checksum';

const weights = [1, 2, 3, 4, 5, 6] as const;

/** Check digit (the FIRST digit) for the six digits behind it; 0 and 10 are not issued. */
const npwzCheckDigit = (lastSix: string): number => weightedSum(lastSix, weights) % 11;

/** Which part of a doctor's NPWZ is wrong, or undefined when it is valid. */
export function npwzFault(npwz: string): Fault<NpwzPart> | undefined {
  if (npwz.length !== 7) return fault('length', `A doctor's NPWZ has 7 digits; this has ${npwz.length} characters.`);
  if (!onlyDigits(npwz, 7)) return fault('digits', "A doctor's NPWZ has only digits: remove spaces and letters.");
  const check = npwzCheckDigit(npwz.slice(1));
  if (check === 0 || check === 10 || check !== digitAt(npwz, 0)) {
    return fault('checksum', 'The first digit does not fit the others: one digit is mistyped or two are swapped.');
  }
  return undefined;
}

export const isNpwz = (npwz: string): boolean => npwzFault(npwz) === undefined;

/** The first valid doctor's NPWZ whose last six digits are `serial` or the next number that may be issued. */
export function makeNpwz(serial: number): string {
  for (let tried = serial; ; tried++) {
    const six = padded(tried % 1_000_000, 6);
    const check = npwzCheckDigit(six);
    if (check > 0 && check < 10) return `${check}${six}`;
  }
}

/** Form of the numbers of other professions (no public check digit; lengths unconfirmed beyond practice). */
export const npwzForms = {
  nurse: /^[0-9]{7}P$/,
  midwife: /^[0-9]{7}A$/,
  pharmacist: /^[0-9]{8}$/,
  diagnostician: /^[0-9]{5}$/,
  physiotherapist: /^[0-9]{1,6}$/,
} as const;
