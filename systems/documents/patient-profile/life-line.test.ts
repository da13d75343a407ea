/** The life line hides nothing: whatever lies in the record is in exactly one lane, and pages of the table lose no row. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { after, cursorOf, lifeLine, lifeLineTypes, timeline } from './life-line.ts';
import { lanes } from './model.ts';

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
