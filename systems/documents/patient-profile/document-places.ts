/** Where in a document's text a fact stands: found by its code, its number with its unit, or the stem of its name. */
import type { OriginalPart, PlaceInOriginal } from './document-model.ts';

/** The first place of the first needle that is found; letters are compared without regard to case. */
export function placeOf(
  parts: readonly OriginalPart[],
  needles: readonly (string | RegExp)[],
): PlaceInOriginal | undefined {
  for (const needle of needles) {
    const pattern = typeof needle === 'string' ? literal(needle) : needle;
    if (!pattern) continue;
    for (const [part, { text }] of parts.entries()) {
      const found = pattern.exec(text);
      if (found?.[0]) return { part, from: found.index, to: found.index + found[0].length };
    }
  }
  return undefined;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A needle of three letters and more, not within a longer word or number. */
const literal = (needle: string): RegExp | undefined =>
  needle.trim().length < 3
    ? undefined
    : new RegExp(`(?<![\\p{L}\\d])${escaped(needle.trim()).replace(/\s+/g, '\\s+')}(?![\\p{L}\\d])`, 'iu');

/** A number as people write it, with its unit: `7,9 %`, `42 ml/min`. */
export function valueNeedle(value: number, unit: string | undefined): RegExp | undefined {
  if (!unit) return undefined;
  const number = escaped(String(value)).replace('\\.', '[.,]');
  return new RegExp(`(?<![\\d.,])${number}\\s*${escaped(unit.slice(0, 6))}`, 'iu');
}

/** The stem of a medicine's name: `Apiksaban 5 mg` is found in "włączono apiksabanem". */
export function stemNeedle(name: string): RegExp | undefined {
  const first = /^\p{L}{4,}/u.exec(name.trim())?.[0];
  if (!first) return undefined;
  const stem = first.length > 6 ? first.slice(0, -1) : first;
  return new RegExp(`(?<!\\p{L})${escaped(stem)}\\p{L}*`, 'iu');
}
