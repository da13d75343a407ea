/** The patient's twin: marks of worry, agreed goals, years of a life, and words for illnesses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanes, type LifeLineEntry } from '../../model.ts';
import { isWorrying, thresholdOf, thresholds } from './thresholds.ts';
import { type Goal, goalOf } from './use-goal.ts';
import { undated, yearsOf } from './years.ts';

describe('where doctors worry', () => {
  it('says of every mark whose number it is, since when, who answers, and that it is not for clinical use', () => {
    for (const { source, checked, owner, use, low, high, units, codes } of thresholds) {
      expect([source, owner, use].every(Boolean)).toBe(true);
      expect(checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(low ?? high).toBeTypeOf('number');
      expect(codes.length * units.length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['2823-3', 'mmol/l', 6],
    ['4548-4', '%', 9],
    ['2345-7', 'mg/dL', 200],
  ])('knows %s in %s', (code, unit, high) => {
    expect(thresholdOf(code, unit)?.high).toBe(high);
  });

  it.each([
    ['another unit is another scale', '2345-7', 'mmol/l'],
    ['a number without a unit is compared with nothing', '2823-3', undefined],
    ['a test that nobody stated a number for', '0000-0', 'mmol/l'],
  ])('has no mark: %s', (_, code, unit) => {
    expect(thresholdOf(code, unit)).toBeUndefined();
  });

  it.each([
    [6, true],
    [5.9, false],
    [3, false],
    [2.9, true],
    [undefined, false],
  ])('potassium of %s worries: %s', (value, worries) => {
    expect(isWorrying(value, thresholdOf('2823-3', 'mmol/l'))).toBe(worries);
  });
});

describe('the agreed goal', () => {
  const goal = (target: NonNullable<Goal['target']>[number], lifecycleStatus = 'active'): Goal => ({
    lifecycleStatus,
    target: [{ measure: { coding: [{ code: '4548-4' }] }, ...target }],
  });

  it('is a range, or a number with the side it is on', () => {
    const range = { low: { value: 6, unit: '%' }, high: { value: 7, unit: '%' } };
    expect(goalOf([goal({ detailRange: range })], '4548-4', '%')).toEqual({ low: 6, high: 7 });
    expect(goalOf([goal({ detailQuantity: { value: 7, unit: '%', comparator: '<' } })], '4548-4', '%')).toEqual({
      high: 7,
    });
    expect(goalOf([goal({ detailQuantity: { value: 60, code: '%', comparator: '>=' } })], '4548-4', '%')).toEqual({
      low: 60,
    });
  });

  it.each([
    ['of another test', goal({ detailQuantity: { value: 7, unit: '%' } }), '2345-7', '%'],
    ['in another unit', goal({ detailQuantity: { value: 53, unit: 'mmol/mol' } }), '4548-4', '%'],
    ['that was given up', goal({ detailQuantity: { value: 7, unit: '%' } }, 'cancelled'), '4548-4', '%'],
    ['without a number', goal({}), '4548-4', '%'],
  ])('is not one %s', (_, one, code, unit) => {
    expect(goalOf([one], code, unit)).toBeUndefined();
  });
});

describe('the years of a life', () => {
  const entry = fc
    .tuple(fc.option(fc.integer({ min: -2e9, max: 2e9 })), fc.integer({ min: 0, max: 3 }), fc.uuid())
    .map(([starts, type, id]): LifeLineEntry => [starts, 0, type, id]);
  const life = fc
    .tuple(...lanes.map(() => fc.array(entry, { maxLength: 30 })))
    .map((all) => Object.fromEntries(lanes.map((lane, place) => [lane, all[place] ?? []])));

  it('hold every entry once, newest year first, and those without a date by themselves', () => {
    fc.assert(
      fc.property(life, (entries) => {
        const line = { types: ['a', 'b', 'c', 'd'], lanes: entries as Parameters<typeof yearsOf>[0]['lanes'] };
        const total = lanes.reduce((sum, lane) => sum + line.lanes[lane].length, 0);
        const years = yearsOf(line);
        expect(years.reduce((sum, year) => sum + year.total, 0)).toBe(total);
        for (const { total: ofYear, counts } of years)
          expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(ofYear);
        expect(undated(line).length).toBe(years.find(({ year }) => year === '')?.total ?? 0);
        const dated = years.flatMap(({ year }) => (year ? [Number(year)] : []));
        expect(dated).toEqual([...dated].sort((a, b) => b - a));
        expect(years.slice(0, -1).every(({ year }) => year !== '')).toBe(true);
      }),
    );
  });
});
