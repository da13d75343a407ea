/** Arithmetic of check digits, shared by the identifiers of this folder. */

export const onlyDigits = (text: string, length: number): boolean => text.length === length && /^[0-9]+$/.test(text);

/** Sum of digit × weight over the first `weights.length` digits. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let place = 0; place < weights.length; place++) sum += (digits.charCodeAt(place) - 48) * (weights[place] ?? 0);
  return sum;
}

/** Digit at a place, as a number. */
export const digitAt = (digits: string, place: number): number => digits.charCodeAt(place) - 48;

/** Left-padded decimal. */
export const padded = (value: number, length: number): string => String(value).padStart(length, '0');
