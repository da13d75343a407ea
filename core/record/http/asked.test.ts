import { describe, expect, it } from 'vitest';
import { maxStaleOf } from './asked.ts';

describe('how old an answer may be', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['no-cache', undefined],
    ['max-age=30', undefined],
    ['x-max-stale=30', undefined],
    ['max-stale=-1', undefined],
    ['max-stale=soon', undefined],
    ['max-stale=0', 0],
    ['max-stale=30', 30],
    ['no-store, Max-Stale = "30" , max-age=5', 30],
    ['max-stale', Infinity],
  ])('%j: %s', (header, seconds) => {
    expect(maxStaleOf(header)).toBe(seconds);
  });
});
