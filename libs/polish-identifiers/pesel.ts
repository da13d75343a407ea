/**
 * PESEL, the Polish personal number: YYMMDDZZZXQ. The month carries the century, digit 10 the sex, digit 11 is the
 * check. Rules: Act on population records of 24 September 2010, art. 15; domain/poland.md 1.1.
 */
import { digitAt, onlyDigits, padded, weightedSum } from './digits.ts';
import { type Fault, fault } from './verdict.ts';

export type PeselPart = 'length' | 'digits' | 'month' | 'day' | 'checksum';
export type PeselSex = 'female' | 'male';

const weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3] as const;
/** Century of birth by the offset added to the month. */
const centuries = [
  { first: 1900, offset: 0 },
  { first: 2000, offset: 20 },
  { first: 2100, offset: 40 },
  { first: 2200, offset: 60 },
  { first: 1800, offset: 80 },
] as const;

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The check digit that belongs behind the first ten digits. */
const peselCheckDigit = (firstTen: string): number => (10 - (weightedSum(firstTen, weights) % 10)) % 10;

/**
 * Which part of a PESEL is wrong, or undefined when it is valid. A wrong checksum exists in real life in old registers:
 * the caller decides whether `checksum` is an error (new input) or a warning (already in a register).
 */
export function peselFault(pesel: string): Fault<PeselPart> | undefined {
  if (pesel.length !== 11) return fault('length', `A PESEL has 11 digits; this has ${pesel.length} characters.`);
  if (!onlyDigits(pesel, 11)) return fault('digits', 'A PESEL has only digits: remove spaces, letters and dashes.');
  const birth = readDate(pesel);
  if (birth.month < 1 || birth.month > 12) {
    return fault('month', `Digits 3–4 (${pesel.slice(2, 4)}) name no month of any century: check them.`);
  }
  if (birth.day < 1 || birth.day > daysInMonth(birth.year, birth.month)) {
    return fault(
      'day',
      `Digits 5–6 (${pesel.slice(4, 6)}) are no day of ${padded(birth.month, 2)}.${birth.year}: check them.`,
    );
  }
  if (peselCheckDigit(pesel) !== digitAt(pesel, 10)) {
    return fault('checksum', 'The last digit does not fit the others: one digit is mistyped or two are swapped.');
  }
  return undefined;
}

export const isPesel = (pesel: string): boolean => peselFault(pesel) === undefined;

function readDate(pesel: string): { year: number; month: number; day: number } {
  const shifted = Number(pesel.slice(2, 4));
  const century = centuries.find(({ offset }) => shifted > offset && shifted <= offset + 12);
  if (!century) return { year: 0, month: 0, day: 0 };
  return {
    year: century.first + Number(pesel.slice(0, 2)),
    month: shifted - century.offset,
    day: Number(pesel.slice(4, 6)),
  };
}

/** Date of birth (`YYYY-MM-DD`) and sex that a PESEL says; undefined when it is not valid. */
export function readPesel(pesel: string): { birthDate: string; sex: PeselSex } | undefined {
  if (!isPesel(pesel)) return undefined;
  const { year, month, day } = readDate(pesel);
  return { birthDate: `${year}-${padded(month, 2)}-${padded(day, 2)}`, sex: digitAt(pesel, 9) % 2 ? 'male' : 'female' };
}

/**
 * Makes a valid PESEL. `serial` 0–4999 numbers the people of one sex born on one day.
 * @throws RangeError when the date is outside 1800–2299 or the serial is out of range.
 */
export function makePesel(birthDate: string, sex: PeselSex, serial: number): string {
  const [year = 0, month = 0, day = 0] = birthDate.split('-').map(Number);
  const century = centuries.find(({ first }) => year >= first && year < first + 100);
  if (!century) throw new RangeError(`PESEL covers the years 1800–2299, not ${birthDate}`);
  if (!Number.isInteger(serial) || serial < 0 || serial > 4999) throw new RangeError(`serial 0–4999, not ${serial}`);
  const ordinal = padded(Math.floor(serial / 5), 3) + String((serial % 5) * 2 + (sex === 'male' ? 1 : 0));
  const ten = padded(year % 100, 2) + padded(month + century.offset, 2) + padded(day, 2) + ordinal;
  return ten + peselCheckDigit(ten);
}
