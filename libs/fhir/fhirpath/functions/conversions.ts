/** Conversions: toX() gives nothing where convertsToX() says no. http://hl7.org/fhirpath/N1/#conversion */
import { Decimal, one } from '../decimal.ts';
import { Moment, type MomentKind } from '../moment.ts';
import type { FunctionTable } from '../call.ts';
import { single } from '../operators.ts';
import { converted, type Quantity, quantityText, readQuantity } from '../quantity.ts';
import { boolean, decimal, integer, type Item, moment, quantity, string, toSystem } from '../values.ts';
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

const toBoolean: Conversion = ({ type, value }) => {
  if (type === 'System.Boolean') return boolean(value as boolean);
  if (type === 'System.Integer' || type === 'System.Decimal') {
    const word = (value as Decimal).trimmed().toString();
    return word === '1' || word === '0' ? boolean(word === '1') : undefined;
  }
  const word = type === 'System.String' ? (value as string).toLowerCase() : '';
  return Object.hasOwn(truths, word) ? boolean(truths[word] as boolean) : undefined;
};

const toInteger: Conversion = ({ type, value }) => {
  if (type === 'System.Integer') return { type, value };
  if (type === 'System.Boolean') return integer(value === true ? one : new Decimal(0n))[0];
  if (type !== 'System.String' || !/^[+-]?\d{1,20}$/.test(value as string)) return undefined;
  return integer(Decimal.read(value as string) as Decimal)[0];
};

const toDecimal: Conversion = ({ type, value }) => {
  if (type === 'System.Decimal' || type === 'System.Integer') return decimal(value as Decimal);
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
      if (read || kind !== 'Date') return read && moment(read);
      const longer = Moment.read(text, 'DateTime');
      return longer && moment(new Moment('Date', longer.parts.slice(0, 3)));
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
    const wanted: Quantity = { value: one, unit, isCalendar: false };
    const value = converted(wanted, found.value as Quantity);
    return value && quantity({ ...wanted, value });
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
  ...pair('Integer', toInteger),
  ...pair('Decimal', toDecimal),
  ...pair('Date', toMoment('Date')),
  ...pair('DateTime', toMoment('DateTime')),
  ...pair('Time', toMoment('Time')),
  ...pair('Quantity', toQuantity),
  ...pair('String', toText),
};
