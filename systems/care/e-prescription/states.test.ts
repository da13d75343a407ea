import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shapes } from './shapes.ts';
import { blockReasons, lifecycle, may, statuses, transitions } from './states.ts';

describe('the life of a prescription', () => {
  it('stands in the README as in the code', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| (\w+) \| ([A-Z_, ]+) \| ([A-Z_]+) \|$/gm)].map(([, event, from, to]) => [
      event,
      from?.split(', '),
      to,
    ]);
    expect(rows).toEqual(Object.entries(lifecycle).map(([event, { from, to }]) => [event, [...from], to]));
  });

  it('ends with ANULOWANA, and reaches every state', () => {
    expect(Object.values(lifecycle).some(({ from }) => (from as readonly string[]).includes('ANULOWANA'))).toBe(false);
    expect(new Set(Object.values(lifecycle).map(({ to }) => to))).toEqual(new Set(statuses));
  });

  it('never goes from something dispensed to cancelled', () => {
    expect(may('cancel', 'CZESCIOWO_ZREALIZOWANA') || may('cancel', 'ZREALIZOWANA')).toBe(false);
    expect(transitions()).not.toContain('ZREALIZOWANA ANULOWANA');
  });

  it('knows every reason of blocking', () => {
    expect(shapes.block.properties).toMatchObject({ reason: { enum: blockReasons } });
  });
});
