/** Codes of packages as scanners type them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readScan } from './gs1.ts';

it.each([
  ['02000000000008', { gtin: '02000000000008' }],
  ['5909990000012', { gtin: '5909990000012' }],
  ['0102000000000008172803311012AB-7\u001d21SERIAL1', { gtin: '02000000000008', lot: '12AB-7', expires: '2028-03-31' }],
  ['010200000000000821SN1\u001d1728020010L', { gtin: '02000000000008', lot: 'L', expires: '2028-02-29' }],
  ['(01)02000000000008(17)280331(10)12AB(21)X', { gtin: '02000000000008', lot: '12AB', expires: '2028-03-31' }],
  [']d20102000000000008', { gtin: '02000000000008' }],
  ['010200000000000817281301', { gtin: '02000000000008' }],
  ['Apap', undefined],
  ['1234', undefined],
  ['01123', undefined],
])('reads %j', (text, scanned) => {
  expect(readScan(text)).toEqual(scanned);
});

it('ends and breaks nothing, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0117102)(|\u001dA9') }), (text) => {
      const scanned = readScan(text);
      if (scanned?.expires) expect(scanned.expires).toMatch(/^20\d\d-\d\d-\d\d$/);
    }),
  );
});
