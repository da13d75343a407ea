import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateRange, numberRange } from './ranges.ts';
import { fold, wordsOf } from './text.ts';

const at = (text: string) => Date.parse(text) / 1000;

describe('dateRange', () => {
  it.each([
    ['2026', '2026-01-01T00:00:00Z', '2026-12-31T23:59:59.999Z'],
    ['2026-02', '2026-02-01T00:00:00Z', '2026-02-28T23:59:59.999Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z', '2024-02-29T23:59:59.999Z'],
    ['2026-03-01T12:30', '2026-03-01T12:30:00Z', '2026-03-01T12:30:59.999Z'],
    ['2026-03-01T12:30:15Z', '2026-03-01T12:30:15Z', '2026-03-01T12:30:15.999Z'],
    ['2026-03-01T00:30:15+01:00', '2026-02-28T23:30:15Z', '2026-02-28T23:30:15.999Z'],
    ['2026-03-01T12:30:15.25-05:00', '2026-03-01T17:30:15.250Z', '2026-03-01T17:30:15.250Z'],
    ['0099', '0099-01-01T00:00:00Z', '0099-12-31T23:59:59.999Z'],
  ])('%s', (text, low, high) => expect(dateRange(text)).toEqual([at(low), at(high)]));

  it.each(['', '26', '2026-13', '2025-02-29', '2026-04-31', '2026-00-01', '2026-01-01T25:00:00Z', 'today', '2026-1-1'])(
    'knows that "%s" is no date',
    (text) => expect(dateRange(text)).toBeUndefined(),
  );

  it('holds every moment in its second, day, month and year', () => {
    const dates = fc.date({ min: new Date('1800-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        for (const length of [4, 7, 10, 19]) {
          const text = date.toISOString().slice(0, length) + (length === 19 ? 'Z' : '');
          const [low, high] = dateRange(text) ?? [0, 0];
          expect(low).toBeLessThanOrEqual(date.getTime() / 1000);
          expect(high).toBeGreaterThanOrEqual(date.getTime() / 1000);
        }
      }),
    );
  });
});

describe('numberRange', () => {
  it.each([
    ['100', 99.5, 100.5],
    ['100.00', 99.995, 100.005],
    ['1e2', 95, 105],
    ['5.4', 5.35, 5.45],
    ['-5.4', -5.45, -5.35],
    ['0', -0.5, 0.5],
    ['0.1', 0.05, 0.15],
  ])('%s stands for [%d, %d)', (text, low, high) => {
    const range = numberRange(text);
    expect(range?.[0]).toBe(low);
    expect(range?.[1]).toBeLessThan(high);
    expect(range?.[1]).toBeCloseTo(high, 10);
  });

  it.each(['', 'x', '1.', '.5', '1e9999', '0x10', '1,5'])('knows that "%s" is no number', (text) =>
    expect(numberRange(text)).toBeUndefined(),
  );
});

describe('fold', () => {
  it.each([
    ['Łukasz', 'lukasz'],
    ['ŻÓŁĆ', 'zolc'],
    ['Nowak-Kowalska', 'nowak kowalska'],
    ["  O'Neil,  J.  ", 'o neil j'],
    ['Straße', 'strasse'],
    ['Їжак', 'іжак'],
    ['№ 5', 'no 5'],
    ['...', ''],
  ])('%s → %s', (text, folded) => expect(fold(text)).toBe(folded));

  it('folds what is folded to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('gives the whole and its words', () => {
    expect(wordsOf('nowak kowalska')).toEqual(['nowak kowalska', 'nowak', 'kowalska']);
    expect(wordsOf('')).toEqual([]);
  });
});
