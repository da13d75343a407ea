/**
 * Expressions of rules: FHIRPath's syntax and its logic of three values, over the words of vocabulary.ts, compiled once
 * into functions. What is not understood is refused where it stands. http://hl7.org/fhirpath/N1/#boolean-logic
 */
import { FhirPathRefused, readFhirPath } from '#libs/fhir/fhirpath/index.ts';
import { inputs as allInputs, type Input } from '../model.ts';
import type { Facts } from './facts.ts';
import { isMeasure } from './measures.ts';
import { Trace, type Value } from './trace.ts';
import { vocabulary } from './vocabulary.ts';
import type { Answer, Argument, ValueType } from './word.ts';

type FhirPathNode = ReturnType<typeof readFhirPath>;

export interface Expression {
  readonly text: string;
  readonly reads: readonly Input[];
  /** True, false, or undefined when nobody knows; the trace says why. */
  evaluate(facts: Facts, trace: Trace): boolean | undefined;
}

export class ExpressionRefused extends Error {}

interface Part {
  readonly type: ValueType;
  readonly answer: Answer;
}

/** @throws ExpressionRefused with words for whoever writes rules */
export function compileExpression(text: string): Expression {
  const reads = new Set<Input>();
  const part = compile(parsed(text), reads);
  if (part.type !== 'boolean') throw new ExpressionRefused(`"${text}" says neither yes nor no`);
  return {
    text,
    reads: allInputs.filter((input) => reads.has(input)),
    evaluate: (facts, trace) => part.answer(facts, trace) as boolean | undefined,
  };
}

function parsed(text: string): FhirPathNode {
  try {
    return readFhirPath(text);
  } catch (error) {
    if (error instanceof FhirPathRefused) throw new ExpressionRefused(error.message);
    throw error;
  }
}

function compile(node: FhirPathNode, reads: Set<Input>): Part {
  switch (node.kind) {
    case 'literal':
      return literal(node);
    case 'negate': {
      const of = demanded(compile(node.of, reads), 'number', '-');
      return { type: 'number', answer: (facts, trace) => negated(of(facts, trace)) };
    }
    case 'binary':
      return binary(node.operator, compile(node.left, reads), compile(node.right, reads));
    case 'call':
      return node.of === undefined ? word(node.name, node.args, reads) : inverse(node, reads);
    default:
      throw new ExpressionRefused(`a ${node.kind} cannot stand here: only words of the vocabulary, numbers, texts`);
  }
}

const negated = (value: Value): Value => (value === undefined ? undefined : -Number(value));

function literal(node: Extract<FhirPathNode, { kind: 'literal' }>): Part {
  const { value } = node;
  if (node.type === 'date') throw new ExpressionRefused('dates are not compared: say how long ago');
  return { type: typeof value as ValueType, answer: () => value };
}

function inverse(node: Extract<FhirPathNode, { kind: 'call' }>, reads: Set<Input>): Part {
  if (node.name !== 'not' || node.of === undefined || node.args.length > 0)
    throw new ExpressionRefused(`.${node.name}() is not known; only .not() may follow`);
  const of = demanded(compile(node.of, reads), 'boolean', '.not()');
  return {
    type: 'boolean',
    answer(facts, trace) {
      const value = of(facts, trace);
      return value === undefined ? undefined : !value;
    },
  };
}

function word(name: string, args: readonly FhirPathNode[], reads: Set<Input>): Part {
  const found = Object.hasOwn(vocabulary, name) ? vocabulary[name] : undefined;
  if (!found) throw new ExpressionRefused(`${name}() is no word of the vocabulary`);
  const values = args.map((arg): Argument => {
    if (arg.kind === 'literal' && (arg.type === 'string' || arg.type === 'number')) return arg.value as Argument;
    throw new ExpressionRefused(`${name}(): arguments are numbers and texts`);
  });
  checkArguments(name, found.takes, values);
  for (const input of found.reads) reads.add(input);
  return { type: found.gives, answer: found.bind(values) };
}

function checkArguments(name: string, takes: (typeof vocabulary)[string]['takes'], given: readonly Argument[]): void {
  const isMany = takes.at(-1) === 'text…';
  if (isMany ? given.length < takes.length : given.length !== takes.length)
    throw new ExpressionRefused(`${name}() takes ${takes.join(', ') || 'nothing'}`);
  for (const [place, value] of given.entries()) {
    const wanted = takes[Math.min(place, takes.length - 1)];
    const isRight = wanted === 'number' ? typeof value === 'number' : typeof value === 'string' && value !== '';
    if (!isRight) throw new ExpressionRefused(`${name}(): ${JSON.stringify(value)} is no ${wanted}`);
    if (wanted === 'measure' && !isMeasure(String(value)))
      throw new ExpressionRefused(`${name}(): no measure is called ${JSON.stringify(value)}`);
  }
}

function demanded(part: Part, type: ValueType, by: string): Answer {
  if (part.type !== type) throw new ExpressionRefused(`${by} wants a ${type} and is given a ${part.type}`);
  return part.answer;
}

const compared: { readonly [operator: string]: (a: number, b: number) => boolean | number } = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

function binary(operator: string, left: Part, right: Part): Part {
  if (operator === 'and' || operator === 'or')
    return { type: 'boolean', answer: logic(operator, demandBoth(operator, 'boolean', left, right)) };
  if (operator === '=' || operator === '!=') {
    if (left.type !== right.type) throw new ExpressionRefused(`a ${left.type} is never equal to a ${right.type}`);
    return { type: 'boolean', answer: both(left.answer, right.answer, (a, b) => (a === b) === (operator === '=')) };
  }
  const calculate = compared[operator];
  if (!calculate) throw new ExpressionRefused(`the operator ${operator} is not known here`);
  const [a, b] = demandBoth(operator, 'number', left, right);
  const type = '+-*'.includes(operator) ? 'number' : 'boolean';
  return { type, answer: both(a, b, (one, other) => calculate(Number(one), Number(other))) };
}

const demandBoth = (by: string, type: ValueType, left: Part, right: Part) =>
  [demanded(left, type, by), demanded(right, type, by)] as const;

const both =
  (left: Answer, right: Answer, of: (a: Value, b: Value) => Value): Answer =>
  (facts, trace) => {
    const [a, b] = [left(facts, trace), right(facts, trace)];
    return a === undefined || b === undefined ? undefined : of(a, b);
  };

/** What decided is told; what a side lacked matters only while the other side does not decide. */
function logic(operator: 'and' | 'or', [left, right]: readonly [Answer, Answer]): Answer {
  const decides = operator === 'or';
  return (facts, trace) => {
    const own = new Trace();
    const a = left(facts, own);
    if (a === decides) {
      trace.take(own);
      return decides;
    }
    const other = new Trace();
    const b = right(facts, other);
    if (b === decides) {
      trace.take(other);
      return decides;
    }
    if (!decides || a === undefined) trace.take(own);
    trace.take(other);
    return a === undefined || b === undefined ? undefined : !decides;
  };
}
