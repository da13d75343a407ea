/** What measures the same, in numbers. */
import { expect, it } from 'vitest';
import { metricKin } from './units.ts';

it.each([
  [5.4, 'mg', 'g', 0.0054],
  [1, 'g/L', 'mg/dL', 100],
  [1, 'g/L', 'g/l', 1],
  [120, 'mm[Hg]', 'kPa', 15.99864],
  [16, 'kPa', 'mm[Hg]', 120.010200867],
  [10, 'mbar', 'hPa', undefined],
  [1013, 'mbar', 'kPa', 101.3],
  [37, 'Cel', '[degF]', 98.6],
  [98.6, '[degF]', 'Cel', 37],
  [0, 'Cel', 'K', 273.15],
  [70, 'kg', '[lb_av]', 154.323583529],
  [24, 'mo', 'a', 2],
  [2, 'h', 'min', 120],
  [60, '/min', '/s', 1],
  [100, 'mL/h', 'L/d', 2.4],
  [1, 'kcal', 'kJ', 4.184],
  [5, '%', '1', undefined],
  [5, '[pH]', 'mol', undefined],
])('%d %s in %s is %d', (value, from, to, expected) => {
  expect(
    metricKin(from)
      .find(({ code }) => code === to)
      ?.convert(value),
  ).toBe(expected);
});

it('never leads back to the unit itself, twice to one, or to endlessly many', () => {
  for (const code of ['mm[Hg]', 'mg/dL', 'mL/min', 'Cel', 'a', '{beats}/min', '10*9/L', 'mg/kg/d', '']) {
    const codes = metricKin(code).map((one) => one.code);
    expect(codes).not.toContain(code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeLessThan(100);
  }
});

it('keeps ends that are open, open', () => {
  for (const { convert } of [...metricKin('Cel'), ...metricKin('mm[Hg]')]) {
    expect([convert(-Infinity), convert(Infinity)]).toEqual([-Infinity, Infinity]);
  }
});
