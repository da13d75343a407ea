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

/**
 * Of long texts, in binary: neither side has to look for quotes. Layout: dimensions, has-nulls, element type, length,
 * lower bound, then each element as length and bytes (PostgreSQL, src/backend/utils/adt/arrayfuncs.c, array_recv).
 */
export function binaryTextArray(values: readonly (string | null)[]): Buffer {
  let size = 20;
  let nulls = 0;
  const lengths = new Array<number>(values.length);
  for (let place = 0; place < values.length; place++) {
    const value = values[place];
    const length = value === null || value === undefined ? -1 : Buffer.byteLength(value);
    if (length < 0) nulls = 1;
    lengths[place] = length;
    size += 4 + Math.max(0, length);
  }
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(nulls, 4);
  buffer.writeInt32BE(textOid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  let at = 20;
  for (let place = 0; place < values.length; place++) {
    const length = lengths[place] ?? -1;
    at = buffer.writeInt32BE(length, at);
    if (length > 0) at += buffer.write(values[place] as string, at, 'utf8');
  }
  return buffer;
}
