/** Ingredients of compounded medicines, as they are typed. */
import { expect, it } from 'vitest';
import { readIngredients, readMeasure } from './ingredients.ts';

it('reads a line for each, the amount at its end', () => {
  expect(readIngredients('Acidum salicylicum 5 g\n\n Vaselinum album ad 100 g \nAqua\nUreum 2,5 %')).toEqual([
    { name: 'Acidum salicylicum', amount: { value: 5, unit: 'g' } },
    { name: 'Vaselinum album ad', amount: { value: 100, unit: 'g' } },
    { name: 'Aqua' },
    { name: 'Ureum', amount: { value: 2.5, unit: '%' } },
  ]);
});

it.each([
  ['100 g', { value: 100, unit: 'g' }],
  ['0 g', undefined],
  ['g', undefined],
  ['10', undefined],
])('reads %j', (text, measure) => {
  expect(readMeasure(text)).toEqual(measure);
});
