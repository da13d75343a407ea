/** Pharmacies and pharmacy points (SORA) as readers of the register see them. */
import type { EntryRegister } from '#core/registers/entries.ts';
import type { Held, Standing } from '#core/registers/standing.ts';
import type { Address, Owner } from '#core/registers/usual-columns.ts';
import type { Says } from './ports.ts';

export const register: EntryRegister = {
  ...{ name: 'pharmacies', schema: 'pharmacies', command: 'sora' },
  kinds: ['pharmacy'],
};

/** Open to the public, point, hospital, in-house, department of hospital pharmacy. Pharmaceutical Law art. 87, 70. */
export const types = {
  'apteka ogólnodostępna': 'public',
  ogólnodostępna: 'public',
  'punkt apteczny': 'point',
  'apteka szpitalna': 'hospital',
  szpitalna: 'hospital',
  'apteka zakładowa': 'in-house',
  zakładowa: 'in-house',
  'dział farmacji szpitalnej': 'hospital-department',
} as const;
export type PharmacyType = (typeof types)[keyof typeof types];

/** The period is that of the permit or consent. */
export interface Pharmacy extends Held {
  readonly kind: 'pharmacy';
  /** Number in the register. */
  readonly id: string;
  readonly name: string;
  readonly type: PharmacyType;
  /** Of the permit (zezwolenie) or consent (zgoda). */
  readonly permit: string;
  readonly owner: Owner;
  readonly address: Address;
  readonly manager?: { readonly npwz: string; readonly name?: string };
}

export interface Opening {
  readonly answer: Standing | 'unknown';
  readonly pharmacy?: Pharmacy;
  readonly says: Says;
}

/** May this person dispense at that pharmacy on that day? */
export interface Dispensing {
  readonly answer: 'may' | 'pharmacy' | 'person';
  readonly pharmacy?: Pharmacy;
  /** It dispenses to patients: open to the public, or a point. */
  readonly toPatients: boolean;
  readonly isManager: boolean;
  readonly says: Says;
}
