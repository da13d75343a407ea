/** One window's requests keep the others from announcing the end of the session. */
import { expect, it } from 'vitest';
import { createPulse } from './pulse.ts';

const storageOf = (kept: Map<string, string>) => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});

it('counts silence from the last beat of any window', () => {
  let now = new Date('2026-03-01T12:00:00Z');
  const clock = { now: () => now };
  const storage = storageOf(new Map());
  const [here, there] = [createPulse(clock, storage), createPulse(clock, storage)];
  now = new Date('2026-03-01T12:01:00Z');
  expect(here.silence()).toBe(60);
  there.beat();
  now = new Date('2026-03-01T12:01:05Z');
  expect(here.silence()).toBe(5);
});

it('counts for itself where the browser keeps nothing', () => {
  const shut = () => {
    throw new Error('SecurityError');
  };
  const pulse = createPulse({ now: () => new Date('2026-03-01T12:00:00Z') }, { getItem: shut, setItem: shut });
  pulse.beat();
  expect(pulse.silence()).toBe(0);
});
