/** Arrays as PostgreSQL reads them as parameters, without the driver's quoting of every character. */

/** Of numbers, or of texts that contain nothing to quote. https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO */
export const plainArray = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;

/** Of ids and other words without quotes and backslashes (quoted all the same: an id may be `null`). */
export const wordArray = (values: readonly string[]): string =>
  values.length === 0 ? '{}' : `{"${values.join('","')}"}`;

/** Of any texts. */
export function textArray(values: readonly string[]): string {
  const quoted = values.map((value) => `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`);
  return `{${quoted.join(',')}}`;
}

const textOid = 25;
const byteaOid = 17;

/**
 * Of long texts, in binary: neither side has to look for quotes. Layout: dimensions, has-nulls, element type, length,
 * lower bound, then each element as length and bytes (PostgreSQL, src/backend/utils/adt/arrayfuncs.c, array_recv).
 */
export function binaryTextArray(values: readonly (string | null)[]): Buffer {
  let nulls = 0;
  let size = 0;
  const lengths = new Array<number>(values.length);
  for (let place = 0; place < values.length; place++) {
    const value = values[place];
    const length = value === null || value === undefined ? -1 : Buffer.byteLength(value);
    if (length < 0) nulls = 1;
    lengths[place] = length;
    size += 4 + Math.max(0, length);
  }
  const buffer = arrayOf(textOid, values.length, nulls, size);
  let at = headOfArray;
  for (let place = 0; place < values.length; place++) {
    const length = lengths[place] ?? -1;
    at = buffer.writeInt32BE(length, at);
    if (length > 0) at += buffer.write(values[place] as string, at, 'utf8');
  }
  return buffer;
}

/** Of bytes. */
export function binaryBytesArray(values: readonly Uint8Array[]): Buffer {
  const size = values.reduce((sum, { length }) => sum + 4 + length, 0);
  const buffer = arrayOf(byteaOid, values.length, 0, size);
  let at = headOfArray;
  for (const value of values) {
    at = buffer.writeInt32BE(value.length, at);
    buffer.set(value, at);
    at += value.length;
  }
  return buffer;
}

const headOfArray = 20;

function arrayOf(elements: number, length: number, nulls: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(headOfArray + size);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(nulls, 4);
  buffer.writeInt32BE(elements, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}
