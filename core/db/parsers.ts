/**
 * How values of PostgreSQL are read where the driver takes its time: moments, arrays, and packed resources, which come
 * back as the texts they are. Each gives what the driver would give; whatever looks unusual is left to it.
 * https://www.postgresql.org/docs/15/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT
 */
import pg from 'pg';
import { bytesOf, unpackHex } from '#libs/fhir/packing/pack.ts';

type Parser = (text: string) => unknown;

const oids = { bytea: 17, textArray: 1009, int8Array: 1016, timestamptz: 1184 };
const driver = (oid: number) => pg.types.getTypeParser(oid, 'text') as Parser;

const otherMoment = driver(oids.timestamptz);
/** `2026-11-27 17:03:37.123456+00`: sessions are set to UTC (session.ts). */
const usualMoment = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/;

/** What is finer than a millisecond is cut off, as the driver does. */
function moment(text: string): unknown {
  if (!usualMoment.test(text)) return otherMoment(text);
  const digit = (place: number) => text.charCodeAt(place) - zero;
  const two = (place: number) => digit(place) * 10 + digit(place + 1);
  // Behind the last digit of the fraction stands the zone.
  const thousandth = (place: number, weight: number) => (place < text.length - 3 ? digit(place) * weight : 0);
  const fraction = thousandth(20, 100) + thousandth(21, 10) + thousandth(22, 1);
  const day = [two(0) * 100 + two(2), two(5) - 1, two(8)] as const;
  return new Date(Date.UTC(...day, two(11), two(14), two(17), fraction));
}

const zero = '0'.charCodeAt(0);

/** Numbers, or words of letters, digits and the marks of ids and tokens: nothing quoted, nested, or absent. */
const plainArray = /^\{(?!null[,}])[\w./:-]+(?:,(?!null[,}])[\w./:-]+)*\}$/i;

function arrayBy(other: Parser): Parser {
  return (text) => (text === '{}' ? [] : plainArray.test(text) ? text.slice(1, -1).split(',') : other(text));
}

/** By the type's number. */
export const ownParsers: { readonly [oid: number]: Parser } = {
  [oids.bytea]: unpackHex,
  [oids.textArray]: arrayBy(driver(oids.textArray)),
  [oids.int8Array]: arrayBy(driver(oids.int8Array)),
  [oids.timestamptz]: moment,
};

type Types = pg.CustomTypesConfig;

const typesBy = (own: { readonly [oid: number]: Parser }): Types => ({
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : own[oid]) ?? pg.types.getTypeParser(oid, format)) as never,
});

/** How all values are read. */
export const types = typesBy(ownParsers);

/** The same, but packed resources stay packed (`Query.packed`). */
export const packedTypes = typesBy({ ...ownParsers, [oids.bytea]: bytesOf });
