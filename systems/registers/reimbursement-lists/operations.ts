/** The HTTP operations of the reimbursement lists. Lists are public; who asks a price says nobody's name. */
import { isDay, polishDay } from '#core/registers/days.ts';
import { type Operation, operation, type OperationAccess } from '#core/http/operation.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { levels, type PriceRequest } from './model.ts';
import type { Prices } from './reading.ts';
import { refusal } from './refusals.ts';
import * as shapes from './shapes.ts';
import { listStore } from './store.ts';

const everybody: OperationAccess = {
  roles: ['patient', 'proxy', 'physician', 'pharmacist', 'operator', 'machine'],
  purpose: 'TREAT',
};
const day = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const gtin = { type: 'string', maxLength: 20 };

export const operations = (prices: Prices): Operation[] => [
  operation({
    name: 'list-reimbursement-lists',
    examples: shapes.examples['list-reimbursement-lists'] ?? [],
    method: 'GET',
    path: '/reimbursement-lists/lists',
    summary: 'The lists that are here, with the days from and to which they hold, newest first.',
    access: everybody,
    audit: { action: 'R' },
    reply: shapes.lists,
    handle: async (_input, { tx }) => ({ lists: await listStore(tx).lists() }),
  }),
  operation({
    name: 'read-reimbursement-items',
    examples: shapes.examples['read-reimbursement-items'] ?? [],
    method: 'GET',
    path: '/reimbursement-lists/items/:gtin',
    summary: 'Positions of a package on the list that holds on a day: levels, limits, indications, entitlements.',
    access: everybody,
    audit: { action: 'R' },
    params: { type: 'object', properties: { gtin } },
    query: { type: 'object', properties: { day } },
    reply: shapes.items,
    async handle({ params, query }, { tx, now }) {
      const { gtin: code = '' } = params;
      if (!isGtin(code)) throw refusal('bad-gtin');
      const asked = query.day ?? polishDay(now());
      if (!isDay(asked)) throw refusal('bad-day');
      const list = await listStore(tx).listOn(asked);
      if (!list) throw refusal('no-list');
      return { list, items: await listStore(tx).items(list.edition, toGtin14(code)) };
    },
  }),
  operation({
    name: 'ask-price',
    examples: shapes.examples['ask-price'] ?? [],
    method: 'POST',
    path: '/reimbursement-lists/price',
    summary: 'What a patient of some age and entitlements pays for a package on a day, by which rule.',
    access: everybody,
    audit: { action: 'R' },
    body: {
      type: 'object',
      properties: {
        ...{ gtin, day, birthDate: day, level: { enum: [...levels, '100%'] } },
        entitlements: { type: 'array', maxItems: 10, items: { type: 'string', maxLength: 8 } },
      },
      required: ['gtin'],
      additionalProperties: false,
    },
    reply: shapes.price,
    handle: ({ body }, { tx, now }) =>
      prices.price(tx, { day: polishDay(now()), ...(body as Omit<PriceRequest, 'day'>) }),
  }),
];
