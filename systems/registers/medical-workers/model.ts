/** The words of medical-workers (CWPM): the right to practise of one person in one profession. */
import type { Schema } from '#core/http/operation.ts';

export const statuses = ['valid', 'suspended', 'withdrawn'] as const;

/** What the register says of a number of the right to practise (NPWZ). */
export interface Licence {
  readonly npwz: string;
  /** Logical id of the Practitioner; null until somebody has told it. */
  readonly practitioner: string | null;
  readonly pesel: string;
  /** `lekarz`, `pielęgniarka` … */
  readonly profession: string;
  readonly specialities: readonly string[];
  readonly status: (typeof statuses)[number];
  /** The first day on which it no longer holds (`YYYY-MM-DD`); null: without end. */
  readonly ends: string | null;
}

/** Whether somebody may practise now. */
export type Entitlement =
  | {
      readonly entitled: true;
      readonly npwz: string;
      readonly profession: string;
      readonly specialities: readonly string[];
    }
  | { readonly entitled: false; readonly why: 'unknown' | 'suspended' | 'withdrawn' | 'over' };

/** A licence that holds on a day, else the first. */
export const firstHolding = (licences: readonly Licence[], day: string): Licence | undefined =>
  licences.find((licence) => holdsOn(licence, day)) ?? licences[0];

const holdsOn = ({ status, ends }: Licence, day: string): boolean =>
  status === 'valid' && (ends === null || ends > day);

/** What follows from licences: one that holds is enough. C-15 */
export function entitlementOf(licences: readonly Licence[], day: string): Entitlement {
  const holds = licences.find((licence) => holdsOn(licence, day));
  if (holds) {
    const { npwz, profession, specialities } = holds;
    return { entitled: true, npwz, profession, specialities };
  }
  const [first] = licences;
  if (!first) return { entitled: false, why: 'unknown' };
  return { entitled: false, why: first.status === 'valid' ? 'over' : first.status };
}

const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
export const shapes = {
  byNpwz: {
    type: 'object',
    properties: { npwz: { type: 'string', pattern: '^[0-9]{1,8}[PA]?$' } },
    required: ['npwz'],
    additionalProperties: false,
  },
  asOf: {
    type: 'object',
    properties: { asOf: { type: 'string', format: 'date-time' }, profession: text(60) },
    additionalProperties: false,
  },
  licence: {
    type: 'object',
    properties: {
      practitioner: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' },
      pesel: { type: 'string', pattern: '^[0-9]{11}$' },
      profession: text(60),
      specialities: { type: 'array', maxItems: 20, items: text(120) },
      status: { enum: statuses },
      ends: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    },
    required: ['practitioner', 'pesel', 'profession', 'status'],
    additionalProperties: false,
  },
  row: { type: 'object' },
} as const satisfies Record<string, Schema>;
