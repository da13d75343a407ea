/** Code 128 C: the table is a code, the check is right, and what is drawn can be read back. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { barsOf, symbolsOf } from './code-128.ts';

/** Reads bars as a scanner does: widths in modules, eleven to a symbol. */
function read(digits: string): number[] {
  const { bars, modules } = barsOf(digits);
  const dark = Array.from({ length: modules }, () => '0');
  for (const [place, width] of bars) dark.fill('1', place, place + width);
  const text = dark.join('');
  expect(text.slice(-13)).toBe('1100011101011');
  const patterns = new Map(
    Array.from({ length: 100 }, (_, value) => {
      const own = barsOf(String(value).padStart(2, '0'));
      const row = Array.from({ length: own.modules }, () => '0');
      for (const [place, width] of own.bars) row.fill('1', place, place + width);
      return [row.join('').slice(11, 22), value] as const;
    }),
  );
  expect(patterns.size).toBe(100);
  const symbols = (text.slice(11, -24).match(/.{11}/g) ?? []).map((pattern) => patterns.get(pattern) ?? -1);
  return symbols;
}

it('has the check of the published example, and starts with set C', () => {
  // 105 + 12·1 + 34·2 + 56·3 = 353; 353 mod 103 = 44
  expect(symbolsOf('123456')).toEqual([105, 12, 34, 56, 44]);
  const start = barsOf('00').bars.slice(0, 3);
  expect(start).toEqual([
    [0, 2],
    [3, 1],
    [6, 3],
  ]);
});

it('reads back what was drawn, each symbol being eleven modules and even in its bars', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 22 }), (pairs) => {
      const digits = pairs.map((pair) => String(pair).padStart(2, '0')).join('');
      expect(barsOf(digits).modules).toBe(11 * (pairs.length + 2) + 13);
      expect(read(digits)).toEqual(pairs);
    }),
  );
});

it('refuses what it cannot say', () => {
  expect(() => symbolsOf('123')).toThrow(RangeError);
  expect(() => symbolsOf('12a4')).toThrow(RangeError);
});
