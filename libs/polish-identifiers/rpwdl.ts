/**
 * RPWDL, the register of entities that perform medical activity: number of the book (księga), of an organisational unit
 * (jednostka) and of a cell (komórka). They have no check digit; leading zeros count. domain/poland.md 1.1.
 */
import { padded } from './digits.ts';

const book = /^[0-9]{12}$/;
const unit = /^([0-9]{12})-([0-9]{2,3})$/;
const cell = /^([0-9]{12})-([0-9]{3,4})$/;
const speciality = /^[0-9]{4}$/;

/** Book (code part I): 12 digits, zero padded. */
export const isRpwdlBook = (text: string): boolean => book.test(text);
/** Unit: `{book}-{part V}`, 2–3 digits. */
export const isRpwdlUnit = (text: string): boolean => unit.test(text);
/** Cell: `{book}-{part VII}`, 3–4 digits. */
export const isRpwdlCell = (text: string): boolean => cell.test(text);
/** Speciality of a cell (code part VIII): 4 digits such as 1100. The list itself is a code system, not a form. */
export const isCellSpeciality = (text: string): boolean => speciality.test(text);

/** @throws RangeError when the number has more than 12 digits. */
export function makeRpwdlBook(serial: number): string {
  if (!Number.isInteger(serial) || serial < 0 || serial >= 1e12) throw new RangeError(`no book number: ${serial}`);
  return padded(serial, 12);
}
export const makeRpwdlUnit = (ofBook: string, part: number): string => `${ofBook}-${padded(part, 2)}`;
export const makeRpwdlCell = (ofBook: string, part: number): string => `${ofBook}-${padded(part, 3)}`;

/** The book to which a unit or cell belongs. */
export const bookOf = (unitOrCell: string): string => unitOrCell.slice(0, 12);
