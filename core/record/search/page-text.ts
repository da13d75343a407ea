/** The SQL of one page: some rows in an order, from where the page before ended. */
import { afterCursor, type CursorValue, readCursor } from './cursor.ts';
import { columns, type RawRow } from './found.ts';
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

/** One row more than the page has says that there is a next one. The order stands in `placeColumns`. */
export function pageText(statement: Statement, parts: PageParts): string {
  const { from, orders, cursor, bound, count, more = '' } = parts;
  const where = [...parts.where];
  if (cursor !== undefined) {
    const values = readCursor(cursor, bound, orders);
    where.push(afterCursor(orders, values, (value, type) => statement.bind(value, type)));
  }
  const keys = orders.flatMap((order, place) => {
    const { sql, type } = order;
    return isTold(order) ? [] : [`, ${type === 'timestamptz' ? `(${sql})::text` : sql} k${place}`];
  });
  return (
    `select ${columns}${more}${keys.join('')} from ${from}` +
    `${where.length > 0 ? ` where ${where.join(' and ')}` : ''} order by ${orders.map(orderSql).join(', ')}` +
    ` limit ${limitOf(statement, count)}`
  );
}

const orderSql = (order: Order, place: number): string =>
  `${order.type === 'timestamptz' || isTold(order) ? order.sql : `k${place}`}${order.descending ? ' desc' : ''}`;

/** What every row says of itself anyway: the row that led to it is of the same patient, type and id. */
const told = /^[rlw]\.(patient|type|id)$/;
const isTold = ({ sql }: Order): boolean => told.test(sql);

/** The columns in which a row says where it stands in the order. */
export const placeColumns = (orders: readonly Order[]): string[] =>
  orders.map(({ sql }, place) => told.exec(sql)?.[1] ?? `k${place}`);

/** Where a row stands in the order: what a cursor behind it says. */
export const placeIn = (orders: readonly Order[], row: RawRow): CursorValue[] =>
  placeColumns(orders).map((column) => row[column] as CursorValue);

/** Usual sizes stand in the text, so that the planner knows that the answer is short; others do not make a new text. */
const usual = new Set([1, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000]);

const limitOf = (statement: Statement, count: number): string =>
  usual.has(count) ? String(count + 1) : statement.bind(count + 1, 'int8');
