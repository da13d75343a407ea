/** What the reimbursement lists answer, as JSON schemas, and examples of it. Money is in grosze. */
import type { Example } from '#core/http/operation.ts';
import { dayText, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { levels } from './model.ts';

const list = shape({ edition: whole, title: text, validFrom: dayText }, { validTo: dayText });
const item = shape(
  {
    ...{ gtin: text, name: text, substance: text, limitGroup: text, price: whole, limit: whole },
    ...{ level: oneOf(levels), indications: text, entitlements: listOf(text) },
  },
  { payment: whole },
);
const payment = shape(
  { level: oneOf([...levels, '100%']), pays: whole, by: oneOf(['published', 'computed']), source: text },
  { indications: text, price: whole, limit: whole, entitlement: text },
);
const note = shape({ code: text, says: text }, { entitlement: text });
export const lists = shape({ lists: listOf(list) });
export const items = shape({ list, items: listOf(item) });
export const price = shape(
  { gtin: text, day: dayText, reimbursed: yesOrNo, payments: listOf(payment), notes: listOf(note) },
  { list },
);

const demonstration = { edition: 1, title: 'Demonstracyjna lista refundacyjna', validFrom: '2026-11-01' };
const indications = 'We wszystkich zarejestrowanych wskazaniach';

/** By the name of the operation. */
export const examples: { readonly [name: string]: readonly Example[] } = {
  'list-reimbursement-lists': [{ summary: 'One list so far', reply: { lists: [demonstration] } }],
  'read-reimbursement-items': [
    {
      ...{ summary: 'A package on the list of today', params: { gtin: '02000000000305' } },
      reply: {
        list: demonstration,
        items: [
          {
            ...{ gtin: '02000000000305', name: 'Łuhodolox 10 mg', substance: 'Bisoprolol', limitGroup: 'Grupa 8' },
            ...{ price: 4484, limit: 3652, level: 'B', indications, entitlements: ['S', 'DZ', 'C'] },
          },
        ],
      },
    },
  ],
  'ask-price': [
    {
      summary: 'A senior pays nothing',
      body: { gtin: '02000000000503', birthDate: '1950-01-01', entitlements: ['S'] },
      reply: {
        ...{ gtin: '02000000000503', day: '2026-11-26', reimbursed: true, list: demonstration },
        payments: [
          {
            ...{ level: '30%', indications, price: 3272, limit: 3166, pays: 0, entitlement: 'S', by: 'computed' },
            source: 'services act, art. 43a (65 years and more)',
          },
        ],
        notes: [],
      },
    },
  ],
};
