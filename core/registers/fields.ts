/** Fields of a row as a register understands them; what is wrong with one is told, and refuses the file. */
import type { NamedRow } from '../terminology/importers/table.ts';
import { isDay } from './days.ts';
import type { Fault } from './table.ts';

export interface Fields {
  /** Undefined where nothing stands. */
  text(column: string): string | undefined;
  /** What must stand there. */
  needed(column: string): string;
  /** `2026-03-01` or `01.03.2026`; a fault where something else stands. */
  day(column: string): string | undefined;
  /** What must pass; `what` says what it is: `a NIP`. */
  valid(column: string, what: string, test: (text: string) => boolean): string;
  validOrNone(column: string, what: string, test: (text: string) => boolean): string | undefined;
  /** One of the words that are known, without case. */
  word<T>(column: string, words: { readonly [word: string]: T }): T;
  /** Several, separated by commas or bars. */
  list(column: string): string[];
}

const longest = 4000;
const polishDay = /^(\d\d)[.-](\d\d)[.-](\d{4})$/;

export function fieldsOf(row: NamedRow, fault: Fault): Fields {
  const text = (column: string): string | undefined => {
    const value = row.of(column);
    if (value.length > longest) fault(`'${column}' is longer than ${longest} signs.`);
    return value === '' || value === '-' ? undefined : value.slice(0, longest);
  };
  const needed = (column: string): string => {
    const value = text(column);
    if (value === undefined) fault(`There is nothing in '${column}'.`);
    return value ?? '';
  };
  const validOrNone: Fields['validOrNone'] = (column, what, test) => {
    const value = text(column);
    if (value !== undefined && !test(value)) fault(`'${value.slice(0, 40)}' is no ${what}.`);
    return value;
  };
  return {
    text,
    needed,
    validOrNone,
    day(column) {
      const value = text(column);
      if (value === undefined) return undefined;
      const day = value.slice(0, 10).replace(polishDay, '$3-$2-$1');
      if (!isDay(day)) fault(`'${value.slice(0, 40)}' is no day such as 2026-03-01 (${column}).`);
      return day;
    },
    valid(column, what, test) {
      needed(column);
      return validOrNone(column, what, test) ?? '';
    },
    word<T>(column: string, words: { readonly [word: string]: T }): T {
      const value = needed(column).toLowerCase();
      const known = Object.hasOwn(words, value) ? words[value] : undefined;
      if (known === undefined && value !== '')
        fault(`'${value.slice(0, 40)}' is not known in '${column}': ${Object.keys(words).join(', ').slice(0, 300)}.`);
      return known as T;
    },
    list: (column) =>
      (text(column) ?? '')
        .split(/[,|]/)
        .map((one) => one.trim())
        .filter((one) => one !== ''),
  };
}

/** An object without what is undefined. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
