/** The face of the registers of pharmacies (SORA): `pharmacies(needs) → System`. See README.md. */
import type { Operation } from '#core/http/operation.ts';
import { polishDay } from '#core/registers/days.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import {
  answerShape,
  daySchema,
  idSchema,
  objectSchema,
  professionals,
  registerReading,
} from '#core/registers/entry-operations.ts';
import { type RegisterSystem, registerSystem } from '#core/registers/entry-system.ts';
import { answersOfStanding } from '#core/registers/standing.ts';
import { register } from './model.ts';
import type { Pharmacists } from './ports.ts';
import { publication } from './publication.ts';
import { type PharmacyRegister, pharmacyRegister } from './reading.ts';

export type { Dispensing, Opening, Pharmacy } from './model.ts';
export type { PharmacyRegister } from './reading.ts';

export interface Pharmacies extends RegisterSystem {
  readonly register: PharmacyRegister;
}

const when = { day: daySchema, known: daySchema };
const pharmacy = objectSchema({ pharmacy: idSchema });

const operations = (asked: PharmacyRegister): readonly Operation[] => [
  registerReading({
    name: 'ask-whether-pharmacy-works',
    path: '/pharmacies/opening/:pharmacy',
    summary: 'Does this pharmacy work on a day? By its number, or permit:…, regon:…, nip:….',
    params: pharmacy,
    query: objectSchema(when),
    reply: answerShape(answersOfStanding, 'pharmacy'),
    handle: async ({ params, query }, { tx, now }) =>
      asked.opening(tx, params.pharmacy ?? '', query.day ?? polishDay(now()), query.known),
  }),
  registerReading({
    name: 'ask-who-may-dispense',
    path: '/pharmacies/dispensing/:pharmacy',
    summary: 'May the owner of this number (NPWZ) dispense at that pharmacy on a day?',
    access: professionals,
    params: pharmacy,
    query: objectSchema({ npwz: { type: 'string', pattern: '^[0-9]{8}$' }, ...when }, 'npwz'),
    reply: answerShape(['may', 'pharmacy', 'person'], 'pharmacy'),
    handle: async ({ params, query }, { tx, now }) => {
      const { npwz = '', day = polishDay(now()), known } = query;
      return asked.dispensing(tx, npwz, params.pharmacy ?? '', day, known);
    },
  }),
];

export function pharmacies(needs: EditionNeeds & { readonly pharmacists: Pharmacists }): Pharmacies {
  const asked = pharmacyRegister(needs.pharmacists);
  return { ...registerSystem(needs, { register, publication, operations: operations(asked) }), register: asked };
}
