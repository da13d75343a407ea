/** The value is always on the line, whatever the laboratory sends. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberLineScale, stopsOf, verdictOf } from './number-line-scale.ts';

/** As laboratories send them: at most three decimals. */
const number = fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000);

it('keeps the value and both bounds within the line', () => {
  fc.assert(
    fc.property(number, fc.option(number, { nil: undefined }), fc.option(number.map(Math.abs)), (value, low, more) => {
      const high = low !== undefined && more !== null ? low + more : undefined;
      const scale = numberLineScale(value, low, high);
      for (const each of [value, low, high]) {
        if (each === undefined) continue;
        expect(scale.at(each)).toBeGreaterThanOrEqual(-1e-6);
        expect(scale.at(each)).toBeLessThanOrEqual(100 + 1e-6);
      }
    }),
  );
});

it.each([
  [7.9, 4, 6, 'high'],
  [4, 4, 6, 'normal'],
  [3.9, 4, 6, 'low'],
  [41, 60, undefined, 'low'],
  [2, undefined, undefined, 'unknown'],
] as const)('says of %d in %s–%s: %s', (value, low, high, verdict) => {
  expect(verdictOf(value, low, high)).toBe(verdict);
});

it('colours from left to right, and nothing where nobody gave a range', () => {
  fc.assert(
    fc.property(
      fc.tuple(number, number, number, number).map((four) => [...four].sort((a, b) => a - b)),
      number,
      ([least = 0, low = 0, high = 0, most = 0], value) => {
        const scale = numberLineScale(value, low, high, [least, most]);
        const places = stopsOf(scale, { low, high }, { low: least, high: most }).map(({ at }) => at);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(stopsOf(scale, {}, { high: most })).toEqual([]);
      },
    ),
  );
});

it('shows a goal that lies far from the value', () => {
  const scale = numberLineScale(92, undefined, undefined, [85, 200]);
  expect(scale.at(85)).toBeGreaterThanOrEqual(0);
  expect(scale.at(200)).toBeLessThanOrEqual(100);
});
