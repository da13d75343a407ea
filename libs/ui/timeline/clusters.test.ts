/** Nothing gets lost on the time line, and nothing overlaps, whatever the events, the zoom and the width. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, layLane, type TimelineEvent } from './clusters.ts';
import { levels, viewAround } from './ruler.ts';

const year = 365.25 * 86_400;
const moment = fc.integer({ min: 0, max: Math.round(70 * year) });
const event = fc.record({
  id: fc.uuid(),
  starts: fc.option(moment, { freq: 20 }),
  ends: fc.option(moment, { freq: 4 }),
});
const view = fc.tuple(fc.constantFrom(...levels), moment).map(([level, at]) => viewAround(level, at));
const space = fc.record({
  width: fc.integer({ min: 100, max: 2000 }),
  markWidth: fc.integer({ min: 8, max: 40 }),
  maxRows: fc.integer({ min: 0, max: 4 }),
});

describe('layLane', () => {
  it('accounts for every event at any zoom', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300 }), view, space, (events, shown, room) => {
        expect(countOf(layLane(events, shown, room))).toBe(events.length);
      }),
    );
  });

  it('never draws two clusters, or two bars of a row, over each other', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), view, space, (events, shown, room) => {
        const { bars, clusters } = layLane(events, shown, room);
        for (const [index, { left }] of clusters.entries()) {
          if (index > 0) expect(left - (clusters[index - 1]?.left ?? 0)).toBeGreaterThanOrEqual(room.markWidth);
        }
        for (const row of new Set(bars.map((bar) => bar.row))) {
          const inRow = bars.filter((bar) => bar.row === row).sort((a, b) => a.left - b.left);
          for (const [index, bar] of inRow.entries()) {
            const left = inRow[index - 1];
            if (left) expect(bar.left).toBeGreaterThan(left.left + left.width);
          }
        }
      }),
    );
  });

  it('draws a lasting problem as a bar that goes on, and moments of one day as one counted mark', () => {
    const lasting: TimelineEvent = { id: 'a', starts: 0, ends: null };
    const visits = [1, 2, 3].map((hour) => ({
      id: `v${hour}`,
      starts: 5 * year + hour * 3600,
      ends: 5 * year + hour * 3600,
    }));
    const laid = layLane(
      [lasting, ...visits],
      { from: year, to: 11 * year },
      { width: 600, markWidth: 24, maxRows: 2 },
    );
    expect(laid.bars).toMatchObject([{ event: lasting, openLeft: true, openRight: true }]);
    expect(laid.clusters.map(({ events }) => events.length)).toEqual([3]);
  });
});
