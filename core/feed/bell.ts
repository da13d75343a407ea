/**
 * The bell: rung after commits, heard by the consumers of this process at once and by those of others through NOTIFY.
 * It is rung outside the transaction of the change, at most every 50 ms: a NOTIFY inside would make all commits of the
 * database wait for each other. A ring that is lost (a killed process, PgBouncer) costs the wait until the next look.
 * https://www.postgresql.org/docs/15/sql-notify.html
 */
import type { Tx } from '../db/database.ts';

export const channel = 'record_change';

export class Bell {
  private readonly database: Tx;
  private readonly hearers = new Set<() => void>();
  private pending: NodeJS.Timeout | undefined;

  constructor(database: Tx) {
    this.database = database;
  }

  /** Something was committed here. */
  ring(): void {
    this.heard();
    if (this.pending) return;
    this.pending = setTimeout(() => {
      this.pending = undefined;
      void this.database
        .query({ name: 'feed-ring', text: `select pg_notify('${channel}', '')` })
        .catch(() => undefined);
    }, 50);
    this.pending.unref();
  }

  /** Something was committed, here or elsewhere. */
  heard(): void {
    for (const hearer of this.hearers) hearer();
  }

  hear(hearer: () => void): () => void {
    this.hearers.add(hearer);
    return () => this.hearers.delete(hearer);
  }
}
