/** What a compounded medicine is made of, as it is typed: a line for each ingredient, its amount at the end. Pure. */
import type { Ingredient } from '../../model.ts';

const most = 20;

/** `100 g`, `0,5 ml` */
export function readMeasure(text: string): { readonly value: number; readonly unit: string } | undefined {
  const [, value = '', unit = ''] = /^\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*([\p{L}µ%.]{1,12})\s*$/u.exec(text) ?? [];
  const number = Number(value.replace(',', '.'));
  return unit && number > 0 ? { value: number, unit } : undefined;
}

export const readIngredients = (text: string): Ingredient[] =>
  text
    .split('\n')
    .flatMap((line): Ingredient[] => {
      const trimmed = line.trim();
      if (!trimmed) return [];
      const [, name = '', amount = ''] = /^(.*?)\s+(\d[\d.,]*\s*[\p{L}µ%.]{1,12})$/u.exec(trimmed) ?? [];
      const measure = readMeasure(amount);
      return [name && measure ? { name: name.slice(0, 120), amount: measure } : { name: trimmed.slice(0, 120) }];
    })
    .slice(0, most);
