/** Mathematics. http://hl7.org/fhirpath/N1/#math */
import { Decimal } from '../decimal.ts';
import type { Call, FunctionTable } from '../call.ts';
import { single } from '../operators.ts';
import type { Quantity } from '../quantity.ts';
import { cannot } from '../refused.ts';
import { decimal, integer, type Item, quantity, toSystem } from '../values.ts';
import { argument, wholeArgument } from './arguments.ts';

function numberOf(items: readonly Item[]): Item | undefined {
  const item = single(items);
  if (!item) return undefined;
  const system = toSystem(item);
  if (system?.type === 'System.Integer' || system?.type === 'System.Decimal') return system;
  throw cannot(`A number is needed, not ${item.type}.`);
}

/** A function of one number. */
function of(work: (value: Decimal, isWhole: boolean) => Item[], gives = 'Decimal'): FunctionTable[string] {
  return {
    arguments: [0, 0],
    takes: 'number',
    gives,
    run: ({ input }) => {
      const item = numberOf(input);
      return item ? work(item.value as Decimal, item.type === 'System.Integer') : [];
    },
  };
}

/** By doubles, to as many digits as they have. */
function approximate(value: number): Item[] {
  const read = Number.isFinite(value) ? Decimal.of(Number(value.toPrecision(15))) : undefined;
  return read ? [decimal(read)] : [];
}

function abs({ input }: Call): Item[] {
  const item = single(input);
  const system = item && toSystem(item);
  if (system?.type === 'System.Quantity') {
    const value = system.value as Quantity;
    return [quantity({ ...value, value: value.value.absolute() })];
  }
  const number = numberOf(input);
  if (!number) return [];
  const value = (number.value as Decimal).absolute();
  return number.type === 'System.Integer' ? integer(value) : [decimal(value)];
}

function power(call: Call): Item[] {
  const [base, exponent] = [numberOf(call.input), numberOf(argument(call, 0))];
  if (!base || !exponent) return [];
  const result = (base.value as Decimal).toNumber() ** (exponent.value as Decimal).toNumber();
  const areWhole = base.type === 'System.Integer' && exponent.type === 'System.Integer' && Number.isInteger(result);
  if (!areWhole) return approximate(result);
  return Number.isSafeInteger(result) ? integer(new Decimal(BigInt(result))) : [];
}

function round(call: Call): Item[] {
  const item = numberOf(call.input);
  if (!item) return [];
  const scale = wholeArgument(call, 0) ?? 0;
  if (scale < 0 || scale > 40) throw cannot('round() takes a number of digits from 0 to 40.');
  const value = item.value as Decimal;
  return [decimal(value.scale <= scale ? value : value.rounded(scale))];
}

export const mathematics: FunctionTable = {
  abs: { arguments: [0, 0], run: abs },
  ceiling: of((value) => integer(value.ceiling()), 'Integer'),
  floor: of((value) => integer(value.floor()), 'Integer'),
  truncate: of((value) => integer(value.truncated()), 'Integer'),
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
  round: { arguments: [0, 1], takes: 'number', gives: 'Decimal', run: round },
};
