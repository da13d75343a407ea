/** The grammar of `_filter`: text to a tree, in one pass. https://hl7.org/fhir/R4/search_filter.html */
import type { Refusal } from '#core/refusal/refusal.ts';
import { badParameter, limits, printable } from './limits.ts';
import { isClean } from './query-string.ts';

export const operators = [
  ...['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le', 'ap'],
  ...['sa', 'eb', 'pr', 'po', 'ss', 'sb', 'in', 'ni', 're'],
] as const satisfies readonly string[];

/** One name of a path: `subject`, `subject:Patient`, `subject[gender eq male]`. */
export interface Step {
  readonly name: string;
  /** What what it refers to has to fulfil. */
  readonly where?: Filter;
}

export interface Comparison {
  readonly kind: 'comparison';
  /** The references followed on the way. */
  readonly way: readonly Step[];
  /** The parameter compared. */
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

export type Filter =
  | Comparison
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter };

/**
 * Understands the text of a filter.
 * @throws Refusal `invalid` that says at which character, and what was expected; and beyond the limits.
 */
export function readFilter(text: string): { filter: Filter; comparisons: number } {
  const reader = new Reader(text);
  const filter = reader.whole();
  return { filter, comparisons: reader.comparisons };
}

const name = /[A-Za-z_][A-Za-z0-9_-]*(?::[A-Za-z]+)?/y;
const quoted = /"(?:[^"\\]|\\.)*"/y;
const bare = /[^\s\])"][^\s\])]*/y;
const joint = /\s*\b(and|or)(?=[\s(]|$)/y;
const negation = /not\s*\(/y;

class Reader {
  comparisons = 0;
  private place = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  whole(): Filter {
    const filter = this.expression(0);
    this.take(/\s*/y);
    if (this.place < this.text.length) throw this.wrong("'and', 'or' or the end");
    return filter;
  }

  /** From left to right; neither `and` nor `or` binds closer, as the standard says. */
  private expression(depth: number): Filter {
    if (depth > limits.filterDepth) {
      throw bad(`parentheses and brackets may be nested at most ${limits.filterDepth} deep.`, 'filter-too-deep');
    }
    let filter = this.operand(depth);
    let own = false;
    for (let word = this.joint(); word !== undefined; word = this.joint()) {
      const next = this.operand(depth);
      // A run of the same is one level of the tree.
      const before: readonly Filter[] = own && filter.kind === word ? filter.parts : [filter];
      filter = { kind: word, parts: [...before, next] };
      own = true;
    }
    return filter;
  }

  private operand(depth: number): Filter {
    this.take(/\s*/y);
    if (this.take(negation) !== undefined) return { kind: 'not', part: this.closed(depth, ')') };
    if (this.take(/\(/y) !== undefined) return this.closed(depth, ')');
    return this.comparison(depth);
  }

  private closed(depth: number, end: ')' | ']'): Filter {
    const filter = this.expression(depth + 1);
    if (this.take(end === ')' ? /\s*\)/y : /\s*\]/y) === undefined) throw this.wrong(`'and', 'or' or '${end}'`);
    return filter;
  }

  private joint(): 'and' | 'or' | undefined {
    return this.take(joint)?.trim() as 'and' | 'or' | undefined;
  }

  private comparison(depth: number): Comparison {
    if (++this.comparisons > limits.comparisons) {
      throw bad(`takes at most ${limits.comparisons} comparisons.`, 'filter-too-long');
    }
    const way: Step[] = [];
    let last = this.name();
    for (;;) {
      const where = this.take(/\[/y) === undefined ? undefined : this.closed(depth, ']');
      if (this.take(/\./y) === undefined) {
        if (where) throw this.wrong("'.' and a name");
        break;
      }
      way.push({ name: last, ...(where ? { where } : {}) });
      last = this.name();
    }
    const operator = this.take(/\s+[a-z]{2}(?=\s|$)/y)?.trim() ?? '';
    if (!(operators as readonly string[]).includes(operator)) throw this.wrong(`one of ${operators.join(' ')}`);
    this.take(/\s+/y);
    return { kind: 'comparison', way, name: last, operator, value: this.value() };
  }

  private name(): string {
    const found = this.take(name);
    if (found === undefined) throw this.wrong('the name of a search parameter');
    return found;
  }

  private value(): string {
    const token = this.take(bare);
    if (token !== undefined) return token;
    const from = this.place;
    const string = this.take(quoted);
    if (string === undefined) throw this.wrong('a value: a word, or a text in double quotes');
    try {
      const value = JSON.parse(string) as string;
      // What the query may not contain, it may not contain by way of \u0000 either.
      if (value !== '' && isClean(value)) return value;
    } catch {
      // Refused below.
    }
    this.place = from;
    throw this.wrong('a text as JSON writes it, not empty and without control characters');
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.place += found.length;
    return found;
  }

  private wrong(expected: string): Refusal {
    const rest = this.text.slice(this.place).trim();
    const at = rest === '' ? 'at the end' : `at '${printable(rest)}' (character ${this.place + 1})`;
    return bad(`${at}: expected ${expected}.`, 'bad-filter');
  }
}

const bad = (says: string, code: string): Refusal => badParameter('_filter', says, code);
