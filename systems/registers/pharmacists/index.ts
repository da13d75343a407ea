/** The face of the central register of pharmacists (CRF): `pharmacists(needs) → System`. See README.md. */
import type { Tx } from '#core/db/database.ts';
import type { Operation } from '#core/http/operation.ts';
import { polishDay } from '#core/registers/days.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import {
  answerShape,
  daySchema,
  objectSchema,
  professionals,
  registerReading,
} from '#core/registers/entry-operations.ts';
import { entryReading } from '#core/registers/entry-reading.ts';
import { type RegisterSystem, registerSystem } from '#core/registers/entry-system.ts';
import { answersOfStanding } from '#core/registers/standing.ts';
import { type Pharmacist, register, type Right } from './model.ts';
import { publication } from './publication.ts';
import { rightOf } from './rules.ts';

export type { Pharmacist, Right } from './model.ts';

export interface PharmacistRegister {
  /**
   * May the owner of this number (NPWZ) practise on that day? By what is known now, or was known on the day `known`.
   * @throws Refusal `no-edition`, `bad-day`
   */
  right(tx: Tx, npwz: string, day: string, known?: string): Promise<Right>;
}

export interface Pharmacists extends RegisterSystem {
  readonly register: PharmacistRegister;
}

const reading = entryReading(register);

const pharmacistRegister: PharmacistRegister = {
  right: async (tx, npwz, day, known) => rightOf(await reading.held<Pharmacist>(tx, 'pharmacist', npwz, day, known)),
};

const operations: readonly Operation[] = [
  registerReading({
    name: 'ask-right-of-pharmacist',
    path: '/pharmacists/rights/:npwz',
    summary: 'May the owner of this number (NPWZ) practise as a pharmacist on a day?',
    access: professionals,
    params: objectSchema({ npwz: { type: 'string', pattern: '^[0-9]{8}$' } }),
    query: objectSchema({ day: daySchema, known: daySchema }),
    reply: answerShape(answersOfStanding, 'pharmacist'),
    handle: async ({ params, query }, { tx, now }) =>
      pharmacistRegister.right(tx, params.npwz ?? '', query.day ?? polishDay(now()), query.known),
  }),
];

export const pharmacists = (needs: EditionNeeds): Pharmacists => ({
  ...registerSystem(needs, { register, publication, operations, access: professionals }),
  register: pharmacistRegister,
});
