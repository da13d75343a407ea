/** Conversions: toX() gives nothing where convertsToX() says no. http://hl7.org/fhirpath/N1/#conversion */
import { Decimal, one } from '../decimal.ts';
import { Moment, type MomentKind } from '../moment.ts';
import type { FunctionTable } from '../call.ts';
import { single } from '../operators.ts';
import { inUnit, type Quantity, quantityText, readQuantity } from '../quantity.ts';
import {
  boolean,
  decimal,
  integer,
  isNumeric,
  type Item,
  long,
  moment,
  quantity,
  string,
  toSystem,
} from '../values.ts';
import { textArgument } from './arguments.ts';

type Conversion = (item: Item) => Item | undefined;

const truths: { readonly [word: string]: boolean } = {
  true: true,
  t: true,
  yes: true,
  y: true,
  '1': true,
  '1.0': true,
  false: false,
  f: false,
  no: false,
  n: false,
  '0': false,
  '0.0': false,
};

const toBoolean: Conversion = (item) => {
  const { type, value } = item;
  if (type === 'System.Boolean') return boolean(value as boolean);
  if (isNumeric(item)) {
    const word = (value as Decimal).trimmed().toString();
    return word === '1' || word === '0' ? boolean(word === '1') : undefined;
  }
  const word = type === 'System.String' ? (value as string).toLowerCase() : '';
  return Object.hasOwn(truths, word) ? boolean(truths[word] as boolean) : undefined;
};

/** To a whole number of one size or the other. */
const toWhole =
  (fit: (value: Decimal) => Item[]): Conversion =>
  ({ type, value }) => {
    if (type === 'System.Integer' || type === 'System.Long') return fit(value as Decimal)[0];
    if (type === 'System.Boolean') return fit(value === true ? one : new Decimal(0n))[0];
    if (type !== 'System.String' || !/^[+-]?\d{1,40}$/.test(value as string)) return undefined;
    return fit(Decimal.read(value as string) as Decimal)[0];
  };

const toDecimal: Conversion = (item) => {
  const { type, value } = item;
  if (isNumeric(item)) return decimal(value as Decimal);
  if (type === 'System.Boolean') return decimal(new Decimal(value === true ? 10n : 0n, 1));
  if (type !== 'System.String' || !/^[+-]?\d+(\.\d+)?$/.test(value as string)) return undefined;
  const read = Decimal.read(value as string);
  return read && decimal(read);
};

const toMoment =
  (kind: MomentKind): Conversion =>
  ({ type, value }) => {
    if (type === 'System.String') {
      const text = value as string;
      const read = Moment.read(kind === 'DateTime' ? text.replace(/^(\d{4}(?:-\d\d){0,2})T$/, '$1') : text, kind);
      return read && moment(read);
    }
    if (type === `System.${kind}`) return { type, value };
    const of = value as Moment;
    if (kind === 'DateTime' && type === 'System.Date') return moment(new Moment('DateTime', of.parts));
    if (kind === 'Date' && type === 'System.DateTime') return moment(new Moment('Date', of.parts.slice(0, 3)));
    return undefined;
  };

const toQuantity: Conversion = ({ type, value }) => {
  if (type === 'System.Quantity') return { type, value };
  if (type === 'System.String') {
    const read = readQuantity(value as string);
    return read && quantity(read);
  }
  const number = toDecimal({ type, value });
  return number && quantity({ value: number.value as Decimal, unit: '1', isCalendar: false });
};

const toText: Conversion = ({ type, value }) => {
  if (type === 'System.ClassInfo') return undefined;
  return string(type === 'System.Quantity' ? quantityText(value as Quantity) : String(value));
};

/** Both functions of one conversion. A quantity may be asked for in a unit. */
function pair(name: string, convert: Conversion): FunctionTable {
  const most = name === 'Quantity' ? 1 : 0;
  const result = (input: readonly Item[], unit: string | undefined): Item | undefined => {
    const item = single(input);
    const system = item && toSystem(item);
    const found = system && convert(system);
    if (!found || unit === undefined) return found;
    const other = inUnit(found.value as Quantity, unit);
    return other && quantity(other);
  };
  return {
    [`to${name}`]: {
      arguments: [0, most],
      gives: name,
      run: (call) => {
        const found = result(call.input, textArgument(call, 0));
        return found ? [found] : [];
      },
    },
    [`convertsTo${name}`]: {
      arguments: [0, most],
      gives: 'Boolean',
      run: (call) =>
        call.input.length === 0 ? [] : [boolean(result(call.input, textArgument(call, 0)) !== undefined)],
    },
  };
}

export const conversions: FunctionTable = {
  ...pair('Boolean', toBoolean),
  ...pair('Integer', toWhole(integer)),
  ...pair('Long', toWhole(long)),
  ...pair('Decimal', toDecimal),
  ...pair('Date', toMoment('Date')),
  ...pair('DateTime', toMoment('DateTime')),
  ...pair('Time', toMoment('Time')),
  ...pair('Quantity', toQuantity),
  ...pair('String', toText),
};
