/**
 * Professions of the list, and how their numbers look. Only the doctor's has a public check digit; the forms of the
 * others are not confirmed beyond practice (domain/poland.md 1.1), so they are judged by pattern. Whose register it is:
 * act of 28 April 2011 on the information system in health care, art. 17.
 */
import { npwzFault, npwzForms } from '#libs/polish-identifiers/npwz.ts';

export interface Profession {
  /** As registers and P1 say it. */
  readonly code: string;
  /** What the list stores and shows. */
  readonly name: string;
  /** Who keeps their register. */
  readonly keptBy: string;
  /** What is wrong with a number, in words; undefined when nothing is. */
  fault(npwz: string): string | undefined;
}

const doctor = (npwz: string): string | undefined => npwzFault(npwz)?.message;
const formed =
  (form: RegExp, says: string) =>
  (npwz: string): string | undefined =>
    form.test(npwz) ? undefined : `The number of ${says}; this is '${npwz.slice(0, 20)}'.`;

export const professions: readonly Profession[] = [
  { code: 'LEK', name: 'lekarz', keptBy: 'NIL', fault: doctor },
  { code: 'LEKD', name: 'lekarz dentysta', keptBy: 'NIL', fault: doctor },
  { code: 'FEL', name: 'felczer', keptBy: 'NIL', fault: doctor },
  ...[
    { code: 'PIEL', name: 'pielęgniarka', form: npwzForms.nurse, says: 'a nurse has seven digits and P' },
    { code: 'POL', name: 'położna', form: npwzForms.midwife, says: 'a midwife has seven digits and A' },
  ].map(({ code, name, form, says }) => ({ code, name, keptBy: 'NIPiP', fault: formed(form, says) })),
  {
    ...{ code: 'FARM', name: 'farmaceuta', keptBy: 'NIA' },
    fault: formed(npwzForms.pharmacist, 'a pharmacist has eight digits'),
  },
  {
    ...{ code: 'DIAG', name: 'diagnosta laboratoryjny', keptBy: 'KIDL' },
    fault: formed(npwzForms.diagnostician, 'a laboratory diagnostician has five digits'),
  },
  {
    ...{ code: 'FIZJO', name: 'fizjoterapeuta', keptBy: 'KIF' },
    fault: formed(npwzForms.physiotherapist, 'a physiotherapist has up to six digits'),
  },
];

/** By code or name, without case. */
export const professionOf = (text: string): Profession | undefined => {
  const asked = text.trim().toLowerCase();
  return professions.find(({ code, name }) => code.toLowerCase() === asked || name === asked);
};
