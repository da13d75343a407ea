/**
 * Questions of one shape that wait at the same time share one statement and one round trip: PostgreSQL locks the tables
 * and sets the plan up once for all, and neither side makes a system call for each. Only for reads: whoever shares a
 * statement shares its snapshot, and nothing else.
 */
import { type Gathered, gather } from './gather.ts';
import type { Query, Row, Tx } from './tx.ts';

/** Of one shape: most questions in a statement, and statements under way at once. */
const limits = { together: 32, flights: 2 };
/** A statement that took so long, ms: its shape goes alone for a while, so that nobody waits for the slow of others. */
const slow = 250;
const alone = 60_000;
/** Plans of shared statements live as long as their connection: there must be an end to them. */
const mostShapes = 100;

interface Waiting {
  readonly query: Query & { values: unknown[] };
  resolve(result: { rows: Row[]; rowCount: number }): void;
  reject(error: unknown): void;
}

interface Shape {
  readonly name: string;
  readonly text: string;
  readonly types: readonly string[];
  readonly queue: Gathered<Waiting>;
  aloneUntil: number;
}

/** What asks `database`, questions of one shape together. Named statements only: those are the frequent ones. */
export function sharing(database: Tx): Tx {
  const shapes = new Map<string, Shape | undefined>();

  const shapeOf = ({ name, text }: Query): Shape | undefined => {
    if (name === undefined) return undefined;
    if (shapes.has(name) || shapes.size >= mostShapes) return shapes.get(name);
    const types = parameterTypes(text);
    const shape: Shape | undefined = types && {
      ...{ name: `${name}-shared`, text: sharedText(text, types), types, aloneUntil: 0 },
      queue: gather<Waiting>(limits, (batch) => fly(shape as Shape, batch)),
    };
    shapes.set(name, shape);
    return shape;
  };

  const fly = async (shape: Shape, batch: readonly Waiting[]): Promise<void> => {
    const [first] = batch;
    if (first && batch.length === 1) return askAlone(database, first);
    const began = performance.now();
    try {
      const values = shape.types.map((_, place) => arrayOf(batch.map(({ query }) => query.values[place])));
      const { rows } = await database.query<Row & { asked: number }>({ name: shape.name, text: shape.text, values });
      const found = batch.map((): Row[] => []);
      for (const row of rows) found[row.asked - 1]?.push(row);
      batch.forEach(({ resolve }, place) => {
        const own = found[place] ?? [];
        resolve({ rows: own, rowCount: own.length });
      });
    } catch {
      // Each asks again, and is told by its own statement what is wrong: one bad question harms no other.
      shape.aloneUntil = performance.now() + alone;
      await Promise.all(batch.map((waiting) => askAlone(database, waiting)));
    }
    if (performance.now() - began > slow) shape.aloneUntil = performance.now() + alone;
  };

  const query = (asked: Query | string, values?: unknown[]) => {
    const shape = typeof asked === 'string' ? undefined : shapeOf(asked);
    if (!shape || typeof asked === 'string' || !asked.values || shape.aloneUntil > performance.now())
      return database.query(asked, values);
    const whole = { ...asked, values: asked.values };
    return new Promise<{ rows: Row[]; rowCount: number }>((resolve, reject) => {
      shape.queue.add({ query: whole, resolve, reject });
    });
  };
  return { query: query as Tx['query'] };
}

async function askAlone(database: Tx, { query, resolve, reject }: Waiting): Promise<void> {
  await database.query(query).then(resolve, reject);
}

const parameter = /\$(\d+)(?:::([a-z][a-z0-9_]*(?:\[\])?))?/g;

/** The types of the parameters in their order; undefined when one is without, or when there are none. */
function parameterTypes(text: string): string[] | undefined {
  const types: string[] = [];
  for (const [, number, type] of text.matchAll(parameter)) {
    const place = Number(number) - 1;
    if (type === undefined || (types[place] ?? type) !== type) return undefined;
    types[place] = type;
  }
  return types.length > 0 && !types.includes(undefined as unknown as string) ? types : undefined;
}

/**
 * The statement for several: parameters become columns, and the question is asked for each row of them. Its own
 * ordering stands, since a lateral part is run through once for each row, one after the other.
 */
function sharedText(text: string, types: readonly string[]): string {
  const names = types.map((_, place) => `p${place + 1}`);
  // Arrays of arrays must be rectangular in PostgreSQL, so each array travels as the text of one.
  const arrays = types.map((type, place) => `$${place + 1}::${type.endsWith('[]') ? 'text' : type}[]`);
  const columns = types.map((type, place) =>
    type.endsWith('[]') ? `a.p${place + 1}::${type} p${place + 1}` : `a.p${place + 1}`,
  );
  const each = text.replace(parameter, (_, number) => `each.p${number}`);
  return (
    `select each.asked, found.* from (select ${columns.join(', ')}, a.asked::int4 asked` +
    ` from unnest(${arrays.join(', ')}) with ordinality a(${names.join(', ')}, asked) offset 0) each` +
    ` cross join lateral (${each}) found`
  );
}

/** One column of the questions, as PostgreSQL reads arrays. https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO */
const arrayOf = (values: readonly unknown[]): string => `{${values.map(elementOf).join(',')}}`;

function elementOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = Array.isArray(value) ? arrayOf(value) : value instanceof Date ? value.toISOString() : String(value);
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}
