/** After sign-in nobody can be led to a foreign address, nor into another role's portal. */
import { expect, it } from 'vitest';
import { safeReturn } from './landing.ts';

it.each([
  ['/ikp/leki?od=2026', '/ikp/leki?od=2026'],
  ['/ikp', '/ikp'],
  [undefined, '/ikp'],
  ['/gabinet/pacjent/1', '/ikp'],
  ['/ikpx', '/ikp'],
  ['https://evil.example/ikp', '/ikp'],
  ['//evil.example', '/ikp'],
  ['/ikp//evil.example', '/ikp'],
  ['/ikp/\\evil.example', '/ikp'],
])('a patient who came from %s goes to %s', (address, goes) => {
  expect(safeReturn(address, 'patient')).toBe(goes);
});
