/**
 * Cells of the three kinds of facility: RPWDL speciality (code part VIII), Polish name, and the doctors' speciality.
 * 0010 and 1100 are confirmed by public sources, the others are general knowledge of the register's list (CC0 in HL7
 * Poland's terminology). Synthetic demonstration, not for clinical use.
 */
export interface Cell {
  readonly code: string;
  readonly name: string;
  /** As behind a doctor's name: "kardiolog". */
  readonly doctor: string;
}

const cell = (code: string, name: string, doctor: string): Cell => ({ code, name, doctor });

/** Where visits take place: family is the POZ clinic, the others are cells of the specialist centre. */
export const clinics = {
  family: cell('0010', 'Poradnia lekarza POZ', 'medycyna rodzinna'),
  cardiology: cell('1100', 'Poradnia kardiologiczna', 'kardiologia'),
  diabetology: cell('1020', 'Poradnia diabetologiczna', 'diabetologia'),
  endocrinology: cell('1030', 'Poradnia endokrynologiczna', 'endokrynologia'),
  nephrology: cell('1130', 'Poradnia nefrologiczna', 'nefrologia'),
  pulmonology: cell('1272', 'Poradnia gruźlicy i chorób płuc', 'choroby płuc'),
  neurology: cell('1220', 'Poradnia neurologiczna', 'neurologia'),
  gynaecology: cell('1450', 'Poradnia położniczo-ginekologiczna', 'położnictwo i ginekologia'),
  orthopaedics: cell('1580', 'Poradnia chirurgii urazowo-ortopedycznej', 'ortopedia i traumatologia'),
  urology: cell('1640', 'Poradnia urologiczna', 'urologia'),
  psychiatry: cell('1700', 'Poradnia zdrowia psychicznego', 'psychiatria'),
} as const;

export type ClinicKey = keyof typeof clinics;

export const wards = {
  internal: cell('4000', 'Oddział chorób wewnętrznych', 'choroby wewnętrzne'),
  cardiac: cell('4100', 'Oddział kardiologiczny', 'kardiologia'),
  paediatric: cell('4401', 'Oddział pediatryczny', 'pediatria'),
  maternity: cell('4450', 'Oddział położniczo-ginekologiczny', 'położnictwo i ginekologia'),
  surgical: cell('4500', 'Oddział chirurgii ogólnej', 'chirurgia ogólna'),
  trauma: cell('4580', 'Oddział chirurgii urazowo-ortopedycznej', 'ortopedia i traumatologia'),
} as const;

export type WardKey = keyof typeof wards;
