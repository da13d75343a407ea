/** Lines of a dispense: what is typed or scanned becomes what is sent. */
import { expect, it } from 'vitest';
import type { Prescription } from '../../model.ts';
import { dispenseOf, itemOf, scanned } from './items.ts';

const prescription = { medicine: { kind: 'G', gtin: '02000000000008' } } as unknown as Prescription;
const said = { last: false, emergency: false, paid: '', note: '' };

it('begins with what was prescribed and as much as may be dispensed', () => {
  expect(dispenseOf([itemOf('k', prescription, 2)], said, false)).toEqual({
    items: [{ gtin: '02000000000008', quantity: 2 }],
  });
});

it('takes batch and expiry from a scanned code, and money in grosze', () => {
  const item = { ...itemOf('k', prescription, 1), ...scanned('(01)02000000000015(17)280331(10)AB1'), standsFor: '0,5' };
  expect(dispenseOf([item], { last: true, emergency: true, paid: '1 012,30', note: ' x ' }, false)).toEqual({
    items: [{ gtin: '02000000000015', quantity: 1, lot: 'AB1', expires: '2028-03-31', standsFor: 0.5 }],
    ...{ kind: 'Z', mode: 'A', paid: 101_230, note: 'x' },
  });
});

it('says no code of a compounded medicine', () => {
  expect(dispenseOf([{ ...itemOf('k', prescription, 1), gtin: '1' }], said, true)).toEqual({
    items: [{ quantity: 1 }],
  });
});
