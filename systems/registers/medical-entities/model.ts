/** The register of entities that perform medical activity (RPWDL) as its readers see it. */
import type { EntryRegister } from '#core/registers/entries.ts';
import type { Held } from '#core/registers/standing.ts';
import type { Address } from '#core/registers/usual-columns.ts';

export const register: EntryRegister = {
  ...{ name: 'medical-entities', schema: 'medical_entities', command: 'rpwdl' },
  kinds: ['entity', 'unit', 'cell', 'practice'],
};

export interface Entity extends Held {
  readonly kind: 'entity';
  /** Number of the book (księga rejestrowa), code part I. */
  readonly id: string;
  readonly name: string;
  readonly nip?: string;
  readonly regon?: string;
  /** Who keeps the book: the voivode, the minister. */
  readonly registrar?: string;
  readonly address: Address;
}

/** Organisational unit (jednostka organizacyjna), parts I and V. */
export interface Unit extends Held {
  readonly kind: 'unit';
  readonly id: string;
  /** As text: leading zeros count. */
  readonly part: string;
  readonly entity: string;
  readonly name: string;
  readonly address: Address;
}

/** Organisational cell (komórka organizacyjna), parts I and VII. */
export interface Cell extends Held {
  readonly kind: 'cell';
  readonly id: string;
  readonly part: string;
  readonly entity: string;
  readonly unit?: string;
  readonly name: string;
  /** Code part VIII: `1100`. */
  readonly speciality: string;
  readonly specialityName?: string;
  readonly address: Address;
}

/** A practice of a doctor, nurse, midwife, physiotherapist or diagnostician, kept by their chamber. */
export interface Practice extends Held {
  readonly kind: 'practice';
  /** `{pool}-{number}`: `68-000123456`. */
  readonly id: string;
  /** Branch of the chamber below OID …4424.2.4 (doctors) or …4424.2.5 (nurses). */
  readonly pool: string;
  readonly profession: string;
  readonly npwz: string;
  readonly name: string;
  readonly specialities: readonly string[];
  readonly address: Address;
}

export type Place = Entity | Unit | Cell | Practice;

export const answers = ['works', 'unknown', 'not-yet', 'closed', 'suspended', 'entity-closed'] as const;
export type Answer = (typeof answers)[number];

/** Whether a place exists and works on a day. */
export interface Working {
  readonly answer: Answer;
  readonly place?: Place;
  /** Of a cell: code part VIII. */
  readonly speciality?: string;
  readonly says: { readonly pl: string; readonly en: string };
}
