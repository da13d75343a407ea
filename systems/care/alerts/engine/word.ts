/** What a word of the rules' vocabulary is: what it reads, takes and answers. */
import type { Input } from '../model.ts';
import type { Facts } from './facts.ts';
import { isDown, type Trace, type Value } from './trace.ts';

export type ValueType = 'boolean' | 'number' | 'string';
export type Argument = string | number;
export type Answer = (facts: Facts, trace: Trace) => Value;

export interface Word {
  readonly reads: readonly Input[];
  readonly gives: ValueType;
  /** What an argument must be: `measure`, `text…` (one or more), `number`. */
  readonly takes: readonly ('measure' | 'number' | 'text' | 'text…')[];
  bind(args: readonly Argument[]): Answer;
}

export const texts = (args: readonly Argument[]): string[] => args.filter((one) => typeof one === 'string');
export const startsWithAny = (code: string, starts: readonly string[]): boolean =>
  starts.some((start) => code.startsWith(start));

/** Answers only when its inputs could be asked. */
export const asking = (
  word: Omit<Word, 'bind'> & { readonly answer: (args: readonly Argument[]) => Answer },
): Word => ({
  ...{ reads: word.reads, gives: word.gives, takes: word.takes },
  bind(args) {
    const answer = word.answer(args);
    return (facts, trace) => (isDown(facts, trace, word.reads) ? undefined : answer(facts, trace));
  },
});
