/**
 * Questions of one shape that wait at the same time share one statement and one round trip: PostgreSQL locks the tables
 * and sets the plan up once for all, and neither side makes a system call for each. Only for reads: whoever shares a
 * statement shares its snapshot, and nothing else.
 */
import { type Gathered, gather } from './gather.ts';
import { columnsOf, partedBy, Patience, type Shape, shapeOf } from './shape.ts';
import type { Query, Row, Tx } from './tx.ts';

/** Of one shape: most questions in a statement, and statements under way at once. */
const limits = { together: 32, flights: 2 };
/** Plans of shared statements live as long as their connection: there must be an end to them. */
const mostShapes = 100;

interface Waiting {
  readonly query: Query & { values: unknown[] };
  resolve(result: { rows: Row[]; rowCount: number }): void;
  reject(error: unknown): void;
}

interface Shared {
  readonly queue: Gathered<Waiting>;
  readonly patience: Patience;
}

/**
 * What asks `database`, questions of one shape together. Named statements only: those are the frequent ones. Whoever
 * asks one shape always asks it packed, or never.
 */
export function sharing(database: Tx): Tx {
  const known = new Map<string, Shared | undefined>();
  const sharedBy = ({ name, text, packed = false }: Query): Shared | undefined => {
    if (name === undefined || known.has(name) || known.size >= mostShapes) return known.get(name ?? '');
    const shape = shapeOf(text);
    const shared = shape && share(database, `${name}-shared`, shape, packed);
    known.set(name, shared);
    return shared;
  };
  const query = (asked: Query | string, values?: unknown[]) => {
    const shared = typeof asked === 'string' ? undefined : sharedBy(asked);
    if (!shared || typeof asked === 'string' || !asked.values || shared.patience.goesAlone)
      return database.query(asked, values);
    const whole = { ...asked, values: asked.values };
    return new Promise<{ rows: Row[]; rowCount: number }>((resolve, reject) => {
      shared.queue.add({ query: whole, resolve, reject });
    });
  };
  return { query: query as Tx['query'] };
}

function share(database: Tx, name: string, shape: Shape, packed: boolean): Shared {
  const { each, question } = shape;
  const text = `select each.asked, found.* from (${each}) each cross join lateral (${question}) found`;
  const patience = new Patience();
  const fly = async (batch: readonly Waiting[]): Promise<void> => {
    const [first] = batch;
    if (first && batch.length === 1) return askAlone(database, first);
    const began = performance.now();
    const values = columnsOf(
      shape,
      batch.map(({ query }) => query.values),
    );
    try {
      const { rows } = await database.query<Row & { asked: number }>({ name, text, values, packed });
      patience.ended(began);
      const found = partedBy(rows, batch.length);
      batch.forEach(({ resolve }, place) => {
        const own = found[place] ?? [];
        resolve({ rows: own, rowCount: own.length });
      });
    } catch {
      patience.ended(began, true);
      // Each asks again, and is told by its own statement what is wrong: one bad question harms no other.
      await Promise.all(batch.map((waiting) => askAlone(database, waiting)));
    }
  };
  return { queue: gather(limits, fly), patience };
}

async function askAlone(database: Tx, { query, resolve, reject }: Waiting): Promise<void> {
  await database.query(query).then(resolve, reject);
}
