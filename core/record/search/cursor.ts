/**
 * Where the next page begins: the sort values of the last row of this one. Opaque to clients, and bound to its query
 * and path; a changed one is refused. It opens nothing: access is asked again for every page.
 */
import { hash } from 'node:crypto';
import { badParameter } from './limits.ts';
import type { Order } from './sort.ts';

export type CursorValue = string | number;

/** The cursor behind `values`. `bound` is what it belongs to: query and path. */
export function writeCursor(bound: string, values: readonly CursorValue[]): string {
  const body = JSON.stringify(values.map(String));
  return Buffer.from(`${seal(bound, body)}${body}`).toString('base64url');
}

/** @throws Refusal `invalid` when the cursor is not one that was given out for this query. */
export function readCursor(cursor: string, bound: string, orders: readonly Order[]): string[] {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const body = text.slice(sealLength);
  if (text.slice(0, sealLength) !== seal(bound, body) || Buffer.from(text).toString('base64url') !== cursor)
    throw bad();
  const values = JSON.parse(body) as string[];
  if (
    values.length !== orders.length ||
    !values.every((value, place) => forms[orders[place]?.type ?? 'text'].test(value))
  ) {
    throw bad();
  }
  return values;
}

const sealLength = 12;

/** Finds accidents and tampering out; it is no secret, and needs to be none. */
function seal(bound: string, body: string): string {
  return hash('sha256', `e-zdrowie cursor\n${bound}\n${body}`, 'base64url').slice(0, sealLength);
}

const forms = {
  float8: /^-?(\d+(\.\d+)?(e[+-]\d+)?|Infinity)$/,
  int8: /^-?\d{1,19}$/,
  int2: /^\d{1,5}$/,
  text: /^[^\0]*$/,
  timestamptz: /^[0-9:+ .TZ-]+( BC)?$/,
} as const;

const bad = () =>
  badParameter(
    '_cursor',
    'is not one that this server gave for this search. Start again from the first page.',
    'bad-cursor',
  );

/** What comes after the values, in the orders, as SQL. `bind` adds a value to the statement. */
export function afterCursor(
  orders: readonly Order[],
  values: readonly string[],
  bind: (value: unknown, type: string) => string,
): string {
  const bound = orders.map((order, place) => bind(values[place], order.type));
  const compare = ({ descending }: Order) => (descending ? '<' : '>');
  if (orders.every(({ descending }) => descending === orders[0]?.descending)) {
    return `(${orders.map(({ sql }) => sql).join(', ')}) ${compare(orders[0] as Order)} (${bound.join(', ')})`;
  }
  let after = 'false';
  for (let place = orders.length - 1; place >= 0; place--) {
    const order = orders[place] as Order;
    after = `(${order.sql} ${compare(order)} ${bound[place]} or (${order.sql} = ${bound[place]} and ${after}))`;
  }
  const [first] = orders as [Order];
  return `${first.sql} ${compare(first)}= ${bound[0]} and ${after}`;
}
