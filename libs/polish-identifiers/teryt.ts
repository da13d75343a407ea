/**
 * TERYT, the territorial register: TERC (gmina, WWPPGGR), SIMC (place, 7 digits, the last one a check digit), ULIC
 * (street). The SIMC check (weights 2–7, modulo 11) was verified against the codes of twenty cities (teryt.test.ts).
 */
import { digitAt, onlyDigits, weightedSum } from './digits.ts';

const simcWeights = [2, 3, 4, 5, 6, 7] as const;
/** Even numbers 02–32 name the sixteen voivodeships. */
export const voivodeships = {
  '02': 'dolnośląskie',
  '04': 'kujawsko-pomorskie',
  '06': 'lubelskie',
  '08': 'lubuskie',
  10: 'łódzkie',
  12: 'małopolskie',
  14: 'mazowieckie',
  16: 'opolskie',
  18: 'podkarpackie',
  20: 'podlaskie',
  22: 'pomorskie',
  24: 'śląskie',
  26: 'świętokrzyskie',
  28: 'warmińsko-mazurskie',
  30: 'wielkopolskie',
  32: 'zachodniopomorskie',
} as const;

export type VoivodeshipCode = `${keyof typeof voivodeships}`;

/** Form of a TERC: a known voivodeship, a county, a gmina and its kind (1–5, 8, 9). */
export const isTerc = (terc: string): boolean =>
  onlyDigits(terc, 7) && terc.slice(0, 2) in voivodeships && /[1-589]$/.test(terc);

/** Form and check digit of a SIMC. */
export const isSimc = (simc: string): boolean =>
  onlyDigits(simc, 7) && (weightedSum(simc, simcWeights) % 11) % 10 === digitAt(simc, 6);

export const isUlic = (ulic: string): boolean => onlyDigits(ulic, 5);

/** Name of the voivodeship of a TERC, or undefined. */
export const voivodeshipOf = (terc: string): string | undefined =>
  (voivodeships as Record<string, string>)[terc.slice(0, 2)];
