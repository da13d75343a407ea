/** SQL as it grows: the text depends only on the shape of a question, values go apart, and hot texts get a name. */
import { hash } from 'node:crypto';
import type { Query } from '#core/db/database.ts';

export class Statement {
  readonly values: unknown[] = [];
  private aliases = 0;

  /** Adds a value and returns its place in the text: `$3::int8`. */
  bind(value: unknown, type: string): string {
    return `$${this.values.push(value)}::${type}`;
  }

  /** A table alias not used before in this statement. */
  alias(letter: string): string {
    return `${letter}${++this.aliases}`;
  }
}

/** A text is named (parsed and planned once per connection) when it has been asked this often. */
const worthNaming = 5;
/** Plans of named statements live as long as their connection, some 100 kB each: there must be an end to them. */
const mostNames = 150;
const mostCounted = 1000;
const names = new Map<string, string>();
let counts = new Map<string, number>();

/** The query to run: named when its shape is a frequent one. */
export function queryOf(text: string, values: unknown[]): Query {
  const name = names.get(text);
  if (name !== undefined) return { name, text, values };
  const count = (counts.get(text) ?? 0) + 1;
  if (count >= worthNaming && names.size < mostNames) {
    const given = `search-${hash('sha256', text, 'hex').slice(0, 16)}`;
    names.set(text, given);
    counts.delete(text);
    return { name: given, text, values };
  }
  if (counts.size >= mostCounted) counts = new Map();
  counts.set(text, count);
  return { text, values };
}
