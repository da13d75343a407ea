/** The registers that reference data are made of. */
import type { Tx } from '#core/db/database.ts';

interface Says {
  readonly pl: string;
  readonly en: string;
}

/** What a register answers of something on a day; what it found is shown as it is. */
export interface Answer {
  readonly answer: string;
  readonly says: Says;
}

export interface Worker {
  readonly npwz: string;
  readonly profession: string;
  readonly specialities: readonly string[];
  readonly status: 'valid' | 'suspended' | 'withdrawn';
  /** The first day on which it no longer holds. */
  readonly ends: string | null;
}

export interface Person {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly died?: string | null;
}

export interface Needs {
  /** CWPM: what was known of a number of a profession at an instant; undefined for no such number. */
  worker(tx: Tx, profession: string, npwz: string, asOf: Date): Promise<Worker | undefined>;
  /** Whether the list has that profession, by code or name; its name. */
  professionOf(text: string): string | undefined;
  /** The population register, and CWUb: the Patient of a PESEL. */
  person(pesel: string, asOf: Date): Promise<Person | undefined>;
  patientOf(pesel: string): Promise<string | undefined>;
  /** RPWDL: a book, unit, cell or practice. */
  place(tx: Tx, number: string, day: string): Promise<Answer>;
  /** SORA and RHF: by number, or `regon:…`, `nip:…`. */
  pharmacy(tx: Tx, number: string, day: string): Promise<Answer>;
  wholesaler(tx: Tx, number: string, day: string): Promise<Answer>;
  /** SIKCH: contracts that hold, of `book:…`, `cell:…`, `regon:…`, `nip:…`. */
  contracts(tx: Tx, key: string, day: string): Promise<readonly object[]>;
  /** Names of the registers' editions. */
  readonly registers: readonly string[];
}
