/**
 * A question that is asked for several at once: its parameters become columns, and it is run through once for each row
 * of them. Arrays travel as texts, since arrays of arrays must be rectangular in PostgreSQL.
 */

export interface Shape {
  /** The types of the parameters, in their order. */
  readonly types: readonly string[];
  /** Selects `asked` (1, 2 …) and a column for each parameter; numbered from $1. */
  readonly each: string;
  /** The question over a row of it named `each`. Its own order stands: one row is run through after the other. */
  readonly question: string;
}

const parameter = /\$(\d+)(?:::([a-z][a-z0-9_]*(?:\[\])?))?/g;

/** Undefined when a parameter is without a type, or when there are none. */
export function shapeOf(text: string): Shape | undefined {
  const types = parameterTypes(text);
  if (!types) return undefined;
  const names = types.map((_, place) => `p${place + 1}`);
  const arrays = types.map((type, place) => `$${place + 1}::${type.endsWith('[]') ? 'text' : type}[]`);
  const columns = types.map((type, place) =>
    type.endsWith('[]') ? `a.p${place + 1}::${type} p${place + 1}` : `a.p${place + 1}`,
  );
  return {
    types,
    each:
      `select ${columns.join(', ')}, a.asked::int4 asked` +
      ` from unnest(${arrays.join(', ')}) with ordinality a(${names.join(', ')}, asked) offset 0`,
    question: text.replace(parameter, (_, number) => `each.p${number}`),
  };
}

function parameterTypes(text: string): string[] | undefined {
  const types: string[] = [];
  for (const [, number, type] of text.matchAll(parameter)) {
    const place = Number(number) - 1;
    if (type === undefined || (types[place] ?? type) !== type) return undefined;
    types[place] = type;
  }
  return types.length > 0 && !types.includes(undefined as unknown as string) ? types : undefined;
}

/** The values of several questions, column by column. */
export const columnsOf = ({ types }: Shape, questions: readonly (readonly unknown[])[]): string[] =>
  types.map((_, place) => arrayText(questions.map((values) => values[place])));

/** An array as PostgreSQL reads it. https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO */
export const arrayText = (values: readonly unknown[]): string => `{${values.map(elementOf).join(',')}}`;

function elementOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = Array.isArray(value) ? arrayText(value) : value instanceof Date ? value.toISOString() : String(value);
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}

/** The rows that each of `count` questions has, by their column `asked`. */
export function partedBy<Row extends { asked: number }>(rows: readonly Row[], count: number): Row[][] {
  const found = Array.from({ length: count }, (): Row[] => []);
  for (const row of rows) found[row.asked - 1]?.push(row);
  return found;
}

/**
 * Whether a shape shares now: after a statement that failed or took long it does not for a while, since nobody shall
 * wait for the slow of others. The first time that is a second, for a machine that stumbled: sharing is needed most
 * where everything is slow. Each time soon after the last it is twice as long.
 */
export class Patience {
  private until = -Infinity;
  private pause = shortest;

  get goesAlone(): boolean {
    return this.until > performance.now();
  }

  /** A statement that began at `began` has ended. */
  ended(began: number, failed = false): void {
    const now = performance.now();
    // Statements that flew together and were slow together are one cause.
    if (!(failed || now - began > slow) || this.until > now) return;
    this.pause = now - this.until > longest ? shortest : Math.min(this.pause * 2, longest);
    this.until = now + this.pause;
  }
}

/** What is slow, and how long a shape goes alone then: ms. */
const slow = 250;
const shortest = 1_000;
const longest = 60_000;
