/** Arguments of functions: evaluated once, or for each value of the input. */
import type { Node } from '../../compiler/fhirpath-parser.ts';
import type { Decimal } from '../decimal.ts';
import type { Call } from '../call.ts';
import { asBoolean, oneText, single } from '../operators.ts';
import { cannot } from '../refused.ts';
import { type Item, toSystem } from '../values.ts';

/** The nth argument, evaluated where the call stands. */
export function argument({ evaluator, args, scope }: Call, n: number): readonly Item[] {
  const node = args[n];
  return node === undefined ? [] : evaluator.evaluate(node, scope);
}

export const textArgument = (call: Call, n: number): string | undefined => oneText(argument(call, n));

/** A whole number. */
export function wholeArgument(call: Call, n: number): number | undefined {
  const item = single(argument(call, n));
  if (!item) return undefined;
  const system = toSystem(item);
  if (system?.type !== 'System.Integer') throw cannot('A whole number is needed.');
  return (system.value as Decimal).toNumber();
}

/** The argument for one value of the input, which is `$this` in it. */
export function forItem(call: Call, node: Node, item: Item, index: number, total = call.scope.total): readonly Item[] {
  return call.evaluator.evaluate(node, { focus: [item], index, total });
}

/** Does the criterion hold for this value? */
export const holds = (call: Call, item: Item, index: number): boolean =>
  asBoolean(forItem(call, call.args[0] as Node, item, index)) === true;
