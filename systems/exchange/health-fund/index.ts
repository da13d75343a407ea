/** The face of the Fund's contracts (NFZ, SIKCH): `healthFundSystem(needs) → System`. See README.md. */
import type { Operation } from '#core/http/operation.ts';
import { listOf, shape } from '#core/http/shapes.ts';
import { polishDay } from '#core/registers/days.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import {
  answerShape,
  daySchema,
  entryShape,
  idSchema,
  objectSchema,
  registerReading,
} from '#core/registers/entry-operations.ts';
import { type RegisterSystem, registerSystem } from '#core/registers/entry-system.ts';
import { answersOfStanding } from '#core/registers/standing.ts';
import { register } from './model.ts';
import { publication } from './publication.ts';
import { type HealthFund, healthFund } from './reading.ts';

export type { Contract, ContractAnswer, Performance } from './model.ts';
export type { HealthFund } from './reading.ts';

export interface HealthFundSystem extends RegisterSystem {
  /** What other systems ask in process. */
  readonly register: HealthFund;
}

const when = objectSchema({ day: daySchema, known: daySchema });

const operations: readonly Operation[] = [
  registerReading({
    name: 'ask-whether-contract-holds',
    path: '/health-fund/contracts/:branch/:number',
    summary: 'Does this contract of a branch hold on a day? In its number `-` for what is no letter or digit.',
    params: objectSchema({ branch: { type: 'string', pattern: '^(0[1-9]|1[0-6])$' }, number: idSchema }),
    query: when,
    reply: answerShape(answersOfStanding, 'contract'),
    handle: async ({ params, query }, { tx, now }) => {
      const { branch = '', number = '' } = params;
      return healthFund.contract(tx, branch, number, query.day ?? polishDay(now()), query.known);
    },
  }),
  registerReading({
    name: 'list-contracts-that-hold',
    path: '/health-fund/holding/:key',
    summary: 'Contracts that hold on a day, of book:…, nip:… or regon:…, or under which cell:… is paid for.',
    params: objectSchema({ key: { type: 'string', pattern: '^(book|nip|regon|cell):[\\d-]{9,20}$' } }),
    query: when,
    reply: shape({ contracts: listOf(entryShape) }),
    handle: async ({ params, query }, { tx, now }) => ({
      contracts: await healthFund.contractsOf(tx, params.key ?? '', query.day ?? polishDay(now()), query.known),
    }),
  }),
];

export const healthFundSystem = (needs: EditionNeeds): HealthFundSystem => ({
  ...registerSystem(needs, { register, publication, operations }),
  register: healthFund,
});
