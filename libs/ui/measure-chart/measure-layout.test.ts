/** The layout of a measure chart: what must hold for any values and any period. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barOf, scaleOf, ticksOf } from './measure-layout.ts';

const time = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2050, 0) });
const day = 86_400_000;

describe('a row of points', () => {
  it('holds every point within its height, whatever the range and the goal', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const limits = fc.record({ low: value, high: value }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), limits, limits, (values, range, goal) => {
        const points = values.map((one, at) => ({ at, value: one }));
        const { y } = scaleOf(points, [range, goal], 68);
        for (const one of values) {
          expect(y(one)).toBeGreaterThanOrEqual(0);
          expect(y(one)).toBeLessThanOrEqual(68);
        }
      }),
    );
  });

  it('takes in a near range and leaves a far one to the words', () => {
    const points = [
      { at: 0, value: 80 },
      { at: 1, value: 90 },
    ];
    expect(scaleOf(points, [{ high: 100 }], 68).most).toBe(100);
    expect(scaleOf(points, [{ high: 1000 }], 68).most).toBe(90);
  });
});

describe('a bar', () => {
  it('lies within the field, is never invisible, and is left out only when it lies outside', () => {
    fc.assert(
      fc.property(time, time, time, time, fc.integer({ min: 100, max: 2000 }), (a, b, c, d, width) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const view = [Math.min(c, d), Math.max(c, d) + day] as const;
        const bar = barOf({ from, to }, view, width);
        expect(bar === undefined).toBe(to < view[0] || from > view[1]);
        if (!bar) return;
        expect(bar.width).toBeGreaterThanOrEqual(3);
        expect(bar.x).toBeGreaterThanOrEqual(0);
        expect(bar.x).toBeLessThanOrEqual(width - 3);
      }),
    );
  });
});

describe('the ruler', () => {
  it('never names more moments than there is room for, and each lies in view', () => {
    fc.assert(
      fc.property(
        time,
        fc.integer({ min: 30, max: 365 * 40 }),
        fc.integer({ min: 100, max: 1600 }),
        (from, days, width) => {
          const view = [from, from + days * day] as const;
          const ticks = ticksOf(view, width);
          expect(ticks.length).toBeLessThanOrEqual(Math.floor(width / 52));
          for (const { at } of ticks) expect(at >= view[0] && at <= view[1]).toBe(true);
        },
      ),
    );
  });

  it('names years over ten years, and months over one', () => {
    const tenYears = ticksOf([Date.UTC(2017, 2), Date.UTC(2027, 2)], 800);
    expect(tenYears.map(({ at }) => new Date(at).getUTCFullYear())).toEqual(
      Array.from({ length: 10 }, (_, one) => 2018 + one),
    );
    expect(ticksOf([Date.UTC(2026, 2, 5), Date.UTC(2027, 2, 5)], 800)[0]).toEqual({
      at: Date.UTC(2026, 3),
      months: true,
    });
  });
});
