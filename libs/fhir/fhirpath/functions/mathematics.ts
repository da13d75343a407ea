/** Mathematics. http://hl7.org/fhirpath/N1/#math */
import { Decimal } from '../decimal.ts';
import type { Call, FunctionTable } from '../call.ts';
import { single } from '../operators.ts';
import type { Quantity } from '../quantity.ts';
import { cannot } from '../refused.ts';
import { decimal, integer, isNumeric, type Item, long, quantity, toSystem } from '../values.ts';
import { argument, wholeArgument } from './arguments.ts';

function numberOf(items: readonly Item[]): Item | undefined {
  const item = single(items);
  if (!item) return undefined;
  const system = toSystem(item);
  if (system && isNumeric(system)) return system;
  throw cannot(`A number is needed, not ${item.type}.`);
}

/** A function of one number. */
function of(work: (value: Decimal) => Item[]): FunctionTable[string] {
  return {
    arguments: [0, 0],
    takes: 'number',
    gives: 'Decimal',
    run: ({ input }) => {
      const item = numberOf(input);
      return item ? work(item.value as Decimal) : [];
    },
  };
}

/** What is done with the value of a quantity, whose unit stays; undefined for another value. */
function ofQuantity([item, ...more]: readonly Item[], work: (value: Decimal) => Decimal): Item[] | undefined {
  const system = item && more.length === 0 ? toSystem(item) : undefined;
  if (system?.type !== 'System.Quantity') return undefined;
  const of = system.value as Quantity;
  return [quantity({ ...of, value: work(of.value) })];
}

/** The whole number near a number or a quantity. http://hl7.org/fhirpath/#fn-ceiling */
const whole = (work: (value: Decimal) => Decimal): FunctionTable[string] => ({
  arguments: [0, 0],
  run: ({ input }) => {
    const found = ofQuantity(input, work);
    if (found) return found;
    const item = numberOf(input);
    if (!item) return [];
    const value = work(item.value as Decimal);
    return item.type === 'System.Long' ? long(value) : integer(value);
  },
});

/** By doubles, to as many digits as they have. */
function approximate(value: number): Item[] {
  const read = Number.isFinite(value) ? Decimal.of(Number(value.toPrecision(15))) : undefined;
  return read ? [decimal(read)] : [];
}

function abs({ input }: Call): Item[] {
  const found = ofQuantity(input, (value) => value.absolute());
  if (found) return found;
  const number = numberOf(input);
  if (!number) return [];
  const value = (number.value as Decimal).absolute();
  if (number.type === 'System.Decimal') return [decimal(value)];
  return number.type === 'System.Long' ? long(value) : integer(value);
}

function power(call: Call): Item[] {
  const [base, exponent] = [numberOf(call.input), numberOf(argument(call, 0))];
  if (!base || !exponent) return [];
  const result = (base.value as Decimal).toNumber() ** (exponent.value as Decimal).toNumber();
  const areWhole = base.type !== 'System.Decimal' && exponent.type !== 'System.Decimal' && Number.isInteger(result);
  if (!areWhole) return approximate(result);
  if (!Number.isSafeInteger(result)) return [];
  const value = new Decimal(BigInt(result));
  return base.type === 'System.Long' ? long(value) : integer(value);
}

function round(call: Call): Item[] {
  const scale = wholeArgument(call, 0) ?? 0;
  if (scale < 0 || scale > 40) throw cannot('round() takes a number of digits from 0 to 40.');
  const rounded = (value: Decimal) => (value.scale <= scale ? value : value.rounded(scale));
  const found = ofQuantity(call.input, rounded);
  if (found) return found;
  const item = numberOf(call.input);
  return item ? [decimal(rounded(item.value as Decimal))] : [];
}

export const mathematics: FunctionTable = {
  abs: { arguments: [0, 0], run: abs },
  ceiling: whole((value) => value.ceiling()),
  floor: whole((value) => value.floor()),
  truncate: whole((value) => value.truncated()),
  exp: of((value) => approximate(Math.exp(value.toNumber()))),
  ln: of((value) => approximate(Math.log(value.toNumber()))),
  sqrt: of((value) => approximate(Math.sqrt(value.toNumber()))),
  log: {
    arguments: [1, 1],
    takes: 'number',
    gives: 'Decimal',
    run: (call) => {
      const [value, base] = [numberOf(call.input), numberOf(argument(call, 0))];
      if (!value || !base) return [];
      return approximate(Math.log((value.value as Decimal).toNumber()) / Math.log((base.value as Decimal).toNumber()));
    },
  },
  power: { arguments: [1, 1], takes: 'number', run: power },
  round: { arguments: [0, 1], run: round },
};
