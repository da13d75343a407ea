/** The life line hides nothing: whatever lies in the record is in exactly one lane, and pages of the table lose no row. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layLane } from '#libs/ui/timeline/clusters.ts';
import { levels, viewAround } from '#libs/ui/timeline/ruler.ts';
import { after, cursorOf, lifeLine, lifeLineTypes, timeline } from './life-line.ts';
import { lanes } from './model.ts';
import { filteredLine } from './screens/clinician/filter-state.ts';

const entry = fc.record({
  type: fc.constantFrom(...lifeLineTypes),
  id: fc.stringMatching(/^[a-z0-9]{1,6}$/),
  starts: fc.oneof(fc.integer({ min: -1e9, max: 2e9 }), fc.constant(Number.NEGATIVE_INFINITY)),
  ends: fc.oneof(fc.integer({ min: -1e9, max: 2e9 }), fc.constant(Number.POSITIVE_INFINITY)),
});
const lives = fc.uniqueArray(entry, { selector: ({ type, id }) => `${type}/${id}`, maxLength: 200 });

it('puts every entry of every life into exactly one lane', () => {
  fc.assert(
    fc.property(lives, fc.infiniteStream(fc.boolean()), (life, stay) => {
      const stays = new Set(life.filter(({ type }) => type === 'Encounter' && stay.next().value).map(({ id }) => id));
      const line = lifeLine(life, stays);
      const drawn = lanes.flatMap((lane) => line.lanes[lane].map(([, , type, id]) => `${line.types[type]}/${id}`));
      expect(drawn.sort()).toEqual(life.map(({ type, id }) => `${type}/${id}`).sort());
      expect(line.total).toBe(life.length);
    }),
  );
});

it('walks the whole table page by page without losing or repeating a row', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 1, max: 20 }), (life, size) => {
      const all = timeline(life, new Set(), {});
      const seen: string[] = [];
      let cursor: string | undefined;
      for (;;) {
        const page = (after(all, cursor) ?? []).slice(0, size);
        if (page.length === 0) break;
        seen.push(...page.map(({ type, id }) => `${type}/${id}`));
        cursor = cursorOf(page.at(-1) as (typeof page)[number]);
      }
      expect(seen).toEqual(all.map(({ type, id }) => `${type}/${id}`));
      expect(seen).toHaveLength(life.length);
    }),
  );
});

it.each(['', 'x', Buffer.from('a|b').toString('base64url'), Buffer.from('x|Condition|1').toString('base64url')])(
  'knows no cursor but its own (%s)',
  (cursor) => {
    expect(after(timeline([], new Set(), {}), cursor)).toEqual(cursor === '' ? [] : undefined);
  },
);

const moment = fc.integer({ min: -1e9, max: 2e9 });
it('draws or counts in every view what the table lists for that time, at any zoom, filter and width', () => {
  const view = fc.tuple(fc.constantFrom(...levels), moment).map(([level, at]) => viewAround(level, at));
  const room = fc.record({ width: fc.integer({ min: 60, max: 3000 }), markWidth: fc.constant(26), maxRows: fc.nat(3) });
  fc.assert(
    fc.property(lives, view, room, fc.subarray([...lanes]), (life, shown, space, chosen) => {
      const whole = lifeLine(life, new Set());
      const search: Record<string, string> = chosen.length > 0 ? { tor: chosen.join(',') } : {};
      const line = filteredLine(whole, search, undefined);
      const laid = lanes.map((lane) => {
        const events = line.lanes[lane].map(([starts, lasts, type, id]) => {
          return { id: `${type}/${id}`, starts, ends: starts === null || lasts === null ? null : starts + lasts };
        });
        return layLane(events, { from: Math.round(shown.from), to: Math.round(shown.to) }, space);
      });
      const sum = (part: (one: (typeof laid)[number]) => number) => laid.reduce((total, one) => total + part(one), 0);
      const visible = sum(
        ({ bars, clusters }) => bars.length + clusters.reduce((n, { events }) => n + events.length, 0),
      );
      const time = { from: Math.round(shown.from), to: Math.round(shown.to) };
      expect(visible).toBe(timeline(life, new Set(), { lanes: chosen, ...time }).length);
      expect(visible + sum(({ before, after: later, undated }) => before + later + undated)).toBe(
        timeline(life, new Set(), { lanes: chosen }).length,
      );
    }),
  );
});

it('filters the drawing by time as the table is filtered', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 1950, max: 2030 }), fc.integer({ min: 1, max: 20 }), (life, year, years) => {
      const line = filteredLine(lifeLine(life, new Set()), { od: String(year), do: String(year + years) }, undefined);
      const [from, to] = [year, year + years].map((each) => Date.UTC(each, 0) / 1000) as [number, number];
      expect(line.total).toBe(timeline(life, new Set(), { from, to }).length);
    }),
  );
});
