/** Existence, filtering, subsetting, combining, aggregates. http://hl7.org/fhirpath/N1/#existence */
import type { Node } from '../../compiler/fhirpath-parser.ts';
import { compareItems, DistinctItems } from '../equality.ts';
import type { Call, FunctionTable } from '../call.ts';
import { asBoolean, calculate, single } from '../operators.ts';
import { cannot } from '../refused.ts';
import { boolean, isNumeric, isSystem, type Item, number, toSystem } from '../values.ts';
import { argument, forItem, holds, wholeArgument } from './arguments.ts';
import { typeArgument } from './resources.ts';

const setOf = (call: Call, items: readonly Item[]): DistinctItems => {
  call.evaluator.spend(items.length * 4);
  return new DistinctItems(call.evaluator.spend, items);
};

/** Takes booleans: what is none does not count as true here, because it does not stand alone. */
function everyBoolean(test: (values: boolean[]) => boolean) {
  return ({ input }: Call): Item[] => {
    const values = input.map((item) => toSystem(item)?.value);
    if (!values.every((value) => typeof value === 'boolean'))
      throw cannot('Only booleans can be all or any of them true.');
    return [boolean(test(values))];
  };
}

function isSubset(call: Call, part: readonly Item[], whole: readonly Item[]): Item[] {
  const set = setOf(call, whole);
  call.evaluator.spend(part.length * 4);
  return [boolean(part.every((item) => set.has(item)))];
}

/** What the projection gives of everything that it has given, until nothing new comes. */
function repeat(call: Call): Item[] {
  const seen = setOf(call, []);
  let now = call.input;
  while (now.length > 0) {
    const next: Item[] = [];
    for (const [index, item] of now.entries()) {
      for (const found of forItem(call, call.args[0] as Node, item, index)) {
        call.evaluator.spend(4);
        if (seen.add(found)) next.push(found);
      }
    }
    now = next;
  }
  return seen.items;
}

function aggregate(call: Call): readonly Item[] {
  let total = argument(call, 1);
  for (const [index, item] of call.input.entries()) total = forItem(call, call.args[0] as Node, item, index, total);
  return total;
}

/** As repeat(), but what comes twice stays twice. What never ends, ends with the steps that are allowed. */
function repeatAll(call: Call): Item[] {
  const all: Item[] = [];
  let now = call.input;
  while (now.length > 0) {
    now = now.flatMap((item, index) => forItem(call, call.args[0] as Node, item, index));
    call.evaluator.spend(1 + all.length / 64);
    for (const item of now) all.push(item);
  }
  return all;
}

/**
 * By the keys that are given, each in its direction. Nothing is lower than something: with `desc` it comes last. Where
 * older drafts say `-key`, of which nobody said so, it stays first. http://hl7.org/fhirpath/#fn-sort
 */
function sort(call: Call): Item[] {
  const { input, args, evaluator } = call;
  const keys: readonly { node: Node | undefined; descending: boolean; emptyLast?: boolean }[] =
    args.length === 0
      ? [{ node: undefined, descending: false }]
      : args.map((node) =>
          node.kind === 'negate'
            ? { node: node.of, descending: true, emptyLast: node.isDescending === true }
            : { node, descending: false },
        );
  const sorted = input.map((item, index) => ({
    item,
    values: keys.map(({ node }) => (node ? single(forItem(call, node, item, index)) : item)),
  }));
  evaluator.spend(input.length * Math.ceil(Math.log2(input.length + 2)));
  sorted.sort((left, right) => {
    for (const [n, { descending, emptyLast }] of keys.entries()) {
      const [a, b] = [left.values[n], right.values[n]];
      if (!a || !b) {
        if (a || b) return (a ? 1 : -1) * (emptyLast ? -1 : 1);
        continue;
      }
      const order = compareItems(evaluator.spend, a, b) ?? 0;
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return sorted.map(({ item }) => item);
}

/** Values of one kind, as a sum or an order needs them; FHIR's own as FHIRPath's. @throws for other values. */
function alike(input: readonly Item[], fits: (item: Item) => boolean): Item[] {
  const items = input.map((item) => toSystem(item) ?? item);
  const [first] = items;
  const isLike = (item: Item) =>
    fits(item) && (item.type === first?.type || (isNumeric(item) && isNumeric(first as Item)));
  if (!items.every(isLike)) throw cannot('The values must all be of one kind.');
  return items;
}

const isAmount = (item: Item): boolean => isNumeric(item) || item.type === 'System.Quantity';

/** The sum of numbers or quantities; average when divided by how many there are. */
function sum({ evaluator, input }: Call, isAverage: boolean): Item[] {
  const [first, ...rest] = alike(input, isAmount);
  if (!first) return [];
  let total: readonly Item[] = [first];
  for (const item of rest) total = calculate(evaluator, '+', total, [item]);
  return [...(isAverage ? calculate(evaluator, '/', total, [number(input.length)]) : total)];
}

/** The first or the last in order. */
function extreme({ evaluator, input }: Call, sign: 1 | -1): Item[] {
  let [best, ...rest] = alike(input, (item) => item.type !== 'System.Boolean' && isSystem(item));
  for (const item of rest) if (best && (compareItems(evaluator.spend, item, best) ?? 0) * sign > 0) best = item;
  return best ? [best] : [];
}

function iif(call: Call): readonly Item[] {
  if (call.input.length > 1) throw cannot('iif() is for one value: use select(iif(…)).');
  const inside = { ...call, scope: { ...call.scope, focus: call.input } };
  return argument(inside, asBoolean(argument(inside, 0)) === true ? 1 : 2);
}

const filtered = (call: Call): Item[] => call.input.filter((item, index) => holds(call, item, index));

const existence: FunctionTable = {
  empty: { arguments: [0, 0], gives: 'Boolean', run: ({ input }) => [boolean(input.length === 0)] },
  exists: {
    arguments: [0, 1],
    gives: 'Boolean',
    run: (call) => [boolean(call.args.length === 0 ? call.input.length > 0 : filtered(call).length > 0)],
  },
  all: {
    arguments: [1, 1],
    gives: 'Boolean',
    run: (call) => [boolean(call.input.every((item, index) => holds(call, item, index)))],
  },
  allTrue: {
    arguments: [0, 0],
    gives: 'Boolean',
    run: everyBoolean((values) => values.every((value) => value === true)),
  },
  anyTrue: { arguments: [0, 0], gives: 'Boolean', run: everyBoolean((values) => values.includes(true)) },
  allFalse: {
    arguments: [0, 0],
    gives: 'Boolean',
    run: everyBoolean((values) => values.every((value) => value === false)),
  },
  anyFalse: { arguments: [0, 0], gives: 'Boolean', run: everyBoolean((values) => values.includes(false)) },
  subsetOf: { arguments: [1, 1], gives: 'Boolean', run: (call) => isSubset(call, call.input, argument(call, 0)) },
  supersetOf: { arguments: [1, 1], gives: 'Boolean', run: (call) => isSubset(call, argument(call, 0), call.input) },
  count: { arguments: [0, 0], gives: 'Integer', run: ({ input }) => [number(input.length)] },
  distinct: { arguments: [0, 0], run: ({ evaluator, input }) => evaluator.distinct(input) },
  isDistinct: {
    arguments: [0, 0],
    gives: 'Boolean',
    run: ({ evaluator, input }) => [boolean(evaluator.distinct(input).length === input.length)],
  },
  not: {
    arguments: [0, 0],
    gives: 'Boolean',
    run: ({ input }) => {
      const value = asBoolean(input);
      return value === undefined ? [] : [boolean(!value)];
    },
  },
};

const subsetting: FunctionTable = {
  where: { arguments: [1, 1], run: filtered },
  select: {
    arguments: [1, 1],
    run: (call) => call.input.flatMap((item, index) => forItem(call, call.args[0] as Node, item, index)),
  },
  repeat: { arguments: [1, 1], run: repeat },
  repeatAll: { arguments: [1, 1], run: repeatAll },
  ofType: { arguments: [1, 1], run: (call) => call.evaluator.ofType(call.input, typeArgument(call)) },
  single: {
    arguments: [0, 0],
    run: ({ input }) => {
      single(input);
      return input;
    },
  },
  first: { arguments: [0, 0], run: ({ input }) => input.slice(0, 1) },
  last: { arguments: [0, 0], run: ({ input }) => input.slice(-1) },
  tail: { arguments: [0, 0], run: ({ input }) => input.slice(1) },
  skip: {
    arguments: [1, 1],
    run: (call) => {
      const number = wholeArgument(call, 0);
      return number === undefined ? [] : call.input.slice(Math.max(0, number));
    },
  },
  take: { arguments: [1, 1], run: (call) => call.input.slice(0, Math.max(0, wholeArgument(call, 0) ?? 0)) },
  intersect: {
    arguments: [1, 1],
    run: (call) => {
      const others = setOf(call, argument(call, 0));
      return call.evaluator.distinct(call.input.filter((item) => others.has(item)));
    },
  },
  exclude: {
    arguments: [1, 1],
    run: (call) => {
      const others = setOf(call, argument(call, 0));
      return call.input.filter((item) => !others.has(item));
    },
  },
  union: { arguments: [1, 1], run: (call) => call.evaluator.distinct([...call.input, ...argument(call, 0)]) },
  // Order is kept, whether preserveOrder asks for it or not.
  combine: { arguments: [1, 2], run: (call) => [...call.input, ...argument(call, 0)] },
  coalesce: {
    arguments: [1, 20],
    run: (call) => {
      for (let n = 0; n < call.args.length; n++) {
        const found = argument(call, n);
        if (found.length > 0) return found;
      }
      return [];
    },
  },
};

export const collections: FunctionTable = {
  ...existence,
  ...subsetting,
  iif: { arguments: [2, 3], run: iif },
  aggregate: { arguments: [1, 2], run: aggregate },
  sort: { arguments: [0, 10], run: sort },
  sum: { arguments: [0, 0], run: (call) => sum(call, false) },
  avg: { arguments: [0, 0], run: (call) => sum(call, true) },
  min: { arguments: [0, 0], run: (call) => extreme(call, -1) },
  max: { arguments: [0, 0], run: (call) => extreme(call, 1) },
};
