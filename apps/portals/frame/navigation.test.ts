/** The navigation of a portal: hubs, what lies in them, and what is a person's own. */
import { expect, test } from 'vitest';
import { navigationOf } from './navigation.ts';

const plan = {
  ...{ name: 'test', home: '/test', product: 'Test' },
  hubs: { care: 'Leczenie', own: 'Konto' },
  places: [
    { place: 'start', path: '/', label: 'Start' },
    { place: 'medicines', path: '/leki', label: 'Leki', hub: 'care' },
    { place: 'prescriptions', path: '/recepty', label: 'Recepty', hub: 'care' },
    { place: 'prescription', path: '/recepty/$id' },
    { place: 'visits', path: '/wizyty', label: 'Wizyty', hub: 'alone' },
    { place: 'security', path: '/konto', label: 'Bezpieczeństwo', own: true as const, hub: 'own' },
    { place: 'trail', path: '/dziennik', label: 'Dziennik', own: true as const, hub: 'own' },
  ],
};
const at = (path: string, { acting = false, without = '' } = {}) =>
  navigationOf({
    ...{ plan, path, acting, word: (label) => label },
    href: (place) => (place === without ? undefined : `/test/${place}`),
  });
const labels = (items: readonly { label: string }[] = []) => items.map(({ label }) => label);

test('places of one hub stand behind one word, in the place of the first; a hub of one is the place itself', () => {
  expect(labels(at('/').main)).toEqual(['Start', 'Leczenie', 'Wizyty', 'Konto']);
  expect(at('/').hub).toBeUndefined();
  expect(at('/').main[1]).toEqual({ href: '/test/medicines', label: 'Leczenie', current: false });
});

test('within a hub its places are shown, also on pages below one of them', () => {
  const { main, hub } = at('/recepty/7');
  expect(main.map(({ current }) => current)).toEqual([false, 'within', false, false]);
  expect(hub).toMatchObject({ label: 'Leczenie', items: [{ current: false }, { label: 'Recepty', current: true }] });
  expect(at('/wizyty').hub).toBeUndefined();
});

test('a place that nobody fills is not shown, and who acts for somebody sees nothing of their own', () => {
  const { main, hub } = at('/recepty', { without: 'medicines' });
  expect(main[1]).toEqual({ href: '/test/prescriptions', label: 'Recepty', current: true });
  expect(hub).toBeUndefined();
  expect(labels(at('/', { acting: true }).main)).toEqual(['Start', 'Leczenie', 'Wizyty']);
});
