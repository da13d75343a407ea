/** What a value may be, given how precisely it is said. http://hl7.org/fhirpath/#boundaries */
import { Decimal } from '../decimal.ts';
import { Moment } from '../moment.ts';
import type { Call, FunctionTable } from '../call.ts';
import { single } from '../operators.ts';
import { converted, type Quantity } from '../quantity.ts';
import { cannot } from '../refused.ts';
import { boolean, decimal, isNumeric, type Item, moment, number, quantity, toSystem } from '../values.ts';
import { argument, wholeArgument } from './arguments.ts';

const mostDigits = 31;

/** Towards zero what lies there is cut, away from zero it is rounded: what HL7's own tests expect. */
function decimalBoundary(value: Decimal, isLow: boolean, digits: number): Decimal | undefined {
  if (digits < 0 || digits > mostDigits) return undefined;
  const half = new Decimal(5n, value.scale + 1);
  const exact = isLow ? value.minus(half) : value.plus(half);
  const isTowardsZero = isLow === value.digits >= 0n;
  return isTowardsZero ? exact.truncated(digits) : exact.rounded(digits);
}

function boundary(call: Call, isLow: boolean): Item[] {
  const item = single(call.input);
  const digits = wholeArgument(call, 0);
  const system = item && toSystem(item);
  if (item && !system && item.value !== undefined) throw cannot(`${item.type} has no boundaries.`);
  if (!item || !system) return [];
  const { value } = system;
  if (isNumeric(system)) {
    const found = decimalBoundary(value as Decimal, isLow, digits ?? 8);
    return found ? [decimal(found)] : [];
  }
  if (system.type === 'System.Quantity') {
    const found = decimalBoundary((value as Quantity).value, isLow, digits ?? 8);
    return found ? [quantity({ ...(value as Quantity), value: found })] : [];
  }
  if (!(value instanceof Moment)) throw cannot(`${item.type} has no boundaries.`);
  const usual = { Date: 8, DateTime: 17, Time: 9 }[value.kind];
  const found = value.boundary(isLow, digits ?? usual);
  return found ? [moment(found)] : [];
}

function precisionOf({ input }: Call): Item[] {
  const item = single(input);
  if (!item || item.value === undefined) return [];
  const system = toSystem(item) ?? item;
  if (system.value instanceof Moment) return [number(system.value.precision)];
  if (system.value instanceof Decimal) return [number(system.value.scale)];
  throw cannot(`${item.type} has no precision.`);
}

/** Would `=` and `<` say something of both? http://hl7.org/fhirpath/#fn-comparable Numbers are quantities of unit 1. */
function comparable(call: Call): Item[] {
  const [left, right] = [single(call.input), single(argument(call, 0))].map((item) => item && quantityOf(item));
  if (!left || !right) return [];
  call.evaluator.spend(50);
  return [boolean(converted(left, right) !== undefined)];
}

function quantityOf(item: Item): Quantity | undefined {
  const system = toSystem(item);
  if (system?.type === 'System.Quantity') return system.value as Quantity;
  return system && isNumeric(system) ? { value: system.value as Decimal, unit: '1', isCalendar: false } : undefined;
}

export const precision: FunctionTable = {
  lowBoundary: { arguments: [0, 1], run: (call) => boundary(call, true) },
  highBoundary: { arguments: [0, 1], run: (call) => boundary(call, false) },
  precision: { arguments: [0, 0], gives: 'Integer', run: precisionOf },
  comparable: { arguments: [1, 1], gives: 'Boolean', run: comparable },
};
