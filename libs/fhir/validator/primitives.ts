/**
 * The formats of FHIR's primitive types. https://hl7.org/fhir/R4/datatypes.html#primitive
 * Not the published regular expressions: that of base64Binary takes exponential time, that of date lets 30 February
 * pass. Every check here is linear in the text.
 */
import { isNumber, numberText } from '../json.ts';
import { isDay } from '../search/ranges.ts';

export type Primitive = (value: unknown) => boolean;
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const whole = /^-?(?:0|[1-9]\d{0,9})$/;
const zone = '(?:Z|[+-](?:0\\d|1[0-3]):[0-5]\\d|[+-]14:00)';
const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?';
const dateText = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/;
const dateTimeText = new RegExp(`^\\d{4}(?:-\\d\\d(?:-\\d\\d(?:T${clock}${zone})?)?)?$`);
const instantText = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT${clock}${zone}$`);
const timeText = new RegExp(`^${clock}$`);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const string: Primitive = (value) => isText(value) && !control.test(value);
const uri: Primitive = (value) => isText(value) && !/\s/.test(value) && !control.test(value);
/** No year 0, and the day must exist. The text has the right form already. */
function isDate(value: string): boolean {
  const year = Number(value.slice(0, 4));
  if (year === 0 || value.length === 4) return year > 0;
  return isDay(year, Number(value.slice(5, 7)) - 1, value.length < 10 ? 1 : Number(value.slice(8, 10)));
}

function integerIn(low: number, high: number): Primitive {
  return (value) => {
    if (typeof value === 'number') return Number.isInteger(value) && value >= low && value <= high;
    if (!isNumber(value) || !whole.test(numberText(value))) return false;
    const number = Number(numberText(value));
    return number >= low && number <= high && numberText(value) !== '-0';
  };
}

function base64Binary(value: unknown): boolean {
  if (!isText(value) || /[^A-Za-z0-9+/=\s]/.test(value)) return false;
  const text = /\s/.test(value) ? value.replace(/\s+/g, '') : value;
  const padding = text.indexOf('=');
  return text.length % 4 === 0 && (padding < 0 || (padding >= text.length - 2 && text.endsWith('=')));
}

export const primitives: { readonly [type: string]: Primitive } = {
  base64Binary,
  boolean: (value) => typeof value === 'boolean',
  canonical: uri,
  code: (value) => isText(value) && /^\S+(?:\s\S+)*$/.test(value) && !control.test(value),
  date: (value) => isText(value) && dateText.test(value) && isDate(value),
  dateTime: (value) => isText(value) && dateTimeText.test(value) && isDate(value),
  decimal: isNumber,
  id: (value) => isText(value) && /^[A-Za-z0-9\-.]{1,64}$/.test(value),
  instant: (value) => isText(value) && instantText.test(value) && isDate(value),
  integer: integerIn(-2_147_483_648, 2_147_483_647),
  markdown: string,
  oid: (value) => isText(value) && /^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/.test(value),
  positiveInt: integerIn(1, 2_147_483_647),
  string,
  time: (value) => isText(value) && timeText.test(value),
  unsignedInt: integerIn(0, 2_147_483_647),
  uri,
  url: uri,
  uuid: (value) => isText(value) && /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
};

/** What a value of the type looks like, for a person. */
export const looks: { readonly [type: string]: string } = {
  base64Binary: 'base64 text whose length is a multiple of four',
  boolean: 'true or false, without quotes',
  canonical: 'an address without spaces',
  code: 'a code: text without spaces at its ends or two in a row',
  date: 'a date that exists, as 2026, 2026-03 or 2026-03-01',
  dateTime: 'a date (2026-03-01) or a date with time and zone (2026-03-01T12:00:00+01:00)',
  decimal: 'a number, without quotes',
  id: 'an id: 1 to 64 letters (A-Z, a-z), digits, "-" and "."',
  instant: 'a date with time and zone, as 2026-03-01T12:00:00.000+01:00',
  integer: 'a whole number, without quotes',
  markdown: 'text that is not empty and has no control characters',
  oid: 'an OID, as urn:oid:1.2.3',
  positiveInt: 'a whole number from 1, without quotes',
  string: 'text that is not empty and has no control characters',
  time: 'a time of day, as 12:00:00',
  unsignedInt: 'a whole number from 0, without quotes',
  uri: 'an address without spaces',
  url: 'an address without spaces',
  uuid: 'a UUID, as urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
};
