/**
 * Which parts of a source were committed before an interruption. The journal is written after the commit, so it may
 * lag; the audit trail cannot: its row is written in the statement of the change itself and carries the part's name
 * as its trace.
 */
import type { Tx } from '../db/database.ts';

/** Trace of a part, and of one resource of it that was loaded on its own: unique per source, the same in every run. */
export const traceOf = (source: string, part: number, place?: number): string =>
  `import-${source.slice(0, 32)}-${part}${place === undefined ? '' : `.${place}`}`;

export interface Committed {
  /** Traces of this source in the trail since then. */
  (source: string, since: string): Promise<ReadonlySet<string>>;
}

export const committedIn =
  (tx: Tx): Committed =>
  async (source, since) => {
    const { rows } = await tx.query<{ trace: string }>({
      name: 'import-committed',
      text: `select distinct trace from audit.event
             where at >= $1::timestamptz - interval '1 minute' and outcome = 0 and starts_with(trace, $2)`,
      values: [since, traceOf(source, 0).slice(0, -1)],
    });
    return new Set(rows.map(({ trace }) => trace));
  };
