/** Days of the slider: months of unequal length, leap years, changes before and after. */
import { expect, it } from 'vitest';
import { addDays, addMonths, daysBetween, nextChange, warsawToday } from './days.ts';

it.each([
  ['2026-03-31', -1, '2026-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-01-15', -1, '2025-12-15'],
])('moves %s by %i month', (from, months, to) => expect(addMonths(from, months)).toBe(to));

it('counts days over changes of the clock, and back', () => {
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  expect(warsawToday(new Date('2026-06-30T22:30:00Z'))).toBe('2026-07-01');
});

it('finds the nearest change on either side', () => {
  const days = ['2026-05-03', '2026-05-02', '2026-01-01'];
  expect(nextChange(days, '2026-05-02', -1)).toBe('2026-01-01');
  expect(nextChange(days, '2026-05-02', 1)).toBe('2026-05-03');
  expect(nextChange(days, '2026-01-01', -1)).toBeUndefined();
});
