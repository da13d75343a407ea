/** The one database: a pool of connections to PostgreSQL (15–18), and transactions over it. */
import pg from 'pg';
import { packedTypes, types } from './parsers.ts';
import { type Replica, replicaOf } from './replica.ts';
import { sessionSettings, startupOptions } from './session.ts';
import { sharing } from './sharing.ts';
import type { Query, Tx } from './tx.ts';

export type { Query, Row, Tx } from './tx.ts';

export type Client = pg.PoolClient;
export interface Database extends Tx {
  /** Address of the primary itself, for what needs a session of its own: migrations, locks held, listening. */
  readonly url: string;
  readonly pool: pg.Pool;
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>, isolation?: 'read committed' | 'repeatable read'): Promise<T>;
  readonly replica: Replica | undefined;
  /**
   * What to ask outside of transactions, where questions of one shape share statements (`sharing.ts`): a replica when
   * the answer may be so many seconds old, the database itself when it may not, or without a replica.
   */
  reading(maxStale: number | undefined): Tx;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Size of the pool. */
  connections?: number;
  /** Longest run of an interactive statement, ms (limit of security/requirements 7.3). */
  statementTimeout?: number;
  applicationName?: string;
  /** A pooler in front of the primary, which ordinary statements go by. It must set sessions as `session.ts` says. */
  pooler?: string;
  /** False for poolers that share connections and cannot carry named statements: then each is planned anew. */
  prepare?: boolean;
  /** Address of a streaming replica. */
  replica?: string;
}

/** Longest interactive statement, ms. */
export const defaultStatementTimeout = 5_000;

/** Opens a pool. Numbers of type int8 come back as strings (they are keys, not quantities); dates as Date. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { pooler, prepare = true } = options;
  const settings = startupOptions(sessionSettings(options.statementTimeout ?? defaultStatementTimeout));
  const poolOn = (address: string, own: boolean) =>
    new pg.Pool({
      connectionString: address,
      types,
      max: options.connections ?? 20,
      application_name: options.applicationName ?? 'ezdrowie',
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: 5_000,
      ...(own ? { options: settings } : {}),
    });
  const pool = poolOn(pooler ?? url, pooler === undefined);
  // An idle connection that breaks (server restart) is dropped by the pool; without a listener it would end the
  // process.
  pool.on('error', () => undefined);
  // One that breaks while it is in use tells by its next query; it too needs a listener.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const configOf = ({ name, packed, ...query }: Query): pg.QueryConfig => ({
    ...query,
    ...(prepare && name !== undefined ? { name } : {}),
    ...(packed ? { types: packedTypes } : {}),
  });
  const run = (on: pg.Pool | pg.PoolClient): Tx['query'] =>
    (async (query: Query | string, values?: unknown[]) => {
      const result = typeof query === 'string' ? await on.query(query, values) : await on.query(configOf(query));
      return { rows: result.rows, rowCount: result.rowCount ?? 0 };
    }) as Tx['query'];
  const query = run(pool);
  const shared = sharing({ query });
  const replica = options.replica === undefined ? undefined : replicaOf(poolOn(options.replica, true), { query });
  return {
    url,
    pool,
    query,
    replica,
    reading: (maxStale) => (maxStale === undefined ? undefined : replica?.reading(maxStale, shared)) ?? shared,
    async transaction(work, isolation = 'read committed') {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query(isolation === 'read committed' ? 'begin' : `begin isolation level ${isolation}`);
        const result = await work({ query: run(client) });
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async close() {
      await replica?.close();
      await pool.end();
    },
  };
}

/** SQLSTATE of a database error, or undefined. https://www.postgresql.org/docs/15/errcodes-appendix.html */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** True when the server could not be reached, or went away in the middle: what was under way may or may not stand. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof pg.DatabaseError) return false;
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|ENETUNREACH)$/.test(codeOf(error)) ||
    /Connection terminated|not queryable|Query read timeout|trying to connect/i.test(error.message)
  );
}

/** Several addresses of one host fail together, each with its own code. */
function codeOf(error: Error): string {
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  // Missing files have the same code as a missing socket; only what connects counts.
  const { code = '', syscall = '' } = first as NodeJS.ErrnoException;
  return code === 'ENOENT' && syscall !== 'connect' ? '' : code;
}
