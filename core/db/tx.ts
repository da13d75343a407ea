/** What statements are asked of: a database, a transaction, a replica. */
export type Row = Record<string, unknown>;

export interface Query {
  /** Named statements are parsed and planned once per connection: name every hot one. */
  name?: string;
  text: string;
  values?: unknown[];
  /** Resources come packed, as the bytes they are: most are only passed on. */
  packed?: boolean;
}

/** What can run SQL: the database itself (autocommit) or a transaction. */
export interface Tx {
  query<R = Row>(query: Query | string, values?: unknown[]): Promise<{ rows: R[]; rowCount: number }>;
}
