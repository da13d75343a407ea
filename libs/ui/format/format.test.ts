/** Dates and numbers as people read them, with no more precision than was recorded. */
import { describe, expect, it } from 'vitest';
import { ageAt, formatOf } from './format.ts';

const polish = formatOf('pl');

describe('dates', () => {
  it.each([
    ['2027', '2027'],
    ['2027-03', 'marzec 2027'],
    ['2027-03-12', '12 marca 2027'],
    ['2027-03-12T23:30:00Z', '13 marca 2027'],
    ['no date', undefined],
    [undefined, undefined],
  ])('says %s as %s', (fhir, said) => {
    expect(polish.date(fhir)).toBe(said);
  });

  it('says the hour in Polish time, with its word', () => {
    expect(polish.dateTime('2027-03-12T08:15:00Z')).toBe('pt., 12 marca 2027, godz. 9:15');
    expect(polish.dateTime('2027-03-12')).toBe('12 marca 2027');
    expect(formatOf('uk').date('2027-03-12')).toContain('12 березня 2027');
  });

  it('never says a month that could be a day', () => {
    expect(formatOf('en').date('2026-12-10')).toBe('10 December 2026');
    expect(formatOf('en').shortDate('2026-12-10')).toBe('2026-12-10');
    expect(polish.shortDate('2026-12-10')).toBe('10.12.2026');
  });
});

describe('numbers', () => {
  it('uses the comma and a thin space', () => {
    expect(polish.number(7.9)).toBe('7,9');
    expect(polish.number(12345.5)).toBe('12\u202f345,5');
    expect(formatOf('en').number(7.9)).toBe('7.9');
  });
});

it.each([
  ['1959-03-12', '2026-03-11T12:00:00', 66],
  ['1959-03-12', '2026-03-12T12:00:00', 67],
  ['1959', '2026-03-12T12:00:00', 67],
  [undefined, '2026-03-12T12:00:00', undefined],
])('counts the age of one born %s on %s', (birth, now, age) => {
  expect(ageAt(birth, new Date(now))).toBe(age);
});
