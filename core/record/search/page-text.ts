/** The SQL of one page: some rows in an order, from where the page before ended. */
import { afterCursor, readCursor } from './cursor.ts';
import { columns } from './found.ts';
import type { Order } from './sort.ts';
import type { Statement } from './statement.ts';

export interface PageParts {
  readonly from: string;
  readonly where: readonly string[];
  readonly orders: readonly Order[];
  /** Of the page before, and what it belongs to. */
  readonly cursor: string | undefined;
  readonly bound: string;
  readonly count: number;
  /** Columns of the row `r` besides those that every search needs. */
  readonly more?: string;
}

/** One row more than the page has says that there is a next one. The order stands in the columns k0, k1 … */
export function pageText(statement: Statement, parts: PageParts): string {
  const { from, orders, cursor, bound, count, more = '' } = parts;
  const where = [...parts.where];
  if (cursor !== undefined) {
    const values = readCursor(cursor, bound, orders);
    where.push(afterCursor(orders, values, (value, type) => statement.bind(value, type)));
  }
  const keys = orders.map(({ sql, type }, place) => `${type === 'timestamptz' ? `(${sql})::text` : sql} k${place}`);
  return (
    `select ${columns}${more}, ${keys.join(', ')} from ${from}` +
    `${where.length > 0 ? ` where ${where.join(' and ')}` : ''} order by ${orders.map(orderSql).join(', ')}` +
    ` limit ${limitOf(statement, count)}`
  );
}

const orderSql = ({ sql, type, descending }: Order, place: number): string =>
  `${type === 'timestamptz' ? sql : `k${place}`}${descending ? ' desc' : ''}`;

/** Usual sizes stand in the text, so that the planner knows that the answer is short; others do not make a new text. */
const usual = new Set([1, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000]);

const limitOf = (statement: Statement, count: number): string =>
  usual.has(count) ? String(count + 1) : statement.bind(count + 1, 'int8');
