/** Signed documents come back as they were signed, and take little room. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { packed, unpacked } from './kept-documents.ts';

const known = readFileSync(new URL('./document-dictionary-1.xml', import.meta.url), 'utf8');

test('every byte comes back, of one document or five', () => {
  const document = fc.string({ unit: 'binary', maxLength: 2000 }).map((text) => text.replaceAll('\0', ''));
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 5 }), (documents) => {
      // What is no text is no document: lone surrogates cannot be written as UTF-8.
      const wellFormed = documents.map((one) => one.toWellFormed());
      expect(unpacked(packed(wellFormed))).toEqual(wellFormed);
    }),
  );
});

test('what every document says costs next to nothing', () => {
  const one = known
    .replace('Jan Testowy', 'Zofia Inna')
    .replaceAll(/\d{6,}/g, (digits) => digits.split('').reverse().join(''));
  expect(Buffer.byteLength(one)).toBeGreaterThan(8_000);
  expect(packed([one]).length).toBeLessThan(1_500);
});

test('what another dictionary made is not misread', () => {
  const kept = packed(['<a/>']);
  kept[0] = 7;
  expect(() => unpacked(kept)).toThrow('dictionary 7');
});
